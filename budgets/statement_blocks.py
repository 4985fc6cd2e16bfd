"""Blocks of the accounts that budgets give to documents: the statements and the notes to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.balance_sheet import PrintedBalance
from budgets.domain.comparatives import kept, note_name
from budgets.domain.income_statement import by_part
from budgets.domain.ledger import YEAR_END
from budgets.domain.statement_forms import Form, Statement
from budgets.domain.statement_notes import NOTES, StatementNote
from budgets.follow_up_blocks import EMPTY, UNTIL, month_in
from budgets.layout_queries import STANDARD, form_for
from budgets.statement_queries import (
    balance_at,
    cash_flow_to,
    document_unit,
    note_to,
    statement_to,
)
from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.money import Unit
from finsam.periods import last_day, period_text
from finsam.scope import Scope
from finsam.swedish import long_date

EMPTY_BALANCE = (
    "Balansräkningen vid periodens slut är inte införd. Läs in eller skriv in den under Uppföljning › Balans."
)
EMPTY_CASH_FLOW = (
    "Kassaflödet räknas ut ur det bokförda, balansräkningen vid periodens slut och den vid förra årets slut, och "
    "något av dem saknas. Läs in eller skriv in det under Uppföljning › Huvudbok och Balans."
)
EMPTY_NOTE = (
    "Noten har inget att visa ännu. Den hämtas ur bokföringen, balansposterna och medlemmarnas andelar."
)
ARGUMENTS = (*UNTIL, *STANDARD.items())
"""A statement reaches as far as it is told; or as far as its document, in another form than the federation's."""
NOTE = "budgets.note"


@dataclass(frozen=True)
class BalanceContent:
    """A balance sheet with the headings of its columns."""

    sheet: PrintedBalance
    heading: str
    heading_before: str
    unit: Unit

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its columns of amounts."""
        return (self.heading, self.heading_before) if self.sheet.has_before else (self.heading,)

    @property
    def span(self) -> int:
        """How many columns there are with the rows' own."""
        return len(self.headings) + 1


def _told(scope: Scope, argument: str) -> tuple[int, str]:
    """The month that a block reaches to, and the form that it is told, if any."""
    return (scope.month, argument) if argument in STANDARD else (month_in(scope, argument), "")


def _refers(form: Form) -> tuple[str, ...]:
    return tuple(f"{NOTE}:{key}" for key in form.notes)


def notes_referred_to(scope: Scope) -> tuple[str, ...]:
    """The notes that the year's statements refer to, in the order of their numbers. Three queries at most."""
    forms = (form_for(scope, each) for each in (Statement.INCOME, Statement.BALANCE, Statement.CASH_FLOW))
    return tuple(dict.fromkeys(note for form in forms for note in _refers(form)))


def _income_statement(scope: Scope, argument: str) -> BlockContent | None:
    month, asked = _told(scope, argument)
    found = statement_to(scope, month, asked)
    if found is None:
        return None
    return BlockContent(
        f"Resultaträkning {period_text(scope.year, month)}, {found.unit}",
        found,
        refers=_refers(found.form),
        kept=tuple(kept(Statement.INCOME, by_part(found.kinds))) if month == YEAR_END else (),
    )


def _balance_sheet(scope: Scope, argument: str) -> BlockContent | None:
    month, asked = _told(scope, argument)
    sheet = balance_at(scope, month, asked)
    if sheet is None:
        return None
    day, unit = long_date(last_day(scope.year, month)), scope.facts(document_unit)
    return BlockContent(
        f"Balansräkning den {day}, {unit}",
        BalanceContent(sheet, day, long_date(last_day(scope.year - 1, YEAR_END)), unit),
        refers=_refers(sheet.form),
        kept=tuple(kept(Statement.BALANCE, sheet.amounts)) if month == YEAR_END else (),
    )


def _cash_flow(scope: Scope, argument: str) -> BlockContent | None:
    month, asked = _told(scope, argument)
    found = cash_flow_to(scope, month, asked)
    if found is None:
        return None
    return BlockContent(
        f"Kassaflödesanalys {period_text(scope.year, month)}, {found.unit}",
        found,
        refers=_refers(found.form),
        kept=tuple(kept(Statement.CASH_FLOW, found.amounts)) if month == YEAR_END else (),
    )


def _note(scope: Scope, argument: str) -> BlockContent | None:
    key = argument or next(iter(NOTES))
    found = note_to(scope, key, scope.month)
    if found is None:
        return None
    is_kept = scope.month == YEAR_END
    return BlockContent(
        f"{found.title}, {found.unit}", found, kept=tuple(_kept_rows(found)) if is_kept else ()
    )


def _kept_rows(found: StatementNote) -> Iterator[tuple[str, Decimal]]:
    """What the rows are kept as. The members' are whole units, each under its short name."""
    yield from ((note_name(found.key, row.kept_as), row.now) for row in found.rows if row.now)


BLOCKS = (
    Block(
        "budgets.income_statement",
        "Resultaträkning",
        "budgets/blocks/income_statement.html",
        _income_statement,
        empty=EMPTY,
        arguments=ARGUMENTS,
    ),
    Block(
        "budgets.balance_sheet",
        "Balansräkning",
        "budgets/blocks/balance_sheet.html",
        _balance_sheet,
        empty=EMPTY_BALANCE,
        arguments=ARGUMENTS,
    ),
    Block(
        "budgets.cash_flow",
        "Kassaflödesanalys",
        "budgets/blocks/cash_flow.html",
        _cash_flow,
        empty=EMPTY_CASH_FLOW,
        arguments=ARGUMENTS,
    ),
    Block(
        NOTE,
        "Not till räkenskaperna",
        "budgets/blocks/note.html",
        _note,
        numbering=Numbering.NOTE,
        empty=EMPTY_NOTE,
        arguments=tuple(NOTES.items()),
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
