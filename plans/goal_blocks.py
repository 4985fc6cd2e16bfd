"""The block of goal fulfilment: a table per goal area, with how far each activity was met and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from budgets.follow_up_blocks import UNTIL, month_in, span_words
from finsam import figures
from finsam.blocks import Block, BlockContent, BlockPart, Numbering, UnknownBlock, register
from finsam.scope import Scope
from plans.assessment_queries import FULFILMENT, fulfilment_facts
from plans.domain.assessments import AreaFulfilment, AssessedActivity, fulfilment


def _goal_fulfilment(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(fulfilment_facts)
    if facts is None:
        return None
    month = month_in(scope, argument)
    found = fulfilment(facts, month)
    if found.tally.unassessed == found.tally.count:
        return None
    parts = tuple(
        BlockPart(
            heading=f"Målområde {area.number}: {area.title}",
            body="",
            content=BlockContent(
                caption=f"Måluppfyllelse för verksamhetsplanens målområde {area.number}{span_words(month)}",
                result=with_figures(area, lambda reference: _value(reference, scope)),
                template="plans/blocks/goal_fulfilment.html",
            ),
            key=area.key,
        )
        for area in found.areas
        if area.rows
    )
    return BlockContent(caption="", result=found, parts=parts)


def with_figures(area: AreaFulfilment, value_of: Callable[[str], str]) -> AreaFulfilment:
    """The area with each figure that a comment refers to as `value_of` reads it."""
    return replace(area, rows=tuple(_filled(row, value_of) for row in area.rows))


def _filled(row: AssessedActivity, value_of: Callable[[str], str]) -> AssessedActivity:
    if row.assessment is None or not figures.line_references(row.comment):
        return row
    return replace(row, assessment=replace(row.assessment, comment=figures.fill(row.comment, value_of)))


def _value(reference: str, scope: Scope) -> str:
    """A figure in a document, which is not made with one missing. Raises UnknownBlock."""
    try:
        return figures.resolve(reference, scope)
    except figures.UnknownFigure as error:
        raise UnknownBlock(f"En kommentar till ett mål nämner en siffra som inte finns. {error}") from error


BLOCKS = (
    Block(
        FULFILMENT,
        "Måluppfyllelse per målområde",
        "",
        _goal_fulfilment,
        numbering=Numbering.TABLE,
        empty="Målen är inte bedömda ännu. Bedöm dem under Resultat, Måluppfyllelse.",
        arguments=UNTIL,
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
