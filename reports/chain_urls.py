"""Addresses under /<federation>/<year>/arsredovisning/ of what becomes of the report after the board's decision."""

from django.urls import path

from reports import chain_pages as pages

urlpatterns = [
    path("vagen/", pages.ChainPage.as_view(), name="report_chain"),
    path("vagen/underskrifter/", pages.SigningPage.as_view(), name="report_signing"),
    path("vagen/underskrifter/ta-bort/", pages.SigningRemove.as_view(), name="report_signing_remove"),
    path("vagen/revision/ny/", pages.AuditReportPage.as_view(), name="audit_report_add"),
    path("vagen/revision/<int:pk>/", pages.AuditReportPage.as_view(), name="audit_report"),
    path("vagen/revision/<int:pk>/fil/", pages.AuditReportFile.as_view(), name="audit_report_file"),
    path("vagen/revision/<int:pk>/ta-bort/", pages.AuditReportRemove.as_view(), name="audit_report_remove"),
    path("vagen/ansvarsfrihet/<int:member>/", pages.DischargePage.as_view(), name="discharge"),
]
