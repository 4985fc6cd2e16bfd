"""Pages of what cost is divided into: fördelningsgrupper."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from budgets.domain.totals import cost_by_category, totals
from budgets.forms.categories import CategoryForm
from budgets.models import CostCategory
from budgets.queries import budget_facts, budget_scope
from budgets.services import categories as services
from finsam.money import ZERO, percent_of
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage


class Categories(FederationPage):
    """The federation's categories, each with its share of the year's cost."""

    permission = Permission.READ_BUDGET
    place = "budget"
    subpage = "shapes"
    title = "Fördelningsgrupper"
    template_name = "budgets/cost_categories.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET))
        facts = scope.facts(budget_facts)
        found = cost_by_category(facts.budget, facts.centres) if facts.budget else {}
        cost = totals(facts.budget, facts.centres).cost if facts.budget else ZERO
        return self.show(
            {
                "categories": [
                    (each, found.get(each.pk, ZERO), percent_of(found.get(each.pk, ZERO), cost))
                    for each in facts.categories
                ],
                "left": found.get(None, ZERO),
                "left_percent": percent_of(found.get(None, ZERO), cost),
                "cost": cost,
                "can_edit": self.may(Permission.EDIT_BUDGET),
            }
        )


class CategoryPage(RowPage):
    """Add or change a category."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "shapes"
    form_class = CategoryForm
    back = "cost_categories"
    noun, noun_new = "fördelningsgruppen", "en fördelningsgrupp"
    save = staticmethod(services.save_cost_category)
    remove = "cost_category_remove"

    def rows(self) -> models.QuerySet[CostCategory]:
        return self.federation.cost_categories.all()


class CategoryRemove(RemovePage, CategoryPage):
    """Remove a category."""

    consequence = "En mening eller tabell som hänvisar till gruppens andel säger att den inte finns."
    discard = staticmethod(services.remove_cost_category)
