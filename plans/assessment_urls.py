"""Addresses under /<federation>/<year>/resultat/ where goals are assessed, and what is followed beside outcomes."""

from django.urls import path

from plans.views import financial_goals, indicators, training
from plans.views.follow_up_sheet import FollowUpSheetPage
from plans.views.goal_fulfilment import GoalAssess, GoalFulfilment

urlpatterns = [
    path("maluppfyllelse/", GoalFulfilment.as_view(), name="goal_fulfilment"),
    path("maluppfyllelse/bedom/", GoalAssess.as_view(), name="goal_assess"),
    path("finansiella-mal/", financial_goals.FinancialGoalsPage.as_view(), name="financial_goals"),
    path("finansiella-mal/nytt/", financial_goals.FinancialGoalPage.as_view(), name="financial_goal_add"),
    path("finansiella-mal/<int:pk>/", financial_goals.FinancialGoalPage.as_view(), name="financial_goal"),
    path(
        "finansiella-mal/<int:pk>/ta-bort/",
        financial_goals.FinancialGoalRemove.as_view(),
        name="financial_goal_remove",
    ),
    path("uppfoljning-finsam/", FollowUpSheetPage.as_view(), name="follow_up_sheet"),
    path("utbildningar/", training.TrainingPage.as_view(), name="training"),
    path("utbildningar/ny/", training.TrainingEventPage.as_view(), name="training_event_add"),
    path("utbildningar/<int:pk>/", training.TrainingEventPage.as_view(), name="training_event"),
    path(
        "utbildningar/<int:pk>/ta-bort/",
        training.TrainingEventRemove.as_view(),
        name="training_event_remove",
    ),
    path("indikatorer/", indicators.IndicatorsPage.as_view(), name="indicators"),
    path("indikatorer/ny/", indicators.IndicatorSettings.as_view(), name="indicator_add"),
    path("indikatorer/<int:pk>/andra/", indicators.IndicatorSettings.as_view(), name="indicator_settings"),
    path("indikatorer/<int:pk>/ta-bort/", indicators.IndicatorRemove.as_view(), name="indicator_remove"),
    path("indikator/<slug:code>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path("indikator/<slug:code>/las-in/", indicators.MeasurementImport.as_view(), name="measurement_import"),
    path("indikator/<slug:code>/ny/", indicators.MeasurementPage.as_view(), name="measurement_add"),
    path("indikator/<slug:code>/<int:pk>/", indicators.MeasurementPage.as_view(), name="measurement"),
    path(
        "indikator/<slug:code>/<int:pk>/ta-bort/",
        indicators.MeasurementRemove.as_view(),
        name="measurement_remove",
    ),
]
