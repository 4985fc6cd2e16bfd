"""What old documents printed."""

from __future__ import annotations

from django.db import models

from finsam.fields import AmountField, YearField
from finsam.revisions import Revisioned
from members.models import Federation


class PublishedFigure(Revisioned):
    """What an old document printed, kept beside what is computed. The reference says which figure it was.

    `value` is exact, in kronor, per cent or a count; `unit` is what it was printed in, and so how exact print was.
    """

    class Unit(models.TextChoices):
        """What a figure was printed in."""

        KR = "kr", "kronor"
        TKR = "tkr", "tusental kronor"
        MNKR = "mnkr", "miljoner kronor"
        PERCENT = "percent", "procent"
        COUNT = "count", "antal"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="published_figures")
    document = models.CharField("dokument", max_length=120)
    year = YearField("dokumentets år")
    place = models.CharField("plats", max_length=160)
    reference = models.CharField("siffra", max_length=120)
    printed = models.CharField("tryckt", max_length=40)
    value = AmountField("värde i kronor, procent eller antal")
    unit = models.CharField("tryckt i", max_length=7, choices=Unit, default=Unit.TKR)

    class Meta:
        verbose_name = "publicerad siffra"
        verbose_name_plural = "publicerade siffror"
        ordering = ("year", "document", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "document", "place", "reference"),
                name="published_figure_once_per_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}: {self.printed}"
