"""Findings: what is doubtful but may be stored, said so that a reader can mend it.

A broken rule on write is a ValidationError and never reaches the database; what does not add up, or breaks a rule that
the board may set aside with a reason, is a `Finding`. Checks are plain functions from frozen facts to findings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from finsam import swedish
from finsam.sources import Source

Facts = TypeVar("Facts")


class Severity(StrEnum):
    """How much a finding weighs: errors stop adoption, warnings need a reason, rounding notes explain."""

    ERROR = "error"
    WARNING = "warning"
    ROUNDING = "rounding"

    @property
    def label(self) -> str:
        """The word a reader sees."""
        return {"error": "Fel", "warning": "Varning", "rounding": "Avrundning"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One finding. All texts are Swedish; `expected` and `found` are written as a reader would see them.

    `about` names what it concerns for programs, and for the mark beside it: references to figures with their year
    ("budget.cost_centre_total:20000@2022"), or to a row ("budget.line:17"). `page` is the name of the page of the year
    where it is mended, and `page_label` what the link there says.
    """

    code: str
    severity: Severity
    where: str
    message: str
    expected: str = ""
    found: str = ""
    remedy: str = ""
    source: Source | None = None
    about: tuple[str, ...] = ()
    page: str = ""
    page_label: str = ""
    withheld: str = ""
    """The fingerprint of the whole finding, where this is what one is told of it who may not see all it says."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all it says: another as soon as a word or a figure of it is, and the same for every reader.

        It is looked up by and never shown: whoever has it could try out what was withheld.
        """
        if self.withheld:
            return self.withheld
        said = (self.code, self.severity, self.where, self.message, self.expected, self.found, *self.about)
        return sha256("\x1f".join(said).encode()).hexdigest()

    @property
    def anchor(self) -> str:
        """Where the finding stands on the page of all findings: the same as long as it says the same."""
        said = "|".join((self.code, self.where, self.expected, self.found, *self.about))
        return f"fynd-{sha256(said.encode()).hexdigest()[:10]}"


def run(checks: Iterable[Callable[[Facts], Iterable[Finding]]], facts: Facts) -> tuple[Finding, ...]:
    """All findings of `checks` over `facts`, the gravest first, otherwise in the order of the list."""
    order = list(Severity)
    found = [finding for check in checks for finding in check(facts)]
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


COUNTED = {
    Severity.ERROR: ("ett fel", "{} fel"),
    Severity.WARNING: ("en varning", "{} varningar"),
    Severity.ROUNDING: ("en avrundning", "{} avrundningar"),
}


def counted(found: Iterable[Finding]) -> str:
    """Fyra fel och en varning; "" for none."""
    numbers = dict.fromkeys(Severity, 0)
    for finding in found:
        numbers[finding.severity] += 1
    words = [
        COUNTED[severity][0] if number == 1 else COUNTED[severity][1].format(swedish.count(number))
        for severity, number in numbers.items()
        if number
    ]
    text = swedish.listed(words)
    return text[:1].upper() + text[1:]
