"""The form of a payment day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinValueValidator

from budgets.models import Instalment
from finsam.forms import RevisionForm
from members.models import PartyGroup

PARTIES = {"": "Alla utan egna dagar", **dict(PartyGroup.choices)}
"""Whom a day concerns."""
MORE_THAN_NOTHING = MinValueValidator(Decimal("0.01"), "Skriv en andel som är större än 0 %%.")


class InstalmentForm(RevisionForm):
    """A day on which members pay."""

    class Meta:
        model = Instalment
        fields: ClassVar = ["due_on", "percent", "party_group"]
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        percent = self.fields["percent"]
        percent.validators = [*percent.validators, MORE_THAN_NOTHING]
        party = self.fields["party_group"]
        assert isinstance(party, forms.TypedChoiceField)
        party.choices = list(PARTIES.items())
        party.help_text = "En part med egna dagar följer bara dem. De ska tillsammans bli 100 %."
