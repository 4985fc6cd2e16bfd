"""What the ledger says beside the budget: the operating statement (driftredovisning) of a year, to any month of it.

Facts are kronor in ledger sign (cost +, income −). A statement is printed as a result is: costs with minus, income
without, so that its total is the result. What remains is budget less actual, + when there is money left or income
beyond the budget, whatever the sign of the table. A share of a budget of zero is None, shown "–", and of the result
there is none: it is neither spent nor earned.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import BudgetFact, CentreFact
from budgets.domain.ledger import WHOLE_YEAR, ForecastFact, LedgerRow
from budgets.domain.spread import MONTHS, PaidPercents, budget_until
from budgets.domain.totals import totals, with_those_under
from finsam.money import ZERO, Unit, percent_of

UNPLACED = "Inte fördelat på ID"
"""What the ledger holds that no ID has been found for. It stands in the table, or the total would not be the result."""


@dataclass(frozen=True)
class Threshold:
    """When a deviation is large: at least so many kronor and so many per cent of the year's budget, both."""

    amount: Decimal
    percent: Decimal
    source: str = ""

    def is_passed_by(self, deviation: Decimal, budget: Decimal) -> bool:
        """Whether the deviation is large. Where nothing is budgeted, kronor alone decide."""
        return abs(deviation) >= self.amount and abs(deviation) * 100 >= self.percent * abs(budget)


USUAL_THRESHOLD = Threshold(Decimal(50_000), Decimal(10), "Finsams förslag")
"""What holds until the federation has a rule of its own."""


@dataclass(frozen=True)
class YearOfActuals:
    """A year's budget beside what the ledger says of it. `budget` is None when the year has none."""

    year: int
    budget: BudgetFact | None
    rows: tuple[LedgerRow, ...]
    names: tuple[tuple[int, str], ...] = ()
    """What the areas were called that year, where it is another year than the one followed up."""
    paid: PaidPercents = ()
    """How much of the members' contribution is to be paid by the end of each month."""

    @property
    def last_month(self) -> int:
        """The last month the ledger says anything of; 0 when it says nothing."""
        return max((_month_of(row) for row in self.rows), default=0)

    def is_known_to(self, month: int) -> bool:
        """Whether the ledger says what the year came to by the month; one of the whole year says it at the end."""
        return bool(self.rows) and (month == MONTHS or any(row.month != WHOLE_YEAR for row in self.rows))

    def through(self, month: int) -> tuple[LedgerRow, ...]:
        """The rows to and with a month."""
        return tuple(row for row in self.rows if _month_of(row) <= month)


@dataclass(frozen=True)
class FollowUpFacts:
    """A year to follow up beside the one before it, with the areas in printed order and what is expected of them."""

    now: YearOfActuals
    before: YearOfActuals
    centres: tuple[CentreFact, ...]
    forecasts: tuple[ForecastFact, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """Code and name of each account group."""
    account_names: tuple[tuple[str, str], ...] = ()
    """Number and name of the accounts that a file has named."""
    threshold: Threshold = USUAL_THRESHOLD
    shows_codes: bool = True
    unit: Unit = Unit.TKR
    """The unit of documents."""

    @property
    def year(self) -> int:
        """The year that is followed up."""
        return self.now.year

    def is_large(self, found: Outturn) -> bool:
        """Whether something deviates so much that it is told; without a budget there is nothing to deviate from."""
        return self.now.budget is not None and self.threshold.is_passed_by(found.deviation, found.budget)


@dataclass(frozen=True)
class Outturn:
    """Budget and actual of something, in ledger sign, and what follows of the two. `expected` is the budget so far."""

    budget: Decimal
    actual: Decimal
    expected: Decimal

    @property
    def remaining(self) -> Decimal:
        """What is left of the year's budget: + when not all is spent, or more than budgeted has come in."""
        return self.budget - self.actual

    @property
    def consumed_percent(self) -> Decimal | None:
        """How much of the year's budget is used; None where nothing is budgeted."""
        return percent_of(self.actual, self.budget)

    @property
    def expected_percent(self) -> Decimal | None:
        """How much of the year's budget was to be used by now; None where nothing is budgeted."""
        return percent_of(self.expected, self.budget)

    @property
    def deviation(self) -> Decimal:
        """How the result stands against what was to be expected by now: + better, − worse."""
        return self.expected - self.actual

    @property
    def is_empty(self) -> bool:
        """Whether neither budget nor ledger says anything."""
        return not (self.budget or self.actual)

    def plus(self, other: Outturn) -> Outturn:
        """The two together."""
        return Outturn(self.budget + other.budget, self.actual + other.actual, self.expected + other.expected)


NO_OUTTURN = Outturn(ZERO, ZERO, ZERO)


@dataclass(frozen=True)
class StatementRow:
    """An area with those under it, what has no ID, or the total. `before` is last year to the same month, if known."""

    code: str
    name: str
    outturn: Outturn
    before: Outturn | None
    centre: int | None = None
    slug: str = ""
    depth: int = 0
    is_total: bool = False
    is_funding: bool = False
    is_large: bool = False
    """Whether it deviates so much from what was to be expected that it is told."""
    forecast: Decimal | None = None
    """What the year is expected to end at, in ledger sign; for the total with the budget where there is no forecast."""
    comment: str = ""
    forecast_month: int = 0

    @property
    def actual(self) -> Decimal:
        """What has happened so far, as a result: costs with minus."""
        return _as_result(self.outturn.actual)

    @property
    def budget(self) -> Decimal:
        """The year's budget, as a result."""
        return _as_result(self.outturn.budget)

    @property
    def remaining(self) -> Decimal:
        """What is left of the year's budget."""
        return self.outturn.remaining

    @property
    def consumed_percent(self) -> Decimal | None:
        """How much of the year's budget is used; None where nothing is budgeted, and of the result."""
        return None if self.is_total else self.outturn.consumed_percent

    @property
    def deviation(self) -> Decimal:
        """Against what was to be expected by now: + better, − worse."""
        return self.outturn.deviation

    @property
    def expected(self) -> Decimal:
        """What was to be expected by now, as a result."""
        return _as_result(self.outturn.expected)

    @property
    def actual_before(self) -> Decimal | None:
        """Last year to the same month, as a result."""
        return None if self.before is None else _as_result(self.before.actual)

    @property
    def forecast_shown(self) -> Decimal | None:
        """What the year is expected to end at, as a result."""
        return None if self.forecast is None else _as_result(self.forecast)

    @property
    def forecast_deviation(self) -> Decimal | None:
        """The year's budget against the forecast: + when the year is expected to end better."""
        return None if self.forecast is None else self.outturn.budget - self.forecast


@dataclass(frozen=True)
class OperatingStatement:
    """The operating statement of a year to and with a month. `rows` are areas in printed order; `total` the result."""

    year: int
    month: int
    rows: tuple[StatementRow, ...]
    total: StatementRow
    has_codes: bool
    has_before: bool
    has_budget: bool
    threshold: Threshold
    unit: Unit = Unit.TKR
    booked_month: int = MONTHS
    """The last month that the ledger says anything of."""

    @property
    def lacks_months(self) -> bool:
        """Whether the ledger has not come as far as the statement."""
        return self.booked_month < self.month

    @property
    def is_whole_year(self) -> bool:
        """Whether it covers the year."""
        return self.month == MONTHS

    @property
    def expected_percent(self) -> Decimal:
        """How much of the year has passed, in per cent."""
        return Decimal(self.month * 100) / MONTHS

    @property
    def has_forecast(self) -> bool:
        """Whether any area has a forecast."""
        return any(row.forecast is not None for row in self.rows)

    @property
    def large(self) -> tuple[StatementRow, ...]:
        """The areas that deviate so much that it is told, the worst first."""
        found = (row for row in self.rows if row.is_large)
        return tuple(sorted(found, key=lambda row: row.deviation))

    @property
    def unplaced(self) -> Decimal:
        """What is in the ledger to the month and belongs to no ID: no deviation, but something to mend. Cost +."""
        row = self.row(None)
        return row.outturn.actual if row else ZERO

    def row(self, centre: int | None) -> StatementRow | None:
        """The row of an area, or of what has no ID."""
        return next((row for row in self.rows if row.centre == centre), None)


def operating_statement(facts: FollowUpFacts, month: int) -> OperatingStatement:
    """The statement to and with a month, every sum from exact kronor."""
    now, before = outturns(facts.now, facts.centres, month), outturns(facts.before, facts.centres, month)
    has_before = facts.before.is_known_to(month)
    latest = _latest_forecasts(facts, month)

    def row(centre: CentreFact, depth: int) -> StatementRow:
        found, forecast = now.get(centre.pk, NO_OUTTURN), latest.get(centre.pk)
        return StatementRow(
            centre.code,
            centre.name,
            found,
            before.get(centre.pk, NO_OUTTURN) if has_before else None,
            centre=centre.pk,
            slug=centre.slug,
            depth=depth,
            is_funding=centre.is_funding,
            is_large=facts.is_large(found),
            forecast=forecast.amount if forecast else None,
            comment=forecast.comment if forecast else "",
            forecast_month=forecast.month if forecast else 0,
        )

    rows = tuple(
        row(centre, depth)
        for centre, depth in in_printed_order(facts.centres)
        if not (now.get(centre.pk, NO_OUTTURN).is_empty and before.get(centre.pk, NO_OUTTURN).is_empty)
        or centre.pk in latest
    )
    unplaced = now.get(None), before.get(None)
    if any(unplaced):
        found = unplaced[0] or NO_OUTTURN
        earlier = (unplaced[1] or NO_OUTTURN) if has_before else None
        rows += (StatementRow("", UNPLACED, found, earlier),)
    return OperatingStatement(
        year=facts.year,
        month=month,
        rows=rows,
        total=_total(rows, now, before if has_before else None, facts),
        has_codes=facts.shows_codes and any(row.code for row in rows),
        has_before=has_before,
        has_budget=facts.now.budget is not None,
        threshold=facts.threshold,
        unit=facts.unit,
        booked_month=facts.now.last_month,
    )


def _total(
    rows: tuple[StatementRow, ...],
    now: dict[int | None, Outturn],
    before: dict[int | None, Outturn] | None,
    facts: FollowUpFacts,
) -> StatementRow:
    """The result: the areas that belong to no other, and what has no ID."""
    tops: list[int | None] = [None, *(centre.pk for centre in facts.centres if centre.parent is None)]

    def together(found: dict[int | None, Outturn]) -> Outturn:
        whole = NO_OUTTURN
        for top in tops:
            whole = whole.plus(found.get(top, NO_OUTTURN))
        return whole

    whole = together(now)
    return StatementRow(
        "",
        "Totalt",
        whole,
        together(before) if before is not None else None,
        is_total=True,
        forecast=_forecast_of_all(rows, facts),
    )


def _forecast_of_all(rows: tuple[StatementRow, ...], facts: FollowUpFacts) -> Decimal | None:
    """What the year is expected to end at: each area's forecast, else those under it, else its budget or its actual.

    What has no ID counts as it stands. None while no area has a forecast.
    """
    by_centre = {row.centre: row for row in rows}
    if not any(row.forecast is not None for row in rows):
        return None

    def expected(centre: CentreFact) -> Decimal:
        row = by_centre.get(centre.pk)
        if row is None:
            return ZERO
        if row.forecast is not None:
            return row.forecast
        under = [each for each in facts.centres if each.parent == centre.pk and each.pk in by_centre]
        own = row.outturn.budget - sum((by_centre[each.pk].outturn.budget for each in under), ZERO)
        return own + sum((expected(each) for each in under), ZERO)

    placed = sum((expected(centre) for centre in facts.centres if centre.parent is None), ZERO)
    return placed + (by_centre[None].outturn.actual if None in by_centre else ZERO)


def outturns(year: YearOfActuals, centres: tuple[CentreFact, ...], month: int) -> dict[int | None, Outturn]:
    """Budget, actual and what was to be expected to and with a month, per area with those under it; None for no ID."""
    own: dict[int, Decimal] = {centre.pk: ZERO for centre in centres}
    unplaced, has_unplaced = ZERO, False
    for row in year.through(month):
        if row.centre is None:
            unplaced, has_unplaced = unplaced + row.amount, True
        else:
            own[row.centre] += row.amount
    actual = with_those_under(own, centres)
    budget = totals(year.budget, centres).by_centre if year.budget else {}
    expected = totals(budget_until(year.budget, month, year.paid), centres).by_centre if year.budget else {}
    found: dict[int | None, Outturn] = {
        pk: Outturn(budget.get(pk, ZERO), actual[pk], expected.get(pk, ZERO)) for pk in actual
    }
    if has_unplaced:
        found[None] = Outturn(ZERO, unplaced, ZERO)
    return found


@dataclass(frozen=True)
class _AreaForecast:
    """What an area is expected to end the year at by itself or by its lines."""

    amount: Decimal | None
    comment: str
    month: int


def _latest_forecasts(facts: FollowUpFacts, month: int) -> dict[int, _AreaForecast]:
    """Per area the latest forecast made by the month; else what its lines are expected at, the rest as budgeted."""
    latest: dict[int, dict[UUID | None, ForecastFact]] = {}
    for each in sorted(facts.forecasts, key=lambda each: each.month):
        if each.month <= month:
            latest.setdefault(each.centre, {})[each.line] = each
    return {centre: _of_lines(facts, centre, found) for centre, found in latest.items()}


def _of_lines(facts: FollowUpFacts, centre: int, found: dict[UUID | None, ForecastFact]) -> _AreaForecast:
    last = max(each.month for each in found.values())
    if (whole := found.get(None)) is not None:
        return _AreaForecast(whole.amount, whole.comment, whole.month)
    lines = facts.now.budget.lines if facts.now.budget else ()
    budgeted = {line.key: line.amount or ZERO for line in lines if line.centre == centre}
    expected = {
        key: each.amount for key, each in found.items() if key is not None and each.amount is not None
    }
    amount = sum({**budgeted, **expected}.values(), ZERO) if expected else None
    return _AreaForecast(amount, " ".join(each.comment for each in found.values() if each.comment), last)


def _month_of(row: LedgerRow) -> int:
    """When a row is known: what is kept for the whole year when the year is out."""
    return MONTHS if row.month == WHOLE_YEAR else row.month


def in_printed_order(centres: tuple[CentreFact, ...]) -> list[tuple[CentreFact, int]]:
    """Every area followed by those under it, with how deep it lies."""
    found: list[tuple[CentreFact, int]] = []

    def add(parent: int | None, depth: int) -> None:
        for centre in centres:
            if centre.parent == parent:
                found.append((centre, depth))
                add(centre.pk, depth + 1)

    add(None, 0)
    return found


def _as_result(amount: Decimal) -> Decimal:
    """A ledger amount as a result: costs with minus. Never a negative zero."""
    return -amount or ZERO
