"""The page that brings last year's budget into this year's: choices, preview, copy."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.domain.copying import AS_IT_WAS, CopyFacts, CopyPlan, copy_plan
from budgets.domain.equity import rule_in_force
from budgets.domain.facts import CentreFact
from budgets.forms.copying import NATURES, STEPS, CopyForm
from budgets.models import Budget
from budgets.services.copying import copy_forward
from budgets.year_queries import copy_facts
from finsam import swedish
from finsam.forms import add_errors
from finsam.revisions import refuse_taken
from members.access import Permission
from members.pages import FederationPage

COPY = "kopiera"
"""The value of the button that copies; any other sending shows the preview again."""


class BudgetCopy(FederationPage):
    """Last year's budget brought into this year's. Constant number of queries until something is copied."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "copy"
    template_name = "budgets/copy.html"

    def get_title(self) -> str:
        return f"Hämta från {self.year - 1}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._why_not() or self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if refused := self._why_not(status=409):
            return refused
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        if request.POST.get("step_to") != COPY:
            return self._page(form)
        try:
            with refuse_taken():
                budget, plan = copy_forward(
                    federation=self.federation,
                    year=self.year,
                    source=self.source,
                    choices=form.choices(),
                    seen_facts=form.cleaned_data["seen_facts"],
                    seen_plan=form.cleaned_data["seen_plan"],
                )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, status=409)
        messages.success(request, _told(budget, plan))
        return HttpResponseRedirect(self.url("budget"))

    @cached_property
    def versions(self) -> list[Budget]:
        """Last year's budgets, the one in force first."""
        before = self.federation.budgets.filter(year=self.year - 1)
        in_force = list(self.federation.budgets.in_force(self.year - 1))
        return [*in_force, *(each for each in before if each not in in_force)]

    @cached_property
    def source(self) -> Budget:
        """The budget that is copied: the one chosen, else the one in force."""
        chosen = self.request.POST.get("source", "")
        return next((each for each in self.versions if str(each.pk) == chosen), self.versions[0])

    @cached_property
    def facts(self) -> CopyFacts:
        """Both years as they stand."""
        return copy_facts(self.federation, self.year, self.source)

    def _why_not(self, status: int = 200) -> HttpResponse | None:
        """The page that says why nothing can be copied, or None."""
        if not self.versions:
            return self.show({"obstacle": "no_source"}, status=status)
        if self.facts.target.budget is not None and self.facts.target.budget.is_decided:
            return self.show({"obstacle": "closed"}, status=status)
        return None

    def _form(self, *data: Any) -> CopyForm:
        return CopyForm(
            *data,
            facts=self.facts,
            versions=self.versions,
            may_edit_shares=self.may(Permission.EDIT_MEMBERS),
        )

    def _page(self, form: CopyForm, status: int = 200) -> HttpResponse:
        is_counted = not form.is_bound or status != 422
        plan = copy_plan(self.facts, form.choices() if is_counted else AS_IT_WAS)
        form.show(self.facts.fingerprint, plan.fingerprint if is_counted else "")
        context = {
            "form": form,
            "plan": plan,
            "is_counted": is_counted,
            "source": self.source,
            "step_label": {str(step): label for step, label in STEPS}.get(str(form["step"].value()), ""),
            "is_begun": self.facts.target.budget is not None,
            "natures": [(form[name], form[f"{name}_percent"]) for name, _ in NATURES],
            "centres": [
                (row, form[f"centre_{row.centre.pk}"], form[f"centre_{row.centre.pk}_percent"])
                for row in plan.centres
            ],
            "left_out": set(form["left_out"].value() or ()),
            "rules": [
                (rule, rule_in_force(self.facts.target.rules, rule.kind, self.year) == rule)
                for rule in self.facts.target.rules
                if rule_in_force(self.facts.target.rules, rule.kind, self.year - 1) == rule
            ],
            "unused": [_name(centre) for centre in plan.unused],
        }
        return self.show(context, status=status)


def _name(centre: CentreFact) -> str:
    return f"{swedish.code(centre.code)} {centre.name}".strip()


def _told(budget: Budget, plan: CopyPlan) -> str:
    """What was copied, in a sentence."""
    years = sum(each.comes for each in plan.outlook)
    rows = len(plan.copies)
    parts = [f"{swedish.count(rows)} {'rad' if rows == 1 else 'rader'}"] if rows else []
    if years:
        parts.append(f"{swedish.count(years)} år i den långsiktiga budgeten")
    if plan.shares is not None and plan.shares.comes:
        parts.append("medlemmarnas fördelningstal")
    return f"Kopierat till {budget.year}: {swedish.listed(parts)}."
