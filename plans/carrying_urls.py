"""Addresses under /<federation>/<year>/verksamhetsplan/ where a plan is begun and what it took over is gone through."""

from django.urls import path

from plans.views import copying, goal_area_list, going_through

urlpatterns = [
    path("borja/", copying.DocumentStart.as_view(), name="document_start"),
    path("ga-igenom/", going_through.GoingThrough.as_view(), name="going_through"),
    path("malomraden/", goal_area_list.GoalAreaList.as_view(), name="goal_areas"),
]
