"""Addresses of the pages that anyone may read, under /<federation>/publikt/."""

from django.urls import path

from reports import public_pages as pages

urlpatterns = [
    path("", pages.PublicHome.as_view(), name="public"),
    path("<int:pk>/", pages.PublicDocument.as_view(), name="public_document"),
    path("<int:pk>/webb/", pages.FrozenPage.as_view(), name="public_html"),
    path("<int:pk>/pdf/", pages.FrozenPdf.as_view(), name="public_pdf"),
    path("anslag/<int:pk>/", pages.PublicNoticePage.as_view(), name="public_notice"),
    path("anslag/<int:pk>/pdf/", pages.PublicNoticePdf.as_view(), name="public_notice_pdf"),
]
