"""Reads what spans several years, or leads from the members' shares to what they pay, into frozen facts.

As in `budgets.queries`, the number of queries depends neither on the number of rows nor on the number of years.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from budgets.domain.contribution_history import FundedYear, HistoryFacts
from budgets.domain.copying import CopyFacts
from budgets.domain.requisitions import InstalmentFact, RequisitionFacts
from budgets.models import BalanceFigure, Budget, Instalment, LedgerFigure, LedgerImport
from budgets.queries import budget_facts
from budgets.summaries import summaries
from finsam import swedish
from finsam.scope import Scope
from members.models import Decision, Federation
from members.queries import member_facts, share_history


def known_years(federation_id: int) -> Iterable[int]:
    """Every year with a budget, or with something in the ledger or the balance sheet. One query."""
    own = {"federation": federation_id}
    rows: tuple[models.QuerySet[Any], ...] = (
        LedgerFigure.objects.filter(**own, ledger_import=None),
        BalanceFigure.objects.filter(**own, ledger_import=None),
        LedgerImport.objects.filter(**own, status=LedgerImport.Status.COMMITTED),
    )
    budgets = Budget.objects.filter(**own).order_by().values_list("year", flat=True)
    return budgets.union(*(each.order_by().values_list("year", flat=True) for each in rows))


def copy_facts(federation: Federation, year: int, source: Budget) -> CopyFacts:
    """A budget to copy from, and the year it is copied to, in the version worked on. 32 queries at most."""
    target = federation.budgets.worked_on(year).first()
    named = {f"budget@{year}": target.pk} if target else {}
    return CopyFacts(
        source=budget_facts(Scope(federation.pk, source.year, {f"budget@{source.year}": source.pk})),
        target=budget_facts(Scope(federation.pk, year, named)),
        payers=member_facts(list(federation.members.in_year(year).paying())),
    )


def history_facts(federation: Federation) -> HistoryFacts:
    """What every year's budget in force asks for, and every year's shares. Eight queries."""
    found = summaries(federation.budgets.in_force_each_year())
    funded = (FundedYear(each.budget.year, each.totals.funding, not each.budget.is_open) for each in found)
    return HistoryFacts(tuple(funded), share_history(federation.pk))


def instalment_facts(federation: Federation | int, year: int) -> tuple[InstalmentFact, ...]:
    """The year's payment days, the earliest first. One query."""
    days = Instalment.objects.filter(federation=federation, year=year)
    return tuple(InstalmentFact(day.pk, day.due_on, day.percent, day.party_group) for day in days)


def requisition_facts(federation: Federation, year: int) -> RequisitionFacts:
    """The budget in force, whoever asks, by which money is asked for, and the payment days. 17 queries at most."""
    budget = federation.budgets.in_force(year).select_related("decision__meeting").first()
    named = {f"budget@{year}": budget.pk} if budget else {}
    decision = budget.decision if budget else None
    return RequisitionFacts(
        budget=budget_facts(Scope(federation.pk, year, named)),
        instalments=instalment_facts(federation, year),
        version=str(budget or ""),
        status=budget.get_status_display() if budget else "",
        decision=_decided(decision) if decision else "",
    )


def _decided(decision: Decision) -> str:
    """Where and how: "styrelsemöte 25 november 2022, § 47"."""
    meeting = decision.meeting
    kind = meeting.get_kind_display().lower()
    return f"{kind} {swedish.long_date(meeting.held_on)}, {decision.minutes_ref}"
