"""What stands under a heading compared: its text by word, and the tables in it by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from plans.domain import worddiff
from plans.domain.worddiff import Change, PassageChange
from reports.documents.resolved import ResolvedBlock
from reports.domain.comparison.likeness import Matching, counted
from reports.domain.comparison.table_reading import Table, apart
from reports.domain.comparison.tables import TableChange, compare_tables, later

IN_TEXT = "Tabell i texten"
"""What a table without a caption is called."""


@dataclass(frozen=True)
class Stretch:
    """Passages in a row that all stand as they did, or none of which does."""

    is_same: bool
    passages: tuple[PassageChange, ...]


@dataclass(frozen=True)
class ContentChange:
    """What differs between two contents. Of a table that has come or gone its caption is told."""

    passages: tuple[PassageChange, ...]
    """All of them, also those that stand as they did; none when the contents are one and the same."""
    tables: tuple[TableChange, ...]
    """Those that differ."""
    tables_added: tuple[str, ...] = ()
    tables_removed: tuple[str, ...] = ()
    pictures_replaced: tuple[str, ...] = ()
    """Pictures that are others than before, by what both are said to show."""

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        replaced = self.tables or self.tables_added or self.tables_removed or self.pictures_replaced
        return bool(replaced) or self.is_prose_changed

    @property
    def is_prose_changed(self) -> bool:
        """Whether a word has come or gone."""
        return not worddiff.is_same(self.passages)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The passages, those in a row that stand as they did together."""
        return tuple(
            Stretch(same, tuple(passages))
            for same, passages in groupby(self.passages, lambda each: each.change is Change.SAME)
        )


@dataclass(frozen=True)
class Content:
    """What stands under a heading: text, and at most one computed block."""

    body: str = ""
    block: ResolvedBlock | None = None


NOTHING = Content()
UNCHANGED = ContentChange((), ())


def compare_contents(old: Content, new: Content, years: int = 0) -> ContentChange:
    """The two contents. `years` is how many years later the new one is."""
    if old == new:
        return UNCHANGED
    old_text, old_tables = apart(old.body)
    new_text, new_tables = apart(new.body)
    passages = list(worddiff.compare(old_text, new_text))
    pairs = _paired(old_tables, new_tables)
    tables = [compare_tables(before, after, years) for before, after in pairs if before and after]
    added = [after.caption or IN_TEXT for before, after in pairs if after and before is None]
    removed = [before.caption or IN_TEXT for before, after in pairs if before and after is None]
    if old.block and new.block and old.block.key == new.block.key:
        change = _compare_blocks(old.block, new.block, years)
        passages += change.passages
        tables += change.tables
        added += change.tables_added
        removed += change.tables_removed
    else:
        added += [new.block.caption] if new.block else []
        removed += [old.block.caption] if old.block else []
    return ContentChange(
        tuple(passages),
        tuple(each for each in tables if each.is_changed),
        tuple(added),
        tuple(removed),
        _replaced_pictures(old.body, new.body),
    )


def differs_in_years_alone(old: Content, new: Content, years: int) -> bool:
    """Whether the new content is the old one with each year so many years later."""
    block = old.block
    aged = Content(later(old.body, years), block)
    if block:
        caption = later(block.caption, years)
        aged = Content(aged.body, ResolvedBlock(block.key, block.html, block.label, caption, block.anchor))
    change = compare_contents(aged, new, years)
    others = change.tables_added or change.tables_removed or change.pictures_replaced
    return not (change.is_prose_changed or others) and not any(
        table.columns or table.rows or table.columns_added or table.columns_removed for table in change.tables
    )


def _replaced_pictures(old: str, new: str) -> tuple[str, ...]:
    before, after = _pictures(old), _pictures(new)
    return tuple(shows for shows, which in after.items() if shows in before and before[shows] != which)


def _pictures(html: str) -> dict[str, set[str]]:
    """Which pictures stand in the HTML, by what they are said to show."""
    found: dict[str, set[str]] = {}
    for tag in re.findall(r"<img\b[^>]*>", html):
        given = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        found.setdefault(given.get("alt", ""), set()).add(given.get("data-picture") or given.get("src", ""))
    return found


def _compare_blocks(old: ResolvedBlock, new: ResolvedBlock, years: int) -> ContentChange:
    """Two blocks of one kind: their tables in order, and what is said of them. Their numbers are the machine's."""
    old_text, old_tables = apart(_without_number(old))
    new_text, new_tables = apart(_without_number(new))
    count = min(len(old_tables), len(new_tables))
    captions = ([(old.caption, new.caption)] + [("", "")] * count)[:count]
    tables = [
        compare_tables(before, after, years, captions=pair)
        for before, after, pair in zip(old_tables[:count], new_tables[:count], captions, strict=True)
    ]
    # A block without what it is to show has words in place of its table.
    added = (new.caption,) if new_tables and not old_tables else ()
    removed = (old.caption,) if old_tables and not new_tables else ()
    return ContentChange(worddiff.compare(old_text, new_text), tuple(tables), added, removed)


def _without_number(block: ResolvedBlock) -> str:
    """The block's HTML without its number and caption where these stand outside a table."""
    return re.sub(r"<figcaption\b.*?</figcaption>", "", block.html, flags=re.DOTALL)


def _paired(
    old: Sequence[Table], new: Sequence[Table]
) -> list[tuple[Table, None] | tuple[None, Table] | tuple[Table, Table]]:
    """Which tables of two texts are the same one: by caption, by their words, and else by their order."""
    matching = Matching(len(old), len(new))
    matching.by(lambda i: old[i].caption or None, lambda j: new[j].caption or None)
    matching.by_words(lambda i: counted(_words(old[i])), lambda j: counted(_words(new[j])))
    if len(old) == len(new):
        matching.by(lambda i: "", lambda j: "")
    pairs: list[tuple[Table, None] | tuple[None, Table] | tuple[Table, Table]] = []
    for j, table in enumerate(new):
        pairs.append((old[matching.old_of[j]], table) if j in matching.old_of else (None, table))
    return pairs + [(table, None) for i, table in enumerate(old) if i not in matching.new_of]


def _words(table: Table) -> str:
    rows = (" ".join([row.full_name, *row.cells.values()]) for row in table.rows)
    return " ".join([table.caption, *table.columns.values(), *rows])
