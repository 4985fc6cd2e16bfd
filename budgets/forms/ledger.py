"""Forms of the ledger: a row of its sheet, an item of the balance sheet, months to close and to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from budgets.domain.ledger import MONTH_NAMES, LedgerFacts
from budgets.domain.ledger_balance import as_printed
from budgets.domain.ledger_months import Month
from budgets.domain.ledger_sheet import Place
from budgets.domain.sheet import title_of
from budgets.models import BalanceFigure
from finsam.forms import RevisionForm

MONTH_CHOICES = tuple(enumerate(MONTH_NAMES))[1:]


class LedgerRowForm(forms.Form):
    """Which row of the sheet to type in: an ID, and a kind of account of it."""

    centre = forms.TypedChoiceField(label="ID", coerce=int)
    account = forms.ChoiceField(
        label="Kontogrupp",
        required=False,
        help_text="Tomt: raden gäller hela ID:t, när ni inte bokför det finare.",
    )

    def __init__(self, *args: Any, ledger: LedgerFacts, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ny_rad_%s", **kwargs})
        centres = [(each.pk, title_of(each)) for each in ledger.centres]
        self.fields["centre"].choices = centres  # type: ignore[attr-defined]
        groups = [(code, f"{code} {name}") for code, name in ledger.groups]
        self.fields["account"].choices = [("", "Hela ID:t"), *groups]  # type: ignore[attr-defined]
        if not groups:
            del self.fields["account"]

    def place(self) -> Place:
        """The row that was chosen."""
        account = self.cleaned_data.get("account", "")
        centre = self.cleaned_data["centre"]
        return Place(centre, "g", account) if account else Place(centre)


class BalanceItemForm(RevisionForm):
    """An item of the balance sheet when a month ended, as it is printed: what is owed without minus."""

    month = forms.TypedChoiceField(label="Vid utgången av", coerce=int, choices=MONTH_CHOICES)

    class Meta:
        model = BalanceFigure
        fields: ClassVar = ["month", "line", "label", "amount", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].required = True
        amount = self.fields["amount"]
        amount.help_text = (
            "Som det trycks: tillgångar och skulder utan minus. Årets resultat räknas ut och skrivs inte."
        )
        if self.instance.pk:
            self.initial["amount"] = as_printed(self.instance.line, self.instance.amount)

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        return {**found, "amount": as_printed(found["line"], found["amount"])}


class CloseForm(forms.Form):
    """Which months to close: all that are open up to and with one."""

    through = forms.TypedChoiceField(label="Stäng till och med", coerce=int)

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "stang_%s", **kwargs})
        self.fields["through"].choices = [(each.month, each.name) for each in months]  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Why a month is opened."""

    reason = forms.CharField(
        label="Varför månaden öppnas",
        max_length=300,
        help_text="Till exempel vilken faktura som ska rättas.",
    )
