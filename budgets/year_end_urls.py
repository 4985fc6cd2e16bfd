"""Addresses under /<federation>/<year>/uppfoljning/bokslut/."""

from django.urls import path

from budgets.views import year_end as views

urlpatterns = [
    path("", views.YearEndPage.as_view(), name="year_end"),
    path("uppgift/ny/", views.YearEndEntryPage.as_view(), name="year_end_entry_add"),
    path("uppgift/<int:pk>/", views.YearEndEntryPage.as_view(), name="year_end_entry"),
    path("uppgift/<int:pk>/ta-bort/", views.YearEndEntryRemove.as_view(), name="year_end_entry_remove"),
]
