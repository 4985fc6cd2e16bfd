"""References to figures that name a year of their own, and what becomes of them in another year's document.

A reference without a year, or with one counted from the document's own, follows by itself. One that names a year in
digits does not: `budget.cost_total@2023`, `outlook.closing_equity:2026`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

from finsam import figures, periods
from finsam.figures import Reference, UnknownFigure

_IN_TEXT = re.compile(r'(?<=<data value=")[^"]*(?="></data>)')


def years_named(reference: Reference) -> tuple[int, ...]:
    """The years that a reference names in digits: in its argument, after its @, or none."""
    argument = (int(reference.argument),) if _argument_is_year(reference) else ()
    own = (int(reference.year),) if reference.year and not reference.is_relative else ()
    return argument + own


def shifted(reference: Reference, years: int) -> Reference:
    """The reference with the years it names moved on; as it is when one would fall outside the years there are."""
    if not all(periods.is_year(year + years) for year in years_named(reference)):
        return reference
    if _argument_is_year(reference):
        reference = replace(reference, argument=str(int(reference.argument) + years))
    if reference.year and not reference.is_relative:
        reference = replace(reference, year=str(int(reference.year) + years))
    return reference


def without_years(reference: Reference) -> str:
    """The reference whichever years it names in digits: what does not change when these are moved on."""
    argument = (
        ":*" if _argument_is_year(reference) else f":{reference.argument}" if reference.argument else ""
    )
    year = (reference.year if reference.is_relative else "*") if reference.year else ""
    return f"{reference.key}{argument}@{year}/{reference.form}"


def rewritten_line(text: str, change: Callable[[str], str]) -> str:
    """A plain line, such as a heading, with each reference in braces changed."""
    return figures.fill(text, lambda reference: f"{{{change(reference)}}}")


def rewritten_text(text: str, change: Callable[[str], str]) -> str:
    """A cleaned rich text with each reference changed."""
    return _IN_TEXT.sub(lambda found: html.escape(change(html.unescape(found[0]))), text)


def parsed(reference: str) -> Reference | None:
    """The reference, or None when it is none."""
    try:
        return Reference.parse(reference)
    except UnknownFigure:
        return None


def _argument_is_year(reference: Reference) -> bool:
    figure = next((each for each in figures.registered() if each.key == reference.key), None)
    return figure is not None and figure.is_of_a_named_year and reference.argument.isdecimal()
