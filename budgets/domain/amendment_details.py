"""What a version of a budget changes beside its lines' amounts, told in Swedish: columns, notes, the outlook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from budgets.domain.facts import AmountFact, LineFact, OutlookInput
from budgets.domain.outlook_sheet import BASES
from finsam import swedish

NATURES = {"cost": "kostnad", "income": "övrig intäkt", "contribution": "medelstilldelning"}
COLUMNS = {"part": "Del {part} av {year}", "forecast": "Prognos {year}", "plan": "Plan {year}"}
OUTLOOK_AMOUNTS = {
    "funding": "årstilldelning",
    "cost": "kostnad",
    "forecast_result": "prognos för resultatet",
    "closing_equity": "eget kapital 31/12",
}


def line_details(
    before: LineFact | None, after: LineFact, categories: Mapping[int, str], *, shows_parts: bool
) -> Iterator[str]:
    """What is not the same in a line, or what a new line holds. `shows_parts`: the year is in as many parts in both."""
    old = _cells(before.others if before else (), shows_parts)
    new = _cells(after.others, shows_parts)
    for key in sorted(old.keys() | new.keys()):
        kind, year, part = key
        column = COLUMNS[kind].format(year=year, part=part)
        was, now = old.get(key, EMPTY), new.get(key, EMPTY)
        yield from _changed(column, _kr(was.amount), _kr(now.amount))
        yield from _changed(f"Not till {column.lower()}", was.note, now.note)
    yield from _changed("Not till beloppet", before.note if before else "", after.note)
    yield from _changed("Not till raden", before.label_note if before else "", after.label_note)
    was_in = categories.get(before.category or 0, "") if before else ""
    yield from _changed("Fördelningsgrupp", was_in, categories.get(after.category or 0, ""))
    if before:
        yield from _changed("Slag", NATURES[before.nature], NATURES[after.nature])


def outlook_details(before: tuple[OutlookInput, ...], after: tuple[OutlookInput, ...]) -> Iterator[str]:
    """What is not the same in what is entered for the outlook's years."""
    old, new = {each.year: each for each in before}, {each.year: each for each in after}
    for year in sorted(old.keys() | new.keys()):
        was, now = old.get(year), new.get(year)
        if was is None or now is None:
            yield f"{year}: {'året är tillagt' if now else 'året är borttaget'}"
        for name, heading in OUTLOOK_AMOUNTS.items():
            yield from _changed(f"{year}, {heading}", _based(was, name), _based(now, name))
        yield from _changed(f"{year}, motivering", was.reason if was else "", now.reason if now else "")


EMPTY = AmountFact("", 0, 0, None)


def _cells(others: tuple[AmountFact, ...], shows_parts: bool) -> dict[tuple[str, int, int], AmountFact]:
    return {(each.kind, each.year, each.part): each for each in others if shows_parts or each.kind != "part"}


def _changed(what: str, was: str, now: str) -> Iterator[str]:
    if was != now:
        yield f"{what}: {now or 'tomt'}, förut {was or 'tomt'}"


def _kr(amount: Decimal | None) -> str:
    return "" if amount is None else f"{swedish.exact(amount)}{swedish.NBSP}kr"


def _based(entry: OutlookInput | None, name: str) -> str:
    """6 300 000 kr (inskrivet som beslutat): whoever wrote it says so, not the version. "" for what is not entered."""
    amount: Decimal | None = getattr(entry, name, None)
    if amount is None:
        return ""
    basis = getattr(entry, f"{name}_basis", "")
    return f"{_kr(amount)} (inskrivet som {BASES[basis]})" if basis else _kr(amount)
