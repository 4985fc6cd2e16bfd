"""Addresses under /<federation>/<year>/verksamhetsplan/ where the plan is written."""

from django.urls import path

from plans.views import deciding, documents, figures, goal_areas, outline, pictures, sections

urlpatterns = [
    path("ny-version/", documents.DocumentVersion.as_view(), name="document_version"),
    path("ta-bort-utkast/", documents.DraftRemove.as_view(), name="document_remove"),
    path("redigera/", outline.OutlinePage.as_view(), name="outline"),
    path("titelsida/", documents.DocumentPage.as_view(), name="document"),
    path("slapp-for-lasning/", deciding.DocumentRelease.as_view(), name="document_release"),
    path("lagg-fram/", deciding.ProposalPage.as_view(), name="document_propose"),
    path("avsnitt/ny/", sections.SectionPage.as_view(), name="section_add"),
    path("avsnitt/<int:pk>/", sections.SectionPage.as_view(), name="section"),
    path("avsnitt/<int:pk>/skriv/", sections.SectionEditor.as_view(), name="section_editor"),
    path("avsnitt/<int:pk>/infoga/", outline.SectionInsert.as_view(), name="section_insert"),
    path("avsnitt/<int:pk>/dolj/", outline.SectionHide.as_view(), name="section_hide"),
    path("avsnitt/<int:pk>/flytta/", outline.SectionMove.as_view(), name="section_move"),
    path("avsnitt/<int:pk>/ta-bort/", sections.SectionRemove.as_view(), name="section_remove"),
    path("borttaget/<int:pk>/lagg-tillbaka/", outline.SectionRestore.as_view(), name="section_restore"),
    path("siffror/", figures.FiguresPage.as_view(), name="figures"),
    path("siffror/lista/", figures.FigureChoices.as_view(), name="figure_choices"),
    path("siffror/<str:key>/", figures.FigureUses.as_view(), name="figure_uses"),
    path("bilder/", pictures.PicturesPage.as_view(), name="pictures"),
    path("bilder/<uuid:key>/", pictures.PictureFile.as_view(), name="picture"),
    path("malomrade/ny/", goal_areas.GoalAreaPage.as_view(), name="goal_area_add"),
    path("malomrade/<int:pk>/", goal_areas.GoalAreaPage.as_view(), name="goal_area"),
    path("malomrade/<int:pk>/ta-bort/", goal_areas.GoalAreaRemove.as_view(), name="goal_area_remove"),
    path("aktivitet/ny/", goal_areas.ActivityPage.as_view(), name="activity_add"),
    path("aktivitet/<int:pk>/", goal_areas.ActivityPage.as_view(), name="activity"),
    path("aktivitet/<int:pk>/ta-bort/", goal_areas.ActivityRemove.as_view(), name="activity_remove"),
]
