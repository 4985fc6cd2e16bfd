"""Two tables compared by cell: rows and columns are matched by what they are called, and each cell that says something
else is told with the difference in the table's own unit and in per cent.

A difference is between the figures as they are shown: 702 and 712 tkr differ by 10 tkr.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finsam import swedish
from finsam.money import percent_of
from plans.domain import worddiff
from plans.domain.worddiff import Change, Segment
from reports.domain.comparison.likeness import Matching, counted
from reports.domain.comparison.order import Fate, laid_together, moved
from reports.domain.comparison.table_reading import Row, Table

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT_OF_CAPTION = re.compile(r",\s*(kr|tkr|mnkr)$")
_FIGURE = re.compile(r"(?P<number>[-\u2212]?[\d\u00a0 ]*\d(?:,\d+)?)[\u00a0 ]*(?P<unit>%|kr|tkr|mnkr)?\s*\**")
POINTS = "procentenheter"
"""The unit in which two shares differ."""


@dataclass(frozen=True)
class Difference:
    """How much a figure has changed: in `unit` ("" when none is told), and in per cent of what it was."""

    amount: Decimal
    decimals: int
    unit: str
    percent: Decimal | None

    @property
    def shown(self) -> str:
        """With its sign: +10 or −1 250."""
        return signed(self.amount, self.decimals)

    @property
    def percent_shown(self) -> str:
        """With its sign and one decimal: +1,4 %. "–" for a share, and when there was nothing to compare with."""
        if self.percent is None:
            return swedish.NOTHING
        return f"{signed(self.percent, 1)}{swedish.NBSP}%"


@dataclass(frozen=True)
class CellChange:
    """A cell that says something else. `fate` is CHANGED, or ADDED or REMOVED like its row."""

    fate: Fate
    group: str
    row: str
    column: str
    before: str
    after: str
    difference: Difference | None


@dataclass(frozen=True)
class RowChange:
    """A row that has come, gone, been renamed or stands in another place. `name` is compared by word."""

    fate: Fate
    is_moved: bool
    group: str
    name: tuple[Segment, ...]

    @property
    def said(self) -> str:
        """What a row that has come or gone is called."""
        return "".join(segment.text for segment in self.name)


@dataclass(frozen=True)
class ColumnCells:
    """The changed cells of a column. `heading` is compared by word."""

    heading: tuple[Segment, ...]
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class TableChange:
    """What differs between two tables."""

    caption: tuple[Segment, ...]
    """Compared by word. It says nothing of the number the table is given."""
    unit: str
    columns: tuple[ColumnCells, ...]
    rows: tuple[RowChange, ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_renamed: tuple[tuple[Segment, ...], ...]

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """Every cell that says something else, column by column."""
        return tuple(cell for column in self.columns for cell in column.cells)

    @property
    def rows_beside(self) -> tuple[RowChange, ...]:
        """The changed rows that the changed cells do not tell of."""
        told = {(cell.fate, cell.group, cell.row) for cell in self.cells}
        return tuple(row for row in self.rows if (row.fate, row.group, row.said) not in told)

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return bool(
            self.columns or self.rows or self.columns_added or self.columns_removed or self.columns_renamed
        ) or not is_same(self.caption)

    @property
    def has_amounts(self) -> bool:
        """Whether any of the cells is a figure, and so has a difference."""
        return any(cell.difference for cell in self.cells)


def compare_tables(
    old: Table, new: Table, years: int = 0, captions: tuple[str, str] | None = None
) -> TableChange:
    """The two tables by cell. `years` is how many years later the new one is: "Budget 2023" is then compared with what
    was "Budget 2022" a year before. `captions` stand for the tables' own, which say their numbers too.
    """
    old_caption, new_caption = captions or (old.caption, new.caption)
    columns = _matched_columns(old, new, years)
    rows = _matched_rows(old.rows, new.rows)
    unit = found[1] if (found := _UNIT_OF_CAPTION.search(new_caption)) else ""
    taken = set(columns.values())
    laid = laid_together(rows, len(old.rows), len(new.rows))
    pairs = [(None if i is None else old.rows[i], None if j is None else new.rows[j]) for i, j in laid]
    return TableChange(
        caption=worddiff.words(old_caption, new_caption),
        unit=unit,
        columns=tuple(_changed_columns(old, new, columns, pairs, unit)),
        rows=tuple(_changed_rows(old.rows, new.rows, rows, laid)),
        columns_added=tuple(name for place, name in new.columns.items() if place not in columns),
        columns_removed=tuple(name for place, name in old.columns.items() if place not in taken),
        columns_renamed=tuple(
            worddiff.words(old.columns[before], new.columns[after])
            for after, before in columns.items()
            if later(old.columns[before], years) != new.columns[after]
        ),
    )


def signed(value: Decimal, decimals: int) -> str:
    """A number with its sign, whichever it is."""
    text = swedish.number(value, decimals)
    return f"+{text}" if value > 0 else text


def is_same(segments: Sequence[Segment]) -> bool:
    """Whether no word has come or gone."""
    return all(segment.change is Change.SAME for segment in segments)


def later(name: str, years: int) -> str:
    """The text with each year in it so many years later."""
    return _YEAR.sub(lambda found: str(int(found[0]) + years), name)


def _matched_columns(old: Table, new: Table, years: int) -> dict[int, int]:
    """Place in the old table by place in the new."""
    olds, news = list(old.columns.items()), list(new.columns.items())
    matching = Matching(len(olds), len(news))
    matching.by(lambda i: later(olds[i][1], years), lambda j: news[j][1])
    matching.by_words(lambda i: counted(olds[i][1]), lambda j: counted(news[j][1]))
    if len(olds) == len(news) == 1:
        matching.by(lambda i: "", lambda j: "")
    return {news[j][0]: olds[i][0] for j, i in sorted(matching.old_of.items())}


def _matched_rows(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Place in the old table by place in the new. A group that has been renamed is still the same group."""
    groups = _matched_groups(old, new)
    matching = Matching(len(old), len(new))

    def group_of(row: Row) -> str:
        return groups.get(row.group, row.group)

    matching.by(
        lambda i: (
            (old[i].is_group, group_of(old[i]), groups.get(old[i].full_name, old[i].full_name))
            if old[i].is_group
            else (False, group_of(old[i]), old[i].full_name)
        ),
        lambda j: (new[j].is_group, new[j].group, new[j].full_name),
    )
    matching.by(
        lambda i: (group_of(old[i]), old[i].code) if old[i].code else None,
        lambda j: (new[j].group, new[j].code) if new[j].code else None,
    )
    matching.by_words(
        lambda i: counted(old[i].full_name),
        lambda j: counted(new[j].full_name),
        lambda i, j: group_of(old[i]) == new[j].group and not (old[i].code and new[j].code),
    )
    matching.by(lambda i: (old[i].is_group, old[i].full_name), lambda j: (new[j].is_group, new[j].full_name))
    return matching.old_of


def _matched_groups(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """What each group of the old table is called in the new."""
    olds, news = ([row for row in side if row.is_group] for side in (old, new))
    matching = Matching(len(olds), len(news))
    matching.by(lambda i: olds[i].full_name, lambda j: news[j].full_name)
    matching.by(lambda i: olds[i].code or None, lambda j: news[j].code or None)
    matching.by_words(
        lambda i: counted(olds[i].full_name),
        lambda j: counted(news[j].full_name),
        lambda i, j: not (olds[i].code and news[j].code),
    )
    return {olds[i].full_name: news[j].full_name for j, i in matching.old_of.items()}


def _changed_rows(
    old: Sequence[Row],
    new: Sequence[Row],
    old_of: dict[int, int],
    laid: Sequence[tuple[int | None, int | None]],
) -> list[RowChange]:
    moved_rows = moved(old_of, range(len(new)))
    found: list[RowChange] = []
    for i, j in laid:
        before = old[i] if i is not None else None
        after = new[j] if j is not None else None
        name = worddiff.words(before.full_name if before else "", after.full_name if after else "")
        fate = _fate(before, after, is_same=before is not None and before.full_name == _name(after))
        if fate is not Fate.SAME or j in moved_rows:
            found.append(RowChange(fate, j in moved_rows, (after or before or new[0]).group, name))
    return found


def _name(row: Row | None) -> str:
    return row.full_name if row else ""


def _fate(before: object | None, after: object | None, *, is_same: bool) -> Fate:
    if before is None:
        return Fate.ADDED
    if after is None:
        return Fate.REMOVED
    return Fate.SAME if is_same else Fate.CHANGED


def _changed_columns(
    old: Table,
    new: Table,
    columns: dict[int, int],
    pairs: Sequence[tuple[Row | None, Row | None]],
    unit: str,
) -> list[ColumnCells]:
    found: list[ColumnCells] = []
    for after_column, before_column in columns.items():
        heading = worddiff.words(old.columns[before_column], new.columns[after_column])
        cells = []
        for before, after in pairs:
            row = after or before
            was = before.cells.get(before_column, "") if before else ""
            now = after.cells.get(after_column, "") if after else ""
            if row is None or was == now or not (_says(was) or _says(now)):
                continue
            cells.append(
                CellChange(
                    _fate(before, after, is_same=False),
                    row.group,
                    row.full_name,
                    new.columns[after_column],
                    was,
                    now,
                    difference(was, now, unit) if before and after else None,
                )
            )
        if cells:
            found.append(ColumnCells(heading, tuple(cells)))
    return found


def _says(text: str) -> bool:
    """Whether a cell says anything: a dash is nothing, unless a figure has stood or stands there."""
    return text not in ("", swedish.NOTHING)


def difference(before: str, after: str, unit: str = "") -> Difference | None:
    """How much two figures differ, as they are shown; None unless both are figures of one kind.

    Where nothing stands on one side, it is read as zero.
    """
    was, now = _figure(before), _figure(after)
    if was is None or now is None or (was[1] != now[1] and was[0] and now[0]):
        return None
    own = was[1] or now[1]
    decimals = max(0, *(-_exponent(value) for value, _ in (was, now)))
    amount = now[0] - was[0]
    if own == "%":
        return Difference(amount, decimals, POINTS, None)
    percent = percent_of(amount, abs(was[0]))
    return Difference(amount, decimals, own or unit, percent)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _figure(text: str) -> tuple[Decimal, str] | None:
    """A cell's figure and the unit it says itself. A year is no figure, and neither is anything but a number."""
    if not _says(text):
        return Decimal(0), ""
    found = _FIGURE.fullmatch(text)
    if found is None or (_YEAR.fullmatch(text) and len(text) == 4):
        return None
    digits = re.sub("[\u00a0 ]", "", found["number"]).replace("\u2212", "-").replace(",", ".")
    return Decimal(digits), found["unit"] or ""
