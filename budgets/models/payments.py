"""When the members pay what they owe for a year."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from finsam.fields import PercentField, YearField
from finsam.revisions import Revisioned
from members.models import Federation, PartyGroup


class Instalment(Revisioned):
    """A day on which members pay a share of the year's contribution.

    A party with days of its own follows those; all others follow the days of no party. Each party's days add up to 100.
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="instalments")
    year = YearField("år")
    due_on = models.DateField("betalas senast")
    party_group = models.CharField(
        "gäller", max_length=12, choices=PartyGroup, blank=True, help_text="Lämna tomt när den gäller alla."
    )
    percent = PercentField("andel av årets belopp", validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "betalningsdag"
        verbose_name_plural = "betalningsdagar"
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year", "due_on", "party_group"),
                name="instalment_once_per_day_and_party",
                violation_error_message="Den betalningsdagen finns redan.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.due_on}"
