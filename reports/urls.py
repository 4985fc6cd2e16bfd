"""Addresses where the plan is read, under /<federation>/<year>/verksamhetsplan/."""

from django.urls import path

from reports import block_preview, views

urlpatterns = [
    path("", views.PlanPage.as_view(), name="plan"),
    path("pdf/", views.PlanPdf.as_view(), name="plan_pdf"),
    path("pdf/<str:ticket>/lage/", views.RenderingState.as_view(), name="rendering_state"),
    path("pdf/<str:ticket>/fil/", views.RenderingFile.as_view(), name="rendering_file"),
    path("tabeller/", block_preview.BlockPreview.as_view(), name="block_preview"),
    path("kapitel/<slug:anchor>.pdf", views.ChapterPdf.as_view(), name="chapter_pdf"),
]
