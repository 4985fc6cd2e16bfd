"""The address of the year's reports, under /<federation>/<year>/rapporter/."""

from django.urls import path

from reports.report_pages import ReportsPage

urlpatterns = [path("", ReportsPage.as_view(), name="reports")]
