"""Addresses under /<federation>/<year>/resultat/ where initiatives and their outcomes are read and entered."""

from django.urls import path

from plans.views import initiatives, outcome_import, outcomes

urlpatterns = [
    path("", outcomes.OutcomesPage.as_view(), name="outcomes"),
    path("las-in/", outcome_import.OutcomeUpload.as_view(), name="outcome_import"),
    path("las-in/granska/", outcome_import.OutcomePreview.as_view(), name="outcome_import_preview"),
    path("mall.xlsx", outcome_import.OutcomeTemplate.as_view(suffix="xlsx"), name="outcome_template_xlsx"),
    path("mall.csv", outcome_import.OutcomeTemplate.as_view(suffix="csv"), name="outcome_template_csv"),
    path("insatser/ny/", initiatives.InitiativeSettings.as_view(), name="initiative_add"),
    path("insatser/forandring/", initiatives.SuccessionAdd.as_view(), name="succession_add"),
    path(
        "insatser/forandring/<int:pk>/ta-bort/",
        initiatives.SuccessionRemove.as_view(),
        name="succession_remove",
    ),
    path("insats/<slug:code>/", initiatives.InitiativePage.as_view(), name="initiative"),
    path(
        "insats/<slug:code>/uppgifter/", initiatives.InitiativeSettings.as_view(), name="initiative_settings"
    ),
    path("insats/<slug:code>/ta-bort/", initiatives.InitiativeRemove.as_view(), name="initiative_remove"),
    path("insats/<slug:code>/<slug:period>/", outcomes.OutcomeEntry.as_view(), name="outcome"),
    path(
        "insats/<slug:code>/<slug:period>/ta-bort/", outcomes.OutcomeRemove.as_view(), name="outcome_remove"
    ),
]
