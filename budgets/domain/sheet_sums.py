"""What the sheet's columns add up to, with what has been typed and could not be saved laid over what is stored.

A sum with a cell under it that cannot be read is not known: it is None, and never a figure that leaves the cell out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import AmountFact, BudgetFact, CentreFact, LineFact
from budgets.domain.sheet_cells import Column, is_amount, parse_amount
from budgets.domain.totals import totals
from finsam.money import Unit


@dataclass(frozen=True)
class Sums:
    """A row of figures that are computed, one per column. `whole` is None where the year is typed as one amount.

    An amount that is None has a cell under it that cannot be read; so have then `change` and `percent`.
    """

    main: tuple[tuple[str, Decimal | None], ...]
    beside: tuple[tuple[str, Decimal | None], ...]
    whole: Decimal | None
    before: Decimal | None
    change: Decimal | None
    percent: Decimal | None

    @property
    def is_final(self) -> bool:
        """Whether every cell under the sums can be read."""
        return all(amount is not None for _key, amount in (*self.main, *self.beside))


@dataclass(frozen=True)
class ColumnSums:
    """What a column adds up to, in kronor as `totals` has it; None where a cell under it cannot be read."""

    by_centre: dict[int, Decimal | None]
    income: Decimal | None
    cost: Decimal | None
    result: Decimal | None


@dataclass(frozen=True)
class Reckoned:
    """The budget as the sheet shows it. `unreadable` per column the rows (by name, "r12" or "n7") and their IDs."""

    budget: BudgetFact
    unreadable: dict[str, dict[str, int]] = field(default_factory=dict)

    def is_readable(self, row: str, columns: Iterable[Column]) -> bool:
        """Whether all of a row's cells in the columns can be read."""
        return not any(row in self.unreadable.get(column.key, {}) for column in columns)

    def sums(self, column: Column, centres: tuple[CentreFact, ...]) -> ColumnSums:
        """What a column adds up to."""
        body = self.budget
        if column.kind != "budget":
            body = body.column(column.kind, column.year, column.part) or replace(body, lines=())
        return column_sums(body, centres, self.unreadable.get(column.key, {}).values())

    def year(self, columns: Iterable[Column], centres: tuple[CentreFact, ...]) -> ColumnSums:
        """What the year adds up to, over its parts if it has any."""
        unread = [pk for column in columns for pk in self.unreadable.get(column.key, {}).values()]
        return column_sums(self.budget, centres, unread)


def column_sums(
    body: BudgetFact, centres: tuple[CentreFact, ...], unreadable: Collection[int] = ()
) -> ColumnSums:
    """The sums of a column in which the IDs `unreadable` hold something that cannot be read."""
    sums = totals(body, centres)
    parents = {centre.pk: centre.parent for centre in centres}
    unknown: set[int] = set()
    for pk in unreadable:
        place: int | None = pk
        while place is not None and place not in unknown:
            unknown.add(place)
            place = parents.get(place)
    sides = {centre.is_funding for centre in centres if centre.pk in set(unreadable)}
    return ColumnSums(
        by_centre={pk: None if pk in unknown else total for pk, total in sums.by_centre.items()},
        income=None if True in sides else sums.income,
        cost=None if False in sides else sums.cost,
        result=None if sides else sums.result,
    )


def reckoned(
    budget: BudgetFact,
    centres: tuple[CentreFact, ...],
    columns: Iterable[Column],
    typed: Mapping[str, str],
    unit: Unit,
) -> Reckoned:
    """The budget with what was `typed` in its cells, by address, as what counts."""
    by_key = {column.key: column for column in columns}
    lines = {f"r{line.pk}": line for line in budget.lines}
    empty = {f"n{centre.pk}": LineFact(0, UUID(int=0), centre.pk, "", "", "cost", None) for centre in centres}
    unreadable: dict[str, dict[str, int]] = {}
    for address, text in typed.items():
        row, _, key = address.partition(".")
        line = lines.get(row) or empty.get(row)
        if line is None or key not in by_key or not is_amount(address):
            continue
        try:
            amount = parse_amount(text, unit)
        except ValueError:
            amount = None
            unreadable.setdefault(key, {})[row] = line.centre
        lines[row] = _with(line, by_key[key], amount)
    return Reckoned(replace(budget, lines=tuple(lines.values())), unreadable)


def _with(line: LineFact, column: Column, amount: Decimal | None) -> LineFact:
    if column.kind == "budget":
        return replace(line, whole=amount)
    place = (column.kind, column.year, column.part)
    others = tuple(each for each in line.others if (each.kind, each.year, each.part) != place)
    return replace(line, others=(*others, AmountFact(*place, amount)))
