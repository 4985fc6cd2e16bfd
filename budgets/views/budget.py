"""Pages of budgets: the sheet to read, and a form for each thing in it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets import services
from budgets.badges import badges_of
from budgets.domain.budget_table import budget_table
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds, outlook
from budgets.domain.shapes import STANDARD_BUDGET, shape_of
from budgets.domain.totals import totals
from budgets.forms import budget as forms
from budgets.models import AccountGroup, Budget, BudgetLine, CostCentre
from budgets.queries import budget_facts, budget_scope
from finsam import findings
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage


class BudgetPage(FederationPage):
    """The year's budget, read: table, outlook, available funds, contributions. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "budget"
    subpage = "budget"
    title = "Budget"
    template_name = "budgets/budget.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET))
        facts = scope.facts(budget_facts)
        if facts.budget is None:
            can_copy = self.federation.budgets.filter(year=self.year - 1).exists()
            return self.show(
                {"budget": None, "can_edit": self.may(Permission.EDIT_BUDGET), "can_copy": can_copy}
            )
        shape = shape_of(facts.shapes, "budget") or STANDARD_BUDGET
        sums, table = totals(facts.budget, facts.centres), budget_table(facts, shape)
        shown = {row.centre for row in table.rows if row.centre}
        return self.show(
            {
                "budget": facts.budget,
                "status_label": Budget.Status(facts.budget.status).label,
                "table": table if shown else None,
                "shape": shape,
                "empty_centres": [centre for centre in facts.centres if centre.pk not in shown],
                "outlook": outlook(facts),
                "outlook_rows": {entry.year: entry.pk for entry in facts.outlook},
                "rules": self.federation.equity_rules.all(),
                "funds": available_funds(facts),
                "contributions": contributions(sums.funding, facts.shares)
                if facts.shares and facts.shares.shares
                else None,
                "findings": findings.run(BUDGET_CHECKS, facts),
                "badges": badges_of(scope),
                "can_edit": self.may(Permission.EDIT_BUDGET) and not facts.budget.is_decided,
                "can_edit_frame": self.may(Permission.EDIT_BUDGET),
            }
        )


class BudgetStart(FederationPage):
    """Begin the year's budget. A GET leads back to the budget, which has the button."""

    permission = Permission.EDIT_BUDGET
    place = "budget"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("budget"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            budget = services.start_budget(federation=self.federation, year=self.year)
            messages.success(request, f"{budget} är påbörjad. Lägg till ID och rader.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("budget"))


class BudgetRow(RowPage, abstract=True):
    """A page about one row of the year's budget."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    back = "budget"

    @cached_property
    def budget(self) -> Budget:
        """The budget the row belongs to, or for a new row the version that is worked on."""
        if self.row is not None and hasattr(self.row, "budget"):
            budget: Budget = self.row.budget
            return budget
        return self.worked_on()

    def worked_on(self) -> Budget:
        """The version of the year's budget that is worked on; 404 when the year has none."""
        found: Budget | None = self.federation.budgets.worked_on(self.year).select_related("previous").first()
        if found is None:
            raise Http404
        return found


class BudgetDetailsPage(BudgetRow):
    """Which budget the year's is compared with."""

    form_class = forms.BudgetForm
    noun, noun_new = "jämförelsen", "en budget"
    save = staticmethod(services.save_budget)

    def rows(self) -> models.QuerySet[Budget]:
        return self.federation.budgets.worked_on(self.year)

    @cached_property
    def row(self) -> Budget:
        return self.budget

    @cached_property
    def budget(self) -> Budget:
        return self.worked_on()


class LinePage(BudgetRow):
    """Add or change a budget line."""

    form_class = forms.LineForm
    noun, noun_new = "budgetraden", "en budgetrad"
    save = staticmethod(services.save_line)
    remove = "line_remove"

    def rows(self) -> models.QuerySet[BudgetLine]:
        return BudgetLine.objects.filter(
            budget__federation=self.federation, budget__year=self.year
        ).select_related("budget__previous")

    def fixed(self) -> dict[str, Any]:
        return {"budget": self.budget}

    def initial(self) -> dict[str, Any]:
        """Last year's line as a proposal, when the address names one: all but the amount."""
        continued = self.request.GET.get("fortsatter", "")
        if re.fullmatch("[0-9]{1,18}", continued) and self.budget.previous is not None:
            line = self.budget.previous.lines.filter(pk=continued).first()
            if line is not None:
                same = {name: getattr(line, f"{name}_id") for name in ("cost_centre", "account_group")}
                return {**same, "label": line.label, "nature": line.nature, "continues": line.pk}
        return {"cost_centre": self.request.GET.get("id", "")}

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "budget": self.budget}


class LineRemove(RemovePage, LinePage):
    """Remove a budget line."""

    discard = staticmethod(services.remove_line)


class CostCentrePage(BudgetRow):
    """Add or change an ID."""

    form_class = forms.CostCentreForm
    noun, noun_new = "ID:t", "ett ID"
    remove = "cost_centre_remove"

    def rows(self) -> models.QuerySet[CostCentre]:
        return self.federation.cost_centres.prefetch_related("names")

    def name_of(self, row: CostCentre) -> str:
        return forms.centre_label(row, self.year)

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "year": self.year}

    def store(self, **changes: Any) -> CostCentre:
        return services.save_cost_centre(year=self.year, **changes)


class CostCentreRemove(RemovePage, CostCentrePage):
    """Remove an ID."""

    discard = staticmethod(services.remove_cost_centre)


class AccountGroups(FederationPage):
    """The federation's account groups."""

    permission = Permission.READ_BUDGET
    place = "budget"
    title = "Kontogrupper"
    template_name = "budgets/account_groups.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(
            {"groups": self.federation.account_groups.all(), "can_edit": self.may(Permission.EDIT_BUDGET)}
        )


class AccountGroupPage(BudgetRow):
    """Add or change an account group."""

    form_class = forms.AccountGroupForm
    back = "account_groups"
    noun, noun_new = "kontogruppen", "en kontogrupp"
    save = staticmethod(services.save_account_group)
    remove = "account_group_remove"

    def rows(self) -> models.QuerySet[AccountGroup]:
        return self.federation.account_groups.all()


class AccountGroupRemove(RemovePage, AccountGroupPage):
    """Remove an account group."""

    discard = staticmethod(services.remove_account_group)
