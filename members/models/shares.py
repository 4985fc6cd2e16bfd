"""The members' shares of a year's funding."""

from __future__ import annotations

from django.db import models

from finsam.fields import PercentField, YearField
from finsam.revisions import Revisioned
from members.models.federations import Federation, Member


class ShareSet(Revisioned):
    """The members' shares of one year's funding, with their status and where they were decided."""

    class Status(models.TextChoices):
        """How settled the shares are."""

        REQUESTED = "requested", "Äskade"
        PRELIMINARY = "preliminary", "Preliminära"
        FINAL = "final", "Slutliga"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="share_sets")
    year = YearField("år")
    status = models.CharField("status", max_length=12, choices=Status, default=Status.PRELIMINARY)
    settled_on = models.DateField("datum", null=True, blank=True)
    source = models.CharField(
        "källa", max_length=200, blank=True, help_text="Till exempel beslut eller avtal."
    )

    class Meta:
        verbose_name = "fördelningstal"
        verbose_name_plural = "fördelningstal"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year"),
                name="share_set_once_per_year",
                violation_error_message="Det finns redan fördelningstal för det året.",
            ),
        )

    def __str__(self) -> str:
        return f"Fördelningstal {self.year}"


class Share(models.Model):
    """One paying member's share, in per cent to the hundredth."""

    share_set = models.ForeignKey(ShareSet, models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, models.PROTECT, related_name="shares", verbose_name="medlem")
    percent = PercentField("andel i procent")

    class Meta:
        verbose_name = "andel"
        verbose_name_plural = "andelar"
        ordering = ("member__position", "member_id")
        constraints = (models.UniqueConstraint(fields=("share_set", "member"), name="share_once_per_member"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.percent} %"

    @property
    def federation_id(self) -> int:
        """The federation the share belongs to."""
        return self.share_set.federation_id
