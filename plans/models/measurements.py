"""What is followed beside the initiatives' participants: training events, and indicators measured over the years."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation
from plans.models.outcomes import Gender


class TrainingEvent(Revisioned):
    """A training event for staff and managers, with its participants: all together, or by gender."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="training_events")
    year = YearField("år")
    position = models.PositiveSmallIntegerField("ordning", default=0)
    name = models.CharField("utbildningsinsats", max_length=200)
    held_on = models.DateField("hölls", null=True, blank=True)
    occasions = models.PositiveSmallIntegerField(
        "antal tillfällen", default=1, validators=[MinValueValidator(1, "Minst ett tillfälle.")]
    )
    participants = models.PositiveIntegerField("deltagare, inte könsuppdelat", null=True, blank=True)
    women = models.PositiveIntegerField("kvinnor", null=True, blank=True)
    men = models.PositiveIntegerField("män", null=True, blank=True)
    other = models.PositiveIntegerField("annat eller okänt", null=True, blank=True)
    audience = models.CharField("målgrupp", max_length=200, blank=True)
    note = models.TextField("anmärkning", blank=True, max_length=1000)

    class Meta:
        verbose_name = "utbildningsinsats"
        verbose_name_plural = "utbildningsinsatser"
        ordering = ("year", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(participants__isnull=True)
                | Q(women__isnull=True, men__isnull=True, other__isnull=True),
                name="training_event_split_or_not",
                violation_error_message="Skriv deltagarna antingen könsuppdelat eller tillsammans, inte båda.",
            ),
            models.CheckConstraint(
                condition=Q(occasions__gte=1),
                name="training_event_held_at_least_once",
                violation_error_message="Skriv minst ett tillfälle.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Indicator(Revisioned):
    """Something that is measured from year to year, with its unit, its source and what it means."""

    class Kind(models.TextChoices):
        """What sort of measure it is."""

        INCOME_SUPPORT = "income_support", "Försörjningsmått"
        FULL_YEAR_EQUIVALENTS = "full_year_equivalents", "Helårsekvivalenter"
        FINSAM_INDICATOR = "finsam_indicator", "Indikator för finansiell samordning"
        ORS = "ors", "ORS eller annan skattningsskala"
        SALES = "sales", "Sålda eller spridda exemplar"
        OTHER = "other", "Annat"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="indicators")
    code = models.SlugField("kortnamn", max_length=40)
    name = models.CharField("namn", max_length=160)
    unit = models.CharField("enhet", max_length=60, blank=True)
    kind = models.CharField("slag", max_length=21, choices=Kind, default=Kind.OTHER)
    source = models.CharField("källa", max_length=200, blank=True)
    definition = models.TextField("definition", blank=True, max_length=2000)
    decimals = models.PositiveSmallIntegerField(
        "decimaler", default=0, validators=[MaxValueValidator(4, "Högst fyra decimaler.")]
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "code"),
                name="indicator_code_once_per_federation",
                violation_error_message="Kortnamnet finns redan i förbundet. Välj ett annat.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Measurement(Revisioned):
    """A value of an indicator: of a year or a month in it; of an area, a group of respondents, a gender, or all."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements")
    year = YearField("år")
    month = models.PositiveSmallIntegerField(
        "månad",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    area = models.CharField("område", max_length=120, blank=True)
    respondents = models.CharField("svarande", max_length=120, blank=True)
    gender = models.CharField(
        "kön",
        max_length=7,
        blank=True,
        choices=[choice for choice in Gender.choices if choice[0] != Gender.UNSPLIT],
    )
    n = models.PositiveIntegerField("antal svarande", null=True, blank=True)
    value = models.DecimalField("värde", max_digits=16, decimal_places=4)
    source = models.CharField("källa", max_length=200, blank=True)
    measured_on = models.DateField("mätt", null=True, blank=True)

    class Meta:
        verbose_name = "mätning"
        verbose_name_plural = "mätningar"
        ordering = ("year", "month", "area", "respondents", "gender", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "year", "area", "respondents", "gender"),
                condition=Q(month__isnull=True),
                name="measurement_once_per_year",
                violation_error_message="Det finns redan en mätning av det för året.",
            ),
            models.UniqueConstraint(
                fields=("indicator", "year", "month", "area", "respondents", "gender"),
                condition=Q(month__isnull=False),
                name="measurement_once_per_month",
                violation_error_message="Det finns redan en mätning av det för månaden.",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
                name="measurement_month_of_a_year",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the indicator belongs to."""
        return self.indicator.federation_id
