"""Files read into a budget: their bytes, what was chosen, and how their columns were understood."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


class ImportMapping(Revisioned):
    """How a federation's files of a kind are read: remembered by the names of their columns."""

    class Purpose(models.TextChoices):
        """What the files are read into."""

        BUDGET = "budget", "Budget"
        LEDGER = "ledger", "Bokföring"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="import_mappings")
    purpose = models.CharField("ändamål", max_length=6, choices=Purpose)
    signature = models.CharField("kolumnernas avtryck", max_length=64)
    """SHA-256 of the header row's normalised names."""
    choices = models.JSONField("val", default=dict, blank=True)

    class Meta:
        verbose_name = "kolumnval vid inläsning"
        verbose_name_plural = "kolumnval vid inläsning"
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "purpose", "signature"), name="import_mapping_once_per_header"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.signature[:8]}"


class BudgetImport(Revisioned):
    """A file on its way into a year's budget, or read into it.

    The bytes are kept as they came; those of a discarded file are dropped.
    """

    class Status(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Väntar på dig"
        COMMITTED = "committed", "Inläst"
        DISCARDED = "discarded", "Avbruten"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="budget_imports")
    year = YearField("år")
    name = models.CharField("filnamn", max_length=200)
    content = models.BinaryField("innehåll")
    sha256 = models.CharField("SHA-256", max_length=64)
    choices = models.JSONField("val", default=dict, blank=True)
    status = models.CharField("status", max_length=9, choices=Status, default=Status.WAITING)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="uppladdad av",
    )
    uploaded_at = models.DateTimeField("uppladdad", auto_now_add=True)

    class Meta:
        verbose_name = "budgetfil"
        verbose_name_plural = "budgetfiler"
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name
