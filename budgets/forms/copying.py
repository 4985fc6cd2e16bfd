"""The choices made when a year's budget is begun from last year's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from budgets.domain.copying import AS_IT_WAS, Choices, CopyFacts, Rule, Treatment
from budgets.domain.equity import plan_years
from budgets.models import Budget
from finsam import swedish
from finsam.fields import SwedishDecimalField
from finsam.money import ORE

LOWEST, HIGHEST = Decimal(-20), Decimal(50)
"""By how many per cent amounts can be raised; a larger change is a decision about the line, made on the line."""
STEPS = (
    (ORE, "till hela ören"),
    (Decimal(1), "till hela kronor"),
    (Decimal(100), "till hela hundratal kronor"),
    (Decimal(1000), "till hela tusental kronor"),
)
"""How an indexed amount is rounded: half away from zero."""
PERCENT_MISSING = "Skriv med hur många procent, till exempel 2,5, eller välj något annat."
PERCENT_UNUSED = "En procentsats är skriven. Välj att räkna upp med den, eller ta bort den."
NATURES = (
    ("cost", "Kostnader"),
    ("contribution", "Medelstilldelning från medlemmarna"),
    ("income", "Övriga intäkter"),
)


class _Keys(forms.MultipleChoiceField):
    """Lines by identity. One that someone has removed meanwhile is no mistake of the user's: the preview tells."""

    def valid_value(self, value: Any) -> bool:
        return True


class CopyForm(forms.Form):
    """What to do with the amounts, for all and per ID, and what to leave out."""

    step = forms.ChoiceField(
        label="Uppräknade belopp avrundas",
        choices=[(str(step), label) for step, label in STEPS],
        initial=str(ORE),
        help_text="Mitt emellan avrundas bort från noll. Övriga belopp avrundas inte.",
    )
    with_outlook = forms.BooleanField(
        label="Ta med den långsiktiga budgetens år och radernas planer för dem", required=False, initial=True
    )
    with_shares = forms.BooleanField(
        label="Ta med medlemmarnas fördelningstal, som preliminära", required=False, initial=True
    )
    left_out = _Keys(label="Rader som inte tas med", required=False, widget=forms.CheckboxSelectMultiple)
    seen_facts = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, facts: CopyFacts, versions: list[Budget], may_edit_shares: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        year = facts.year
        treatments = [
            (Treatment.KEEP, f"Behåll beloppen från {year - 1}"),
            (Treatment.INDEX, "Räkna upp med en procentsats"),
            (Treatment.EMPTY, "Töm beloppen (–)"),
        ]
        if year in plan_years(facts.original):
            treatments.append((Treatment.PLAN, f"Ta planen för {year} ur budgeten för {year - 1}"))
        for nature, label in NATURES:
            self.fields[nature] = forms.ChoiceField(label=label, choices=treatments, initial=Treatment.KEEP)
            self.fields[f"{nature}_percent"] = _percent(f"Procent för {label[0].lower()}{label[1:]}")
        own = [("", "Som ovan"), *treatments, (Treatment.LEAVE, "Ta inte med")]
        for centre in facts.target.centres:
            name = f"{swedish.code(centre.code)} {centre.name}".strip()
            self.fields[f"centre_{centre.pk}"] = forms.ChoiceField(
                label=f"Belopp för {name}", choices=own, required=False
            )
            self.fields[f"centre_{centre.pk}_percent"] = _percent(f"Procent för {name}")
        if len(versions) > 1:
            self.fields["source"] = forms.ChoiceField(
                label="Kopiera från",
                choices=[
                    (str(each.pk), f"{each} ({each.get_status_display().lower()})") for each in versions
                ],
                initial=str(facts.original.pk),
            )
        if not may_edit_shares:
            del self.fields["with_shares"]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("class", kind)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self._rule_names():
            percent, is_index = cleaned.get(f"{name}_percent"), cleaned.get(name) == Treatment.INDEX
            if is_index and percent is None and f"{name}_percent" not in self.errors:
                self.add_error(f"{name}_percent", PERCENT_MISSING)
            if percent is not None and not is_index:
                self.add_error(name, PERCENT_UNUSED)
        return cleaned

    def choices(self) -> Choices:
        """What the user has chosen; before anything is sent, that everything comes along as it was."""
        if not self.is_bound:
            return Choices(with_shares="with_shares" in self.fields)
        cleaned, left_out = self.cleaned_data, set(self.cleaned_data["left_out"])
        centres = ((centre.pk, self._rule(f"centre_{centre.pk}")) for centre in self.facts.target.centres)
        return Choices(
            **{nature: self._rule(nature) or AS_IT_WAS.cost for nature, _ in NATURES},
            by_centre=tuple((pk, rule) for pk, rule in centres if rule is not None),
            step=Decimal(cleaned["step"]),
            left_out=tuple(line.key for line in self.facts.original.lines if str(line.key) in left_out),
            with_outlook=cleaned["with_outlook"],
            with_shares=cleaned.get("with_shares", False),
        )

    def show(self, facts: str, plan: str) -> None:
        """Let the next sending tell what the user has been shown, by fingerprint."""
        if self.is_bound:
            data = self.data.copy()  # type: ignore[attr-defined]
            data["seen_facts"], data["seen_plan"] = facts, plan
            self.data = data
        else:
            self.initial.update(seen_facts=facts, seen_plan=plan)

    def _rule(self, name: str) -> Rule | None:
        treatment = self.cleaned_data[name]
        percent = self.cleaned_data[f"{name}_percent"]
        if not treatment:
            return None
        is_index = treatment == Treatment.INDEX
        return Rule(Treatment(treatment), percent) if is_index else Rule(Treatment(treatment))

    def _rule_names(self) -> list[str]:
        return [
            *(nature for nature, _ in NATURES),
            *(f"centre_{centre.pk}" for centre in self.facts.target.centres),
        ]


def _percent(label: str) -> SwedishDecimalField:
    outside = f"Skriv en procentsats mellan {swedish.decimal(LOWEST)} och {swedish.decimal(HIGHEST)}."
    return SwedishDecimalField(
        label=label,
        required=False,
        units=swedish.PERCENT,
        min_value=LOWEST,
        max_value=HIGHEST,
        decimal_places=2,
        error_messages={
            "min_value": outside,
            "max_value": outside,
            "max_decimal_places": "Skriv procentsatsen med högst två decimaler.",
        },
    )
