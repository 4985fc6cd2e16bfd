"""Cells of the budget's sheet: how what is typed in them is read, compared and shown, and which columns they stand in.

A cell is named by its row and its column: `r12.amount`, `r12.plan-2024`, `c7.name` for the name of an ID, and
`r12.amount.note` for the note to a figure. A cell's text is kept plain for comparing and sending ("-12500,50") and
shown in the unit one types in. `static/js/sheet-numbers.js` does the same; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.facts import BudgetFacts
from budgets.domain.shapes import PART_NAMES, ShapeFact
from finsam import swedish
from finsam.money import LARGEST_AMOUNT, Unit

TEXT_FIELDS = ("account", "label", "nature")
"""What a row holds before its amounts, in order."""
PLAN_YEARS = 5
"""How many years after the budget's own are offered as columns."""
TOO_LARGE = "Beloppet är större än vad som går att spara."


# --- What stands in a cell ------------------------------------------------------------------------------------------


def parse_amount(text: str, unit: Unit = Unit.KR) -> Decimal | None:
    """Kronor from what was typed or pasted in `unit`; None for nothing. ValueError with the reason in Swedish."""
    if swedish.is_nothing(text):
        return None
    value = swedish.parse_decimal(text, ("tkr",) if unit is Unit.TKR else swedish.KRONOR) * unit.kronor
    if abs(value) > LARGEST_AMOUNT:
        raise ValueError(TOO_LARGE)
    return value


def plain(amount: Decimal | None) -> str:
    """An amount in kronor as cells are compared and sent: "", "35000", "-12500,50"."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return f"{amount:.{0 if whole else 2}f}".replace(".", ",") if amount else "0"


def shown(amount: Decimal | None, unit: Unit = Unit.KR) -> str:
    """An amount exactly, in the unit one types in; nothing is an empty cell."""
    return "" if amount is None else swedish.exact(amount, unit)


def plain_text(text: str) -> str:
    """A text as cells are compared: what a line of input in a browser can hold."""
    return text.replace("\t", " ").replace("\r", "").replace("\n", "").strip()


# --- Columns --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column to type in. `kind` is budget, part, forecast or plan."""

    key: str
    heading: str
    kind: str
    year: int
    part: int = 0


def main_columns(facts: BudgetFacts, shape: ShapeFact | None) -> tuple[Column, ...]:
    """The year, or its parts."""
    assert facts.budget is not None
    year, parts = facts.year, facts.budget.parts
    if parts == 1:
        return (Column("amount", _heading(shape, "budget", 0) or f"Årsbudget {year}", "budget", year),)
    return tuple(
        Column(
            f"part-{part}",
            _heading(shape, "part", 0, part) or f"{PART_NAMES.get(parts, 'Del')} {part}",
            "part",
            year,
            part,
        )
        for part in range(1, parts + 1)
    )


def offered_columns(facts: BudgetFacts, shape: ShapeFact | None) -> tuple[Column, ...]:
    """What may stand beside the year: the forecast of last year, and plans for later years."""
    year = facts.year
    years = {
        *range(year + 1, year + 1 + PLAN_YEARS),
        *(each for kind, each in _filled(facts) if kind == "plan"),
    }
    return (
        Column(
            f"forecast-{year - 1}",
            _heading(shape, "forecast", -1) or f"Prognos {year - 1}",
            "forecast",
            year - 1,
        ),
        *(
            Column(f"plan-{each}", _heading(shape, "plan", each - year) or f"Plan {each}", "plan", each)
            for each in sorted(years)
        ),
    )


def standard_columns(facts: BudgetFacts, shape: ShapeFact | None) -> set[str]:
    """What stands beside the year unless the user chooses: what the table prints, and what is filled in already."""
    printed = {
        (column.source, facts.year + column.offset)
        for column in (shape.columns if shape else ())
        if column.source in ("forecast", "plan")
    }
    return {f"{kind}-{year}" for kind, year in printed | _filled(facts)}


def _filled(facts: BudgetFacts) -> set[tuple[str, int]]:
    lines = facts.budget.lines if facts.budget else ()
    return {(each.kind, each.year) for line in lines for each in line.others if each.kind != "part"}


def _heading(shape: ShapeFact | None, source: str, offset: int, part: int = 0) -> str:
    wanted = (source, offset, part)
    found = next(
        (
            each
            for each in (shape.columns if shape else ())
            if (each.source, each.offset, each.part) == wanted
        ),
        None,
    )
    return found.heading if found and "{" not in found.heading else ""


def read_was(text: str) -> dict[str, str]:
    """Per cell what stood in it when the form was opened: `Sheet.was`, read back."""
    found: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    keys = lines[0].split("\t")[1:]
    for line in lines[1:]:
        row, *values = line.split("\t")
        if row.startswith("c"):
            found[f"{row}.name"] = values[0] if values else ""
        elif "." in row:
            found[row] = values[0] if values else ""
        else:
            found.update({f"{row}.{key}": value for key, value in zip(keys, values, strict=False)})
    return found


def is_amount(address: str) -> bool:
    """Whether a cell holds an amount, by its name."""
    column = address.partition(".")[2]
    return column == "amount" or (column.startswith(("part-", "forecast-", "plan-")) and "." not in column)


def shown_as(address: str, stored: str, unit: Unit) -> str:
    """How a cell's plain text is written in the cell."""
    if not is_amount(address):
        return stored
    try:
        return shown(parse_amount(stored), unit)
    except ValueError:
        return stored
