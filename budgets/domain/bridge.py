"""The bridge from net to gross: how the IDs of the operating statement become the rows of the income statement.

An ID is told net, its costs less its own income; the income statement tells income and costs each by itself (4 kap. 4 §
6 LKBR). Per ID the bridge divides the net amount over the kinds that the income statement is made of, so that its
columns are the rows of that statement and its rows those of the operating statement. Amounts are as a result: costs −.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import NO_OUTTURN, UNPLACED, FollowUpFacts, in_printed_order, outturns
from budgets.domain.follow_up_areas import within
from budgets.domain.result_kinds import Kind, Kinds, kinds_of_budget, kinds_of_ledger, natures
from finsam import periods
from finsam.money import ZERO, Unit

HEADINGS = {
    Kind.CONTRIBUTIONS: "Från medlemmarna",
    Kind.GRANTS: "EU-medel och andra bidrag",
    Kind.INCOME: "Övriga intäkter",
    Kind.COST: "Kostnader",
    Kind.DEPRECIATION: "Avskrivningar",
    Kind.FINANCIAL_INCOME: "Finansiella intäkter",
    Kind.FINANCIAL_COST: "Finansiella kostnader",
    Kind.EXTRAORDINARY: "Extraordinära poster",
}
"""The columns, in the order they stand in; those that hold nothing are left out."""
NET_COST, RESULT = "Kostnader totalt, netto", "Årets resultat"


@dataclass(frozen=True)
class BridgeRow:
    """An ID with those under it, or a sum: its net amount and what of it is of each kind. All as a result."""

    code: str
    name: str
    net: Decimal
    amounts: tuple[Decimal, ...]
    depth: int = 0
    is_sum: bool = False
    is_result: bool = False

    @property
    def ties(self) -> bool:
        """Whether the kinds come to the net amount."""
        return self.net == sum(self.amounts, ZERO)


@dataclass(frozen=True)
class BridgePart:
    """What has happened, or what was budgeted: the rows, ending with the result."""

    heading: str
    rows: tuple[BridgeRow, ...]

    @property
    def result(self) -> BridgeRow:
        """The last row: the result, with what it is made of."""
        return self.rows[-1]


@dataclass(frozen=True)
class Bridge:
    """Outcome and budget from net to gross. `kinds` are the columns after the net amount."""

    year: int
    month: int
    kinds: tuple[Kind, ...]
    parts: tuple[BridgePart, ...]
    has_codes: bool
    unit: Unit

    @property
    def headings(self) -> tuple[str, ...]:
        """What each kind's column is called."""
        return tuple(HEADINGS[kind] for kind in self.kinds)

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return 2 + self.has_codes + len(self.kinds)

    def amount(self, kind: Kind, part: int = 0) -> Decimal:
        """What the result holds of a kind, as the income statement tells it."""
        return self.parts[part].result.amounts[self.kinds.index(kind)] if kind in self.kinds else ZERO


@dataclass(frozen=True)
class _Place:
    """An ID as a row, or what has none."""

    pk: int | None
    code: str
    name: str
    depth: int
    is_funding: bool


@dataclass(frozen=True)
class _Source:
    """Where a part's amounts come from: the net of a place with those under it, as a result, and its kinds."""

    heading: str
    net: Callable[[int | None], Decimal]
    kinds: Callable[[frozenset[int | None]], Kinds]


def bridge(facts: FollowUpFacts, month: int) -> Bridge | None:
    """The bridge of a year to and with a month; None while nothing is entered of the period."""
    rows = facts.now.through(month)
    if not rows:
        return None
    found, said = outturns(facts.now, facts.centres, month), natures(facts.now.budget, facts.centres)

    def kinds_of_places(places: frozenset[int | None]) -> Kinds:
        return kinds_of_ledger((row for row in rows if row.centre in places), said)

    heading = f"Utfall {periods.period_text(facts.year, month)}"
    sources = [_Source(heading, lambda pk: -found.get(pk, NO_OUTTURN).actual or ZERO, kinds_of_places)]
    if (budget := facts.now.budget) is not None:
        sources.append(
            _Source(
                f"Budget {facts.year}",
                lambda pk: -found.get(pk, NO_OUTTURN).budget or ZERO,
                lambda places: kinds_of_budget(budget, places),
            )
        )
    places = _places(facts.centres)
    cells = [
        {place.pk: source.kinds(within(facts.centres, place.pk)) for place in places} for source in sources
    ]
    kinds = tuple(
        kind for kind in HEADINGS if any(each.get(kind) for part in cells for each in part.values())
    )
    shown = [place for place in places if any(any(part[place.pk].values()) for part in cells)]
    return Bridge(
        year=facts.year,
        month=month,
        kinds=kinds,
        parts=tuple(
            BridgePart(source.heading, tuple(_rows(shown, source, part, kinds)))
            for source, part in zip(sources, cells, strict=True)
        ),
        has_codes=facts.shows_codes and any(place.code for place in shown),
        unit=facts.unit,
    )


def _places(centres: tuple[CentreFact, ...]) -> list[_Place]:
    found = [
        _Place(centre.pk, centre.code, centre.name, depth, centre.is_funding)
        for centre, depth in in_printed_order(centres)
    ]
    return [*found, _Place(None, "", UNPLACED, 0, is_funding=False)]


def _rows(
    places: list[_Place], source: _Source, kinds_of: dict[int | None, Kinds], kinds: tuple[Kind, ...]
) -> Iterator[BridgeRow]:
    """What costs, with its sum, then what the members pay, then the result."""

    def row(place: _Place) -> BridgeRow:
        amounts = tuple(kinds_of[place.pk].get(kind, ZERO) for kind in kinds)
        return BridgeRow(place.code, place.name, source.net(place.pk), amounts, place.depth)

    spending = [row(place) for place in places if not place.is_funding]
    funding = [row(place) for place in places if place.is_funding]
    yield from spending
    if spending and funding:
        yield _sum(NET_COST, spending, kinds)
    yield from funding
    yield replace(_sum(RESULT, [*spending, *funding], kinds), is_result=True)


def _sum(name: str, rows: list[BridgeRow], kinds: tuple[Kind, ...]) -> BridgeRow:
    """The IDs that belong to no other, together."""
    tops = [row for row in rows if row.depth == 0]
    amounts = tuple(sum((row.amounts[place] for row in tops), ZERO) for place in range(len(kinds)))
    return BridgeRow("", name, sum((row.net for row in tops), ZERO), amounts, is_sum=True)
