"""How a table is shaped, frozen: which rows and columns, in what order, sign and unit.

The two standard shapes are what a federation has until it makes its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ShapeRow:
    """A row or a run of rows. `areas` is all, funding or cost; `style` how each is set; `centre` limits it to one."""

    kind: str
    areas: str = "all"
    centre: int | None = None
    style: str = "total_below"
    joins_single: bool = False
    measure: str = ""
    reference: str = ""
    label: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class ShapeColumn:
    """A column. `offset` counts years from the budget's own; `part` is a part of the year, from 1."""

    source: str
    offset: int = 0
    part: int = 0
    measure: str = ""
    heading: str = ""


@dataclass(frozen=True)
class ShapeFact:
    """A table's shape. `pk` None is a standard shape. Offsets None mean all years of the outlook."""

    pk: int | None
    slug: str
    name: str
    kind: str
    rows: tuple[ShapeRow, ...]
    columns: tuple[ShapeColumn, ...]
    caption: str = ""
    unit: str = "tkr"
    cost_sign: str = "plus"
    funding_sign: str = "minus"
    shows_codes: bool = True
    shows_basis: bool = True
    marks: str = "numbers"
    first_offset: int | None = None
    last_offset: int | None = None

    @property
    def shows_costs_negative(self) -> bool:
        """Whether costs are printed with a minus."""
        return self.cost_sign == "minus"

    @property
    def shows_funding_negative(self) -> bool:
        """Whether the income of funding areas is printed with a minus."""
        return self.funding_sign == "minus"


MEASURES = {
    "funding": "Medelstilldelning från medlemmarna",
    "other_income": "Övriga intäkter",
    "income": "Intäkter totalt",
    "cost": "Kostnader totalt",
    "result": "Resultat",
    "forecast_result": "Prognos resultat",
    "opening_equity": "Eget kapital vid årets ingång",
    "closing_equity": "Eget kapital 31/12",
    "decision_space": "Intäkter och ingående eget kapital",
    "available_funds": "Tillgängliga medel",
    "equity_floor": "Lägsta nivå för eget kapital",
    "equity_ceiling": "Högsta nivå för eget kapital",
}
"""What each computed row or column is called when the shape does not say."""

PART_NAMES = {2: "Halvår", 3: "Tertial", 4: "Kvartal", 12: "Månad"}
"""What a part of the year is called, by how many there are."""

STANDARD_BUDGET = ShapeFact(
    pk=None,
    slug="",
    name="Budget per ID och kontogrupp",
    kind="budget",
    rows=(
        ShapeRow("areas"),
        ShapeRow("measure", measure="income"),
        ShapeRow("measure", measure="cost"),
        ShapeRow("measure", measure="result", is_total=True),
    ),
    columns=(ShapeColumn("budget", 0), ShapeColumn("budget", -1)),
)
STANDARD_YEARS = ShapeFact(
    pk=None,
    slug="",
    name="Långsiktig budget",
    kind="years",
    rows=(),
    columns=(
        ShapeColumn("measure", measure="funding", heading="Årstilldelning från medlemmarna"),
        ShapeColumn("measure", measure="cost", heading="Budget"),
        ShapeColumn("measure", measure="closing_equity"),
    ),
)


_YEAR_IN_TEXT = re.compile(r"\{år(?P<offset>[+-]\d{1,2})?\}")


def with_year(text: str, year: int) -> str:
    """The text with the year for `{år}`, and one counted from it for `{år+2}` and `{år-1}`."""
    return _YEAR_IN_TEXT.sub(lambda found: str(year + int(found["offset"] or 0)), text)


def shape_of(shapes: tuple[ShapeFact, ...], kind: str, slug: str = "") -> ShapeFact | None:
    """The federation's shape under a short name, or its first of a kind, or the standard one."""
    if slug:
        return next((shape for shape in shapes if (shape.kind, shape.slug) == (kind, slug)), None)
    standard = {"budget": STANDARD_BUDGET, "years": STANDARD_YEARS}.get(kind)
    return next((shape for shape in shapes if shape.kind == kind), standard)
