"""Files of the ledger as they came, the rows of their vouchers, and what a federation's accounts and objects mean."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from budgets.models.centres import AccountGroup, CostCentre
from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


def month_field(label: str, first: int) -> models.PositiveSmallIntegerField:
    """A month of the year, from `first` on: 1, or 0 where nought has a meaning of its own."""
    message = "Månaden är ett tal mellan 1 och 12."
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(first, message), MaxValueValidator(12, message)]
    )


class BalanceLine(models.TextChoices):
    """Where an account stands in the balance sheet (6 kap. 2 § LKBR), in its order.

    The year's result is no line of these: it is computed from the ledger figures.
    """

    INTANGIBLE_ASSETS = "intangible_assets", "Immateriella anläggningstillgångar"
    TANGIBLE_ASSETS = "tangible_assets", "Materiella anläggningstillgångar"
    FINANCIAL_ASSETS = "financial_assets", "Finansiella anläggningstillgångar"
    INFRASTRUCTURE = "infrastructure", "Bidrag till infrastruktur"
    STOCK = "stock", "Förråd m.m."
    RECEIVABLES = "receivables", "Kortfristiga fordringar"
    SHORT_INVESTMENTS = "short_investments", "Kortfristiga placeringar"
    CASH = "cash", "Kassa och bank"
    EQUITY = "equity", "Eget kapital vid årets början"
    PENSION_PROVISIONS = "pension_provisions", "Avsättningar för pensioner"
    OTHER_PROVISIONS = "other_provisions", "Andra avsättningar"
    LONG_DEBTS = "long_debts", "Långfristiga skulder"
    CURRENT_DEBTS = "current_debts", "Kortfristiga skulder"


class LedgerImport(Revisioned):
    """A file of the ledger, on its way in or read. Its bytes are kept unchanged once it is read (3 kap. 12 § LKBR).

    A newer file of the same months replaces the figures of those months. What a file still holds is counted in its
    figures, never stored.
    """

    class Kind(models.TextChoices):
        """What the file is."""

        SIE = "sie", "SIE-fil"
        TABLE = "table", "Tabell (Excel eller CSV)"

    class Status(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Väntar på dig"
        COMMITTED = "committed", "Inläst"
        DISCARDED = "discarded", "Avbruten"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="ledger_imports")
    year = YearField("år")
    kind = models.CharField("slag", max_length=5, choices=Kind)
    name = models.CharField("filnamn", max_length=200)
    content = models.BinaryField("innehåll")
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField("teckenkodning", max_length=20, blank=True)
    program = models.CharField("program", max_length=120, blank=True)
    organisation_number = models.CharField("organisationsnummer", max_length=20, blank=True)
    dimension = models.CharField("dimension med ID", max_length=40, blank=True)
    """Which of the file's dimensions holds the ID; object codes of its figures are of this dimension."""
    first_month = models.PositiveSmallIntegerField("från månad", null=True, blank=True)
    last_month = models.PositiveSmallIntegerField("till och med månad", null=True, blank=True)
    names = models.JSONField("namn på konton och objekt", default=dict, blank=True)
    """What the file calls them: {"accounts": {number: name}, "objects": {code: name}}."""
    choices = models.JSONField("val", default=dict, blank=True)
    status = models.CharField("status", max_length=9, choices=Status, default=Status.WAITING)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="inläst av",
    )
    imported_at = models.DateTimeField("inläst", auto_now_add=True)

    class Meta:
        verbose_name = "bokföringsfil"
        verbose_name_plural = "bokföringsfiler"
        ordering = ("-imported_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(first_month__isnull=True, last_month__isnull=True)
                | Q(first_month__gte=1, last_month__lte=12, first_month__lte=F("last_month")),
                name="ledger_import_covers_months_of_a_year",
                violation_error_message="En fil gäller månader mellan 1 och 12, den första före den sista.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class VoucherBlock(models.Model):
    """Rows of a file's vouchers in a month, some thousand at a time: what the file's figures of the month are made of.

    They are read only by those who ask for single rows. `budgets.imports.voucher_blocks` tells their form.
    """

    ledger_import = models.ForeignKey(LedgerImport, models.CASCADE, related_name="voucher_blocks")
    month = month_field("månad", 1)
    count = models.PositiveIntegerField("antal rader")
    rows = models.JSONField("rader")

    class Meta:
        verbose_name = "verifikationsrader"
        verbose_name_plural = "verifikationsrader"
        ordering = ("ledger_import", "month", "pk")
        indexes = (models.Index(fields=("ledger_import", "month"), name="voucher_block_by_month"),)

    def __str__(self) -> str:
        return f"{self.ledger_import} {self.month:02}"


class LedgerAccountMap(Revisioned):
    """What an account means here, where it is another than its first two digits say. Applied when figures are read."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="ledger_account_maps")
    account_number = models.CharField("konto", max_length=20)
    account_group = models.ForeignKey(
        AccountGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kontogrupp"
    )
    cost_centre = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ID för rader utan objekt",
    )
    balance_line = models.CharField("rad i balansräkningen", max_length=20, choices=BalanceLine, blank=True)

    class Meta:
        verbose_name = "koppling av konto"
        verbose_name_plural = "kopplingar av konton"
        ordering = ("account_number",)
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "account_number"),
                name="ledger_account_mapped_once",
                violation_error_message="Kontot är redan kopplat. Ändra den koppling som finns.",
            ),
        )

    def __str__(self) -> str:
        return self.account_number

    def clean(self) -> None:
        super().clean()
        if self.balance_line and (self.account_group_id or self.cost_centre_id):
            raise ValidationError(
                {"balance_line": "Ett konto hör till resultatet eller till balansräkningen, inte till båda."}
            )


class LedgerObjectMap(Revisioned):
    """The ID that an object of a dimension means; no object code stands for rows without one.

    Without a mapping an object means the ID with the same code. Applied when figures are read.
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="ledger_object_maps")
    dimension = models.CharField("dimension", max_length=40, blank=True)
    object_code = models.CharField("objekt", max_length=40, blank=True)
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+", verbose_name="ID")

    class Meta:
        verbose_name = "koppling av objekt"
        verbose_name_plural = "kopplingar av objekt"
        ordering = ("dimension", "object_code")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "dimension", "object_code"),
                name="ledger_object_mapped_once",
                violation_error_message="Objektet är redan kopplat. Ändra den koppling som finns.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dimension} {self.object_code}".strip()
