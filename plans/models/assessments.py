"""What became of what was planned: assessments of planned activities, and the financial goals of the year."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


class Fulfilment(models.TextChoices):
    """How far a goal was met."""

    MET = "met", "Uppfyllt"
    PARTLY = "partly", "Delvis uppfyllt"
    NOT_MET = "not_met", "Ej uppfyllt"


class GoalAssessment(Revisioned):
    """How far a planned activity was fulfilled at the end of a month. It follows the activity through the versions."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="goal_assessments")
    year = YearField("år")
    activity_key = models.UUIDField("aktivitet")
    """`PlannedActivity.key`, which the versions of a plan share."""
    month = models.PositiveSmallIntegerField(
        "till och med månad",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    """12 is the year's end; an earlier one is an assessment during the year."""
    status = models.CharField("måluppfyllelse", max_length=7, choices=Fulfilment)
    comment = models.TextField("kommentar", blank=True, max_length=4000)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    assessed_at = models.DateTimeField("bedömt", editable=False)

    class Meta:
        verbose_name = "måluppfyllelse"
        verbose_name_plural = "måluppfyllelse"
        ordering = ("year", "month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year", "activity_key", "month"),
                name="goal_assessment_once_per_month",
                violation_error_message="Aktiviteten är redan bedömd för månaden.",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="goal_assessment_month_of_a_year"
            ),
        )

    def __str__(self) -> str:
        return self.get_status_display()


class FinancialGoal(Revisioned):
    """A financial goal of the federation (god ekonomisk hushållning, KL 11:1 and 11:6) and how it went (LKBR 11:8).

    Those whose outcome is computed have no status of their own.
    """

    class Kind(models.TextChoices):
        """What the goal is measured by."""

        EQUITY_FLOOR = "equity_floor", "Eget kapital minst lägsta nivå"
        EQUITY_CEILING = "equity_ceiling", "Eget kapital högst rekommenderad nivå"
        RESULT_WITHIN_BUDGET = "result_within_budget", "Resultat inom budget"
        OWN = "own", "Eget mål som bedöms"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="financial_goals")
    year = YearField("år")
    position = models.PositiveSmallIntegerField("ordning", default=0)
    title = models.CharField("mål", max_length=200)
    target = models.CharField("målnivå", max_length=300, blank=True)
    kind = models.CharField("mäts genom", max_length=20, choices=Kind, default=Kind.OWN)
    status = models.CharField("måluppfyllelse", max_length=7, choices=Fulfilment, blank=True)
    comment = models.TextField("kommentar", blank=True, max_length=4000)

    class Meta:
        verbose_name = "finansiellt mål"
        verbose_name_plural = "finansiella mål"
        ordering = ("year", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="own") | Q(status=""),
                name="financial_goal_computed_or_assessed",
                violation_error_message="Målets uppfyllelse räknas fram och kan inte bedömas för hand.",
            ),
        )

    def __str__(self) -> str:
        return self.title
