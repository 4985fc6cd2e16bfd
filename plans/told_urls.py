"""Addresses under /<federation>/<year>/resultat/ where outcomes are read as they are told to everyone."""

from django.urls import path

from plans.views import results_told

urlpatterns = [
    path("publicerat/", results_told.ResultsTold.as_view(), name="results_told"),
    path("publicerat.csv", results_told.ResultsToldFile.as_view(), name="results_told_csv"),
    path("sma-antal/", results_told.DisclosureRulePage.as_view(), name="disclosure_rule"),
]
