"""The rules of outcomes, entered and printed: each check with the rule in words and how much it is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from finsam import swedish
from finsam.findings import Finding
from plans.domain.outcome_checks import (
    genders_add_up,
    individual_initiatives,
    means_are_of_those_who_left,
    means_lie_between_the_genders,
    outcomes_flow,
    outcomes_open_as_the_last_closed,
    parts_are_within_the_year,
    running_initiatives_have_outcomes,
    summed_periods,
    transfers_out_come_in,
)
from plans.domain.outcome_facts import YEAR, OutcomeFacts
from plans.domain.outcome_flow import outcome_before
from plans.domain.outcomes import outcomes
from plans.domain.printed_beside_entered import (
    entered_beside,
    printed_outcomes_are_those_entered,
    printed_outcomes_are_told_alike,
)
from plans.domain.printed_outcome_checks import (
    printed_flows_add_up,
    printed_means_follow,
    printed_parts_are_within_the_year,
    printed_shares_are_of_whole_people,
    printed_total_shares_follow,
    printed_totals_add_up,
)
from plans.domain.printed_outcomes import (
    ACTIVE,
    ALL_ROWS,
    COUNTED,
    GOAL_SHARE,
    MEAN_MONTHS,
    WITHIN_YEAR,
    Cell,
    earlier_documents,
    printed_documents,
)
from plans.domain.training import TrainingFacts
from plans.domain.training_checks import printed_training_is_that_entered

OutcomeCheck: TypeAlias = Callable[[OutcomeFacts], Iterable[Finding]]
TrainingRule: TypeAlias = tuple[
    Callable[[TrainingFacts], Iterable[Finding]], str, Callable[[TrainingFacts], str]
]
OUTCOMES_HIDDEN: Final = "Siffrorna visas för den som får se små antal: förbundschefen och revisorn."
PRINTED_PAGE: Final = "published_outcomes"
REASON_HIDDEN: Final = "Motiveringen visas för den som får se små antal."
OutcomeRule: TypeAlias = tuple[OutcomeCheck, str, Callable[[OutcomeFacts], str]]


def without_counts(finding: Finding) -> Finding:
    """The finding as one sees it who may not see small counts: where it is, and not what it says."""
    told = without_link(finding)
    return replace(told, message=OUTCOMES_HIDDEN, expected="", found="", withheld=finding.fingerprint)


def without_link(finding: Finding) -> Finding:
    """The finding as one sees it who may not open the page of what was printed, small counts and all."""
    return replace(finding, page="", page_label="") if finding.page == PRINTED_PAGE else finding


def reason_for(finding: Finding, reasons: Mapping[str, str]) -> str:
    """Why the finding is accepted; "" when it is not. Where counts are withheld, only that it is: words may tell."""
    reason = reasons.get(finding.fingerprint, "")
    return REASON_HIDDEN if reason and finding.withheld else reason


def _counted(number: int, one: str, many: str) -> str:
    return f"{swedish.count(number).capitalize()} {one if number == 1 else many}" if number else ""


def _extent_of_entered(facts: OutcomeFacts) -> str:
    return _counted(sum(each.year == facts.year for each in facts.outcomes), "resultat", "resultat")


def _extent_of_openings(facts: OutcomeFacts) -> str:
    own = [each for each in facts.outcomes if each.year == facts.year]
    known = sum(outcome_before(each, facts.outcomes) is not None for each in own)
    return _counted(known, "period med en före sig", "perioder med en före sig")


def _extent_of_parts(facts: OutcomeFacts) -> str:
    whole = {each.initiative for each in facts.outcomes if each.year == facts.year and each.period == YEAR}
    parts = [
        each
        for each in facts.outcomes
        if each.year == facts.year and each.period != YEAR and each.initiative in whole
    ]
    return _counted(len(parts), "del av året", "delar av året")


def _extent_of_running(facts: OutcomeFacts) -> str:
    number = len(individual_initiatives(facts)) if summed_periods(facts) else 0
    return _counted(number, "individinriktad insats", "individinriktade insatser")


def _cells(facts: OutcomeFacts) -> list[Cell]:
    return [cell for document in printed_documents(facts) for cell in document.cells]


def _extent_of(is_held: Callable[[Cell], bool], one: str, many: str) -> Callable[[OutcomeFacts], str]:
    def extent(facts: OutcomeFacts) -> str:
        return _counted(sum(is_held(cell) for cell in _cells(facts)), one, many)

    return extent


def _extent_of_both(facts: OutcomeFacts) -> str:
    entered = outcomes(facts)
    known = sum(entered_beside(cell, entered) is not None for cell in _cells(facts))
    return _counted(known, "siffra som också är införd", "siffror som också är införda")


def _extent_of_alike(facts: OutcomeFacts) -> str:
    before = {
        (cell.fact.measure, cell.row, cell.when)
        for document in earlier_documents(facts)
        for cell in document.cells
    }
    number = sum(
        not document.is_first(cell) or (cell.fact.measure, cell.row, cell.when) in before
        for document in printed_documents(facts)
        for cell in document.cells
    )
    return _counted(number, "siffra som är tryckt förut", "siffror som är tryckta förut")


OUTCOME_RULES: Final[tuple[OutcomeRule, ...]] = (
    (
        outcomes_flow,
        "Insatsernas deltagare går ihop från periodens början till dess slut",
        _extent_of_entered,
    ),
    (
        outcomes_open_as_the_last_closed,
        "De inskrivna är de som var aktiva när förra perioden slutade",
        _extent_of_openings,
    ),
    (genders_add_up, "Kvinnor, män och andra blir tillsammans alla", _extent_of_entered),
    (means_lie_between_the_genders, "Medeltider för alla stämmer med kvinnors och mäns", _extent_of_entered),
    (means_are_of_those_who_left, "Medeltider är räknade på så många som finns", _extent_of_entered),
    (transfers_out_come_in, "De som går över till en annan insats kommer dit", _extent_of_entered),
    (parts_are_within_the_year, "Årets delar ryms i året", _extent_of_parts),
    (
        running_initiatives_have_outcomes,
        "Alla insatser som pågår har resultat där någon har det",
        _extent_of_running,
    ),
)
"""The checks of what is entered, in the order of OUTCOME_CHECKS."""

PRINTED_OUTCOME_RULES: Final[tuple[OutcomeRule, ...]] = (
    (
        printed_totals_add_up,
        "Tryckta antal för alla insatser är summan av insatsernas",
        _extent_of(
            lambda cell: cell.row == ALL_ROWS and cell.fact.measure in COUNTED,
            "tryckt summa",
            "tryckta summor",
        ),
    ),
    (
        printed_shares_are_of_whole_people,
        "Tryckta andelar i mål kommer av hela personer",
        _extent_of(
            lambda cell: cell.row != ALL_ROWS and cell.fact.measure == GOAL_SHARE,
            "tryckt andel",
            "tryckta andelar",
        ),
    ),
    (
        printed_total_shares_follow,
        "Tryckta andelar i mål för alla insatser följer av insatsernas",
        _extent_of(
            lambda cell: cell.row == ALL_ROWS and cell.fact.measure == GOAL_SHARE,
            "tryckt andel",
            "tryckta andelar",
        ),
    ),
    (
        printed_means_follow,
        "Tryckta medeltider för alla insatser följer av insatsernas",
        _extent_of(
            lambda cell: cell.row == ALL_ROWS and cell.fact.measure == MEAN_MONTHS,
            "tryckt tid",
            "tryckta tider",
        ),
    ),
    (
        printed_parts_are_within_the_year,
        "Tryckta resultat för en del av året ryms i årets",
        _extent_of(
            lambda cell: cell.when.period != YEAR and cell.fact.measure in WITHIN_YEAR,
            "tryckt antal",
            "tryckta antal",
        ),
    ),
    (
        printed_flows_add_up,
        "Tryckta deltagare går ihop från periodens början till dess slut",
        _extent_of(lambda cell: cell.fact.measure == ACTIVE, "tryckt rad", "tryckta rader"),
    ),
    (
        printed_outcomes_are_those_entered,
        "Tryckta resultat är de som är införda",
        _extent_of_both,
    ),
    (
        printed_outcomes_are_told_alike,
        "Samma resultat är tryckt lika överallt",
        _extent_of_alike,
    ),
)
"""The checks of what was printed, in the order of PRINTED_OUTCOME_CHECKS."""


def _extent_of_training(facts: TrainingFacts) -> str:
    has_print = any(each.year == facts.year for each in facts.printed)
    number = sum(each.year == facts.year for each in facts.events) if has_print else 0
    return _counted(number, "utbildningsinsats", "utbildningsinsatser")


TRAINING_RULES: Final[tuple[TrainingRule, ...]] = (
    (
        printed_training_is_that_entered,
        "Tryckta utbildningsinsatser är de som är införda",
        _extent_of_training,
    ),
)
"""The checks in the order of TRAINING_CHECKS."""
