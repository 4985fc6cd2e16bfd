"""Addresses under /<federation>/<year>/kontroller/."""

from django.urls import path

from reports import published_pages as published
from reports.checks_page import ChecksPage

urlpatterns = [
    path("", ChecksPage.as_view(), name="checks"),
    path("tryckta-siffror/", published.PublishedFigures.as_view(), name="published_figures"),
    path("tryckta-siffror/ny/", published.PublishedFigurePage.as_view(), name="published_figure_add"),
    path(
        "tryckta-siffror/klistra-in/",
        published.PublishedFiguresPaste.as_view(),
        name="published_figures_paste",
    ),
    path("tryckta-siffror/<int:pk>/", published.PublishedFigurePage.as_view(), name="published_figure"),
    path(
        "tryckta-siffror/<int:pk>/ta-bort/",
        published.PublishedFigureRemove.as_view(),
        name="published_figure_remove",
    ),
]
