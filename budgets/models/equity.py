"""The outlook of a budget, and the floor and ceiling for equity."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from budgets.models.budget import Budget
from finsam.fields import AmountField, PercentField, YearField
from finsam.revisions import Revisioned
from members.models import Federation

NOT_NEGATIVE = MinValueValidator(0, "Skriv beloppet utan minus.")


class Basis(models.TextChoices):
    """What an amount rests on; marks are printed by rule."""

    ACTUAL = "actual", "Utfall"
    DECIDED = "decided", "Beslutat"
    FORECAST = "forecast", "Prognos"
    REQUESTED = "requested", "Äskat"


class OutlookYear(Revisioned):
    """What a budget's outlook says of a year; what a budget or the roll-forward gives stays empty.

    The budget's own year takes funding and cost from its lines and nowhere else.

    Amounts are kronor, all positive but the results: funding and cost as they are, surplus +.
    """

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="outlook_years")
    year = YearField("år")
    funding = AmountField(
        "årstilldelning i kronor",
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text="Tomt: hämtas ur årets budget, om det finns en.",
    )
    funding_basis = models.CharField(
        "årstilldelningens grund", max_length=9, choices=Basis, default=Basis.REQUESTED
    )
    cost = AmountField(
        "budgeterad kostnad i kronor",
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text="Tomt: hämtas ur årets budget, om det finns en.",
    )
    cost_basis = models.CharField("kostnadens grund", max_length=9, choices=Basis, default=Basis.FORECAST)
    forecast_result = AmountField(
        "beräknat resultat i kronor",
        null=True,
        blank=True,
        help_text="Prognos för året. Överskott utan tecken, underskott med minus. Går före budgetens resultat.",
    )
    closing_equity = AmountField(
        "eget kapital 31/12 i kronor",
        null=True,
        blank=True,
        help_text="Bara när det är känt ur bokslutet eller ska avvika från uträkningen.",
    )
    closing_equity_basis = models.CharField(
        "det egna kapitalets grund", max_length=9, choices=Basis, default=Basis.ACTUAL
    )
    reason = models.CharField(
        "motivering",
        max_length=300,
        blank=True,
        help_text="Behövs när en prognos eller ett eget kapital skrivs in.",
    )

    class Meta:
        verbose_name = "år i långsiktig budget"
        verbose_name_plural = "år i långsiktig budget"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "year"),
                name="outlook_year_once_per_budget",
                violation_error_message="Året finns redan i den långsiktiga budgeten.",
            ),
            models.CheckConstraint(
                condition=Q(forecast_result__isnull=True, closing_equity__isnull=True) | ~Q(reason=""),
                name="outlook_override_has_reason",
                violation_error_message="Skriv en motivering till prognosen eller det inskrivna egna kapitalet.",
            ),
            models.CheckConstraint(
                condition=(Q(funding__isnull=True) | Q(funding__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0)),
                name="outlook_funding_and_cost_not_negative",
                violation_error_message="Skriv årstilldelning och kostnad utan minus.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} i {self.budget}"

    @property
    def federation_id(self) -> int:
        """The federation the outlook belongs to."""
        return self.budget.federation_id

    def clean(self) -> None:
        super().clean()
        if self.budget_id and self.year == self.budget.year:  # a form's new row has no budget yet
            for name in ("funding", "cost"):
                if getattr(self, name) is not None:
                    raise ValidationError({name: "Budgetens eget år räknas ur budgetens rader. Lämna tomt."})


class EquityRule(Revisioned):
    """The floor or the ceiling for equity, as dated data with its source."""

    class Kind(models.TextChoices):
        """Floor in kronor or ceiling in per cent."""

        FLOOR = "floor", "Lägsta nivå"
        CEILING = "ceiling", "Högsta nivå"

    class Denominator(models.TextChoices):
        """What a ceiling in per cent is a share of."""

        THIS_YEAR = "this_year", "årets medelstilldelning"
        NEXT_YEAR = "next_year", "nästa års medelstilldelning"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="equity_rules")
    kind = models.CharField("regel", max_length=7, choices=Kind)
    amount = AmountField("belopp i kronor", null=True, blank=True, validators=[NOT_NEGATIVE])
    percent = PercentField("procent", null=True, blank=True)
    denominator = models.CharField(
        "räknas på", max_length=9, choices=Denominator, default=Denominator.THIS_YEAR
    )
    from_year = YearField("från och med år")
    until_year = YearField("till (inte med) år", null=True, blank=True)
    source = models.CharField("källa", max_length=200)

    class Meta:
        verbose_name = "regel för eget kapital"
        verbose_name_plural = "regler för eget kapital"
        ordering = ("kind", "from_year")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "kind", "from_year"),
                name="equity_rule_once_per_start",
                violation_error_message="Det finns redan en sådan regel från det året.",
            ),
            models.CheckConstraint(
                condition=Q(kind="floor", amount__isnull=False, percent__isnull=True)
                | Q(kind="ceiling", percent__isnull=False, amount__isnull=True),
                name="equity_rule_floor_in_kronor_ceiling_in_percent",
                violation_error_message="Lägsta nivå anges i kronor, högsta nivå i procent.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} från {self.from_year}"
