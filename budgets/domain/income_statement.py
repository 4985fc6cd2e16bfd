"""The income statement of a year to and with a month: rows and columns are data, and every sum is of exact kronor.

Income and surplus have no sign, costs and deficit have minus. A column of which nothing is known is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.follow_up import FollowUpFacts, YearOfActuals, operating_statement
from budgets.domain.ledger import WHOLE_YEAR, YEAR_END, month_name
from budgets.domain.result_kinds import (
    Kind,
    Kinds,
    has_net_forecast,
    kinds_of_budget,
    kinds_of_forecast,
    kinds_of_ledger,
    natures,
)
from finsam import periods
from finsam.money import ZERO, Unit


@dataclass(frozen=True)
class StatementRowKind:
    """A row of the form: what it is called, and which kinds it gathers. `period_label` is for a part of the year."""

    key: str
    label: str
    gathers: tuple[Kind, ...]
    period_label: str = ""
    is_sum: bool = False
    is_optional: bool = False
    """Left out where there is nothing in any column."""


_NET_COST = (Kind.INCOME, Kind.COST, Kind.DEPRECIATION)
_OPERATIONS = (*_NET_COST, Kind.CONTRIBUTIONS)
_FINANCIAL = (*_OPERATIONS, Kind.FINANCIAL_INCOME, Kind.FINANCIAL_COST)
LKBR_FORM = (
    StatementRowKind("income", "Verksamhetens intäkter", (Kind.INCOME,)),
    StatementRowKind("cost", "Verksamhetens kostnader", (Kind.COST,)),
    StatementRowKind("depreciation", "Avskrivningar", (Kind.DEPRECIATION,), is_optional=True),
    StatementRowKind("net_cost", "Verksamhetens nettokostnader", _NET_COST, is_sum=True),
    StatementRowKind("contributions", "Bidrag från medlemmarna", (Kind.CONTRIBUTIONS,)),
    StatementRowKind("operating_result", "Verksamhetens resultat", _OPERATIONS, is_sum=True),
    StatementRowKind("financial_income", "Finansiella intäkter", (Kind.FINANCIAL_INCOME,)),
    StatementRowKind("financial_cost", "Finansiella kostnader", (Kind.FINANCIAL_COST,)),
    StatementRowKind("ordinary_result", "Resultat efter finansiella poster", _FINANCIAL, is_sum=True),
    StatementRowKind("extraordinary", "Extraordinära poster", (Kind.EXTRAORDINARY,), is_optional=True),
    StatementRowKind("result", "Årets resultat", tuple(Kind), "Periodens resultat", is_sum=True),
)
"""The rows of 5 kap. 2 § LKBR that a samordningsförbund has; its members' contributions stand where taxes do."""

INTERIM_COLUMNS = ("actual", "before", "forecast", "budget", "last_year")
"""What an interim report sets beside each other (13 kap. LKBR), and last year to its end."""
YEAR_COLUMNS = ("actual", "before", "budget")


@dataclass(frozen=True)
class Column:
    """What a column is of. `kinds` is None where nothing is known, and `lack` says why."""

    key: str
    heading: str
    kinds: Kinds | None
    lack: str = ""


@dataclass(frozen=True)
class StatementLine:
    """A row with an amount for each column that is shown."""

    key: str
    label: str
    amounts: tuple[Decimal, ...]
    is_sum: bool
    is_result: bool


@dataclass(frozen=True)
class IncomeStatement:
    """The statement of a year to and with a month. `notes` say what is missing, and how what is derived is derived."""

    year: int
    month: int
    columns: tuple[Column, ...]
    lines: tuple[StatementLine, ...]
    notes: tuple[str, ...]
    unit: Unit = Unit.TKR

    def amount(self, line: str, column: str = "actual") -> Decimal | None:
        """What stands in a cell; None where the row or the column is left out."""
        place = next((place for place, each in enumerate(self.columns) if each.key == column), None)
        found = next((each for each in self.lines if each.key == line), None)
        return None if found is None or place is None else found.amounts[place]


def income_statement(
    facts: FollowUpFacts, month: int, form: tuple[StatementRowKind, ...] = LKBR_FORM
) -> IncomeStatement | None:
    """The statement in a form; None while nothing is entered of the period."""
    is_year = month == YEAR_END
    if not facts.now.through(month):
        return None
    found = _columns(facts, month, YEAR_COLUMNS if is_year else INTERIM_COLUMNS)
    columns = tuple(each for each in found if each.kinds is not None)
    notes = [each.lack for each in found if each.lack]
    if any(each.key == "forecast" for each in columns) and has_net_forecast(
        facts, operating_statement(facts, month)
    ):
        notes.append(
            "I prognosen för ett ID som är ett enda belopp antas intäkterna bli som budgeterat, eller som bokfört "
            "där det är mer. Resten är kostnader."
        )
    return IncomeStatement(
        year=facts.year,
        month=month,
        columns=columns,
        lines=tuple(_lines(form, [each.kinds or {} for each in columns], is_year=is_year)),
        notes=tuple(notes),
        unit=facts.unit,
    )


def _lines(
    form: Iterable[StatementRowKind], columns: list[Kinds], *, is_year: bool
) -> Iterable[StatementLine]:
    for row in form:
        amounts = tuple(sum((kinds.get(kind, ZERO) for kind in row.gathers), ZERO) for kinds in columns)
        if any(amounts) or not row.is_optional:
            label = row.label if is_year or not row.period_label else row.period_label
            yield StatementLine(row.key, label, amounts, row.is_sum, is_result=row.key == "result")


def _columns(facts: FollowUpFacts, month: int, wanted: tuple[str, ...]) -> list[Column]:
    makers = {
        "actual": lambda: _actual("actual", facts, facts.now, month),
        "before": lambda: _actual("before", facts, facts.before, month),
        "forecast": lambda: _forecast(facts, month),
        "budget": lambda: _budget(facts),
        "last_year": lambda: _last_year(facts),
    }
    return [makers[key]() for key in wanted]


def _actual(key: str, facts: FollowUpFacts, year: YearOfActuals, month: int) -> Column:
    words = periods.period_text(year.year, month)
    heading = words[:1].upper() + words[1:]
    rows = year.through(month)
    if not rows:
        return Column(key, heading, None, _why_nothing(year, words))
    booked = year.last_month
    lack = "" if booked >= month else f"För {year.year} är bokfört till och med {month_name(booked)}."
    return Column(key, heading, kinds_of_ledger(rows, natures(year.budget, facts.centres)), lack)


def _why_nothing(year: YearOfActuals, words: str) -> str:
    if year.rows and not any(row.month != WHOLE_YEAR for row in year.rows):
        return f"{year.year} är bara bokfört för hela året, så att {words} saknas."
    return f"Inget är bokfört för {words}, så att jämförelsen saknas."


def _forecast(facts: FollowUpFacts, month: int) -> Column:
    kinds = kinds_of_forecast(facts, operating_statement(facts, month))
    lack = "" if kinds is not None else f"Ingen prognos är skriven för {facts.year}."
    return Column("forecast", f"Prognos {facts.year}", kinds, lack)


def _budget(facts: FollowUpFacts) -> Column:
    kinds = kinds_of_budget(facts.now.budget) if facts.now.budget else None
    lack = "" if kinds is not None else f"{facts.year} har ingen budget som gäller."
    return Column("budget", f"Budget {facts.year}", kinds, lack)


def _last_year(facts: FollowUpFacts) -> Column:
    """The whole of last year; left out without a word where it is not booked to its end."""
    year = facts.before
    kinds = None
    if year.last_month == YEAR_END:
        kinds = kinds_of_ledger(year.rows, natures(year.budget, facts.centres))
    return Column("last_year", f"Helår {year.year}", kinds)
