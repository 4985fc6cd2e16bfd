"""Where a document stands before its next move, with what the checks find: for services and for pages.

What must hold stands in `plans.domain.requirements`; what is asked of the database in `plans.standing_queries`.
"""

from __future__ import annotations

from finsam.findings import Severity
from plans.domain import lifecycle
from plans.domain.requirements import Concern, Standing, StandingFacts
from plans.models import Document
from plans.queries import document_scope
from plans.standing_queries import standing_facts
from reports.models import Publication
from reports.outcome_rules import OUTCOME_RULES, PRINTED_OUTCOME_RULES, TRAINING_RULES
from reports.year_checks import FOLLOW_UP_RULES, PUBLISHED_RULES, YearChecks, year_checks


def concerns_of(checks: YearChecks, kind: str) -> tuple[Concern, ...]:
    """What the checks find that the board is not to decide over unawares, the gravest first.

    A fault in what an older document printed is accepted as known: it is not the plan's, and cannot be mended in it.
    What the year has cost beside its budget is told in the follow-up, and is nothing that a document is decided with.
    What became of the year's participants is told in its annual report, and is nothing that a plan is decided with.
    """
    printed = {rule for rules in (PRINTED_OUTCOME_RULES, TRAINING_RULES) for _, rule, *_ in rules}
    older = {rule for _, rule, _ in PUBLISHED_RULES} | printed
    spent = {rule for _, rule, _ in FOLLOW_UP_RULES}
    if kind != Document.Kind.ANNUAL_REPORT:
        spent |= {rule for _, rule, _ in OUTCOME_RULES} | printed
    found = [
        Concern(finding, finding.severity is Severity.WARNING or checked.rule in older)
        for checked in checks.checked
        for finding in checked.findings
        if finding.severity in (Severity.ERROR, Severity.WARNING) and checked.rule not in spent
    ]
    return tuple(sorted(found, key=lambda each: list(Severity).index(each.finding.severity)))


def document_concerns(document: Document) -> tuple[Concern, ...]:
    """The concerns of a document as it stands. As many queries as the checks."""
    return concerns_of(year_checks(document_scope(document)), document.kind)


def facts_of(document: Document, missing: tuple[str, ...] = ()) -> StandingFacts:
    """All that is asked before the document's next move. `missing` is what its text refers to in vain."""
    is_frozen = document.publications.filter(stage=Publication.Stage.ADOPTED).exists()
    return standing_facts(
        document,
        concerns=document_concerns(document) if document.is_open else (),
        is_frozen=is_frozen,
        missing=missing,
    )


def remaining(document: Document, missing: tuple[str, ...] = ()) -> tuple[Standing, ...]:
    """Every requirement of the move the document is on its way to, as it stands; none when there is no more."""
    goal = lifecycle.goal_of(document.status)
    return lifecycle.standing(goal, facts_of(document, missing)) if goal else ()
