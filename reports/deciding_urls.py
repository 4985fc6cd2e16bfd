"""Addresses under /<federation>/<year>/verksamhetsplan/ where the plan is decided on."""

from django.urls import path

from reports import deciding_pages

urlpatterns = [
    path("varningar/", deciding_pages.FindingsAcceptPage.as_view(), name="findings_accept"),
    path("beslut/", deciding_pages.AdoptionPage.as_view(), name="adoption"),
    path("publicera/", deciding_pages.DocumentPublish.as_view(), name="document_publish"),
    path("andrat-sedan-beslutet/", deciding_pages.DriftPage.as_view(), name="drift"),
]
