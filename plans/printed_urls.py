"""Addresses under /<federation>/<year>/resultat/tryckt/: what the year's documents printed of outcomes."""

from django.urls import path

from plans.views import printed_outcomes as printed

urlpatterns = [
    path("tryckt/", printed.PublishedOutcomes.as_view(), name="published_outcomes"),
    path("tryckt/ny/", printed.PublishedOutcomePage.as_view(), name="published_outcome_add"),
    path("tryckt/tabell/", printed.PublishedOutcomesTable.as_view(), name="published_outcomes_table"),
    path("tryckt/<int:pk>/", printed.PublishedOutcomePage.as_view(), name="published_outcome"),
    path(
        "tryckt/<int:pk>/ta-bort/", printed.PublishedOutcomeRemove.as_view(), name="published_outcome_remove"
    ),
]
