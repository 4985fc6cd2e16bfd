"""Addresses under /<federation>/<year>/verksamhetsplan/ on the plan's way to the board."""

from django.urls import path

from plans.views import consulting, deciding

urlpatterns = [
    path("ta-tillbaka/", deciding.DocumentWithdraw.as_view(), name="document_withdraw"),
    path("samrad/", consulting.ConsultationPage.as_view(), name="consultation"),
]
