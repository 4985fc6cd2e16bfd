"""Addresses under /<federation>/<year>/resultat/ where goals are assessed, and what is followed beside outcomes."""

from django.urls import path

from plans.views.goal_fulfilment import GoalFulfilment

urlpatterns = [
    path("maluppfyllelse/", GoalFulfilment.as_view(), name="goal_fulfilment"),
]
