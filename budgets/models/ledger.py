"""What the ledger says: figures of months, balances, closed months, and what the year is expected to end at.

Each row is the smallest thing a source gave, in ledger sign; every sum is computed when it is read.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from budgets.models.centres import AccountGroup, CostCentre
from budgets.models.ledger_files import BalanceLine, LedgerImport, month_field
from finsam.fields import AmountField, YearField
from finsam.revisions import Revisioned
from members.models import Federation

TYPED = Q(ledger_import__isnull=True)
"""What people entered, and not a file."""


class Entered(Revisioned):
    """A row with whose it is, from where and when."""

    source = models.CharField(
        "källa", max_length=160, blank=True, help_text="Varifrån beloppet kommer, till exempel en rapport."
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="införd av",
    )
    entered_at = models.DateTimeField("införd", auto_now=True)

    class Meta:
        abstract = True


class LedgerFigure(Entered):
    """A typed amount, or how much an account and object changed in a month of a file.

    Kronor, cost + and income −. What is typed names the ID and as much of account, account group or budget line as the
    federation keeps; what a file gave keeps the file's own account and object, and what they mean is decided when read.
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="ledger_figures")
    year = YearField("år")
    month = month_field("månad", 0)
    """1–12; 0 is the whole year, where no months are kept."""
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, null=True, blank=True, related_name="ledger_figures", verbose_name="ID"
    )
    account_group = models.ForeignKey(
        AccountGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_figures",
        verbose_name="kontogrupp",
    )
    line_key = models.UUIDField("budgetrad", null=True, blank=True)
    """The budget line, by its identity over the years, where the lines have no account groups."""
    account_number = models.CharField("konto", max_length=20, blank=True)
    object_code = models.CharField("objekt", max_length=40, blank=True)
    amount = AmountField("belopp i kronor")
    ledger_import = models.ForeignKey(
        LedgerImport, models.CASCADE, null=True, blank=True, related_name="figures", verbose_name="fil"
    )

    class Meta:
        verbose_name = "bokfört belopp"
        verbose_name_plural = "bokförda belopp"
        ordering = ("year", "month", "pk")
        indexes = (models.Index(fields=("federation", "year", "month"), name="ledger_figure_by_month"),)
        constraints = (
            models.CheckConstraint(condition=Q(month__lte=12), name="ledger_figure_month_of_a_year"),
            models.CheckConstraint(
                condition=TYPED & Q(cost_centre__isnull=False, object_code="")
                | ~TYPED
                & Q(cost_centre__isnull=True, account_group__isnull=True, line_key__isnull=True)
                & ~Q(account_number=""),
                name="ledger_figure_typed_or_of_a_file",
                violation_error_message="Ett belopp hör till ett ID, eller till ett konto i en fil.",
            ),
            models.CheckConstraint(
                condition=Q(account_number="", account_group__isnull=True)
                | Q(account_number="", line_key__isnull=True)
                | Q(account_group__isnull=True, line_key__isnull=True),
                name="ledger_figure_has_one_kind_of_row",
                violation_error_message="Välj konto, kontogrupp eller budgetrad, bara ett av dem.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "cost_centre", "account_number"),
                condition=TYPED & Q(account_group__isnull=True, line_key__isnull=True),
                name="ledger_figure_typed_once_per_account",
                violation_error_message="Månaden har redan ett belopp på det kontot. Ändra det som finns.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "cost_centre", "account_group"),
                condition=TYPED & Q(account_group__isnull=False),
                name="ledger_figure_typed_once_per_group",
                violation_error_message="Månaden har redan ett belopp på den kontogruppen. Ändra det som finns.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "cost_centre", "line_key"),
                condition=TYPED & Q(line_key__isnull=False),
                name="ledger_figure_typed_once_per_line",
                violation_error_message="Månaden har redan ett belopp på den raden. Ändra det som finns.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.amount}"


class BalanceFigure(Entered):
    """What an account or a part of the balance sheet stood at. Kronor, assets + and equity, provisions and debts −."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="balance_figures")
    year = YearField("år")
    month = month_field("månad", 0)
    """The end of month 1–12 (12 is the year's end); 0 is the opening balance as a file tells it."""
    line = models.CharField("rad i balansräkningen", max_length=20, choices=BalanceLine, blank=True)
    label = models.CharField(
        "post", max_length=120, blank=True, help_text="Till exempel kundfordringar. Står i noten till raden."
    )
    account_number = models.CharField("konto", max_length=20, blank=True)
    amount = AmountField("belopp i kronor")
    ledger_import = models.ForeignKey(
        LedgerImport,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="balance_figures",
        verbose_name="fil",
    )

    class Meta:
        verbose_name = "balansbelopp"
        verbose_name_plural = "balansbelopp"
        ordering = ("year", "month", "pk")
        indexes = (models.Index(fields=("federation", "year", "month"), name="balance_figure_by_month"),)
        constraints = (
            models.CheckConstraint(condition=Q(month__lte=12), name="balance_figure_month_of_a_year"),
            models.CheckConstraint(
                condition=TYPED & ~Q(line="") | ~TYPED & Q(line="") & ~Q(account_number=""),
                name="balance_figure_typed_or_of_a_file",
                violation_error_message="Ett belopp hör till en rad i balansräkningen, eller till ett konto i en fil.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "line", "label", "account_number"),
                condition=TYPED,
                name="balance_figure_typed_once",
                violation_error_message="Posten finns redan vid den månadens slut. Ändra den som finns.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.label or self.line or self.account_number}"


class LedgerClosing(Revisioned):
    """A month that was closed, by whom and when; and, where it was opened again, by whom, when and why.

    A month is closed while a row of it has not been reopened. No row is ever removed.
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="ledger_closings")
    year = YearField("år")
    month = month_field("månad", 1)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="stängd av",
    )
    closed_at = models.DateTimeField("stängd", auto_now_add=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="öppnad av",
    )
    reopened_at = models.DateTimeField("öppnad igen", null=True, blank=True)
    reason = models.CharField("varför månaden öppnades", max_length=300, blank=True)

    class Meta:
        verbose_name = "stängd månad"
        verbose_name_plural = "stängda månader"
        ordering = ("year", "month", "closed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="ledger_closing_month_of_a_year"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reason="")
                | Q(reopened_at__isnull=False) & ~Q(reason=""),
                name="ledger_reopening_has_reason",
                violation_error_message="Skriv varför månaden öppnas.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month"),
                condition=Q(reopened_at__isnull=True),
                name="ledger_month_closed_once",
                violation_error_message="Månaden är redan stängd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class Forecast(Entered):
    """What an ID, or a line of it, is expected to end the year at, as seen at the end of a month. Kronor, cost +."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="forecasts")
    year = YearField("år")
    month = month_field("efter månad", 1)
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="forecasts", verbose_name="ID")
    line_key = models.UUIDField("budgetrad", null=True, blank=True)
    amount = AmountField("väntat utfall för hela året i kronor", null=True, blank=True)
    comment = models.TextField("kommentar", max_length=4000, blank=True)

    class Meta:
        verbose_name = "prognos"
        verbose_name_plural = "prognoser"
        ordering = ("year", "month", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="forecast_month_of_a_year"),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "cost_centre"),
                condition=Q(line_key__isnull=True),
                name="forecast_once_per_centre",
                violation_error_message="Det finns redan en prognos för det ID:t vid månadens slut.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year", "month", "cost_centre", "line_key"),
                condition=Q(line_key__isnull=False),
                name="forecast_once_per_line",
                violation_error_message="Det finns redan en prognos för den raden vid månadens slut.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.cost_centre}"

    def clean(self) -> None:
        super().clean()
        if self.amount is None and not self.comment:
            raise ValidationError("Skriv ett belopp eller en kommentar.")
