"""Forms of budgets' pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from budgets.models import AccountGroup, Budget, BudgetLine, CostCentre
from budgets.queries import name_in_year
from finsam import swedish
from finsam.fields import CodeField
from finsam.forms import RevisionForm
from members.models import Federation


class BudgetForm(RevisionForm):
    """Which budget this one is compared with."""

    class Meta:
        model = Budget
        fields: ClassVar = ["previous"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("previous", self.federation.budgets.filter(year=self.instance.year - 1))
        self.fields["previous"].help_text = "Dess belopp står bredvid årets."


def centre_label(centre: CostCentre, year: int) -> str:
    """What a cost centre is called to the user in a year: "10 000 Styrelsen", or its name alone when it has no ID."""
    name = name_in_year(centre, year)
    return f"{swedish.code(centre.code)} {name}" if centre.code else name


class CentreChoice(forms.ModelChoiceField):
    """A cost centre, by its ID and what it is called in the year."""

    year: int = 0

    def label_from_instance(self, obj: CostCentre) -> str:
        return centre_label(obj, self.year)


class LineChoice(forms.ModelChoiceField):
    """A line of last year's budget, by its ID and its account group too, since many lines are called the same."""

    year: int = 0

    def label_from_instance(self, obj: BudgetLine) -> str:
        centre = swedish.code(obj.cost_centre.code) or name_in_year(obj.cost_centre, self.year)
        account = f"{obj.account_group.code} " if obj.account_group else ""
        return f"{centre} · {account}{obj.label}"


class LineForm(RevisionForm):
    """A budget line."""

    cost_centre = CentreChoice(queryset=CostCentre.objects.none(), label="ID")
    continues = LineChoice(
        queryset=BudgetLine.objects.none(),
        required=False,
        label="Motsvarar förra årets rad",
        help_text="Då står förra årets belopp bredvid.",
    )

    class Meta:
        model = BudgetLine
        fields: ClassVar = [
            "cost_centre",
            "account_group",
            "label",
            "nature",
            "amount",
            "note",
            "label_note",
            "category",
        ]

    def __init__(self, *args: Any, budget: Budget, federation: Federation, **kwargs: Any) -> None:
        super().__init__(*args, federation=federation, **kwargs)
        self.offer("cost_centre", federation.cost_centres.prefetch_related("names"))
        self.fields["cost_centre"].year = budget.year  # type: ignore[attr-defined]
        self.offer("account_group", federation.account_groups.all())
        self.offer("category", federation.cost_categories.all())
        if budget.parts > 1:
            del self.fields["amount"]  # the year is entered in its parts, on the sheet
        if self.instance.pk or budget.previous is None:
            del self.fields["continues"]
        else:
            taken = budget.lines.values("key")
            free = budget.previous.lines.exclude(key__in=taken).select_related("cost_centre", "account_group")
            self.offer("continues", free.prefetch_related("cost_centre__names"))
            self.fields["continues"].year = budget.previous.year  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        continued = found.pop("continues", None)
        return {**found, "continues": continued.key} if continued else found


class CostCentreForm(RevisionForm):
    """An ID with its name from the year on."""

    name = forms.CharField(label="Namn", max_length=120)
    parent = CentreChoice(
        queryset=CostCentre.objects.none(),
        label="Hör till",
        required=False,
        help_text="Lämna tomt om det står för sig självt.",
    )

    class Meta:
        model = CostCentre
        fields: ClassVar = ["code", "parent", "purpose", "category", "position"]
        field_classes: ClassVar = {"code": CodeField}

    field_order = ["code", "name", "purpose", "parent", "category", "position"]

    def __init__(self, *args: Any, year: int, federation: Federation, **kwargs: Any) -> None:
        super().__init__(*args, federation=federation, **kwargs)
        self.instance.federation = federation
        self.offer("parent", federation.cost_centres.exclude(pk=self.instance.pk).prefetch_related("names"))
        self.fields["parent"].year = year  # type: ignore[attr-defined]
        self.offer("category", federation.cost_categories.all())
        self.fields[
            "code"
        ].help_text = "Fem siffror, till exempel 10000. Lämna tomt om förbundet inte använder ID."
        self.fields["name"].help_text = f"Gäller från {year}. Tidigare år behåller sitt namn."
        if self.instance.pk:
            self.initial["name"] = name_in_year(self.instance, year)


class AccountGroupForm(RevisionForm):
    """An account group."""

    class Meta:
        model = AccountGroup
        fields: ClassVar = ["code", "name"]
        field_classes: ClassVar = {"code": CodeField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.federation = self.federation
