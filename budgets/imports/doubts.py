"""Rows that read as sums though the file does not say so: a budget line called "Totalt" would be counted twice.

Whether such a row is a sum, a line that happens to be called so, or nothing to read is asked, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from budgets.imports.columns import plain
from budgets.imports.tables import Problem
from finsam import swedish


class Answer(StrEnum):
    """What a person says that a row is."""

    LINE = "rad"
    TOTAL = "total"
    COST = "kostnader"
    INCOME = "intakter"
    RESULT = "resultat"
    LEFT_OUT = "bort"


MEASURES = {
    Answer.COST: "cost_total",
    Answer.INCOME: "income_total",
    Answer.RESULT: "result",
}
"""The answers that say that a row is a sum of all, and of what."""

_WORD = re.compile(r"\bs[:/]a\b|[\u2211\u03a3\u03c3]|[^\W_]+", re.IGNORECASE)
_SIGNS = ("\u2211", "\u03a3", "\u03c3")
_OF_WHAT = r"(?:kostnad|intakt|utgift|inkomst|resultat|belopp|budget|summ|ram|utfall)(?:er|erna|en|et|a|an)?"
_SUM = re.compile(
    rf"s_a|sum|tot|(?:sub|grand)?total(?:t|a|en|er)?(?:{_OF_WHAT})?|nettot?(?:{_OF_WHAT})?|[a-z]*summ(?:a|an|or)"
    r"|sammanlag(?:t|da)|sammantaget|saldo"
)
_RESULT = re.compile(r"(?:ars)?resultat(?:et)?")
_COST = re.compile(r"(?:total[at]?)?(?:kostnad|utgift)(?:er|erna|en)?")
_INCOME = re.compile(r"(?:total[at]?)?(?:intakt|inkomst)(?:er|erna|en)?")
_FILLERS = {
    "alla",
    "samtliga",
    "arets",
    "verksamhetens",
    "forbundets",
    "budgeterat",
    "budgeterade",
    "av",
    "for",
}
_SURPLUS = re.compile(r"(?:arets_)?(?:over|under)skott(?:et)?")
_ONLY_CODE = re.compile(r"(?:id)?[\s:]*([0-9][0-9\s]*)", re.IGNORECASE)


_LOOKED_AT = ("benamning", "id_namn", "grupp", "id", "konto")
_SIDES = frozenset({"kostnad", "kostnader", "intakt", "intakter", "resultat"})
"""Groups that say what rows are, not where they are."""


@dataclass(frozen=True)
class Named:
    """The place that cells name: an ID by short name, code or name, and the group it is in."""

    slug: str = ""
    code: str = ""
    name: str = ""
    group: str = ""

    @property
    def called(self) -> str:
        """What it is called to the user: 10 000 Styrelsen."""
        return (
            f"{swedish.code(self.code)} {self.name or ('' if self.code else self.group or self.slug)}".strip()
        )


@dataclass(frozen=True)
class SumQuestion:
    """A row that reads as a sum. `place` is what it would be the total of, by its own cells or the row above it.

    `proposed` is the sum that its words name, empty when they do not; `answer` is what a person has said, or empty.
    """

    row: int
    column: int
    text: str
    label: str = ""
    place: Named = Named()
    is_own: bool = False
    """Whether the row itself names the place."""
    proposed: str = ""
    answer: str = ""
    sheet: str = ""
    printed: tuple[str, ...] = ()
    """Its amounts as the file writes them."""

    @property
    def problem(self) -> Problem:
        """The question where it stands in the file, and how it is answered there."""
        return Problem(
            f"”{self.text}” ser ut som en summa, men filen säger inte om raden är en summa eller en budgetrad. "
            "Välj vad den är, eller skriv det i filen i kolumnen radtyp.",
            self.row,
            self.column,
            self.sheet,
        )


def asked(
    row: int,
    texts: Mapping[str, str],
    columns: Mapping[str, int],
    names: Collection[str],
    known: Mapping[str, Named],
    above: Named,
    sheet: str = "",
) -> SumQuestion | None:
    """The question about a row of `texts`, by our names of columns; None when nothing in it reads as a sum.

    `names` are the federation's IDs, which are no sums whatever they are called. `known` are they and what rows above
    are under, by name in lower case; `above` is where the line above belongs.
    """
    doubtful = next((name for name in _LOOKED_AT if _reads_as_sum(name, texts[name], names)), None)
    if doubtful is None:
        return None
    label = texts["benamning"] or texts[doubtful]
    rest = without_sum_words(label)
    own = _own(texts, names) or known.get(rest.casefold())
    if own is not None:
        is_named = (
            rest.casefold() in (own.name.casefold(), own.group.casefold()) or code_in(label) == own.code
        )
        is_clear = rest == "" or is_named
        proposed = Answer.TOTAL.value if is_clear else ""
    else:
        proposed = measure_named(label) or ("" if rest else measure_named(texts["grupp"]))
    return SumQuestion(
        row, columns[doubtful], texts[doubtful], label, own or above, own is not None, proposed, sheet=sheet
    )


def _reads_as_sum(name: str, text: str, names: Collection[str]) -> bool:
    if name == "benamning":
        return label_reads_as_sum(text)
    return text.casefold() not in names and place_reads_as_sum(text)


def _own(texts: Mapping[str, str], names: Collection[str]) -> Named | None:
    """The place that a row's own cells name besides saying that it is a sum."""
    name, group = (_without(texts[name], names) for name in ("id_namn", "grupp"))
    code = re.sub(r"\s", "", texts["id"])
    if not code.isdecimal():
        code = code_in(texts["id"])
        name = name or ("" if code else without_sum_words(texts["id"]))
    if plain(group) in _SIDES and group.casefold() not in names:
        group = ""
    found = Named(texts["kortnamn"], code, name, group)
    return found if found != Named() else None


def _without(text: str, names: Collection[str]) -> str:
    return text if text.casefold() in names or not place_reads_as_sum(text) else without_sum_words(text)


def label_reads_as_sum(text: str) -> bool:
    """Whether what a row is called may mean a sum: Totalt, Summa övrigt, Kostnader, Årets resultat."""
    if any(_is_sum(word) or _RESULT.fullmatch(plain(word)) for word in _WORD.findall(text)):
        return True
    return measure_named(text) != "" or _SURPLUS.fullmatch(plain(text)) is not None


def place_reads_as_sum(text: str) -> bool:
    """Whether the name of an ID or a group may mean a sum; that rows are of costs or of income does not."""
    return any(map(_is_sum, _WORD.findall(text)))


def without_sum_words(text: str) -> str:
    """What a sum is said to be of: Styrelsen of "Summa Styrelsen" and of "Styrelsen, totalt"."""
    rest = _WORD.sub(lambda found: "" if _is_sum(found[0]) else found[0], text)
    return re.sub(r"\s+", " ", rest).strip(" :;,.-\u2013()=")


def code_in(text: str) -> str:
    """The digits of what is left when a cell said nothing but a sum and an ID: 10000 of "Summa 10 000"."""
    found = _ONLY_CODE.fullmatch(without_sum_words(text))
    return re.sub(r"\s", "", found[1]) if found else ""


def measure_named(text: str) -> str:
    """The answer for a text that says nothing but that it is all costs, all income or the result; else empty."""
    found = set()
    for said in _WORD.findall(text):
        word = plain(said)
        if _RESULT.fullmatch(word):
            found.add(Answer.RESULT)
        elif _COST.fullmatch(word):
            found.add(Answer.COST)
        elif _INCOME.fullmatch(word):
            found.add(Answer.INCOME)
        elif word not in _FILLERS and not _is_sum(said):
            return ""
    return found.pop() if len(found) == 1 else ""


def _is_sum(word: str) -> bool:
    return word in _SIGNS or _SUM.fullmatch(plain(word)) is not None
