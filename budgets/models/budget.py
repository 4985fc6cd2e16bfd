"""A year's budget in its versions, its lines, and the amounts they hold beside the year's own."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from budgets.models.centres import AccountGroup, CostCategory, CostCentre
from budgets.querysets import BudgetQuerySet
from finsam.fields import AmountField, YearField
from finsam.revisions import Revisioned
from members.models import Decision, Federation


class Budget(Revisioned):
    """A year's budget in one version, with its outlook."""

    class Status(models.TextChoices):
        """Where the budget stands."""

        DRAFT = "draft", "Utkast"
        PROPOSED = "proposed", "Framlagd"
        ADOPTED = "adopted", "Fastställd"
        SUPERSEDED = "superseded", "Ersatt"

    class Parts(models.IntegerChoices):
        """How many parts the year's amounts are entered in."""

        YEAR = 1, "för hela året"
        HALVES = 2, "per halvår"
        THIRDS = 3, "per tertial"
        QUARTERS = 4, "per kvartal"
        MONTHS = 12, "per månad"

    class FundingSource(models.TextChoices):
        """Where the money of a change during the year comes from."""

        NONE_NEEDED = "none_needed", "Rättelse som inte kostar något"
        REALLOCATION = "reallocation", "Omfördelning inom budgeten"
        EQUITY = "equity", "Eget kapital"
        MEMBERS = "members", "Ökad medelstilldelning"
        OTHER_INCOME = "other_income", "Annan intäkt"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="budgets")
    year = YearField("år")
    version = models.PositiveSmallIntegerField("version", default=1)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    parts = models.PositiveSmallIntegerField(
        "årets belopp skrivs", choices=Parts, default=Parts.YEAR, help_text="Årets summa räknas av delarna."
    )
    change_reason = models.CharField(
        "vad ändringen gäller",
        max_length=300,
        blank=True,
        help_text="För en ny version under året: vad som ändras och varför.",
    )
    funding_source = models.CharField(
        "hur ändringen finansieras", max_length=12, choices=FundingSource, blank=True
    )
    """11 kap. 15 § of the Municipal Act: a decision to spend during the year says how it is financed."""
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name="beslut"
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_budgets",
        verbose_name="förra årets budget",
    )
    """The version shown as last year's; a later one takes its place while this budget is open, never afterwards."""

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetar"
        ordering = ("-year", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year", "version"),
                name="budget_version_once_per_year",
                violation_error_message="Den versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=~Q(status="adopted") | Q(decision__isnull=False),
                name="adopted_budget_has_decision",
                violation_error_message="En fastställd budget behöver ett beslut.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year"),
                condition=Q(status="adopted"),
                name="budget_adopted_once_per_year",
                violation_error_message="Året har redan en fastställd budget.",
            ),
        )

    def __str__(self) -> str:
        return f"Budget {self.year} version {self.version}"

    @property
    def is_open(self) -> bool:
        """Whether its lines may still be changed."""
        return self.status in (self.Status.DRAFT, self.Status.PROPOSED)


class BudgetLine(Revisioned):
    """One line of a budget. `amount` is kronor in ledger sign; None is a line kept without money this year."""

    class Nature(models.TextChoices):
        """What the line is in income, cost and result. Never derived from the account or the sign."""

        COST = "cost", "Kostnad"
        INCOME = "income", "Övrig intäkt"
        CONTRIBUTION = "contribution", "Medelstilldelning från medlemmarna"

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """The line's identity over the years: a line carried forward keeps it."""
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="lines", verbose_name="ID")
    account_group = models.ForeignKey(
        AccountGroup, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="kontogrupp"
    )
    label = models.CharField("beskrivning", max_length=160)
    nature = models.CharField("slag", max_length=12, choices=Nature, default=Nature.COST)
    amount = AmountField(
        "belopp i kronor",
        null=True,
        blank=True,
        help_text="Kostnad utan tecken, intäkt med minus. Tomt betyder streck.",
    )
    note = models.CharField(
        "not till beloppet",
        max_length=300,
        blank=True,
        help_text="Trycks som fotnot med ett märke vid beloppet.",
    )
    label_note = models.CharField(
        "not till raden", max_length=300, blank=True, help_text="Trycks som fotnot med ett märke vid namnet."
    )
    category = models.ForeignKey(
        CostCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="fördelningsgrupp",
        help_text="Bara om raden hör till en annan fördelningsgrupp än sitt ID.",
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        ordering = ("cost_centre__position", "cost_centre_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("budget", "key"), name="budget_line_key_once"),
            models.UniqueConstraint(
                fields=("budget", "cost_centre", "account_group", "label"),
                name="budget_line_once_per_account_and_label",
                violation_error_message="Det finns redan en rad med samma ID, kontogrupp och beskrivning i budgeten.",
            ),
            models.UniqueConstraint(
                fields=("budget", "cost_centre", "label"),
                condition=Q(account_group__isnull=True),
                name="budget_line_once_per_label_without_account",
                violation_error_message="Det finns redan en rad med samma ID och beskrivning i budgeten.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def federation_id(self) -> int:
        """The federation the line belongs to."""
        return self.budget.federation_id

    def clean(self) -> None:
        super().clean()
        _refuse_positive_income(self.nature, self.amount)
        if self.amount is not None and self.budget_id and self.budget.parts > 1:
            raise ValidationError(
                {"amount": f"Budgeten skrivs {self.budget.get_parts_display()}: skriv beloppen i delarna."}
            )
        if not self.cost_centre_id:
            return  # the field has said so
        is_funding = self.cost_centre.purpose == CostCentre.Purpose.FUNDING
        if self.nature == self.Nature.CONTRIBUTION and not is_funding:
            raise ValidationError(
                {"nature": "Medelstilldelning läggs under ett ID vars ändamål är intäkter."}
            )
        if self.nature == self.Nature.COST and is_funding:
            raise ValidationError(
                {"nature": "En kostnad kan inte ligga under ett ID vars ändamål är intäkter."}
            )


class LineAmount(Revisioned):
    """What a line holds beside the year's whole amount: a part of the year, a forecast of last year, a later year.

    Kronor in ledger sign, like the line's own.
    """

    class Kind(models.TextChoices):
        """Which column the amount stands in."""

        PART = "part", "Del av året"
        FORECAST = "forecast", "Prognos"
        PLAN = "plan", "Plan"

    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="amounts")
    kind = models.CharField("kolumn", max_length=8, choices=Kind)
    year = YearField("år")
    part = models.PositiveSmallIntegerField("del", default=0)
    amount = AmountField("belopp i kronor", null=True, blank=True)
    note = models.CharField("not till beloppet", max_length=300, blank=True)

    class Meta:
        verbose_name = "belopp på budgetrad"
        verbose_name_plural = "belopp på budgetrader"
        ordering = ("kind", "year", "part")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "kind", "year", "part"), name="line_amount_once_per_column"
            ),
            models.CheckConstraint(
                condition=Q(kind="part", part__gte=1, part__lte=12) | ~Q(kind="part") & Q(part=0),
                name="line_amount_part_of_a_year",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.get_kind_display().lower()} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the amount belongs to."""
        return self.line.federation_id

    def clean(self) -> None:
        super().clean()
        budget = self.line.budget
        fits = {
            self.Kind.PART: self.year == budget.year and 1 <= self.part <= budget.parts and budget.parts > 1,
            self.Kind.FORECAST: self.year == budget.year - 1,
            self.Kind.PLAN: self.year > budget.year,
        }
        if not fits[self.Kind(self.kind)]:
            raise ValidationError(
                f"Budgeten för {budget.year} har ingen kolumn för {self.year} av det slaget."
            )
        _refuse_positive_income(self.line.nature, self.amount)


def _refuse_positive_income(nature: str, amount: Decimal | None) -> None:
    if nature != BudgetLine.Nature.COST and amount is not None and amount > 0:
        raise ValidationError({"amount": "En intäkt skrivs med minus framför beloppet."})
