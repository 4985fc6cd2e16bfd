"""What the columns of a ledger's table mean: known titles, the header row, and what must be chosen.

A column is never guessed: what is not known by its title, or remembered from an earlier file, is not read until
somebody says what it is. `konto` is the account; the dimensions are what may hold the ID.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from budgets.imports.columns import HEADER_WITHIN, Sign, plain, title_keys
from budgets.imports.ledger_table_choices import TableChoices
from budgets.imports.tables import Problem, Row, SheetTable, column_letter
from finsam.money import Unit
from finsam.swedish import MONTHS

DIMENSIONS = {
    "ansvar": "Ansvar",
    "kostnadsstalle": "Kostnadsställe",
    "verksamhet": "Verksamhet",
    "aktivitet": "Aktivitet",
    "projekt": "Projekt",
    "objekt": "Objekt",
    "motpart": "Motpart",
    "id": "ID",
}
"""What a row's amount may be divided by, and any of it can be the federation's ID."""
LABELS = {
    "konto": "Konto",
    "konto_namn": "Kontots namn",
    **DIMENSIONS,
    **{f"{name}_namn": f"{label}, namn" for name, label in DIMENSIONS.items()},
    "period": "Period eller månad",
    "ar": "År, när perioden bara är en månad",
    "datum": "Datum",
    "belopp": "Belopp",
    "debet": "Debet",
    "kredit": "Kredit",
    "verifikation": "Verifikationsnummer",
    "serie": "Verifikationsserie",
    "text": "Text",
}
"""Our own names of columns, and what they are called to a reader."""
_TITLES = {
    "konto": "konto kontonr kontonummer kontokod kto",
    "ansvar": "ansvar ansv ansvarskod ansvarsnr ansvarsnummer ansvarsenhet",
    "kostnadsstalle": "kostnadsstalle kst ks kostnstalle kostnadsst",
    "verksamhet": "verksamhet verks vht vh verksamhetskod",
    "aktivitet": "aktivitet akt aktivitetskod",
    "projekt": "projekt proj prj projektkod projektnr projektnummer",
    "objekt": "objekt obj objektkod objektnr",
    "motpart": "motpart motp mp motpartskod",
    "id": "id idkod verksamhetsid",
    "period": "period per redovisningsperiod redper bokforingsperiod periodnr manad man bokforingsmanad",
    "ar": "ar arr rakenskapsar bokforingsar redovisningsar",
    "datum": "datum dat bokforingsdatum bokfdatum bokfdat verifikationsdatum verdatum transdatum transaktionsdatum",
    "belopp": "belopp utfall nettobelopp netto periodensutfall utfallperiod bokfortbelopp",
    "debet": "debet debit debetbelopp",
    "kredit": "kredit credit kreditbelopp",
    "verifikation": "verifikation verifikationsnr verifikationsnummer verifikat vernr vernummer ver transnr",
    "serie": "serie verserie verifikationsserie vertyp verifikationstyp",
    "text": "text verifikationstext vertext transaktionstext transtext radtext beskrivning benamning kommentar",
}
_KNOWN = {title: name for name, titles in _TITLES.items() for title in titles.split()}
_OF_NAME = ("namn", "benamning", "text", "t", "beskrivning")
"""What the title of a column adds where it names what the codes of another one stand for: Ansvar (T)."""
_UNITS = {
    "kr": Unit.KR,
    "kronor": Unit.KR,
    "sek": Unit.KR,
    "tkr": Unit.TKR,
    "mnkr": Unit.MNKR,
    "mkr": Unit.MNKR,
}
_MONTHS = frozenset(name[:3] for name in MONTHS)
_AMOUNTS = ("belopp", "debet", "kredit")
_MANY = frozenset({"text", "serie", "verifikation", *(name for name in LABELS if name.endswith("_namn"))})
"""Columns that nothing turns on: of two with such a title the first is read."""


def meaning(title: str) -> str | None:
    """Our name of a column by its title, or None: Konto (T) is konto_namn, Belopp kr is belopp."""
    words = plain(title).split("_")
    if title in LABELS:
        return title
    if len(words) > 1 and words[-1] in _OF_NAME:
        named = _KNOWN.get("".join(words[:-1]))
        if named == "konto" or named in DIMENSIONS:
            return f"{named}_namn"
    for name in ("konto", *DIMENSIONS):
        if len(words) == 1 and words[0] in (
            f"{name}namn",
            f"{name}sbenamning",
            f"{name}benamning",
            f"{name}text",
        ):
            return f"{name}_namn"
    found = _KNOWN.get("".join(words))
    if found is None and len(words) > 1 and words[-1] in _UNITS:
        found = _KNOWN.get("".join(words[:-1]))
        return found if found in _AMOUNTS else None
    return found


def recognised(title: str) -> bool:
    """Whether a title is one we know."""
    return meaning(title) is not None


@dataclass(frozen=True)
class LedgerColumns:
    """Which column holds what, and how the table writes amounts. The header is `header_row`; data starts below it."""

    header_row: int
    titles: tuple[str, ...]
    fields: tuple[tuple[str, int], ...]
    sign: Sign = Sign.PLUS
    credit_sign: Sign | None = None
    """How credit is written; None for as the amounts themselves show."""
    unit: Unit = Unit.KR

    @cached_property
    def places(self) -> dict[str, int]:
        """The column of each thing that is read."""
        return dict(self.fields)

    def column(self, name: str) -> int | None:
        """The column that holds something; None without one."""
        return self.places.get(name)

    @cached_property
    def columns(self) -> frozenset[int]:
        """All columns that are read."""
        return frozenset(column for _, column in self.fields)

    @property
    def read(self) -> tuple[tuple[str, str], ...]:
        """What is read, in the order of the columns: what it is, and its title."""
        order = sorted(self.fields, key=lambda each: each[1])
        return tuple((LABELS[name], self.titles[column - 1].strip()) for name, column in order)

    @property
    def unused(self) -> tuple[str, ...]:
        """The titles of columns that nothing is read from."""
        titles = enumerate(self.titles, start=1)
        return tuple(title for column, title in titles if title.strip() and column not in self.columns)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """What the table's amounts are divided by."""
        return tuple(name for name, _ in self.fields if name in DIMENSIONS)

    @property
    def has_two_sides(self) -> bool:
        """Whether amounts stand in debit and credit."""
        return self.column("belopp") is None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be settled before rows can be read."""
        return tuple(_problems(self))

    def names(self) -> dict[str, str]:
        """Title → our own name of the column, empty for one that is not read: what is worth remembering."""
        known = {column: name for name, column in self.fields}
        return {
            key: known.get(column, "") for column, key in enumerate(title_keys(self.titles), start=1) if key
        }


def proposed(header: Row, choices: TableChoices | None = None) -> LedgerColumns:
    """The columns that a header's titles give, and what is chosen or remembered, which goes before."""
    chosen = choices or TableChoices()
    titles = tuple(cell.text for cell in header.cells)
    fields: list[tuple[str, int]] = []
    for column, key in enumerate(title_keys(titles), start=1):
        name = chosen.columns.get(key, meaning(titles[column - 1])) if key else None
        is_second = name in _MANY and key not in chosen.columns and name in dict(fields)
        if name in LABELS and not is_second:
            fields.append((name, column))
    told = _unit([titles[column - 1] for name, column in fields if name in _AMOUNTS])
    return LedgerColumns(
        header.number,
        titles,
        tuple(fields),
        Sign(chosen.sign),
        Sign(chosen.credit_sign) if chosen.credit_sign else None,
        Unit(chosen.unit) if chosen.unit else told,
    )


def _unit(titles: Sequence[str]) -> Unit:
    """The unit that titles of amounts name; kronor when they name none."""
    words = [word for title in titles for word in plain(title).split("_")]
    return next((_UNITS[word] for word in words if word in _UNITS), Unit.KR)


def find_header(table: SheetTable, columns: Mapping[str, str] | None = None) -> Row | None:
    """The first of the rows that hold most known titles, an account and an amount among them."""
    best: tuple[int, Row] | None = None
    for row in table.rows[:HEADER_WITHIN]:
        found = proposed(row, TableChoices(columns=columns or {}))
        names = {name for name, _ in found.fields}
        if "konto" in names and names & set(_AMOUNTS) and (best is None or len(found.fields) > best[0]):
            best = (len(found.fields), row)
    return best[1] if best else None


def _problems(columns: LedgerColumns) -> Iterator[Problem]:
    row = columns.header_row
    seen: dict[str, int] = {}
    for name, column in sorted(columns.fields, key=lambda each: each[1]):
        if name in seen:
            yield Problem(
                f"Kolumn {column_letter(seen[name])} och {column_letter(column)} är båda {LABELS[name].lower()}. "
                "Välj en av dem.",
                row,
                column,
            )
        seen.setdefault(name, column)
    if "konto" not in seen:
        yield Problem("Ingen kolumn med konto hittades. Välj vilken det är.", row)
    if "period" not in seen and "datum" not in seen:
        if sum(plain(title)[:3] in _MONTHS for title in columns.titles) > 3:
            yield Problem(
                "Filen har en kolumn per månad. Exportera den med en rad per månad i stället, med månaden i en kolumn.",
                row,
            )
        else:
            yield Problem("Ingen kolumn med period eller datum hittades. Välj vilken det är.", row)
    if "belopp" in seen and ("debet" in seen or "kredit" in seen):
        yield Problem(
            "Välj antingen belopp, eller debet och kredit. Båda skulle räknas två gånger.",
            row,
            seen["belopp"],
        )
    elif "belopp" not in seen and not {"debet", "kredit"} <= set(seen):
        yield Problem("Ingen kolumn med belopp hittades. Välj belopp, eller debet och kredit.", row)
