"""The income statement of a year to and with a month: rows and columns are data, and every sum is of exact kronor.

Income and surplus have no sign, costs and deficit have minus. A column of which nothing is known is left out, and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budgets.domain.comparatives import changes
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
from budgets.domain.standard_forms import LKBR_INCOME
from budgets.domain.statement_forms import Amounts, Form, FormColumn, Line, lines
from finsam import periods
from finsam.money import ZERO, Unit

INTERIM_COLUMNS = ("actual", "before", "forecast", "budget", "last_year")
"""What an interim report sets beside each other (13 kap. LKBR), and last year to its end."""


@dataclass(frozen=True)
class Column:
    """What a column is of. `kinds` is None where nothing is known, and `lack` says why."""

    key: str
    heading: str
    kinds: Kinds | None
    lack: str = ""


@dataclass(frozen=True)
class IncomeStatement:
    """The statement of a year to and with a month. `notes` say what is missing, and how what is derived is derived."""

    year: int
    month: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    unit: Unit = Unit.TKR
    kinds: Kinds = field(default_factory=dict)
    """What the period came to by kind."""
    form: Form = LKBR_INCOME

    def amount(self, line: str, column: str = "actual") -> Decimal | None:
        """What stands in a cell; None where the row or the column is left out."""
        place = next((place for place, each in enumerate(self.columns) if each.key == column), None)
        found = next((each for each in self.lines if each.key == line), None)
        return None if found is None or place is None else found.amounts[place]


def income_statement(
    facts: FollowUpFacts,
    month: int,
    form: Form = LKBR_INCOME,
    adopted: Mapping[str, Decimal] | None = None,
) -> IncomeStatement | None:
    """The statement in a form; None while nothing is entered of the period.

    `adopted` is what last year came to by kind in its adopted annual report: then the comparison is with that.
    """
    is_year = month == YEAR_END
    if not facts.now.through(month):
        return None
    wanted = form.columns if is_year else tuple(FormColumn(source) for source in INTERIM_COLUMNS)
    last_year = "before" if is_year else "last_year"
    remarks: tuple[str, ...] = ()
    found = []
    for each in wanted:
        column = _column(each.source, facts, month)
        if each.source == last_year and adopted is not None:
            if column.kinds is not None:
                found_changed = changes(form, adopted, by_part(column.kinds))
                remarks = tuple(each.told(str(facts.before.year)) for each in found_changed)
            column = replace(column, kinds={kind: adopted.get(kind, ZERO) for kind in Kind}, lack="")
        found.append(replace(column, heading=each.heading_in(facts.year)) if each.heading else column)
    columns = tuple(each for each in found if each.kinds is not None)
    notes = [*(each.lack for each in found if each.lack), *remarks]
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
        lines=lines(form, [by_part(each.kinds or {}) for each in columns], is_year=is_year),
        notes=tuple(notes),
        unit=facts.unit,
        kinds=kinds_of_actual(facts, month),
        form=form,
    )


def kinds_of_actual(facts: FollowUpFacts, month: int) -> Kinds:
    """What the ledger of the year comes to by kind, to and with a month."""
    return kinds_of_ledger(facts.now.through(month), natures(facts.now.budget, facts.centres))


def by_part(kinds: Kinds) -> Amounts:
    """What kinds come to, by the part of a form that each is."""
    return {kind.value: amount for kind, amount in kinds.items()}


def _column(source: str, facts: FollowUpFacts, month: int) -> Column:
    makers = {
        "actual": lambda: _actual("actual", facts, facts.now, month),
        "before": lambda: _actual("before", facts, facts.before, month),
        "forecast": lambda: _forecast(facts, month),
        "budget": lambda: _budget(facts),
        "deviation": lambda: _deviation(facts, month),
        "last_year": lambda: _last_year(facts),
    }
    return makers[source]()


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


def _deviation(facts: FollowUpFacts, month: int) -> Column:
    """Actual against the year's budget, + better: left out without a word where there is no budget."""
    if facts.now.budget is None:
        return Column("deviation", "Avvikelse", None)
    actual, budget = kinds_of_actual(facts, month), kinds_of_budget(facts.now.budget)
    kinds = {kind: actual.get(kind, ZERO) - budget.get(kind, ZERO) for kind in Kind}
    return Column("deviation", "Avvikelse", kinds)


def _last_year(facts: FollowUpFacts) -> Column:
    """The whole of last year; left out without a word where it is not booked to its end."""
    year = facts.before
    kinds = None
    if year.last_month == YEAR_END:
        kinds = kinds_of_ledger(year.rows, natures(year.budget, facts.centres))
    return Column("last_year", f"Helår {year.year}", kinds)
