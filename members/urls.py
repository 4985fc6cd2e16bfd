"""Addresses under /<federation>/<year>/medlemmar/."""

from django.urls import path

from members import api_key_pages, board_terms, decision_pages, views

urlpatterns = [
    path("", views.MembersPage.as_view(), name="members"),
    path("andelar/", views.SharesPage.as_view(), name="shares"),
    path("uppgifter/", views.SettingsPage.as_view(), name="federation_settings"),
    path("behorigheter/", views.RolesPage.as_view(), name="roles"),
    path("behorigheter/<int:pk>/ta-bort/", views.RoleRevoke.as_view(), name="role_revoke"),
    path("api-nycklar/", api_key_pages.ApiTokensPage.as_view(), name="api_tokens"),
    path("api-nycklar/ny/", api_key_pages.ApiTokenAdd.as_view(), name="api_token_add"),
    path("api-nycklar/<int:pk>/ta-bort/", api_key_pages.ApiTokenRevoke.as_view(), name="api_token_revoke"),
    path("medlem/ny/", views.MemberPage.as_view(), name="member_add"),
    path("medlem/<int:pk>/", views.MemberPage.as_view(), name="member"),
    path("medlem/<int:pk>/ta-bort/", views.MemberRemove.as_view(), name="member_remove"),
    path("medlem/<int:member>/namn/ny/", views.FormerNamePage.as_view(), name="former_name_add"),
    path("medlem/<int:member>/namn/<int:pk>/", views.FormerNamePage.as_view(), name="former_name"),
    path(
        "medlem/<int:member>/namn/<int:pk>/ta-bort/",
        views.FormerNameRemove.as_view(),
        name="former_name_remove",
    ),
    path("styrelse/ny/", views.BoardSeatPage.as_view(), name="board_seat_add"),
    path("styrelse/ny-mandatperiod/", board_terms.BoardTermPage.as_view(), name="board_term"),
    path("styrelse/<int:pk>/", views.BoardSeatPage.as_view(), name="board_seat"),
    path("styrelse/<int:pk>/ta-bort/", views.BoardSeatRemove.as_view(), name="board_seat_remove"),
    path("revisor/ny/", views.AuditorPage.as_view(), name="auditor_add"),
    path("revisor/<int:pk>/", views.AuditorPage.as_view(), name="auditor"),
    path("revisor/<int:pk>/ta-bort/", views.AuditorRemove.as_view(), name="auditor_remove"),
    path("mote/ny/", views.MeetingPage.as_view(), name="meeting_add"),
    path("mote/<int:pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("mote/<int:pk>/ta-bort/", views.MeetingRemove.as_view(), name="meeting_remove"),
    path("beslut/ny/", decision_pages.DecisionPage.as_view(), name="decision_add"),
    path("beslut/<int:pk>/", decision_pages.DecisionPage.as_view(), name="decision"),
    path("beslut/<int:pk>/ta-bort/", decision_pages.DecisionRemove.as_view(), name="decision_remove"),
]
