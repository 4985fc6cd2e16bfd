"""What a file's columns mean: known names, the header row, and the mapping from columns to what a budget holds.

A column is never guessed: what is not known by name, or remembered from an earlier file, is listed as unused until
somebody says what it is. The mapping is written down, remembered and chosen as our own column names:
`belopp_tkr_2025`, `prognos_tkr_2022`, `belopp_kr_2025_kv1`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from budgets.imports.tables import Problem, Row, SheetTable, column_letter
from finsam.money import Unit

HEADER_WITHIN = 30


class Source(StrEnum):
    """Which of a budget's columns an amount belongs to. The value is the word our own column names begin with."""

    BUDGET = "belopp"
    PREVIOUS = "foregaende_ar"
    FORECAST = "prognos"
    PLAN = "plan"


class Sign(StrEnum):
    """How a file writes costs, or income: with plus, with minus, or without telling (always as a plain number)."""

    PLUS = "plus"
    MINUS = "minus"
    UNSIGNED = "unsigned"


FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("verksamhets-id", "kostnadsställe", "ansvar"),
    "kortnamn": (),
    "id_namn": ("id-namn", "namn på id", "verksamhet", "område"),
    "konto": ("kontogrupp", "kostnadsslag"),
    "benamning": ("benämning", "beskrivning", "text", "post"),
    "grupp": ("rubrik",),
    "radtyp": ("typ av rad",),
    "slag": ("kostnad eller intäkt",),
    "kategori": (),
    "not": ("fotnot",),
    "radnot": ("fotnot på raden",),
}
"""What a row may say besides amounts, and what else the column may be called."""

_WORDS = {
    Source.BUDGET: {"belopp", "budget", "arsbudget"},
    Source.PREVIOUS: {"foregaende", "forra"},
    Source.FORECAST: {"prognos", "helarsprognos"},
    Source.PLAN: {"plan", "inriktning"},
}
_UNITS = {
    "kr": Unit.KR,
    "kronor": Unit.KR,
    "sek": Unit.KR,
    "tkr": Unit.TKR,
    "mnkr": Unit.MNKR,
    "mkr": Unit.MNKR,
}
_FILLERS = {"i", "ar", "aret", "ars", "for", "budget", "belopp"}
_PART = re.compile(r"(?:kv|q|t|h|m)\d{1,2}")
_PART_WORDS = {"kvartal": "kv", "kv": "kv", "q": "kv", "tertial": "t", "halvar": "h", "manad": "m"}


def _joined(*words: str) -> str:
    return "_".join(word for word in words if word)


def plain(title: str) -> str:
    """A title without case, accents, spaces and signs: "Benämning " and "benamning" are one."""
    return "_".join(_words(title))


def _words(title: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", title.casefold())
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in letters if not unicodedata.combining(sign)))


def title_keys(titles: Sequence[str]) -> list[str]:
    """What each column is remembered by: its plain title, numbered where an earlier one has the same."""
    seen: dict[str, int] = {}
    keys = []
    for title in titles:
        key = plain(title)
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}#{seen[key]}" if key and seen[key] > 1 else key)
    return keys


_FIELD_OF = {
    plain(name).replace("_", ""): field for field, names in FIELDS.items() for name in (field, *names)
}


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts. `unit` None is not told by the file; `year` None is the year the file is read into.

    `part` is a part of the year: kv1 (quarter), t2 (four months), h1 (half), m11 (month); empty is the whole.
    """

    column: int
    source: Source = Source.BUDGET
    unit: Unit | None = None
    year: int | None = None
    part: str = ""
    note_column: int | None = None
    """Where the notes on these amounts stand, when they have a column of their own: not_prognos_2022."""

    @property
    def name(self) -> str:
        """What we call such a column: belopp_tkr_2025_kv1."""
        return _joined(
            self.source.value, self.unit.value if self.unit else "", str(self.year or ""), self.part
        )

    @property
    def note_name(self) -> str:
        """What we call the column of the notes on these amounts: not_belopp_2025_kv1."""
        return _joined("not", self.source.value, str(self.year or ""), self.part)


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds what, and how the file writes signs. The header is `header_row`; data starts below it.

    The default signs are the ledger's: cost +, income −.
    """

    header_row: int
    titles: tuple[str, ...]
    fields: tuple[tuple[str, int], ...]
    amounts: tuple[AmountColumn, ...]
    cost_sign: Sign = Sign.PLUS
    income_sign: Sign = Sign.MINUS

    def column(self, field: str) -> int | None:
        """The column that holds a field; None without one."""
        return dict(self.fields).get(field)

    @property
    def columns(self) -> frozenset[int]:
        """All columns that are read."""
        fields = [column for _, column in self.fields]
        notes = [each.note_column for each in self.amounts if each.note_column]
        return frozenset([*fields, *notes, *(each.column for each in self.amounts)])

    @property
    def unused(self) -> tuple[tuple[int, str], ...]:
        """Columns with a title that nothing is read from."""
        return tuple(
            (column, title)
            for column, title in enumerate(self.titles, start=1)
            if title.strip() and column not in self.columns
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be settled before rows can be read."""
        return tuple(_problems(self))

    def names(self) -> dict[str, str]:
        """Title → our own name of the column, empty for one that is not read: what is worth remembering."""
        known = {column: field for field, column in self.fields}
        known |= {each.column: each.name for each in self.amounts}
        known |= {each.note_column: each.note_name for each in self.amounts if each.note_column}
        return {
            key: known.get(column, "") for column, key in enumerate(title_keys(self.titles), start=1) if key
        }

    @property
    def remembered(self) -> dict[str, Any]:
        """What holds for the next file with the same titles too."""
        return {
            "columns": self.names(),
            "cost_sign": self.cost_sign.value,
            "income_sign": self.income_sign.value,
        }

    def signed(self, cost: Sign, income: Sign) -> ColumnMapping:
        """The same columns in a file that writes signs another way."""
        return replace(self, cost_sign=cost, income_sign=income)


def _problems(mapping: ColumnMapping) -> Iterator[Problem]:
    row = mapping.header_row
    seen: dict[str, int] = {}
    meanings = [*mapping.fields, *((each.name, each.column) for each in mapping.amounts)]
    for meaning, column in sorted(meanings, key=lambda each: each[1]):
        if meaning in seen:
            yield Problem(
                f"Kolumn {column_letter(seen[meaning])} och {column_letter(column)} betyder samma sak ({meaning}). "
                "Välj en av dem.",
                row,
                column,
            )
        seen.setdefault(meaning, column)
    for each in mapping.amounts:
        if each.unit is None:
            yield Problem("Kolumnen säger inte om beloppen är i kr eller tkr. Välj enhet.", row, each.column)
        if each.source is Source.PREVIOUS and each.part:
            yield Problem("Föregående år läses bara för hela året. Välj något annat.", row, each.column)
    if not mapping.amounts:
        yield Problem("Ingen kolumn med belopp hittades, till exempel belopp_tkr. Välj minst en.", row)
    if mapping.column("benamning") is None:
        yield Problem("Ingen kolumn med benämning hittades. Välj vilken kolumn som säger vad raden är.", row)


def recognised(title: str) -> bool:
    """Whether a title is one we know."""
    return meaning(title) is not None


def meaning(title: str) -> str | AmountColumn | None:
    """The field or kind of amount a title names, or None. The amount's column is left at 0."""
    words = _words(title)
    field = _FIELD_OF.get("".join(words))
    return field or _amount(words)


def _amount(words: list[str]) -> AmountColumn | None:
    """Belopp (tkr), Budget 2023, prognos_tkr_2022, Föregående år i kr, belopp_kr_2025_kv1; None for anything else."""
    sources, units, years, parts = [], [], [], []
    waiting = ""
    for word in words:
        source = next((each for each, names in _WORDS.items() if word in names), None)
        if waiting:
            if not re.fullmatch(r"\d{1,2}", word):
                return None
            parts.append(waiting + word)
            waiting = ""
        elif source is not None:
            sources.append(source)
        elif word in _UNITS:
            units.append(_UNITS[word])
        elif re.fullmatch(r"(?:19|20)\d\d", word):
            years.append(int(word))
        elif _PART.fullmatch(word):
            parts.append(re.sub(r"^q", "kv", word))
        elif word in _PART_WORDS:
            waiting = _PART_WORDS[word]
        elif word not in _FILLERS:
            return None
    kinds = [each for each in sources if each is not Source.BUDGET] or sources[:1]
    if not kinds and "ar" in words and years:
        kinds = [Source.BUDGET]  # ar_2025_tkr
    if len(kinds) != 1 or waiting or max(len(units), len(years), len(parts)) > 1:
        return None
    return AmountColumn(
        0,
        kinds[0],
        units[0] if units else None,
        years[0] if years else None,
        parts[0] if parts else "",
    )


def proposed(
    header: Row,
    remembered: Mapping[str, str] | None = None,
    signs: tuple[Sign, Sign] = (Sign.PLUS, Sign.MINUS),
) -> ColumnMapping:
    """The mapping that a header's titles and an earlier file's `names()` give. What is remembered goes before."""
    titles = tuple(cell.text for cell in header.cells)
    names = {
        column: (remembered or {}).get(key, titles[column - 1])
        for column, key in enumerate(title_keys(titles), start=1)
        if key
    }
    meanings = {column: meaning(name) for column, name in names.items()}
    notes = {plain(name): column for column, name in names.items() if meanings[column] is None}
    amounts = [
        replace(found, column=column, note_column=notes.get(found.note_name))
        for column, found in meanings.items()
        if isinstance(found, AmountColumn)
    ]
    return ColumnMapping(
        header.number,
        titles,
        tuple((found, column) for column, found in meanings.items() if isinstance(found, str)),
        tuple(amounts),
        *signs,
    )


def signature(header: Row) -> str:
    """SHA-256 of a header's titles: files with the same one are read the same way."""
    return sha256("\n".join(plain(cell.text) for cell in header.cells).encode()).hexdigest()


def find_header(table: SheetTable, remembered: Mapping[str, str] | None = None) -> Row | None:
    """The first of the rows that hold most known titles, an amount and something to call a row among them."""
    best: tuple[int, Row] | None = None
    for row in table.rows[:HEADER_WITHIN]:
        mapping = proposed(row, remembered)
        count = len(mapping.fields) + len(mapping.amounts)
        if mapping.fields and mapping.amounts and (best is None or count > best[0]):
            best = (count, row)
    return best[1] if best else None
