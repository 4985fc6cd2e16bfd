"""The registry of named figures, and how a text refers to one.

A figure has one home: a function registered here by the app that owns the data. A sentence holds a reference, never a
number: `key[:argument][@year][/form]`, for example `budget.funding_total/kr`, `budget.cost_centre_total:21000@-1/tkr`
or `outlook.closing_equity:2026`. The year is absolute, or relative to the document's own with a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from finsam import periods, swedish
from finsam.money import Unit
from finsam.scope import Scope

Value: TypeAlias = Decimal | int | date | str | None


class Kind(StrEnum):
    """What a figure is; decides the forms it can be shown in."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    NEUTER = "neuter"
    """A count of what is of neuter gender: one of them is "ett mål"."""
    DATE = "date"
    YEAR = "year"
    TEXT = "text"


FORMS: dict[Kind, tuple[str, ...]] = {
    Kind.AMOUNT: ("kr", "tkr", "mnkr"),
    Kind.PERCENT: ("percent", "whole", "tenth"),
    Kind.COUNT: ("count", "digits"),
    Kind.NEUTER: ("count", "digits"),
    Kind.DATE: ("date",),
    Kind.YEAR: ("text",),
    Kind.TEXT: ("text",),
}
"""Per kind the forms it may be shown in, its usual one first."""


class Withheld(str):
    """In place of a figure that is known and not told, such as a small count: the words that stand there instead."""

    __slots__ = ()


class UnknownFigure(LookupError):
    """A reference that cannot be resolved. The message is Swedish and says what is wrong with it."""


@dataclass(frozen=True)
class Figure:
    """A named figure. `compute(scope, argument)` gives kronor, per cent, a count, a date or a text, or None."""

    key: str
    label: str
    kind: Kind
    compute: Callable[[Scope, str], Value]
    argument_label: str = ""
    """What the argument names, in Swedish ("ID", "år"); empty when the figure takes none."""
    arguments: Callable[[Scope], list[tuple[str, str]]] | None = None
    """The arguments that make sense in a scope, as (value, label), for lists to choose from."""
    own_label: Callable[[Scope], str] | None = None
    """What it is called in a scope, where that depends on it: to which month, for one."""
    is_argument_optional: bool = False
    """Whether it also stands without its argument, for all together."""

    def label_in(self, scope: Scope) -> str:
        """What it is called in the scope."""
        return self.own_label(scope) if self.own_label else self.label

    @property
    def is_of_a_named_year(self) -> bool:
        """Whether its argument is a year: `outlook.cost:2026` is what the outlook of the scope's year says of 2026."""
        return self.argument_label == "ett år"


_REFERENCE = re.compile(
    r"(?P<key>[a-z_]+\.[a-z_]+)(?::(?P<argument>[a-z0-9-]+))?(?:@(?P<year>[+-]\d{1,2}|\d{4}))?(?:/(?P<form>[a-z]+))?"
)


@dataclass(frozen=True)
class Reference:
    """A parsed reference to a figure."""

    key: str
    argument: str = ""
    year: str = ""
    form: str = ""

    @classmethod
    def parse(cls, text: str) -> Reference:
        """The reference in `text`; raises UnknownFigure when it is not one."""
        found = _REFERENCE.fullmatch(text.strip())
        if found is None:
            raise UnknownFigure(f"”{text}” är ingen hänvisning till en siffra.")
        return cls(**{name: part or "" for name, part in found.groupdict().items()})

    def __str__(self) -> str:
        argument = f":{self.argument}" if self.argument else ""
        year = f"@{self.year}" if self.year else ""
        form = f"/{self.form}" if self.form else ""
        return f"{self.key}{argument}{year}{form}"

    @property
    def is_relative(self) -> bool:
        """Whether its year, if it has one, is counted from the document's own."""
        return self.year.startswith(("+", "-"))

    def year_in(self, scope: Scope) -> int:
        """The year meant, seen from `scope`."""
        if not self.year:
            return scope.year
        return scope.year + int(self.year) if self.is_relative else int(self.year)


_REGISTRY: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Add a figure; two with one key is a programmer's mistake."""
    if figure.key in _REGISTRY:
        raise ValueError(f"figure {figure.key} is registered twice")
    _REGISTRY[figure.key] = figure


def registered() -> tuple[Figure, ...]:
    """All figures in the order they were registered."""
    return tuple(_REGISTRY.values())


def find(reference: Reference) -> Figure:
    """The figure meant; raises UnknownFigure when there is none, or when argument, year or form do not fit it."""
    figure = _REGISTRY.get(reference.key)
    if figure is None:
        raise UnknownFigure(f"Siffran ”{reference.key}” finns inte.")
    lacks = bool(figure.argument_label) and not reference.argument and not figure.is_argument_optional
    if lacks or (reference.argument and not figure.argument_label):
        problem = f"behöver {figure.argument_label}" if figure.argument_label else "tar inget tillägg"
        raise UnknownFigure(f"Siffran ”{figure.label}” {problem}.")
    if reference.year and not reference.is_relative:
        _refuse_no_year(figure, int(reference.year))
    if reference.form and reference.form not in FORMS[figure.kind]:
        raise UnknownFigure(f"Siffran ”{figure.label}” kan inte visas som ”{reference.form}”.")
    return figure


def _refuse_no_year(figure: Figure, year: int) -> None:
    if not periods.is_year(year):
        raise UnknownFigure(
            f"Siffran ”{figure.label}” finns inte för år {year}. "
            f"Året ska vara mellan {periods.FIRST_YEAR} och {periods.LAST_YEAR}."
        )


def compute(reference: Reference, scope: Scope) -> Value:
    """The value meant, unrounded; None when the figure has no value in the scope. Raises UnknownFigure."""
    figure, year = find(reference), reference.year_in(scope)
    if reference.year:
        _refuse_no_year(figure, year)
    return figure.compute(scope.for_year(year), reference.argument)


def show(value: Value, kind: Kind, form: str = "") -> str:
    """A value as it stands in a sentence, unit included; "–" when there is none."""
    form = form or FORMS[kind][0]
    if isinstance(value, Withheld):
        return str(value)
    if value is None:
        return swedish.NOTHING
    if kind is Kind.AMOUNT:
        return swedish.amount_with_unit(Decimal(value), Unit(form))  # type: ignore[arg-type]
    if kind is Kind.PERCENT:
        return swedish.percent(Decimal(value), {"whole": 0, "tenth": 1}.get(form))  # type: ignore[arg-type]
    if kind in (Kind.COUNT, Kind.NEUTER):
        counted = swedish.count_neuter if kind is Kind.NEUTER else swedish.count
        return counted(int(value)) if form == "count" else swedish.number(int(value))  # type: ignore[arg-type]
    if kind is Kind.DATE:
        return swedish.long_date(value)  # type: ignore[arg-type]
    return str(value)


def in_words(text: str) -> str:
    """A reference as a writer knows it: the figure's label and what it is of. What leads nowhere stands as it is."""
    try:
        reference = Reference.parse(text)
    except UnknownFigure:
        return f"”{text}”"
    figure = _REGISTRY.get(reference.key)
    of = " ".join(part for part in (reference.argument, reference.year) if part)
    return f"”{text}”" if figure is None else f"”{figure.label}{' ' if of else ''}{of}”"


_IN_LINE = re.compile(r"\{([^{}]*)\}")


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """A plain line, such as a heading, with each `{reference}` replaced by `value_of(reference)`."""
    return _IN_LINE.sub(lambda found: value_of(found[1]), text)


def line_references(text: str) -> list[str]:
    """The references in a plain line, in order."""
    return _IN_LINE.findall(text)


def problems(references: Iterable[str]) -> list[str]:
    """What is wrong with references, in Swedish; empty when all is well."""
    found = []
    for reference in references:
        try:
            find(Reference.parse(reference))
        except UnknownFigure as error:
            found.append(str(error))
    return found


@dataclass(frozen=True)
class Found:
    """A figure looked up: what it is, which year it is of, its exact value as text ("" for none), how it is shown."""

    key: str
    label: str
    year: int
    exact: str
    shown: str


def look_up(text: str, scope: Scope) -> Found:
    """The figure a reference stands for; raises UnknownFigure."""
    reference = Reference.parse(text)
    figure, value = find(reference), compute(reference, scope)
    exact = "" if value is None else str(value)
    shown = show(value, figure.kind, reference.form)
    return Found(figure.key, figure.label_in(scope), reference.year_in(scope), exact, shown)


def resolve(text: str, scope: Scope) -> str:
    """The text a reference stands for; raises UnknownFigure."""
    return look_up(text, scope).shown


@dataclass(frozen=True)
class Choice:
    """A figure as a list offers it: the reference to store, what it is, and what it shows now."""

    reference: str
    label: str
    shown: str


def choices(scope: Scope, family: str = "") -> list[Choice]:
    """Every figure that has a value in the scope, in each form it can be shown in; or those of a family: "budget."."""
    found: list[Choice] = []
    for figure in registered():
        if not figure.key.startswith(family):
            continue
        arguments = figure.arguments(scope) if figure.arguments else [("", "")]
        for argument, argument_label in arguments:
            value = figure.compute(scope, argument)
            if value is None:
                continue
            own = figure.label_in(scope)
            label = f"{own}, {argument_label}" if argument_label else own
            forms = FORMS[figure.kind]
            for form in forms:
                reference = Reference(figure.key, argument, form="" if len(forms) == 1 else form)
                found.append(Choice(str(reference), label, show(value, figure.kind, form)))
    return found
