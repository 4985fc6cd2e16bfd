"""Addresses under /<federation>/<year>/uppfoljning/ where the board reads."""

from django.urls import path

from reports import follow_up_pages

urlpatterns = [
    path("styrelsen/", follow_up_pages.FollowUpBoardPage.as_view(), name="follow_up_board"),
    path("styrelsen/uppfoljning.pdf", follow_up_pages.FollowUpPdf.as_view(), name="follow_up_pdf"),
]
