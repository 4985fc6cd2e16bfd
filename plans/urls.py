"""Addresses under /<federation>/<year>/verksamhetsplan/ where the plan is written."""

from django.urls import path

from plans import deciding, views

urlpatterns = [
    path("borja/", views.DocumentStart.as_view(), name="document_start"),
    path("ny-version/", views.DocumentVersion.as_view(), name="document_version"),
    path("redigera/", views.OutlinePage.as_view(), name="outline"),
    path("titelsida/", views.DocumentPage.as_view(), name="document"),
    path("slapp-for-lasning/", deciding.DocumentRelease.as_view(), name="document_release"),
    path("lagg-fram/", deciding.ProposalPage.as_view(), name="document_propose"),
    path("beslut/", deciding.AdoptionPage.as_view(), name="adoption"),
    path("avsnitt/ny/", views.SectionPage.as_view(), name="section_add"),
    path("avsnitt/<int:pk>/", views.SectionPage.as_view(), name="section"),
    path("avsnitt/<int:pk>/flytta/", views.SectionMove.as_view(), name="section_move"),
    path("avsnitt/<int:pk>/ta-bort/", views.SectionRemove.as_view(), name="section_remove"),
    path("malomrade/ny/", views.GoalAreaPage.as_view(), name="goal_area_add"),
    path("malomrade/<int:pk>/", views.GoalAreaPage.as_view(), name="goal_area"),
    path("malomrade/<int:pk>/ta-bort/", views.GoalAreaRemove.as_view(), name="goal_area_remove"),
    path("aktivitet/ny/", views.ActivityPage.as_view(), name="activity_add"),
    path("aktivitet/<int:pk>/", views.ActivityPage.as_view(), name="activity"),
    path("aktivitet/<int:pk>/ta-bort/", views.ActivityRemove.as_view(), name="activity_remove"),
]
