"""Forms of initiatives: what one is and is called, and how initiatives follow on each other."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from budgets.models import CostCentre
from budgets.queries import name_in_year
from finsam import swedish
from finsam.forms import RevisionForm
from members.models import Federation, Role, User
from plans.models import Initiative, InitiativeSuccession
from plans.outcome_queries import initiative_fact


class _CentreChoice(forms.ModelChoiceField):
    """An ID with its name in a year."""

    year = 0

    def label_from_instance(self, obj: Any) -> str:
        name = name_in_year(obj, self.year)
        return f"{swedish.code(obj.code)} {name}" if obj.code else name


class _InitiativeChoice(forms.ModelChoiceField):
    """An initiative by its name in a year."""

    year = 0

    def label_from_instance(self, obj: Any) -> str:
        return initiative_fact(obj).name(self.year)


class InitiativeForm(RevisionForm):
    """An initiative with its name from the year on, the participants it is planned for that year, and its owners."""

    name = forms.CharField(label="Namn", max_length=120)
    short_name = forms.CharField(
        label="Namn i tabeller",
        max_length=60,
        required=False,
        help_text="Ett kortare namn för rader och diagram, till exempel Avesta. Lämna tomt så står hela namnet där.",
    )
    cost_centre = _CentreChoice(
        queryset=CostCentre.objects.none(),
        label="ID",
        required=False,
        help_text="Det ID i budgeten som insatsens pengar ligger under.",
    )
    budgeted_participants = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Skriv ett helt antal, till exempel 40.",
            "min_value": "Ett antal kan inte vara negativt.",
            "max_value": "Antalet är större än vad som går att spara. Skriv högst 1\u00a0000\u00a0000.",
        },
    )
    owners = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Insatsägare",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De som för in insatsens resultat. De ser bara sina egna insatser.",
    )

    class Meta:
        model = Initiative
        fields: ClassVar = [
            "code",
            "kind",
            "cost_centre",
            "starts_on",
            "ends_on",
            "orientation",
            "target_group",
            "follow_up_method",
            "is_esf",
            "position",
        ]
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    field_order = ["name", "short_name", "code", "kind", "cost_centre", "budgeted_participants", "owners"]

    def __init__(self, *args: Any, year: int, federation: Federation, **kwargs: Any) -> None:
        super().__init__(*args, federation=federation, **kwargs)
        self.instance.federation = federation
        self.offer("cost_centre", federation.cost_centres.prefetch_related("names"))
        self.fields["cost_centre"].year = year  # type: ignore[attr-defined]
        users = User.objects.filter(
            mandates__federation=federation, mandates__role=Role.INITIATIVE_OWNER
        ).distinct()
        self.fields["owners"].queryset = users  # type: ignore[attr-defined]
        self.fields["owners"].empty_label = None  # type: ignore[attr-defined]
        if not users.exists():
            self.fields[
                "owners"
            ].help_text = "Ingen har rollen insatsägare än. Ge någon rollen under Medlemmar."
        self.fields["name"].help_text = f"Gäller från {year}. Tidigare år behåller sitt namn."
        self.fields["budgeted_participants"].label = f"Budgeterat antal deltagare {year}"
        self.fields["code"].required = False
        if self.instance.pk:
            del self.fields["code"]  # figures refer to it
            fact = initiative_fact(self.instance)
            short_name = fact.short_name(year)
            self.initial.update(
                name=fact.name(year),
                short_name=short_name if short_name != fact.name(year) else "",
                budgeted_participants=fact.budgeted(year),
                owners=[each.user_id for each in self.instance.owners.all()],
            )
        else:
            self.fields["code"].help_text = (
                "Står i sidans adress, i hänvisningar till siffror och i filer som läses in, aldrig i tabeller. "
                "Lämna tomt så sätts det av namnet."
            )


class SuccessionForm(forms.Form):
    """How two initiatives follow on each other."""

    earlier = _InitiativeChoice(
        queryset=Initiative.objects.none(), label="Tidigare insats", empty_label="Välj"
    )
    kind = forms.ChoiceField(label="Vad som hände", choices=InitiativeSuccession.Kind.choices)
    later = _InitiativeChoice(queryset=Initiative.objects.none(), label="Senare insats", empty_label="Välj")

    def __init__(self, *args: Any, year: int, federation: Federation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            field = self.fields[name]
            assert isinstance(field, _InitiativeChoice)
            field.queryset = federation.initiatives.prefetch_related("names", "years").select_related(
                "cost_centre"
            )
            field.year = year
