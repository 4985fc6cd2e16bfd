"""The form that a federation has chosen for a statement from a year on, as data. What it means is in `domain`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from budgets.domain.statement_forms import PARTS, Level, Statement
from budgets.domain.statement_notes import NOTES
from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


class StatementLayout(Revisioned):
    """A statement's form from a year on, until a later one takes over; without rows the statement follows the law."""

    class Statement(models.TextChoices):
        """Which statement."""

        INCOME = Statement.INCOME.value, "Resultaträkning"
        BALANCE = Statement.BALANCE.value, "Balansräkning"
        CASH_FLOW = Statement.CASH_FLOW.value, "Kassaflödesanalys"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="statement_layouts")
    statement = models.CharField("uppställning av", max_length=10, choices=Statement)
    from_year = YearField("från och med år")

    class Meta:
        verbose_name = "uppställning"
        verbose_name_plural = "uppställningar"
        ordering = ("statement", "from_year")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "statement", "from_year"),
                name="statement_layout_once_per_year",
                violation_error_message="Det finns redan en uppställning från det året. Ändra den som finns.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_statement_display()} från {self.from_year}"


class StatementLayoutRow(models.Model):
    """A row of a form, in printed order."""

    class Level(models.TextChoices):
        """What the row is."""

        HEADING = Level.HEADING.value, "Rubrik"
        ROW = Level.ROW.value, "Rad med belopp"
        SUBTOTAL = Level.SUBTOTAL.value, "Delsumma, gruppen fortsätter"
        SUM = Level.SUM.value, "Summa, gruppen är slut"
        TOTAL = Level.TOTAL.value, "Totalsumma"

    layout = models.ForeignKey(StatementLayout, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField("ordning")
    key = models.SlugField("kortnamn", max_length=40, help_text="Används när en siffra hänvisar till raden.")
    label = models.CharField("text", max_length=120)
    period_label = models.CharField("text i delårsrapporten", max_length=120, blank=True)
    level = models.CharField("slag", max_length=8, choices=Level, default=Level.ROW)
    gathers = models.JSONField("samlar", default=list, blank=True)
    """The parts of the statement that the row gathers, by name."""
    note = models.CharField("not", max_length=20, blank=True, choices=tuple(NOTES.items()))
    is_optional = models.BooleanField("visas bara när den har belopp", default=False)

    class Meta:
        verbose_name = "rad i uppställning"
        verbose_name_plural = "rader i uppställningar"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("layout", "key"),
                name="statement_layout_row_key_once",
                violation_error_message="Två rader har samma kortnamn.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def federation_id(self) -> int:
        """The federation the row belongs to."""
        return self.layout.federation_id

    def clean(self) -> None:
        super().clean()
        known = PARTS[Statement(self.layout.statement)]
        if not isinstance(self.gathers, list) or any(part not in known for part in self.gathers):
            raise ValidationError({"gathers": "Raden samlar något som inte finns i uppställningen."})


class StatementLayoutColumn(models.Model):
    """A column of an income statement of a whole year, in printed order."""

    class Source(models.TextChoices):
        """What the column is of."""

        ACTUAL = "actual", "Årets utfall"
        BEFORE = "before", "Förra årets utfall"
        BUDGET = "budget", "Årets budget"
        DEVIATION = "deviation", "Avvikelse mot budget"
        FORECAST = "forecast", "Prognos för året"

    layout = models.ForeignKey(StatementLayout, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField("ordning")
    source = models.CharField("visar", max_length=10, choices=Source)
    heading = models.CharField(
        "rubrik",
        max_length=60,
        help_text="{år} blir årtalet och {år-1} året före, till exempel Utfall {år-1}.",
    )

    class Meta:
        verbose_name = "kolumn i uppställning"
        verbose_name_plural = "kolumner i uppställningar"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("layout", "source"),
                name="statement_layout_column_once",
                violation_error_message="Två kolumner visar samma sak.",
            ),
        )

    def __str__(self) -> str:
        return self.heading or self.get_source_display()

    @property
    def federation_id(self) -> int:
        """The federation the column belongs to."""
        return self.layout.federation_id
