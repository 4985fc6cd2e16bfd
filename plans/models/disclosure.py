"""When small counts are hidden in what is published."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


class DisclosureRule(Revisioned):
    """How small counts of a year are hidden. A year without a rule hides 1–4."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="disclosure_rules")
    year = YearField("år")
    is_on = models.BooleanField("små antal döljs", default=True)
    smallest = models.PositiveSmallIntegerField(
        "minsta antal som visas",
        default=5,
        validators=[
            MinValueValidator(2, "Skriv minst 2."),
            MaxValueValidator(50, "Skriv högst 50."),
        ],
        help_text="Antal från 1 till strax under detta döljs.",
    )
    reason = models.CharField(
        "skäl",
        max_length=300,
        blank=True,
        help_text="Varför små antal visas, till exempel att året redan är publicerat så.",
    )

    class Meta:
        verbose_name = "regel för små antal"
        verbose_name_plural = "regler för små antal"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year"),
                name="disclosure_rule_once_per_year",
                violation_error_message="Året har redan en regel för små antal.",
            ),
            models.CheckConstraint(
                condition=Q(is_on=True) | ~Q(reason=""),
                name="disclosure_off_has_reason",
                violation_error_message="Skriv varför små antal ska visas.",
            ),
            models.CheckConstraint(
                condition=Q(smallest__gte=2, smallest__lte=50),
                name="disclosure_smallest_within_reason",
                violation_error_message="Minsta antal som visas ska vara från 2 till 50.",
            ),
        )

    def __str__(self) -> str:
        return f"Små antal {self.year}"
