"""The year's overview: what is decided, what is due, what does not add up. Where a document is read is in `views`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.equity import available_funds, outlook
from budgets.domain.facts import BudgetFacts
from budgets.domain.totals import totals
from budgets.models import Budget
from budgets.queries import budget_facts
from finsam import findings, places, swedish
from finsam.scope import Scope
from members.access import FederationView, Permission
from members.pages import FederationPage
from reports.domain.year_wheel import Occasion, nearest, seen_by
from reports.outcome_rules import reason_for
from reports.queries import accepted_reasons, document_rows, meeting_rows
from reports.talk_on_plan import newest_talk
from reports.wheel_pages import shown
from reports.wheel_queries import occasions_of
from reports.year_checks import checks_scope, checks_with_reports


class FederationHome(FederationView):
    """Leads to the overview of the newest year that has anything."""

    permission = Permission.SEE_FEDERATION

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        years = places.years_of(self.federation.pk) or [timezone.localdate().year]
        return HttpResponseRedirect(
            reverse("overview", kwargs={"slug": self.federation.slug, "year": years[-1]})
        )


class OverviewPage(FederationPage):
    """The overview. Constant number of queries."""

    permission = Permission.SEE_FEDERATION
    place = "overview"
    template_name = "reports/overview.html"

    def get_title(self) -> str:
        return f"{self.federation.short_name} {self.year}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = checks_scope(self.federation, self.year, self.permissions)
        facts = scope.facts(budget_facts) if self.may(Permission.READ_BUDGET) else None
        documents = document_rows(self.federation, self.year, self.permissions)
        has_plan = any(document.slot.is_plan for document in documents)
        reasons = accepted_reasons(self.federation, self.year, self.permissions) if facts else {}
        found = findings.run(BUDGET_CHECKS, facts) if facts else ()
        today = timezone.localdate()
        return self.show(
            {
                "documents": documents,
                "has_versions": len({document.name for document in documents}) < len(documents),
                "has_plan": has_plan,
                "can_start": self.may(Permission.EDIT_DOCUMENTS) and not has_plan,
                "facts": facts,
                "budget_status": budget_status(facts),
                "key_figures": key_figures(facts) if facts else [],
                "findings": [(each, reason_for(each, reasons)) for each in found],
                "all_found": self._all_found(scope) if facts else "",
                "occasions": [
                    shown(occasion, self.federation, self.permissions, today)
                    for occasion in nearest(self._occasions(today), self.year, today)
                ],
                "meetings": meeting_rows(self.federation, self.year),
                "talk": newest_talk(self.federation, self.year, self.request.user, self.permissions),  # type: ignore[arg-type]
            }
        )

    def _all_found(self, scope: Scope) -> str:
        """How much the checks of the year and of its open reports find, as Kontroller tells it."""
        return findings.counted(checks_with_reports(self.federation, scope, self.permissions).findings)

    def _occasions(self, today: date) -> tuple[Occasion, ...]:
        """The occasions that concern the year, of those the reader may know of."""
        return seen_by(occasions_of(self.federation, (self.year,), today), self.permissions)


def budget_status(facts: BudgetFacts | None) -> str:
    """Where the budget stands, as it is shown; "" when there is none."""
    return str(Budget.Status(facts.budget.status).label) if facts and facts.budget else ""


def key_figures(facts: BudgetFacts) -> list[dict[str, Any]]:
    """The year's figures that a reader asks for first, as they are shown."""
    if facts.budget is None:
        return []
    sums, funds, row = (
        totals(facts.budget, facts.centres),
        available_funds(facts),
        outlook(facts).row(facts.year),
    )
    closing = row.closing_equity.amount if row else None
    shown = (
        ("Budgetram från medlemmarna", sums.funding, "", False),
        ("Kostnader totalt", sums.cost, "netto, efter egna intäkter", False),
        ("Resultat", sums.result, "", True),
        (
            "Tillgängliga medel",
            funds.available if funds else None,
            "budgetram och eget kapital över lägsta nivå",
            False,
        ),
        ("Eget kapital 31 december", closing, "beräknat", True),
    )
    return [
        {"label": label, "value": swedish.amount_with_unit(value), "note": note, "is_sum": is_sum}
        for label, value, note, is_sum in shown
    ]
