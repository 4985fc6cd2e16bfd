"""Pages of the year's financial goals: how they went, and where they are entered and assessed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse

from finsam.forms import RevisionForm
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from plans.domain.financial_goals import financial_goals
from plans.financial_goal_queries import financial_goal_facts
from plans.models import FinancialGoal
from plans.services.financial_goals import remove_financial_goal, save_financial_goal


class FinancialGoalForm(RevisionForm):
    """A financial goal, and for one of the federation's own how it went."""

    class Meta:
        model = FinancialGoal
        fields: ClassVar = ["title", "kind", "target", "status", "comment", "position"]
        widgets: ClassVar = {"comment": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "kind": "De tre första räknas fram ur räkenskaperna och reglerna för eget kapital.",
            "target": "Vad som krävs för att målet ska vara uppfyllt. Lämnas det tomt skrivs nivån som räknas fram.",
            "status": "Bara för ett eget mål. De andra räknas fram.",
        }


class FinancialGoalsPage(FederationPage):
    """The year's financial goals and how they went. As many queries for ten goals as for one."""

    permission = Permission.READ_OUTCOMES
    place = "results"
    subpage = "financial_goals"
    title = "Finansiella mål"
    template_name = "plans/financial_goals.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = financial_goals(Scope(self.federation.pk, self.year).facts(financial_goal_facts))
        return self.show({"found": found, "can_edit": self.may(Permission.EDIT_OUTCOMES)})


class FinancialGoalPage(RowPage):
    """Add, change or assess a financial goal."""

    permission = Permission.EDIT_OUTCOMES
    place = "results"
    subpage = "financial_goals"
    form_class = FinancialGoalForm
    back = "financial_goals"
    noun, noun_new = "det finansiella målet", "ett finansiellt mål"
    save = staticmethod(save_financial_goal)
    remove = "financial_goal_remove"

    def rows(self) -> models.QuerySet[FinancialGoal]:
        return self.federation.financial_goals.filter(year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def parents(self) -> list[tuple[str, str]]:
        return [("Finansiella mål", self.url("financial_goals"))]


class FinancialGoalRemove(RemovePage, FinancialGoalPage):
    """Asks, and removes a financial goal."""

    discard = staticmethod(remove_financial_goal)
