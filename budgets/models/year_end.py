"""What the year-end needs that no ledger says by itself: entered with what it is, and where it is known from."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from budgets.models.centres import AccountGroup, CostCentre
from budgets.models.equity import NOT_NEGATIVE
from finsam.fields import AmountField, YearField
from finsam.revisions import Revisioned
from members.models import Federation


class YearEndEntry(Revisioned):
    """An amount of the year-end, in kronor without sign: its kind says whether it adds or takes away.

    What the audit has cost may name the ID and account group that hold it instead of an amount, and is then computed.
    """

    class Kind(models.TextChoices):
        """What the amount is. The balance requirement's are the rows of 11 kap. 10 § LKBR."""

        REALISED_GAINS = "realised_gains", "Realisationsvinst, avgår i balanskravsutredningen"
        REALISED_GAINS_KEPT = "realised_gains_kept", "Realisationsvinst som undantas, läggs tillbaka"
        REALISED_LOSSES_KEPT = "realised_losses_kept", "Realisationsförlust som undantas, läggs tillbaka"
        UNREALISED_GAINS = "unrealised_gains", "Orealiserad vinst i värdepapper, avgår"
        UNREALISED_LOSSES = "unrealised_losses", "Orealiserad förlust i värdepapper, läggs tillbaka"
        GAINS_RETURNED = "gains_returned", "Återförd orealiserad vinst i värdepapper, läggs tillbaka"
        LOSSES_RETURNED = "losses_returned", "Återförd orealiserad förlust i värdepapper, avgår"
        PLANNED_INTANGIBLE = "planned_intangible", "Budgeterad investering, immateriell"
        PLANNED_TANGIBLE = "planned_tangible", "Budgeterad investering, materiell"
        PLANNED_FINANCIAL = "planned_financial", "Budgeterad investering, finansiell"
        AUDIT_COST = "audit_cost", "Kostnad för revisorernas granskning"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="year_end_entries")
    year = YearField("år")
    kind = models.CharField("vad beloppet är", max_length=24, choices=Kind)
    label = models.CharField(
        "beskrivning", max_length=200, help_text="Till exempel vad som har sålts. Texten trycks i tabellen."
    )
    amount = AmountField(
        "belopp i kronor", null=True, blank=True, validators=[NOT_NEGATIVE], help_text="Utan tecken."
    )
    cost_centre = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ID",
        help_text="Revisionens kostnad kan räknas ur huvudboken: välj ID och kontogrupp i stället för ett belopp.",
    )
    account_group = models.ForeignKey(
        AccountGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kontogrupp"
    )

    class Meta:
        verbose_name = "uppgift till bokslutet"
        verbose_name_plural = "uppgifter till bokslutet"
        ordering = ("year", "kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__isnull=False, cost_centre__isnull=True, account_group__isnull=True)
                | Q(kind="audit_cost", amount__isnull=True)
                & (Q(cost_centre__isnull=False) | Q(account_group__isnull=False)),
                name="year_end_entry_amount_or_place",
                violation_error_message="Skriv ett belopp, eller för revisionens kostnad var i huvudboken den finns.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="year_end_entry_not_negative",
                violation_error_message="Skriv beloppet utan minus.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"

    def clean(self) -> None:
        super().clean()
        has_place = self.cost_centre_id is not None or self.account_group_id is not None
        if self.kind != self.Kind.AUDIT_COST:
            if has_place:
                name = "cost_centre" if self.cost_centre_id is not None else "account_group"
                raise ValidationError(
                    {name: "Bara revisionens kostnad räknas ur huvudboken. Skriv ett belopp."}
                )
            if self.amount is None:
                raise ValidationError({"amount": "Skriv beloppet."})
        elif self.amount is None and not has_place:
            raise ValidationError(
                {"amount": "Skriv ett belopp, eller välj ID eller kontogrupp i huvudboken."}
            )
        elif self.amount is not None and has_place:
            raise ValidationError(
                {"amount": "Välj ett av dem: ett belopp, eller var i huvudboken kostnaden står."}
            )
