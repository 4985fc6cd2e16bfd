"""A year's statements cell by cell, for what old documents printed of them: what each cell is made of.

Which cells add up to another follows from the form: a sum has the rows above it, a total the sums, and a deviation the
outcome and the budget. Where two statements tell the same thing it is one figure (`same`), and what a cash flow row
tells is the difference of two rows of the balance sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budgets.domain.balance_sheet import PrintedBalance
from budgets.domain.cash_flow import GROWING_GIVES, GROWING_TAKES, CashFlow
from budgets.domain.equity_history import EquityHistory
from budgets.domain.follow_up import FollowUpFacts, OperatingStatement
from budgets.domain.income_statement import by_part, kinds_of_actual
from budgets.domain.ledger import YEAR_END
from budgets.domain.result_kinds import kinds_of_budget
from budgets.domain.statement_forms import Amounts, Form, FormRow, Level, lines, with_rows
from budgets.domain.statement_notes import StatementNote
from budgets.domain.step_parts import Name, Part, Step
from finsam.money import ZERO

INCOME, BUDGET, DEVIATION = "statement.income", "statement.income_budget", "statement.income_deviation"
BALANCE, CASH_FLOW = "statement.balance", "statement.cash_flow"
NOTE_ROW, NOTE_TOTAL = "note.amount", "note.total"
RESULT, BUDGET_RESULT, RESULT_DEVIATION = "actual.result", "budget.result", "actual.result_deviation"
EQUITY, CASH = "balance.equity", "balance.cash"
AREA, AREA_LEFT, AREA_COSTS, AREA_INCOME = (
    "actual.cost_centre_total",
    "actual.cost_centre_remaining",
    "actual.cost_centre_costs",
    "actual.cost_centre_income",
)
HISTORY_FUNDING, HISTORY_COST, HISTORY_EQUITY = "history.funding", "history.cost", "history.equity"
FAMILIES = ("statement.", "note.", "actual.", "balance.", "history.")
"""How the figures begin whose steps are here."""
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class StatementSources:
    """What a year's statements are; None where one cannot be drawn up."""

    follow_up: FollowUpFacts | None
    operating: OperatingStatement | None
    income_form: Form
    balance: PrintedBalance | None
    cash_flow: CashFlow | None
    notes: tuple[StatementNote, ...]
    history: EquityHistory | None
    areas: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Per ID, by its slug, its costs and its income in ledger sign."""


@dataclass(frozen=True)
class StatementCells:
    """A year's cells. `steps` are the ways to add one up, by its own name; `same` says which is meant by another."""

    year: int
    amounts: Mapping[Name, Decimal | None] = field(default_factory=dict)
    steps: Mapping[Name, tuple[Step, ...]] = field(default_factory=dict)
    same: Mapping[Name, Name] = field(default_factory=dict)

    def ways(self, name: Name, printed: Iterable[Name]) -> list[Step]:
        """The ways to a cell whose terms were all printed, or are nought and were left out."""
        known = set(printed)
        found = []
        for step in self.steps.get(name, ()):
            terms = tuple(part for part in step if part.amount or part.name in known)
            if terms and all(part.name in known for part in terms):
                found.append(terms)
        return found

    def terms_of(self, name: Name) -> int:
        """How many figures that are not nought add up to a cell in its shortest way; 1 for one that is entered."""
        ways = self.steps.get(self.same.get(name, name), ())
        return max(1, min((sum(bool(part.amount) for part in step) for step in ways), default=1))


def statement_cells(year: int, sources: StatementSources) -> StatementCells:
    """Every cell of the year's statements."""
    cells = _Cells(year)
    if sources.follow_up is not None:
        _income_statement(cells, sources.follow_up, sources.income_form)
    if sources.operating is not None:
        _operating_statement(cells, sources.operating, sources.areas)
    if sources.balance is not None:
        _balance_sheet(cells, sources.balance)
        if sources.cash_flow is not None:
            _cash_flow(cells, sources.cash_flow, sources.balance.form)
    for note in sources.notes:
        _note(cells, note)
    if sources.history is not None:
        _history(cells, sources.history)
    return StatementCells(
        year, cells.amounts, {name: tuple(steps) for name, steps in cells.steps.items()}, cells.same
    )


def note_argument(note: str, label: str) -> str:
    """What a row of a note is called in a reference: "receivables-kundfordringar"."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    return f"{note}-{_OTHER.sub('-', plain).strip('-')}"


@dataclass
class _Cells:
    """The cells as they are gathered."""

    year: int
    amounts: dict[Name, Decimal | None] = field(default_factory=dict)
    steps: dict[Name, list[Step]] = field(default_factory=dict)
    same: dict[Name, Name] = field(default_factory=dict)

    def name(self, key: str, argument: str = "", year: int | None = None) -> Name:
        name = Name(key, argument, self.year if year is None else year)
        return self.same.get(name, name)

    def way(self, name: Name, step: Iterable[Part]) -> None:
        terms = tuple(step)
        if terms:
            self.steps.setdefault(name, []).append(terms)


def _whole(form: Form) -> Form:
    """The form with all its rows, also those that are left out when they hold nothing."""
    return with_rows(form, (replace(row, is_optional=False) for row in form.rows))


def _form(cells: _Cells, key: str, form: Form, amounts: Amounts) -> None:
    """A column of a statement: each sum has the rows since the last one, a total what stands for itself on its side."""
    group: list[Part] = []
    side: list[Part] = []
    for line in lines(_whole(form), [dict(amounts)]):
        if line.level is Level.HEADING:
            side, group = [*side, *group], []
            continue
        name, amount = cells.name(key, line.key), line.amounts[0]
        cells.amounts[name] = amount
        if line.level is Level.ROW:
            group.append(Part(name, amount))
        elif line.level is Level.TOTAL:
            cells.way(name, (*side, *group))
            side, group = [], []
        else:
            cells.way(name, group)
            if line.level is Level.SUBTOTAL:
                group = [Part(name, amount)]
            else:
                side, group = [*side, Part(name, amount)], []


def _rows(form: Form, is_wanted: Callable[[FormRow], bool]) -> Iterator[FormRow]:
    return (row for row in form.rows if is_wanted(row))


def _gathering(form: Form, *parts: str) -> str:
    """The key of the row that gathers the parts and nothing else; "" when there is none."""
    return next((row.key for row in _rows(form, lambda row: set(row.gathers) == set(parts))), "")


def _total(form: Form) -> str:
    """The key of the first row that closes a side."""
    return next(row.key for row in form.rows if row.level is Level.TOTAL)


def _income_statement(cells: _Cells, facts: FollowUpFacts, form: Form) -> None:
    total = _total(form)
    for key, same in ((INCOME, RESULT), (BUDGET, BUDGET_RESULT), (DEVIATION, RESULT_DEVIATION)):
        cells.same[Name(key, total, cells.year)] = Name(same, "", cells.year)
    actual = kinds_of_actual(facts, YEAR_END)
    _form(cells, INCOME, form, by_part(actual))
    if facts.now.budget is None:
        return
    budget = kinds_of_budget(facts.now.budget)
    deviation = {kind: actual.get(kind, ZERO) - budget.get(kind, ZERO) for kind in {*actual, *budget}}
    _form(cells, BUDGET, form, by_part(budget))
    _form(cells, DEVIATION, form, by_part(deviation))
    for row in _rows(form, lambda row: row.level is not Level.HEADING):
        of, planned = cells.name(INCOME, row.key), cells.name(BUDGET, row.key)
        cells.way(
            cells.name(DEVIATION, row.key),
            (Part(of, cells.amounts[of]), Part(planned, cells.amounts[planned], -1)),
        )


def _operating_statement(
    cells: _Cells, found: OperatingStatement, areas: Mapping[str, tuple[Decimal, Decimal]]
) -> None:
    spent: list[Part] = []
    left: list[Part] = []
    for row in found.rows:
        if row.centre is None:
            spent.append(Part(None, row.outturn.actual, -1))
            left.append(Part(None, row.remaining))
            continue
        actual, remaining = cells.name(AREA, row.slug), cells.name(AREA_LEFT, row.slug)
        budget = cells.name("budget.cost_centre_total", row.slug)
        cells.way(remaining, (Part(budget, row.outturn.budget), Part(actual, row.outturn.actual, -1)))
        if row.slug in areas:
            costs, income = areas[row.slug]
            terms = (
                Part(cells.name(AREA_COSTS, row.slug), costs),
                Part(cells.name(AREA_INCOME, row.slug), income),
            )
            cells.way(actual, terms)
        if not row.depth:
            spent.append(Part(actual, row.outturn.actual, -1))
            left.append(Part(remaining, row.remaining))
    cells.way(cells.name(RESULT), spent)
    cells.way(cells.name(RESULT_DEVIATION), left)


def _balance_sheet(cells: _Cells, sheet: PrintedBalance) -> None:
    form = sheet.form
    for parts, same in ((("result",), RESULT), (("cash",), CASH)):
        if key := _gathering(form, *parts):
            cells.same[Name(BALANCE, key, cells.year)] = Name(same, "", cells.year)
    if key := _equity_sum(form):
        cells.same[Name(BALANCE, key, cells.year)] = Name(EQUITY, "", cells.year)
    _form(cells, BALANCE, form, sheet.amounts)


def _equity_sum(form: Form) -> str:
    """The key of the sum that holds equity and the result alone."""
    group: set[str] = set()
    for row in form.rows:
        if row.level is Level.ROW:
            group |= set(row.gathers)
        elif row.level is Level.HEADING:
            group = set()
        else:
            if group == {"equity", "result"}:
                return row.key
            group = set()
    return ""


def _cash_flow(cells: _Cells, found: CashFlow, balance: Form) -> None:
    form = found.form
    opening, closing = _gathering(form, "cash_opening"), _gathering(form, "cash_closing")
    for key, year in ((opening, cells.year - 1), (closing, cells.year)):
        if key:
            cells.same[Name(CASH_FLOW, key, cells.year)] = Name(CASH, "", year)
    _form(cells, CASH_FLOW, form, found.amounts)
    if opening and closing:
        start, flow = cells.name(CASH_FLOW, opening), cells.name(CASH_FLOW, _total(form))
        terms = (Part(start, found.amounts["cash_opening"]), Part(flow, found.flow))
        cells.way(cells.name(CASH_FLOW, closing), terms)
    for row in _rows(form, lambda row: bool(row.gathers)):
        if row.key not in (opening, closing):
            cells.way(cells.name(CASH_FLOW, row.key), _moved(cells, row, found, balance))


def _moved(cells: _Cells, row: FormRow, found: CashFlow, balance: Form) -> list[Part]:
    """The row as what rows of the balance sheet have moved; empty where they do not gather the same."""
    terms: list[Part] = []
    for part in row.gathers:
        sources = GROWING_GIVES.get(part) or GROWING_TAKES.get(part)
        if sources is None:
            if found.amounts.get(part):
                return []
            continue
        key = _gathering(balance, *sources)
        if not key:
            if found.amounts.get(part):
                return []
            continue
        sign = 1 if part in GROWING_GIVES else -1
        now = cells.name(BALANCE, key)
        before = Name(BALANCE, key, cells.year - 1)
        amount = cells.amounts.get(now)
        moved = (found.amounts.get(part) or ZERO) * sign
        terms += [
            Part(now, amount, sign),
            Part(before, None if amount is None else amount - moved, -sign),
        ]
    return terms


def _note(cells: _Cells, note: StatementNote) -> None:
    rows = [(cells.name(NOTE_ROW, note_argument(note.key, row.label)), row.now) for row in note.rows]
    cells.amounts.update(rows)
    total = cells.name(NOTE_TOTAL, note.key)
    cells.amounts[total] = note.total
    cells.way(total, (Part(name, amount) for name, amount in rows))


def _history(cells: _Cells, found: EquityHistory) -> None:
    """Equity that is worked out is what it was, and the year's contributions less its budget."""
    for row in found.rows:
        year = str(row.year)
        of_row = found.found.row(row.year)
        names = [cells.name(key, year) for key in (HISTORY_FUNDING, HISTORY_COST, HISTORY_EQUITY)]
        cells.amounts.update(
            zip(names, (row.funding.amount, row.cost.amount, row.equity.amount), strict=True)
        )
        if of_row is None or row.equity.origin != "computed" or of_row.other_income:
            continue
        before = cells.name(HISTORY_EQUITY, str(row.year - 1))
        cells.way(
            names[2],
            (
                Part(before, of_row.opening_equity),
                Part(names[0], row.funding.amount),
                Part(names[1], row.cost.amount, -1),
            ),
        )
