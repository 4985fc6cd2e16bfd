"""How a federation's tables look: its presentation profiles, as data. What they mean is in `budgets.domain.shapes`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from budgets.models.centres import CostCentre
from finsam.money import Unit
from finsam.revisions import Revisioned
from members.models import Federation


class TableShape(Revisioned):
    """A table of the budget as a federation prints it: which rows and columns, in what order, sign and unit."""

    class Kind(models.TextChoices):
        """What the rows of the table are."""

        BUDGET = "budget", "Budgettabell: rader per ID"
        YEARS = "years", "Årstabell: en rad per år"
        FIGURES = "figures", "Sifferlista: en rad per siffra"

    class CostSign(models.TextChoices):
        """How costs are shown."""

        PLUS = "plus", "utan tecken"
        MINUS = "minus", "med minus"

    class FundingSign(models.TextChoices):
        """How the income of funding areas is shown."""

        MINUS = "minus", "med minus"
        PLUS = "plus", "utan tecken"

    class Marks(models.TextChoices):
        """What footnotes are marked with."""

        NUMBERS = "numbers", "siffror: 1), 2)"
        ASTERISKS = "asterisks", "asterisker: *, **"

    UNITS = (
        (Unit.TKR.value, "tusental kronor"),
        (Unit.KR.value, "kronor"),
        (Unit.MNKR.value, "miljoner kronor"),
    )

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="table_shapes")
    slug = models.SlugField("kortnamn", max_length=40)
    name = models.CharField("namn", max_length=80)
    kind = models.CharField("tabellens slag", max_length=8, choices=Kind, default=Kind.BUDGET)
    caption = models.CharField(
        "tabelltext",
        max_length=160,
        blank=True,
        help_text="Lämna tomt för den vanliga. {år} blir årtalet. Enheten läggs till.",
    )
    unit = models.CharField("enhet", max_length=4, choices=UNITS, default=Unit.TKR.value)
    cost_sign = models.CharField("kostnader visas", max_length=5, choices=CostSign, default=CostSign.PLUS)
    funding_sign = models.CharField(
        "intäkter visas", max_length=5, choices=FundingSign, default=FundingSign.MINUS
    )
    shows_codes = models.BooleanField("visa ID och kontogrupp", default=True)
    shows_basis = models.BooleanField("märk prognos (*) och äskat (**)", default=True)
    marks = models.CharField("fotnoter märks med", max_length=9, choices=Marks, default=Marks.NUMBERS)
    first_offset = models.SmallIntegerField(
        "från år",
        null=True,
        blank=True,
        help_text="Räknat från budgetåret: -1 är året före. Tomt: alla år i den långsiktiga budgeten.",
    )
    last_offset = models.SmallIntegerField("till och med år", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "tabell"
        verbose_name_plural = "tabeller"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "slug"),
                name="table_shape_slug_once_per_federation",
                violation_error_message="Kortnamnet finns redan i förbundet. Välj ett annat.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        first, last = self.first_offset, self.last_offset
        if first is not None and last is not None and first > last:
            raise ValidationError({"last_offset": "Sista året kan inte vara före det första."})


class Measure(models.TextChoices):
    """Something computed for a year or a column."""

    FUNDING = "funding", "Medelstilldelning från medlemmarna"
    OTHER_INCOME = "other_income", "Övriga intäkter"
    INCOME = "income", "Intäkter totalt"
    COST = "cost", "Kostnader totalt"
    RESULT = "result", "Resultat"
    FORECAST_RESULT = "forecast_result", "Prognos för årets resultat"
    OPENING_EQUITY = "opening_equity", "Eget kapital vid årets ingång"
    CLOSING_EQUITY = "closing_equity", "Eget kapital vid årets slut"
    DECISION_SPACE = "decision_space", "Intäkter och ingående eget kapital"
    AVAILABLE_FUNDS = "available_funds", "Tillgängliga medel över lägsta nivån"
    EQUITY_FLOOR = "equity_floor", "Lägsta nivå för eget kapital"
    EQUITY_CEILING = "equity_ceiling", "Högsta nivå för eget kapital"


class ShapeRow(models.Model):
    """A row or a run of rows of a budget table, or a row of a list of figures, in printed order."""

    class Kind(models.TextChoices):
        """What the row shows."""

        AREAS = "areas", "ID med sina rader"
        MEASURE = "measure", "Beräknad rad"
        HEADING = "heading", "Rubrik"
        FIGURE = "figure", "Siffra ur registret"

    class Areas(models.TextChoices):
        """Which cost centres a run of rows covers."""

        ALL = "all", "alla ID"
        FUNDING = "funding", "ID för intäkter"
        COST = "cost", "ID för kostnader"

    class Style(models.TextChoices):
        """How a cost centre with its lines is set."""

        TOTAL_BELOW = "total_below", "rubrik, rader och summa under"
        TOTAL_ON_HEADING = "total_heading", "summa på rubriken, rader under"
        HEADING_ONLY = "heading_only", "rubrik och rader utan summa"
        LINES_ONLY = "lines_only", "bara rader"
        TOTALS_ONLY = "totals_only", "bara summor"

    shape = models.ForeignKey(TableShape, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField("ordning")
    kind = models.CharField("visar", max_length=8, choices=Kind)
    areas = models.CharField("vilka ID", max_length=8, choices=Areas, default=Areas.ALL)
    centre = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shape_rows",
        verbose_name="bara detta ID",
    )
    style = models.CharField("uppställning", max_length=14, choices=Style, default=Style.TOTAL_BELOW)
    joins_single = models.BooleanField("ett ID med en enda rad visas på en rad", default=False)
    measure = models.CharField("beräkning", max_length=16, choices=Measure, blank=True)
    reference = models.CharField("siffra", max_length=120, blank=True)
    label = models.CharField("text", max_length=120, blank=True)
    is_total = models.BooleanField("framhävs som summa", default=False)

    class Meta:
        verbose_name = "rad i tabell"
        verbose_name_plural = "rader i tabeller"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label or self.get_kind_display()

    @property
    def federation_id(self) -> int:
        """The federation the row belongs to."""
        return self.shape.federation_id


class ShapeColumn(models.Model):
    """A column of a budget table or a table of years, in printed order."""

    class Source(models.TextChoices):
        """Where the amounts of a budget table's column come from."""

        BUDGET = "budget", "Budget"
        PART = "part", "Del av årets budget"
        FORECAST = "forecast", "Prognos"
        PLAN = "plan", "Plan"
        CHANGE = "change", "Förändring mot förra årets budget, belopp"
        CHANGE_PERCENT = "change_percent", "Förändring mot förra årets budget, procent"
        MEASURE = "measure", "Beräkning (årstabell)"

    shape = models.ForeignKey(TableShape, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField("ordning")
    source = models.CharField("visar", max_length=14, choices=Source)
    offset = models.SmallIntegerField("år räknat från budgetåret", default=0)
    part = models.PositiveSmallIntegerField("del av året", default=0)
    measure = models.CharField("beräkning", max_length=16, choices=Measure, blank=True)
    heading = models.CharField("rubrik", max_length=80, blank=True)

    class Meta:
        verbose_name = "kolumn i tabell"
        verbose_name_plural = "kolumner i tabeller"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.heading or self.get_source_display()

    @property
    def federation_id(self) -> int:
        """The federation the column belongs to."""
        return self.shape.federation_id
