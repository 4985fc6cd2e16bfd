"""Addresses under /<federation>/<year>/granskning/, for those who audit."""

from django.urls import path

from reports import audit_pages as pages

urlpatterns = [
    path("", pages.AuditPage.as_view(), name="audit"),
    path("historik/", pages.HistoryPage.as_view(), name="change_history"),
]
