"""What a federation holds to be a large deviation from the budget, as dated data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from budgets.models.equity import NOT_NEGATIVE
from finsam.fields import AmountField, PercentField, YearField
from finsam.revisions import Revisioned
from members.models import Federation


class FollowUpRule(Revisioned):
    """From when a deviation is large: at least so many kronor and so many per cent of the year's budget, both."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="follow_up_rules")
    percent = PercentField("andel av årsbudgeten")
    amount = AmountField("belopp i kronor", validators=[NOT_NEGATIVE])
    from_year = YearField("från och med år")
    until_year = YearField("till (inte med) år", null=True, blank=True)
    source = models.CharField("källa", max_length=200)

    class Meta:
        verbose_name = "gräns för avvikelser"
        verbose_name_plural = "gränser för avvikelser"
        ordering = ("from_year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "from_year"),
                name="follow_up_rule_once_per_start",
                violation_error_message="Det finns redan en gräns från det året. Ändra den som finns.",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="follow_up_rule_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gt=F("from_year")),
                name="follow_up_rule_ends_after_it_begins",
                violation_error_message="Slutåret är ett år efter det första.",
            ),
        )

    def __str__(self) -> str:
        return f"gränsen från {self.from_year}"
