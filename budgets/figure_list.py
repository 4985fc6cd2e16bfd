"""A list of figures in a federation's own shape: a text and a reference a row, resolved by the registry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.shapes import ShapeFact, with_year
from finsam import figures, swedish
from finsam.figures import Kind, Reference, UnknownFigure
from finsam.money import Unit
from finsam.scope import Scope


@dataclass(frozen=True)
class FigureRow:
    """A row as it is read. `problem` says in Swedish why there is no figure, when its reference cannot be followed.

    `kind` is the figure's; None when it is not shown, or is an amount with a unit of its own.
    """

    label: str
    shown: str
    is_total: bool = False
    problem: str = ""
    kind: Kind | None = None


@dataclass(frozen=True)
class FigureList:
    """The rows, and the unit that amounts are in."""

    rows: tuple[FigureRow, ...]
    unit: Unit

    @property
    def has_unit(self) -> bool:
        """Whether some figure is an amount in the list's unit, which the caption then says."""
        return any(row.kind is Kind.AMOUNT for row in self.rows)

    @property
    def heading(self) -> str:
        """What the column of figures is called."""
        kinds = {row.kind for row in self.rows if not row.problem}
        if kinds == {Kind.PERCENT}:
            return "Andel"
        return "Belopp" if kinds == {Kind.AMOUNT} else "Uppgift"


def figure_list(shape: ShapeFact, scope: Scope) -> FigureList:
    """The shape's figures as they stand in `scope`. Costs no queries beyond the facts behind the figures."""
    unit = Unit(shape.unit)
    return FigureList(
        tuple(
            _row(row.reference, with_year(row.label, scope.year), row.is_total, unit, scope)
            for row in shape.rows
        ),
        unit,
    )


def _row(text: str, label: str, is_total: bool, unit: Unit, scope: Scope) -> FigureRow:
    try:
        reference = Reference.parse(text)
        figure, value = figures.find(reference), figures.compute(reference, scope)
    except UnknownFigure as error:
        return FigureRow(label or text, swedish.NOTHING, is_total, str(error))
    kind = None if figure.kind is Kind.AMOUNT and reference.form else figure.kind
    if kind is Kind.AMOUNT:
        shown = swedish.amount(value if value is None else Decimal(value), unit)  # type: ignore[arg-type]
    else:
        shown = figures.show(value, figure.kind, reference.form)
    return FigureRow(label or f"{figure.label[:1].upper()}{figure.label[1:]}", shown, is_total, kind=kind)
