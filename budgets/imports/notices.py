"""What is worth telling about a file before it is read in, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.facts import CentreFact
from budgets.imports.plan import PlannedRow
from budgets.imports.rows import ImportedRows, RowKind
from finsam import swedish


def notices(
    read: ImportedRows, rows: tuple[PlannedRow, ...], centres: Iterable[CentreFact]
) -> tuple[str, ...]:
    """All of them, in Swedish."""
    return (*_assumed(rows), *_adding_up(read), *_named_otherwise(rows, centres))


def _assumed(rows: tuple[PlannedRow, ...]) -> Iterator[str]:
    assumed = [row.row.number for row in rows if row.is_assumed]
    if assumed:
        yield f"Filen säger inte vad som är intäkt. {_counted(assumed)} med minus läses som övrig intäkt."


def _adding_up(read: ImportedRows) -> Iterator[str]:
    """Rows that are just what the lines above them add up to, and so may be sums whatever they are called."""
    above = _Above()
    for row in read.rows:
        place = (row.centre_slug, row.centre_code, row.centre_name, row.group)
        if row.kind is not RowKind.LINE or place != above.place:
            above = _Above(place, row.number, (Decimal(),) * len(row.amounts), (0,) * len(row.amounts))
        if row.kind is not RowKind.LINE:
            continue
        amounts = tuple(each.shown or Decimal() for each in row.amounts)
        is_of_many = any(amount and count > 1 for amount, count in zip(amounts, above.counts, strict=True))
        if row.number in read.untold and is_of_many and amounts == above.sums:
            yield (
                f"Rad {row.number} (”{row.label}”) är lika stor som raderna {above.first}–{above.last} "
                "tillsammans. Är den en summa, skriv total i kolumnen radtyp."
            )
        above = above.with_row(row.number, amounts)


@dataclass(frozen=True)
class _Above:
    """What the lines of one ID add up to so far, column by column, and of how many amounts."""

    place: tuple[str, ...] = ()
    first: int = 0
    sums: tuple[Decimal, ...] = ()
    counts: tuple[int, ...] = ()
    last: int = 0

    def with_row(self, number: int, amounts: tuple[Decimal, ...]) -> _Above:
        return replace(
            self,
            sums=tuple(one + other for one, other in zip(self.sums, amounts, strict=True)),
            counts=tuple(n + bool(amount) for n, amount in zip(self.counts, amounts, strict=True)),
            last=number,
        )


def _named_otherwise(rows: tuple[PlannedRow, ...], centres: Iterable[CentreFact]) -> Iterator[str]:
    for centre in centres:
        other = {
            row.row.centre_name
            for row in rows
            if centre.code and row.row.centre_code == centre.code and row.row.centre_name
        } - {centre.name}
        if other:
            yield (
                f"ID {swedish.code(centre.code)} heter {centre.name}, i filen {swedish.listed(sorted(other))}. "
                "Namnet behålls."
            )


def _counted(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Rad {numbers[0]}"
    some = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"{len(numbers)} rader ({some})"
