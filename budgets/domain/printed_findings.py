"""How a printed figure is compared with what it ought to be, and how the difference is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.published import PublishedFact
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO
from finsam.sources import Source

_CHECK_ROWS = "Jämför raderna med dokumentet. Är de rätt inlagda är det dokumentets siffra som är fel."
_CHECK_STEP = (
    "Jämför med dokumentet. Är siffrorna rätt avskrivna går det inte ihop i dokumentet: rätta den som är fel."
)
MOST_TOLD = 8
"""How many figures that are wrong because of one are named with it; the rest are counted."""


@dataclass(frozen=True)
class Compared:
    """A printed figure beside what it ought to be; `severity` None when the two are the same as exactly as print is."""

    severity: Severity | None
    expected: Decimal
    reach: Decimal
    terms: int
    words: str = ""


def compare(fact: PublishedFact, expected: Decimal, reach: Decimal, terms: int, words: str = "") -> Compared:
    severity = Severity.ROUNDING if abs(expected - fact.value) <= reach else Severity.ERROR
    is_same = fact.rounded(expected) == fact.rounded(fact.value)
    return Compared(None if is_same else severity, expected, reach, terms, words)


def not_compared(fact: PublishedFact, code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        where=fact.place,
        message=message,
        found=fact.as_printed(fact.value),
        remedy=remedy,
        source=Source(fact.document),
        about=_about(fact),
    )


def _finding(fact: PublishedFact, compared: Compared, code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=compared.severity or Severity.ERROR,
        where=fact.place,
        message=message.strip(),
        expected=fact.as_printed(compared.expected),
        found=fact.as_printed(fact.value),
        remedy=remedy,
        source=Source(fact.document),
        about=_about(fact),
    )


def _about(fact: PublishedFact) -> tuple[str, ...]:
    return (str(fact.name),) if fact.name else ()


def _apart(fact: PublishedFact, compared: Compared) -> str:
    if fact.unit == "percent":
        return f"{fact.digits(abs(compared.expected - fact.value), fact.decimals + 1)} procentenheter"
    return fact.shown(abs(fact.rounded(compared.expected) - fact.rounded(fact.value)) * fact.unit_size)


def _rounding_words(fact: PublishedFact, compared: Compared) -> str:
    if fact.unit == "count":
        return ""
    terms = compared.terms
    of = f" av {swedish.count(terms)} tal som läggs ihop" if terms > 1 else ""
    shown = fact.shown(compared.reach, fact.decimals + (compared.reach % fact.step != 0))
    return f"Avrundning{of} kan ge högst {shown}."


def term(fact: PublishedFact, amount: Decimal, *, is_first: bool) -> str:
    """A term of a sum as it is written: −376 − 802 − 5 362."""
    if is_first:
        return fact.digits(amount)
    return f" {swedish.MINUS if amount < 0 else '+'} {fact.digits(abs(amount))}"


def told(message: str, followers: Sequence[PublishedFact]) -> str:
    """The message with the figures that are wrong because of this one, the first of them by name."""
    each = [
        f"{fact.place} ({fact.as_printed(fact.value)}, raderna ger {fact.as_printed(fact.computed or ZERO)})"
        for fact in followers[:MOST_TOLD]
    ]
    if rest := len(followers) - MOST_TOLD if len(followers) > MOST_TOLD else 0:
        each.append(f"{swedish.count(rest)} {'ställe' if rest == 1 else 'ställen'} till")
    return f"{message} Felet följer med till {swedish.listed(each)}."


def differs(fact: PublishedFact, deep: Compared) -> Finding:
    """Not what the lines give."""
    message = (
        f"Tryckt och beräknad siffra skiljer sig med {_apart(fact, deep)}. {_rounding_words(fact, deep)}"
    )
    return _finding(fact, deep, "budget.published_differs", message, _CHECK_ROWS)


def does_not_follow(fact: PublishedFact, step: Compared, deep: Compared | None) -> Finding:
    """Not what the document's own figures give; `deep` is what the lines give."""
    given = f": {step.words}" if step.words else ""
    message = (
        f"Dokumentets egna siffror ger något annat{given}. Skillnaden är {_apart(fact, step)}. "
        f"{_rounding_words(fact, step)}"
    )
    if deep is not None:
        message += f" Raderna ger {fact.as_printed(deep.expected)}."
    return _finding(fact, step, "budget.published_step", message, _CHECK_STEP)


def rounds(fact: PublishedFact, compared: Compared) -> Finding:
    """Another figure, but no more than rounding can account for."""
    given = f" ({compared.words})" if compared.words else ""
    what = "Tryckt siffra och dokumentets egna delsiffror" if given else "Tryckt och beräknad siffra"
    message = f"{what}{given} skiljer sig med {_apart(fact, compared)}. {_rounding_words(fact, compared)}"
    return _finding(fact, compared, "budget.published_rounding", message, "")
