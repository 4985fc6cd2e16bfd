"""The form of an entry of the year-end."""

from __future__ import annotations

from typing import Any, ClassVar

from budgets.forms.budget import CentreChoice
from budgets.models import YearEndEntry
from finsam.forms import RevisionForm

NO_MINUS = "Skriv beloppet utan minus."


class YearEndEntryForm(RevisionForm):
    """An amount that no ledger says, or where in the ledger the audit's cost stands. IDs are called as in the year."""

    class Meta:
        model = YearEndEntry
        fields: ClassVar = ["kind", "label", "amount", "cost_centre", "account_group"]
        field_classes: ClassVar = {"cost_centre": CentreChoice}

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("cost_centre", self.federation.cost_centres.prefetch_related("names"))
        self.fields["cost_centre"].year = year  # type: ignore[attr-defined]
        self.offer("account_group", self.federation.account_groups.all())
        self.fields["amount"].error_messages["min_value"] = (
            NO_MINUS  # else a minus would be told as too large
        )
