"""Reads what the sheet for Uppföljning Finsam is made of. Each amount is the registered figure of it."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.facts import CentreFact
from budgets.queries import budget_facts
from finsam import figures
from finsam.figures import Reference
from finsam.scope import Scope
from members.models import PartyGroup
from plans.domain.follow_up_sheet import (
    COUNTS,
    SUMMED,
    InitiativeOnSheet,
    SheetFacts,
    TrainingOnSheet,
)
from plans.domain.outcome_facts import SPLIT, InitiativeFact, OutcomeFacts
from plans.domain.outcomes import ALL, Outcomes, outcomes, sum_of
from plans.domain.training import TrainingFacts
from plans.measurement_queries import training_facts
from plans.outcome_queries import outcome_facts

ADMINISTRATION = "admin"
PARTIES = (
    (PartyGroup.STATE, "staten"),
    (PartyGroup.REGION, "regionen"),
    (PartyGroup.MUNICIPALITY, "kommunerna"),
)


def sheet_facts(scope: Scope) -> SheetFacts:
    """The year's facts for the sheet. As many queries for thirty initiatives as for one."""
    found = scope.facts(outcome_facts)
    told = outcomes(found)
    centres = {centre.pk: centre for centre in scope.facts(budget_facts).centres}
    offices = [centre for centre in centres.values() if centre.purpose == ADMINISTRATION]
    return SheetFacts(
        year=scope.year,
        funding=_amount("budget.funding_total", scope),
        parties=tuple(
            (name, _amount(f"budget.party_contribution:{party}", scope)) for party, name in PARTIES
        ),
        equity=_amount("balance.equity", scope),
        administration_ids=tuple(centre.name for centre in offices),
        administration_budget=_summed("budget.cost_centre_total", offices, scope),
        administration_actual=_summed("actual.cost_centre_total", offices, scope),
        initiatives=tuple(
            _initiative(each, centres.get(each.cost_centre or 0), found, told, scope)
            for each in found.initiatives
            if each.runs_in(scope.year)
        ),
        training=_training(scope.facts(training_facts), scope.year),
    )


def _amount(reference: str, scope: Scope) -> Decimal | None:
    """A registered figure; None where it has no value."""
    try:
        value = figures.compute(Reference.parse(reference), scope)
    except figures.UnknownFigure:
        return None
    return value if isinstance(value, Decimal) else None


def _summed(key: str, centres: list[CentreFact], scope: Scope) -> Decimal | None:
    known = [_amount(f"{key}:{centre.slug}", scope) for centre in centres]
    amounts = [each for each in known if each is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _initiative(
    each: InitiativeFact, centre: CentreFact | None, found: OutcomeFacts, told: Outcomes, scope: Scope
) -> InitiativeOnSheet:
    slug = centre.slug if centre else ""
    return InitiativeOnSheet(
        pk=each.pk,
        code=each.code,
        name=each.name(found.year),
        kind=each.kind,
        kind_label=each.kind_label,
        orientation=each.orientation,
        target_group=each.target_group,
        follow_up_method=each.follow_up_method,
        is_esf=each.is_esf,
        budget=_amount(f"budget.cost_centre_total:{slug}", scope) if slug else None,
        actual=_amount(f"actual.cost_centre_total:{slug}", scope) if slug else None,
        has_cost_centre=centre is not None,
        budgeted_participants=each.budgeted(found.year),
        counts={gender: _counts(told, each.pk, found.year, gender) for gender in (*SPLIT, ALL)},
    )


def _counts(told: Outcomes, initiative: int, year: int, gender: str) -> dict[str, int | None]:
    tally = told.tally(initiative, year, "year", gender)
    return {name: tally.count(name) if tally else None for name in (SUMMED, *(name for name, _ in COUNTS))}


def _training(facts: TrainingFacts, year: int) -> TrainingOnSheet:
    """The year's events together. No sum is told that lacks an event: neither of all nor of a gender."""
    events = [each for each in facts.events if each.year == year]
    unknown = sum(each.total is None for each in events)
    unsplit = sum(not each.is_split for each in events)
    by_gender = {name: None if unsplit else sum_of(getattr(each, name) for each in events) for name in SPLIT}
    total = None if unknown else sum_of(each.total for each in events)
    return TrainingOnSheet(len(events), {**by_gender, ALL: total}, unsplit, unknown)
