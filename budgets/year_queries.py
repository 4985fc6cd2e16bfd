"""Reads what spans several years, or leads from the members' shares to what they pay, into frozen facts.

As in `budgets.queries`, the number of queries depends neither on the number of rows nor on the number of years.
"""

from __future__ import annotations

from budgets.domain.copying import CopyFacts
from budgets.models import Budget
from budgets.queries import budget_facts
from finsam.scope import Scope
from members.models import Federation
from members.queries import member_facts


def copy_facts(federation: Federation, year: int, source: Budget) -> CopyFacts:
    """A budget to copy from, and the year it is copied to, in the version worked on. 32 queries at most."""
    target = federation.budgets.worked_on(year).first()
    named = {f"budget@{year}": target.pk} if target else {}
    return CopyFacts(
        source=budget_facts(Scope(federation.pk, source.year, {f"budget@{source.year}": source.pk})),
        target=budget_facts(Scope(federation.pk, year, named)),
        payers=member_facts(list(federation.members.in_year(year).paying())),
    )
