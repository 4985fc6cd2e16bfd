"""Outcomes: participants of an initiative in a period, by gender; and what old documents printed of earlier years."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from finsam.fields import SwedishDecimalField, YearField
from finsam.revisions import Revisioned
from members.models import Federation
from plans.domain.outcome_facts import LONGEST_MEANS, PERIOD_MONTHS, too_long
from plans.models.initiatives import Initiative


class OutcomePeriod(models.TextChoices):
    """The part of a year that an outcome is of."""

    YEAR = "year", "Helår"
    HALF_1 = "half_1", "Första halvåret"
    HALF_2 = "half_2", "Andra halvåret"
    TERTIAL_1 = "tertial_1", "Tertial 1"
    TERTIAL_2 = "tertial_2", "Tertial 2"
    TERTIAL_3 = "tertial_3", "Tertial 3"


class Gender(models.TextChoices):
    """Of whom a count is. Either the first three hold the counts, or the last one does."""

    WOMEN = "women", "Kvinnor"
    MEN = "men", "Män"
    OTHER = "other", "Annat eller okänt"
    UNSPLIT = "unsplit", "Inte könsuppdelat"


class MeasureField(models.DecimalField):
    """A mean of months or years, to the hundredth: never negative, typed as Swedes write a number."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 6)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.validators = [*self.validators, MinValueValidator(0, "Tiden kan inte vara negativ.")]

    def formfield(self, **kwargs: object) -> object:  # type: ignore[override]
        return super().formfield(**{"form_class": SwedishDecimalField, "max_digits": None, **kwargs})  # type: ignore[arg-type]


def _count(label: str) -> models.PositiveIntegerField:
    """A count of participants, or nothing when it is not known."""
    return models.PositiveIntegerField(label, null=True, blank=True)


class TeamOutcome(Revisioned):
    """What became of an initiative's participants in a period. The counts stand in its `counts`, one row a gender."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="outcomes", verbose_name="insats")
    year = YearField("år")
    period = models.CharField("period", max_length=9, choices=OutcomePeriod, default=OutcomePeriod.YEAR)
    starts_on = models.DateField(
        "inskrivna räknas från",
        null=True,
        blank=True,
        help_text="Bara om insatsen startade senare än periodens första dag.",
    )
    note = models.TextField("kommentar", blank=True, max_length=2000)

    class Meta:
        verbose_name = "resultat"
        verbose_name_plural = "resultat"
        ordering = ("year", "period", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "year", "period"),
                name="team_outcome_once_per_period",
                violation_error_message="Insatsen har redan ett resultat för perioden.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_period_display()} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the initiative belongs to."""
        return self.initiative.federation_id

    def clean(self) -> None:
        super().clean()
        if self.starts_on is not None and self.year and self.period in PERIOD_MONTHS:
            first, last = PERIOD_MONTHS[self.period]
            if self.starts_on.year != self.year or not first <= self.starts_on.month <= last:
                raise ValidationError({"starts_on": "Skriv en dag inom perioden, eller lämna tomt."})


class OutcomeCounts(models.Model):
    """What was entered of one gender, or of all when they are not told apart. Totals are computed, never stored."""

    outcome = models.ForeignKey(TeamOutcome, models.CASCADE, related_name="counts")
    gender = models.CharField("kön", max_length=7, choices=Gender)
    enrolled_at_start = _count("inskrivna vid periodens början")
    newly_enrolled = _count("nyinskrivna")
    transfers_in = _count("kom från en annan insats")
    transfers_out = _count("gick över till en annan insats")
    exits_to_work = _count("avslut till arbete")
    exits_to_studies = _count("avslut till studier")
    exits_to_other_rehab = _count("avslut till annan arbetslivsinriktad rehabilitering")
    exits_to_sickness_compensation = _count("avslut till sjukersättning")
    exits_to_other = _count("avslut till annat")
    early_dropouts = _count("tidiga avhopp")
    active_at_end = _count("aktiva vid periodens slut")
    mean_months = MeasureField("genomströmningstid i månader, medel", null=True, blank=True)
    mean_months_of = _count("antal som genomströmningstiden är räknad på")
    benefit_years = MeasureField("bidragstid före start i år, medel", null=True, blank=True)
    benefit_years_of = _count("antal som bidragstiden är räknad på")

    class Meta:
        verbose_name = "antal deltagare"
        verbose_name_plural = "antal deltagare"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("outcome", "gender"), name="outcome_counts_once_per_gender"),
            models.CheckConstraint(
                condition=(Q(mean_months__isnull=True) | Q(mean_months__gte=0))
                & (Q(benefit_years__isnull=True) | Q(benefit_years__gte=0)),
                name="outcome_times_not_negative",
                violation_error_message="En tid kan inte vara negativ.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(mean_months_of__isnull=True) | Q(mean_months__isnull=False, mean_months_of__gte=1)
                )
                & (
                    Q(benefit_years_of__isnull=True) | Q(benefit_years__isnull=False, benefit_years_of__gte=1)
                ),
                name="outcome_means_are_of_someone",
                violation_error_message="Ett antal som ett medel är räknat på behöver ett medel, och är minst 1.",
            ),
        )

    def __str__(self) -> str:
        return self.get_gender_display()

    def clean(self) -> None:
        """No mean is longer than it can be: such a time was written in another unit, or has lost its comma."""
        super().clean()
        wrong = {name: too_long(name, getattr(self, name)) for name in LONGEST_MEANS}
        if any(wrong.values()):
            raise ValidationError({name: message for name, message in wrong.items() if message})

    @property
    def federation_id(self) -> int:
        """The federation the initiative belongs to."""
        return self.outcome.federation_id


class PublishedOutcome(Revisioned):
    """What a document printed of an initiative, or of all together (`is_total`), in a period.

    History of which only print exists; what is entered of the same period is computed, and stands in its place.
    `value` is participants, per cent, months or events, as `measure` says, and None where a row was printed without a
    figure; `printed` is what stood on paper, and so how exact it was.
    """

    class Measure(models.TextChoices):
        """What was printed."""

        PARTICIPANTS = "participants", "antal deltagare"
        EXITS = "exits", "antal avslut"
        GOAL_SHARE = "goal_share", "andel i mål, procent"
        MEAN_MONTHS = "mean_months", "genomströmningstid, månader"
        EVENTS = "events", "antal personalinriktade insatser"
        EVENT_PARTICIPANTS = "event_participants", "antal deltagare i personalinriktade insatser"
        ENROLLED_AT_START = "enrolled_at_start", "inskrivna vid periodens början"
        NEWLY_ENROLLED = "newly_enrolled", "nyinskrivna"
        TRANSFERS_IN = "transfers_in", "kom från en annan insats"
        TRANSFERS_OUT = "transfers_out", "gick över till en annan insats"
        ALL_EXITS = "all_exits", "avslut totalt, som det trycktes"
        EXITS_TO_WORK = "exits_to_work", "avslut till arbete"
        EXITS_TO_STUDIES = "exits_to_studies", "avslut till studier"
        EXITS_TO_OTHER_REHAB = "exits_to_other_rehab", "avslut till annan arbetslivsinriktad rehabilitering"
        EXITS_TO_SICKNESS_COMPENSATION = "exits_to_sickness_compensation", "avslut till sjukersättning"
        EXITS_TO_OTHER = "exits_to_other", "avslut till annat"
        EARLY_DROPOUTS = "early_dropouts", "tidiga avhopp"
        ACTIVE_AT_END = "active_at_end", "aktiva vid periodens slut"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="published_outcomes")
    document = models.CharField("dokument", max_length=120)
    document_year = YearField("dokumentets år")
    place = models.CharField("plats", max_length=120, blank=True)
    label = models.CharField("rad", max_length=120)
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_outcomes",
        verbose_name="insats",
    )
    is_total = models.BooleanField("alla insatser tillsammans", default=False)
    year = YearField("år")
    period = models.CharField("period", max_length=9, choices=OutcomePeriod, default=OutcomePeriod.YEAR)
    measure = models.CharField("mått", max_length=32, choices=Measure)
    printed = models.CharField("tryckt", max_length=40)
    value = models.DecimalField("värde", max_digits=9, decimal_places=3, null=True, blank=True)
    note = models.CharField("anmärkning", max_length=300, blank=True)

    class Meta:
        verbose_name = "publicerat resultat"
        verbose_name_plural = "publicerade resultat"
        ordering = ("year", "period", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "document", "place", "label", "year", "period", "measure"),
                name="published_outcome_once_per_place",
                violation_error_message="Dokumentet har redan ett värde där.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="published_outcome_not_negative",
                violation_error_message="Ett resultat kan inte vara negativt.",
            ),
            models.CheckConstraint(
                condition=Q(is_total=False) | Q(initiative__isnull=True),
                name="published_outcome_total_of_all",
                violation_error_message="En summa av alla insatser hör inte till en av dem.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.year}: {self.printed}"
