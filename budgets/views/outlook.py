"""Pages of the outlook: its table, chart and roll-forward, the form of all its years, and the rules for equity."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from budgets import services
from budgets.badges import badges_of
from budgets.domain.equity import outlook
from budgets.domain.equity_chart import equity_chart
from budgets.domain.facts import BudgetFacts
from budgets.domain.outlook_sheet import outlook_sheet
from budgets.forms import outlook as forms
from budgets.models import Budget, EquityRule, OutlookYear
from budgets.queries import budget_facts, budget_scope
from budgets.services.outlook import save_outlook
from budgets.views.budget import BudgetRow
from finsam import swedish
from finsam.forms import add_errors
from finsam.periods import is_year
from finsam.revisions import EditConflict, RowGone, refuse_taken
from finsam.scope import Scope
from finsam.sources import municipal_act
from members.access import Permission
from members.pages import FederationPage, RemovePage


class _OfOutlook(FederationPage, abstract=True):
    place = "budget"
    subpage = "outlook"

    @cached_property
    def scope(self) -> Scope:
        """The year's budget that the user works on, or may read."""
        return budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET))

    @cached_property
    def facts(self) -> BudgetFacts:
        """The year's budget as the user sees it."""
        return self.scope.facts(budget_facts)

    @cached_property
    def can_edit(self) -> bool:
        """Whether the user may change the outlook of this version."""
        budget = self.facts.budget
        return budget is not None and not budget.is_decided and self.may(Permission.EDIT_BUDGET)


class OutlookPage(_OfOutlook):
    """The outlook, read: every figure with its basis and origin, the chart, the roll-forward. Constant queries."""

    permission = Permission.READ_BUDGET
    title = "Långsiktig budget"
    template_name = "budgets/outlook.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = self.facts
        if facts.budget is None:
            return self.show({"budget": None, "can_edit": self.may(Permission.EDIT_BUDGET)})
        found = outlook(facts)
        return self.show(
            {
                "budget": facts.budget,
                "status_label": Budget.Status(facts.budget.status).label,
                "sheet": outlook_sheet(facts, found),
                "law": municipal_act("11 kap. 6 §"),
                "chart": equity_chart(found),
                "badges": badges_of(self.scope),
                "rules": self.federation.equity_rules.all(),
                "can_edit": self.can_edit,
                "can_edit_rules": self.may(Permission.EDIT_BUDGET),
                "previous_year": facts.previous.year if facts.previous else None,
            }
        )


class OutlookAdd(_OfOutlook):
    """Add the years that the page offers. A GET leads back to the outlook, which has the button."""

    permission = Permission.EDIT_BUDGET

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("outlook"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = outlook_sheet(self.facts)
        offered = {str(year) for year in (*sheet.lacking, sheet.next_year)}
        asked = request.POST.getlist("ar")
        budget: Budget | None = self.federation.budgets.worked_on(self.year).first()
        try:
            if budget is None:
                raise ValidationError(f"Budgeten för {self.year} är inte påbörjad. Börja den först.")
            if not asked or not offered.issuperset(asked):
                raise ValidationError("Årtalet går inte att lägga till nu. Kanske finns det redan.")
            with refuse_taken():
                save_outlook(
                    federation=self.federation, budget=budget, years=(), add=[int(year) for year in asked]
                )
            messages.success(request, f"Tillagt: {swedish.listed(asked)}. Fyll i vad som väntas.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("outlook_edit" if self.can_edit else "outlook"))


class OutlookEdit(_OfOutlook):
    """All years of the outlook on one form. Only what the user has changed is written, all of it or nothing."""

    permission = Permission.EDIT_BUDGET
    title = "Ändra den långsiktiga budgeten"
    template_name = "budgets/outlook_form.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.can_edit:
            messages.info(request, "Budgeten är inte öppen för ändringar.")
            return HttpResponseRedirect(self.url("outlook"))
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.can_edit:
            return self.get(request, **kwargs)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        if form.conflicting():
            return self._conflict(form)
        try:
            with refuse_taken():
                saved = save_outlook(
                    federation=self.federation, budget=form.budget, years=form.changes(), add=form.added()
                )
        except (EditConflict, RowGone):
            form = self._form(request.POST)  # as it stands now
            return self._conflict(form) if form.is_valid() else self._page(form, 409)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        years = swedish.listed([str(row.year) for row in sorted(saved, key=lambda row: row.year)])
        messages.success(request, f"Sparat: {years}." if years else "Inget var ändrat.")
        return HttpResponseRedirect(self.url("outlook_edit" if form.added() else "outlook"))

    def _form(self, *data: Any) -> forms.OutlookForm:
        budget = self.federation.budgets.worked_on(self.year).prefetch_related("outlook_years")[0]
        sent = {
            int(found[1]) for name in self.request.POST if (found := re.fullmatch(r"revision_(\d{4})", name))
        }
        return forms.OutlookForm(
            *data,
            budget=budget,
            found=outlook(self.facts),
            entries={row.year: row for row in budget.outlook_years.all()},
            sent=[year for year in sent if is_year(year)],
        )

    def _conflict(self, form: forms.OutlookForm) -> HttpResponse:
        years = form.conflicting()
        # The form is of many rows, and has of a form over one row what a conflict is told with.
        context = self.conflict(form, self._form(), form.entries[years[0]])  # type: ignore[arg-type]
        context["fields"] = [
            each
            for each in context["fields"]
            if each["input_id"].endswith(tuple(f"_{year}" for year in years))
        ]
        return self._page(form, 409, conflict=context, conflict_url=self.request.path)

    def _page(self, form: forms.OutlookForm, status: int = 200, **context: Any) -> HttpResponse:
        own = outlook_sheet(self.facts)
        return self.show(
            {
                "form": form,
                "next_year": own.next_year,
                "cancel_url": self.url("outlook"),
                **context,
            },
            status=status,
        )


class OutlookYearPage(BudgetRow):
    """Add or change a year of the outlook."""

    form_class = forms.OutlookYearForm
    back = "outlook"
    noun, noun_new = "året i den långsiktiga budgeten", "ett år i den långsiktiga budgeten"
    save = staticmethod(services.save_outlook_year)
    remove = "outlook_year_remove"
    help_text = "Det som lämnas tomt räknas fram: ur årets budget om den finns, annars ur året före."

    def rows(self) -> models.QuerySet[OutlookYear]:
        return OutlookYear.objects.filter(
            budget__federation=self.federation, budget__year=self.year
        ).select_related("budget")

    def fixed(self) -> dict[str, Any]:
        return {"budget": self.budget}


class OutlookYearRemove(RemovePage, OutlookYearPage):
    """Remove a year of the outlook."""

    discard = staticmethod(services.remove_outlook_year)


class EquityRulePage(BudgetRow):
    """Add or change a floor or a ceiling for equity."""

    form_class = forms.EquityRuleForm
    back = "outlook"
    noun, noun_new = "regeln", "en regel för eget kapital"
    save = staticmethod(services.save_equity_rule)
    remove = "equity_rule_remove"

    def rows(self) -> models.QuerySet[EquityRule]:
        return self.federation.equity_rules.all()

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}


class EquityRuleRemove(RemovePage, EquityRulePage):
    """Remove a rule for equity."""

    discard = staticmethod(services.remove_equity_rule)
