"""The addresses of the board's own page, under /<federation>/<year>/styrelsen/."""

from django.urls import path

from reports.board_pages import BoardLooked, BoardPage

urlpatterns = [
    path("", BoardPage.as_view(), name="board"),
    path("sett/", BoardLooked.as_view(), name="board_looked"),
]
