"""The form of a statement: its rows and columns as data, and the lines they give of exact amounts.

A row gathers parts of what the statement is made of (`PARTS`); every part stands on exactly one row, so that a form
ties whatever it looks like. Sums are never told what they add up: they follow from where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from finsam import periods
from finsam.money import ZERO

Amounts: TypeAlias = Mapping[str, Decimal | None]
"""What each part comes to in a column; one that is None is not known, and one that is not there is nought."""


class Statement(StrEnum):
    """The statements that have forms."""

    INCOME = "income"
    BALANCE = "balance"
    CASH_FLOW = "cash_flow"


class Level(StrEnum):
    """What a line is. A sum is of the rows since the last heading, sum or total; a total since the last total.

    After a subtotal its group goes on; a sum closes the group, and a total the side.
    """

    HEADING = "heading"
    ROW = "row"
    SUBTOTAL = "subtotal"
    SUM = "sum"
    TOTAL = "total"


ADDS_UP = (Level.SUBTOTAL, Level.SUM, Level.TOTAL)
CLOSES = (Level.HEADING, Level.SUM, Level.TOTAL)


@dataclass(frozen=True)
class FormRow:
    """A row of a form. `key` names it in references; `note` is the note it refers to."""

    key: str
    label: str
    level: Level = Level.ROW
    gathers: tuple[str, ...] = ()
    note: str = ""
    period_label: str = ""
    """What it is called for a part of the year."""
    is_optional: bool = False
    """Left out where there is nothing in any column."""


@dataclass(frozen=True)
class FormColumn:
    """A column of a statement of a whole year, with its heading: "Utfall {år}", "Utfall {år-1}"."""

    source: str
    heading: str = ""

    def heading_in(self, year: int) -> str:
        """The heading in a year."""
        return self.heading.replace("{år-1}", str(year - 1)).replace("{år}", str(year))


@dataclass(frozen=True)
class Form:
    """A statement's form from a year on; the end year is exclusive. `source` is the law, or whose own it is."""

    key: str
    statement: Statement
    name: str
    source: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...] = ()
    from_year: int = periods.FIRST_YEAR
    until_year: int | None = None
    is_own: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes that its rows refer to, in order, each once."""
        return tuple(dict.fromkeys(row.note for row in self.rows if row.note))


@dataclass(frozen=True)
class Line:
    """A row with an amount for each column; a heading has none. An amount that is None is not known."""

    key: str
    label: str
    level: Level
    amounts: tuple[Decimal | None, ...] = ()
    note: str = ""

    @property
    def is_sum(self) -> bool:
        """Whether it adds up others."""
        return self.level in ADDS_UP

    @property
    def is_result(self) -> bool:
        """Whether it closes a side, or the statement."""
        return self.level is Level.TOTAL


def lines(form: Form, columns: Sequence[Amounts], *, is_year: bool = True) -> tuple[Line, ...]:
    """The form's lines over columns. A row that may be left out is, where no column holds anything for it, and with
    the last row of a group its heading and its sum.
    """
    shown = _shown(form.rows, columns)
    group = side = tuple(ZERO for _ in columns)
    found = []
    for place, row in enumerate(form.rows):
        amounts: tuple[Decimal | None, ...] = ()
        if row.level is Level.ROW:
            amounts = tuple(_gathered(row, column) for column in columns)
            group, side = _plus(group, amounts), _plus(side, amounts)
        elif row.level is Level.TOTAL:
            amounts = side
        elif row.level in ADDS_UP:
            amounts = group
        if row.level in CLOSES:
            group = tuple(ZERO for _ in columns)
        if row.level is Level.TOTAL:
            side = group
        if place in shown:
            label = row.label if is_year or not row.period_label else row.period_label
            found.append(Line(row.key, label, row.level, amounts, row.note))
    return tuple(found)


def in_groups(found: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """Lines by what belongs together on paper: a heading begins a group, a sum or a total ends it."""
    groups: list[list[Line]] = [[]]
    for line in found:
        after_end = bool(groups[-1]) and groups[-1][-1].level in (Level.SUM, Level.TOTAL)
        begins = line.level is Level.HEADING and any(each.level is not Level.HEADING for each in groups[-1])
        if groups[-1] and (after_end or begins or line.level is Level.TOTAL):
            groups.append([])
        groups[-1].append(line)
    return tuple(tuple(group) for group in groups if group)


def problems(form: Form) -> list[str]:
    """Why a form would not tie or could not be read, in Swedish; empty when all is well."""
    found = []
    if not form.rows:
        return ["Uppställningen behöver minst en rad."]
    gathered = [part for row in form.rows if row.level is Level.ROW for part in row.gathers]
    labels = PARTS[form.statement]
    for part, label in labels.items():
        number = gathered.count(part)
        if not number:
            found.append(
                f"”{label}” står inte på någon rad. Lägg det på en, annars går uppställningen inte ihop."
            )
        elif number > 1:
            found.append(f"”{label}” står på {number} rader. Det ska stå på en enda.")
    for row in form.rows:
        if not row.label.strip():
            found.append("En rad saknar text. Skriv vad den heter, eller ta bort den.")
        if row.level is Level.ROW and not row.gathers:
            found.append(f"Raden ”{row.label}” visar ingenting. Välj vad den ska samla.")
        if row.level is not Level.ROW and row.gathers:
            found.append(f"”{row.label}” är ingen rad med belopp och kan inte samla något.")
    keys = [row.key for row in form.rows if row.key]
    found += [f"Två rader har kortnamnet ”{key}”." for key in dict.fromkeys(keys) if keys.count(key) > 1]
    totals = sum(row.level is Level.TOTAL for row in form.rows)
    if totals != TOTALS[form.statement]:
        word = "en totalsumma" if TOTALS[form.statement] == 1 else "två totalsummor, en för varje sida"
        found.append(f"Uppställningen ska ha {word}.")
    elif not found:
        found += _misplaced(form)
    return found


def _misplaced(form: Form) -> Iterator[str]:
    """What stands on the wrong side of a total."""
    sides: list[list[str]] = [[]]
    for row in form.rows:
        sides[-1] += row.gathers
        if row.level is Level.TOTAL:
            sides.append([])
    labels, sides_of = PARTS[form.statement], SIDES[form.statement]
    for place, side in enumerate(sides):
        allowed = sides_of[place] if place < len(sides_of) else frozenset()
        for part in side:
            if part not in allowed:
                yield f"”{labels[part]}” står på fel sida om totalsumman."


def _shown(rows: Sequence[FormRow], columns: Sequence[Amounts]) -> frozenset[int]:
    """The places of the rows that are shown."""
    filled = {
        place
        for place, row in enumerate(rows)
        if row.level is Level.ROW and (not row.is_optional or any(_gathered(row, each) for each in columns))
    }
    shown = set(filled)
    for place, row in enumerate(rows):
        if row.level is Level.HEADING:
            is_of_side = place + 1 < len(rows) and rows[place + 1].level is Level.HEADING
            ends = (Level.TOTAL,) if is_of_side else CLOSES
            if _until(rows, range(place + 1, len(rows)), ends) & filled:
                shown.add(place)
        elif row.level is Level.SUM:
            if _until(rows, range(place - 1, -1, -1), CLOSES) & filled:
                shown.add(place)
        elif row.level is not Level.ROW:
            shown.add(place)
    return frozenset(shown)


def _until(rows: Sequence[FormRow], places: Iterable[int], ends: tuple[Level, ...]) -> set[int]:
    """The places up to the first row that ends them."""
    found: set[int] = set()
    for place in places:
        if rows[place].level in ends:
            break
        found.add(place)
    return found


def _gathered(row: FormRow, column: Amounts) -> Decimal | None:
    """What a row comes to; None where what it gathers is not known."""
    amounts = [column.get(part, ZERO) for part in row.gathers]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known or not amounts else None


def _plus(sums: tuple[Decimal, ...], amounts: tuple[Decimal | None, ...]) -> tuple[Decimal, ...]:
    return tuple(one + (other or ZERO) for one, other in zip(sums, amounts, strict=True))


@dataclass(frozen=True)
class Layout:
    """What a federation has chosen for a statement from a year on; without form it follows the law again."""

    statement: Statement
    from_year: int
    form: Form | None
    pk: int | None = None
    revision: int = 0


def layout_of(layouts: Iterable[Layout], statement: Statement, year: int) -> Layout | None:
    """The federation's latest choice for the statement in the year; None where it has made none."""
    own = [each for each in layouts if each.statement is statement and each.from_year <= year]
    return max(own, key=lambda each: each.from_year, default=None)


def form_in(forms: Iterable[Form], statement: Statement, year: int) -> Form:
    """The form of the law in force in the year."""
    return next(
        form
        for form in forms
        if form.statement is statement and periods.in_years(year, form.from_year, form.until_year)
    )


def with_rows(form: Form, rows: Iterable[FormRow]) -> Form:
    """The form with other rows."""
    return replace(form, rows=tuple(rows))


# --- What statements are made of ------------------------------------------------------------------------------

INCOME_PARTS = {
    "income": "Övriga intäkter",
    "grants": "EU-medel och andra bidrag",
    "cost": "Kostnader",
    "depreciation": "Avskrivningar",
    "contributions": "Bidrag från medlemmarna",
    "financial_income": "Finansiella intäkter",
    "financial_cost": "Finansiella kostnader",
    "extraordinary": "Extraordinära poster",
}
"""The kinds of `result_kinds`, in the words of who makes a form."""
ASSET_PARTS = {
    "intangible_assets": "Immateriella anläggningstillgångar",
    "tangible_assets": "Materiella anläggningstillgångar",
    "financial_assets": "Finansiella anläggningstillgångar",
    "infrastructure": "Bidrag till infrastruktur",
    "stock": "Förråd",
    "receivables": "Kortfristiga fordringar",
    "short_investments": "Kortfristiga placeringar",
    "cash": "Kassa och bank",
}
LIABILITY_PARTS = {
    "equity": "Eget kapital vid årets början",
    "result": "Årets resultat",
    "pension_provisions": "Avsättningar för pensioner",
    "other_provisions": "Andra avsättningar",
    "long_debts": "Långfristiga skulder",
    "current_debts": "Kortfristiga skulder",
}
FLOW_PARTS = {
    "operating_result": "Resultat före finansiella poster",
    "financial_income": "Finansiella intäkter",
    "financial_cost": "Finansiella kostnader",
    "extraordinary": "Extraordinära poster",
    "depreciation": "Återlagda avskrivningar",
    "pension_provisions": "Förändring av avsättningar för pensioner",
    "other_provisions": "Förändring av andra avsättningar",
    "stock": "Förändring av förråd",
    "receivables": "Förändring av kortfristiga fordringar",
    "short_investments": "Förändring av kortfristiga placeringar",
    "current_debts": "Förändring av kortfristiga skulder",
    "fixed_assets": "Immateriella och materiella investeringar",
    "financial_assets": "Finansiella investeringar",
    "infrastructure": "Bidrag till infrastruktur",
    "long_debts": "Förändring av långfristiga skulder",
    "equity": "Ändring av eget kapital utöver resultatet",
}
STANDING_PARTS = {
    "cash_opening": "Likvida medel vid årets början",
    "cash_closing": "Likvida medel vid årets slut",
}
PARTS: Mapping[Statement, Mapping[str, str]] = {
    Statement.INCOME: INCOME_PARTS,
    Statement.BALANCE: {**ASSET_PARTS, **LIABILITY_PARTS},
    Statement.CASH_FLOW: {**FLOW_PARTS, **STANDING_PARTS},
}
"""Per statement its parts, each with what it is called where a form is made."""
SIDES: Mapping[Statement, tuple[frozenset[str], ...]] = {
    Statement.INCOME: (frozenset(INCOME_PARTS),),
    Statement.BALANCE: (frozenset(ASSET_PARTS), frozenset(LIABILITY_PARTS)),
    Statement.CASH_FLOW: (frozenset(FLOW_PARTS), frozenset(STANDING_PARTS)),
}
"""Per statement what may stand before its total, and after it before the next or the end."""
TOTALS: Mapping[Statement, int] = {Statement.INCOME: 1, Statement.BALANCE: 2, Statement.CASH_FLOW: 1}
