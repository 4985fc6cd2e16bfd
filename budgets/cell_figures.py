"""Figures of single cells of the statements and of the years around them, for texts and for what was printed.

The rows of income, balance and cash flow as they came out are in `statement_figures`; here are the other columns, the
notes, an ID's costs and income, the history of equity, and what follows for equity and the balance requirement.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgets.cell_queries import area_sides, year_cells
from budgets.domain.balance_requirement import balance_requirement
from budgets.domain.equity import BasedAmount
from budgets.domain.equity_history import EquityHistory, HistoryRow
from budgets.domain.ledger import YEAR_END
from budgets.domain.statement_cells import (
    AREA_COSTS,
    AREA_INCOME,
    BUDGET,
    DEVIATION,
    HISTORY_COST,
    HISTORY_EQUITY,
    HISTORY_FUNDING,
    NOTE_ROW,
    NOTE_TOTAL,
    note_argument,
)
from budgets.domain.statement_forms import Level, Statement
from budgets.domain.statement_notes import NOTES
from budgets.domain.step_parts import Name
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.layout_queries import form_for
from budgets.statement_queries import balance_at, note_to
from budgets.year_end_queries import history, year_end
from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.money import percent_of
from finsam.scope import Scope


def _of_cell(key: str) -> Callable[[Scope, str], Value]:
    """What stands in a column of the income statement of the whole year."""

    def compute(scope: Scope, argument: str) -> Value:
        if not any(argument == row for row, _label in _rows(scope)):
            raise UnknownFigure(f"Raden ”{argument}” finns inte i uppställningen, eller har inget belopp.")
        cells = scope.facts(year_cells)
        name = Name(key, argument, scope.year)
        return cells.amounts.get(cells.same.get(name, name))

    return compute


def _rows(scope: Scope) -> list[tuple[str, str]]:
    if not scope.facts(has_ledger):
        return []
    form = form_for(scope, Statement.INCOME)
    return [(row.key, row.label) for row in form.rows if row.level is not Level.HEADING and row.key]


def _note_row(scope: Scope, argument: str) -> Value:
    for key in NOTES:
        found = note_to(scope, key, YEAR_END) if argument.startswith(f"{key}-") else None
        for row in found.rows if found else ():
            if note_argument(key, row.label) == argument:
                return row.now
    raise UnknownFigure(f"Ingen not till {scope.year} har en rad ”{argument}”.")


def _note_rows(scope: Scope) -> list[tuple[str, str]]:
    notes = [(key, note_to(scope, key, YEAR_END)) for key in NOTES]
    return [
        (note_argument(key, row.label), f"{found.title}, {row.label}")
        for key, found in notes
        if found
        for row in found.rows
    ]


def _note_total(scope: Scope, argument: str) -> Value:
    if argument not in NOTES:
        raise UnknownFigure(f"Det finns ingen not ”{argument}”.")
    found = note_to(scope, argument, YEAR_END)
    return found.total if found else None


def _of_area(side: int) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        sides = scope.facts(area_sides)
        if sides and argument not in sides:
            raise UnknownFigure(f"ID {swedish.code(argument)} finns inte i förbundet.")
        return sides[argument][side] if sides else None

    return compute


def _areas(scope: Scope) -> list[tuple[str, str]]:
    if not scope.facts(has_ledger):
        return []
    sides = scope.facts(area_sides)
    return [
        (centre.slug, f"{swedish.code(centre.code)} {centre.name}" if centre.code else centre.name)
        for centre in scope.facts(follow_up_facts).centres
        if any(sides[centre.slug])
    ]


def _of_history(give: Callable[[HistoryRow], BasedAmount]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = scope.facts(history)
        row = found.row(int(argument)) if found and argument.isdecimal() else None
        if row is None:
            raise UnknownFigure(f"Historiken vid slutet av {scope.year} har inget år ”{argument}”.")
        return give(row).amount

    return compute


def _history_years(scope: Scope) -> list[tuple[str, str]]:
    found = scope.facts(history)
    return [(str(row.year), str(row.year)) for row in found.rows] if found else []


def _share(scope: Scope, argument: str) -> Value:
    """Equity as per cent of the year's contributions; what it is of next year's is in `equity_figures`."""
    equity = equity_at_end(scope)
    funding = funding_of(scope.facts(history), scope.year) if equity is not None else None
    return percent_of(equity, funding) if equity is not None and funding is not None else None


def equity_at_end(scope: Scope) -> Decimal | None:
    """Equity by the balance sheet when the year ended; None while it is not known."""
    sheet = balance_at(scope, YEAR_END)
    return sheet.equity if sheet else None


def funding_of(found: EquityHistory | None, year: int) -> Decimal | None:
    """The members' contributions of a year."""
    row = found.row(year) if found else None
    return row.funding.amount if row else None


def _balance_requirement(scope: Scope, argument: str) -> Value:
    facts = scope.facts(year_end)
    found = balance_requirement(facts) if facts else None
    return found.result if found else None


FIGURES = (
    Figure(
        BUDGET,
        "Resultaträkningen, budget",
        Kind.AMOUNT,
        _of_cell(BUDGET),
        "en rad i resultaträkningen",
        _rows,
    ),
    Figure(
        DEVIATION,
        "Resultaträkningen, avvikelse mot budget",
        Kind.AMOUNT,
        _of_cell(DEVIATION),
        "en rad i resultaträkningen",
        _rows,
    ),
    Figure(NOTE_ROW, "Rad i en not", Kind.AMOUNT, _note_row, "en rad i en not", _note_rows),
    Figure(
        NOTE_TOTAL, "Summa i en not", Kind.AMOUNT, _note_total, "en not", lambda scope: list(NOTES.items())
    ),
    Figure(AREA_COSTS, "Kostnader för ett ID, utfall", Kind.AMOUNT, _of_area(0), "ett ID", _areas),
    Figure(AREA_INCOME, "Egna intäkter för ett ID, utfall", Kind.AMOUNT, _of_area(1), "ett ID", _areas),
    Figure(
        HISTORY_FUNDING,
        "Årstilldelning enligt historiken",
        Kind.AMOUNT,
        _of_history(lambda row: row.funding),
        "ett år",
        _history_years,
    ),
    Figure(
        HISTORY_COST,
        "Budget enligt historiken",
        Kind.AMOUNT,
        _of_history(lambda row: row.cost),
        "ett år",
        _history_years,
    ),
    Figure(
        HISTORY_EQUITY,
        "Eget kapital 31/12 enligt historiken",
        Kind.AMOUNT,
        _of_history(lambda row: row.equity),
        "ett år",
        _history_years,
    ),
    Figure(
        "equity.share_of_allocation",
        "Eget kapital som andel av årets medelstilldelning",
        Kind.PERCENT,
        _share,
    ),
    Figure("equity.balance_requirement", "Balanskravsresultat", Kind.AMOUNT, _balance_requirement),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
