"""The form that chooses in how many parts a year's budget is entered."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from budgets.domain.facts import BudgetFact
from budgets.models import Budget
from finsam import swedish
from finsam.forms import RevisionForm


class PartsForm(RevisionForm):
    """How the year is entered. Each choice says what becomes of the amounts that stand there."""

    class Meta:
        model = Budget
        fields: ClassVar = ["parts"]
        widgets: ClassVar = {"parts": forms.RadioSelect}

    def __init__(self, *args: Any, budget: BudgetFact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].help_text = ""
        self.fields["parts"].choices = [  # type: ignore[attr-defined]
            (parts, f"{label[:1].upper()}{label[1:]}: {consequence(budget, parts)}")
            for parts, label in Budget.Parts.choices
        ]


def consequence(budget: BudgetFact, parts: int) -> str:
    """What becomes of the amounts entered when the year is entered in so many parts, in Swedish."""
    if parts == budget.parts:
        return "så är det nu."
    amounts = sum(line.amount is not None for line in budget.lines)
    if not amounts:
        return "inga belopp är inlagda ännu, så inget räknas om."
    lines = f"{swedish.number(amounts)} {'rads' if amounts == 1 else 'raders'} belopp"
    divided = f"delas lika på {parts} i hela kronor; det som inte går jämnt ut läggs på de första delarna"
    if budget.parts == 1:
        return f"{lines} {divided}. Årets summor ändras inte."
    if parts == 1:
        return f"{lines} blir summan av delarna. Hur de var fördelade sparas inte{_lost_notes(budget)}."
    return f"{lines} läggs ihop och {divided}. Hur de var fördelade sparas inte{_lost_notes(budget)}."


def _lost_notes(budget: BudgetFact) -> str:
    notes = sum(bool(each.note) for line in budget.lines for each in line.others if each.kind == "part")
    if not notes:
        return ""
    return f", och {swedish.count(notes)} {'not' if notes == 1 else 'noter'} till delarna tas bort"
