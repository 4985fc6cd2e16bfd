"""Addresses under /<federation>/<year>/uppfoljning/ where the year is followed up."""

from django.urls import path

from budgets.views import follow_up as views
from budgets.views.follow_up_exports import RowsFile, StatementFile

urlpatterns = [
    path("", views.FollowUpPage.as_view(), name="follow_up"),
    path("export.xlsx", StatementFile.as_view(suffix="xlsx"), name="follow_up_xlsx"),
    path("export.csv", StatementFile.as_view(suffix="csv"), name="follow_up_csv"),
    path("id/<slug:centre>/", views.FollowUpAreaPage.as_view(), name="follow_up_area"),
    path("id/<slug:centre>/bokfort/", views.FollowUpRowsPage.as_view(), name="follow_up_rows"),
    path("id/<slug:centre>/bokfort/export.xlsx", RowsFile.as_view(suffix="xlsx"), name="follow_up_rows_xlsx"),
    path("id/<slug:centre>/bokfort/export.csv", RowsFile.as_view(suffix="csv"), name="follow_up_rows_csv"),
    path("id/<slug:centre>/prognos/<int:month>/", views.ForecastPage.as_view(), name="forecast"),
    path(
        "id/<slug:centre>/prognos/<int:month>/ta-bort/",
        views.ForecastRemove.as_view(),
        name="forecast_remove",
    ),
    path("granser/ny/", views.FollowUpRulePage.as_view(), name="follow_up_rule_add"),
    path("granser/<int:pk>/", views.FollowUpRulePage.as_view(), name="follow_up_rule"),
    path("granser/<int:pk>/ta-bort/", views.FollowUpRuleRemove.as_view(), name="follow_up_rule_remove"),
]
