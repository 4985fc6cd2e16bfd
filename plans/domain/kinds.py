"""The kinds of documents: what each is called in running text, and which of them a year has room for.

Whatever is said of a document to a reader takes its nouns from here. All are of common gender: den, en, -d.
"""

from __future__ import annotations

from dataclasses import dataclass

from finsam.swedish import MONTHS

PLAN, INTERIM_REPORT, ANNUAL_REPORT = "verksamhetsplan", "delarsrapport", "arsredovisning"
INTERIM_MONTHS = (4, 6, 7, 8)
"""The months that an interim report may reach to: a tertial, half a year, and at most two thirds of one."""


@dataclass(frozen=True)
class KindWords:
    """What a kind is called: in full, and where the reader knows which one it is."""

    full: str
    """verksamhetsplan"""
    indefinite: str
    """plan"""
    definite: str
    """planen"""
    adopt: str = "godkänn"
    """What the board does to it: the stem, which is also the order on a button."""
    adopted: str = "godkänd"
    """What it then is; with -a in the definite form, with -e the past tense."""

    @property
    def label(self) -> str:
        """Verksamhetsplan."""
        return self.full.capitalize()

    @property
    def full_definite(self) -> str:
        """Verksamhetsplanen, without the capital."""
        return self.full.removesuffix(self.indefinite) + self.definite

    @property
    def genitive(self) -> str:
        """planens"""
        return f"{self.definite}s"

    @property
    def adopted_definite(self) -> str:
        """fastställda"""
        return f"{self.adopted}a"


KINDS = {
    PLAN: KindWords("verksamhetsplan", "plan", "planen", adopt="fastställ", adopted="fastställd"),
    INTERIM_REPORT: KindWords("delårsrapport", "delårsrapport", "delårsrapporten"),
    ANNUAL_REPORT: KindWords("årsredovisning", "årsredovisning", "årsredovisningen"),
}


@dataclass(frozen=True)
class Slot:
    """A place for one document in a year: the plan, the interim report to a month, the annual report."""

    kind: str
    month: int = 0
    """The month that an interim report reaches to; 0 for a document of the whole year."""

    def __str__(self) -> str:
        """The word in addresses: delarsrapport-juni."""
        return f"{self.kind}-{MONTHS[self.month - 1]}" if self.month else self.kind

    @property
    def words(self) -> KindWords:
        """What its kind is called."""
        return KINDS[self.kind]

    @property
    def is_plan(self) -> bool:
        """Whether it is the plan, which carries the year's budget and its goal areas, and is consulted on."""
        return self.kind == PLAN

    @property
    def label(self) -> str:
        """Delårsrapport januari–juni."""
        return self._over(self.words.label)

    @property
    def noun(self) -> str:
        """delårsrapport januari–juni, where its year follows"""
        return self._over(self.words.full)

    @property
    def definite(self) -> str:
        """delårsrapporten januari–juni, where its year follows"""
        return self._over(self.words.full_definite)

    def _over(self, noun: str) -> str:
        return f"{noun} januari–{MONTHS[self.month - 1]}" if self.month else noun

    def name(self, year: int) -> str:
        """Delårsrapport januari–juni 2018."""
        return f"{self.label} {year}"


PLAN_SLOT = Slot(PLAN)
INTERIM_SLOTS = tuple(Slot(INTERIM_REPORT, month) for month in INTERIM_MONTHS)
REPORT_SLOTS = (*INTERIM_SLOTS, Slot(ANNUAL_REPORT))
SLOTS = {str(slot): slot for slot in (PLAN_SLOT, *REPORT_SLOTS)}
"""All there is room for in a year, by the word in addresses."""
