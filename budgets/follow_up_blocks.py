"""Blocks of the follow-up that budgets give to documents: the operating statement, an area's part of it, the charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from budgets.domain.follow_up import FollowUpFacts, StatementRow, operating_statement
from budgets.domain.follow_up_areas import Area, area
from budgets.domain.follow_up_charts import consumed_chart, months_chart
from budgets.domain.follow_up_checks import until
from budgets.domain.spread import MONTHS
from budgets.follow_up_queries import follow_up_facts
from budgets.queries import budget_facts
from finsam import swedish
from finsam.blocks import Block, BlockContent, Numbering, UnknownBlock, register
from finsam.money import Unit
from finsam.scope import Scope

EMPTY = "Det finns inget bokfört för året ännu. Läs in eller skriv in det under Uppföljning."
UNTIL = (("", "dokumentets period"), *((str(month), until(month)) for month in (4, 6, 7, 8, MONTHS)))
"""To when a block may follow up: as far as its document, else the ends of what interim reports cover, and the year."""


def month_in(scope: Scope, argument: str) -> int:
    """The month that a block reaches to: the one it is told, else its document's own."""
    return int(argument) if argument else scope.month


def span_words(month: int) -> str:
    """What a caption says of the span after the year: nothing for the whole year, else till och med juni."""
    return "" if month == MONTHS else f" {until(month)}"


def statement_content(facts: FollowUpFacts, month: int) -> BlockContent | None:
    """The operating statement to and with a month; None while nothing is in the ledger of the period."""
    if not facts.now.through(month):
        return None
    found = operating_statement(facts, month)
    return BlockContent(f"Driftredovisning {facts.year}{span_words(month)}, {found.unit}", found)


@dataclass(frozen=True)
class Forecasts:
    """The areas that have a forecast or a comment, and the result that follows."""

    rows: tuple[StatementRow, ...]
    total: StatementRow
    has_codes: bool
    unit: Unit


def forecasts_content(facts: FollowUpFacts, month: int) -> BlockContent | None:
    """What the director expects the year to end at, as of a month; None while nothing is forecast."""
    found = operating_statement(facts, month)
    rows = tuple(row for row in found.rows if row.forecast is not None or row.comment)
    if not rows:
        return None
    content = Forecasts(rows, found.total, found.has_codes, found.unit)
    return BlockContent(f"Prognos för {facts.year}, {found.unit}", content)


def months_content(facts: FollowUpFacts, month: int) -> BlockContent | None:
    """The chart of months; None where the ledger keeps none."""
    chart = months_chart(facts, month)
    return (
        BlockContent(f"Kostnader per månad {facts.year} mot budgeten, {chart.unit}", chart) if chart else None
    )


def consumed_content(facts: FollowUpFacts, month: int) -> BlockContent | None:
    """The chart of consumed shares; None where nothing is budgeted, or nothing is in the ledger."""
    chart = consumed_chart(operating_statement(facts, month)) if facts.now.through(month) else None
    caption = f"Förbrukad andel av årsbudgeten {facts.year}{span_words(month)}, %"
    return BlockContent(caption, chart) if chart else None


def _to_month(
    content: Callable[[FollowUpFacts, int], BlockContent | None],
) -> Callable[[Scope, str], BlockContent | None]:
    return lambda scope, argument: content(scope.facts(follow_up_facts), month_in(scope, argument))


def _of_area(caption: str) -> Callable[[Scope, str], BlockContent | None]:
    def build(scope: Scope, argument: str) -> BlockContent | None:
        facts = scope.facts(follow_up_facts)
        centre = next((each for each in facts.centres if each.slug == argument), None)
        if centre is None and argument:
            raise UnknownBlock("Det ID som tabellen är om finns inte längre.")
        if centre is None or not facts.now.through(scope.month):
            return None
        found: Area = area(facts, centre.pk, scope.month)
        span = span_words(scope.month)
        years = f"{found.years[0].year}\u2013{facts.year}" if len(found.years) > 1 else str(facts.year)
        return BlockContent(
            caption.format(
                name=found.name, years=f"{years}{span}", year=f"{facts.year}{span}", unit=found.unit
            ),
            found,
        )

    return build


def _areas(scope: Scope) -> list[tuple[str, str]]:
    """Every ID, as a list of tables offers it. No query, where the budget is read already."""
    return [
        (centre.slug, f"{swedish.code(centre.code)} {centre.name}" if centre.code else centre.name)
        for centre in scope.facts(budget_facts).centres
    ]


BLOCKS = (
    Block(
        "budgets.operating_statement",
        "Driftredovisning",
        "budgets/blocks/operating_statement.html",
        _to_month(statement_content),
        empty=EMPTY,
        arguments=UNTIL,
    ),
    Block(
        "budgets.operating_area",
        "Driftredovisning för ett ID, två år",
        "budgets/blocks/operating_area.html",
        _of_area("Driftredovisning för {name} {years}, {unit}"),
        empty=EMPTY,
        own_arguments=_areas,
    ),
    Block(
        "budgets.costs_and_income",
        "Kostnader och intäkter för ett ID",
        "budgets/blocks/costs_and_income.html",
        _of_area("Kostnader och intäkter för {name} {year}, {unit}"),
        empty=EMPTY,
        own_arguments=_areas,
    ),
    Block(
        "budgets.forecasts",
        "Prognos per ID",
        "budgets/blocks/forecasts.html",
        _to_month(forecasts_content),
        empty="Ingen prognos är skriven. Skriv den under Uppföljning.",
        arguments=UNTIL,
    ),
    Block(
        "budgets.months_chart",
        "Diagram över kostnader per månad",
        "budgets/blocks/months_chart.html",
        _to_month(months_content),
        numbering=Numbering.FIGURE,
        empty=EMPTY,
        arguments=UNTIL,
    ),
    Block(
        "budgets.consumed_chart",
        "Diagram över förbrukad budget per ID",
        "budgets/blocks/consumed_chart.html",
        _to_month(consumed_content),
        numbering=Numbering.FIGURE,
        empty=EMPTY,
        arguments=UNTIL,
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
