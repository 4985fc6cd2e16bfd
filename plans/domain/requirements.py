"""What must hold before a document moves on: plain functions over frozen facts. Each says what remains, or "".

Which move asks for what stands in `plans.domain.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source, finsam_paragraph, municipal_act
from members.domain.decisions import DecisionFact
from plans.domain.kinds import KINDS, PLAN, KindWords


@dataclass(frozen=True)
class Concern:
    """A finding that the board is not to decide over unawares.

    `may_be_accepted`: a warning may, with a reason; so may a fault in what an older document printed, as known, since
    it cannot be mended there. An error of the plan's own may not.
    """

    finding: Finding
    may_be_accepted: bool

    @property
    def fingerprint(self) -> str:
        """What an acceptance is filed under: another as soon as the finding says anything else."""
        return self.finding.fingerprint


@dataclass(frozen=True)
class BudgetStanding:
    """The budget that is adopted with the plan. `is_explained`: a change says why it is made and how it is paid."""

    lines: int
    is_explained: bool = True
    is_superseded: bool = False


@dataclass(frozen=True)
class StandingFacts:
    """All that is asked before a move. `decision` is the one that is about to adopt; None while it is prepared."""

    kind: str
    year: int
    status: str
    sections: int
    budget: BudgetStanding | None
    meeting: date | None
    consultation: date | None
    consultation_summary: str
    members_not_heard: tuple[str, ...]
    today: date
    concerns: tuple[Concern, ...] = ()
    accepted: frozenset[str] = frozenset()
    decision: DecisionFact | None = None
    is_frozen: bool = False
    missing: tuple[str, ...] = ()
    """References of the text to figures and tables that are not there."""
    board_members: int = 0
    """How many members sit in the board on the day of the meeting."""
    withdrawn_on: date | None = None
    review_rounds: int = 0
    followed_by: tuple[str, ...] = ()
    """The documents that were begun from it, by name."""

    @property
    def words(self) -> KindWords:
        """What the document is called."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Requirement:
    """What must hold. `page` names the page where it is seen to; `is_asked`: it is asked for as the move is made.

    In `words` and `page_label` the document's own nouns stand in braces. `of_plan`: it is asked of a plan alone, which
    carries the year's budget and which the members are consulted on.
    """

    key: str
    words: str
    remains: Callable[[StandingFacts], str]
    page: str = ""
    page_label: str = ""
    source: Source | None = None
    is_asked: bool = False
    of_plan: bool = False

    def concerns(self, kind: str) -> bool:
        """Whether it is asked of a document of the kind."""
        return kind == PLAN or not self.of_plan


@dataclass(frozen=True)
class Standing:
    """A requirement as it stands: what remains of it, "" when it is met."""

    requirement: Requirement
    remains: str
    kind: KindWords

    @property
    def words(self) -> str:
        """What must hold, in words."""
        return self._filled(self.requirement.words)

    @property
    def page_label(self) -> str:
        """What the link to the page where it is seen to says."""
        return self._filled(self.requirement.page_label)

    def _filled(self, text: str) -> str:
        kind = self.kind
        return text.format(
            definite=kind.definite,
            Definite=kind.definite.capitalize(),
            indefinite=kind.indefinite,
            adopted=kind.adopted,
            adopted_definite=kind.adopted_definite,
        )

    @property
    def is_met(self) -> bool:
        """Whether nothing remains."""
        return not self.remains


def _sections(facts: StandingFacts) -> str:
    return (
        "" if facts.sections else f"{facts.words.definite.capitalize()} har inga avsnitt. Skriv det första."
    )


def _references(facts: StandingFacts) -> str:
    if not facts.missing:
        return ""
    number = len(facts.missing)
    noun = "siffra eller tabell" if number == 1 else "siffror eller tabeller"
    where = (
        f"Välj andra i avsnitten där de står, eller lägg in det som saknas: {swedish.listed(facts.missing)}."
    )
    return f"{swedish.count(number).capitalize()} {noun} i {facts.words.definite} finns inte. {where}"


def _budget(facts: StandingFacts) -> str:
    if facts.budget is None:
        begin = f"Börja budgeten för {facts.year}, och välj den på titelsidan."
        return f"Planen och budgeten fastställs tillsammans. {begin}"
    if facts.budget.is_superseded:
        return (
            "Planens budget är ersatt av en senare version. Välj den som gäller på titelsidan; "
            "en framlagd plan tar du först tillbaka."
        )
    return "" if facts.budget.lines else f"Budgeten för {facts.year} är tom. Lägg in dess rader."


def _explained(facts: StandingFacts) -> str:
    if facts.budget is None or facts.budget.is_explained:
        return ""
    return "Skriv vad ändringen av budgeten gäller och hur den finansieras."


def _meeting_held(facts: StandingFacts) -> str:
    if facts.meeting is None:
        return f"Välj vid vilket av styrelsens möten {facts.words.definite} läggs fram."
    if facts.meeting > facts.today:
        return f"Mötet hålls den {swedish.long_date(facts.meeting)}. Därefter registreras beslutet."
    return ""


def _board(facts: StandingFacts) -> str:
    if facts.meeting is None or facts.board_members:
        return ""
    held_on = swedish.long_date(facts.meeting)
    return f"Ingen ledamot sitter i styrelsen den {held_on}. Lägg in dem som är valda från den dagen."


def _consulted(facts: StandingFacts) -> str:
    if facts.consultation is None:
        return "Ange när samrådet med medlemmarna hölls."
    if facts.consultation > facts.today:
        return f"Samrådet hålls först den {swedish.long_date(facts.consultation)}."
    if facts.meeting and facts.consultation > facts.meeting:
        return "Samrådet är lagt efter styrelsens möte. Det ska hållas före."
    return ""


def _summary(facts: StandingFacts) -> str:
    return "" if facts.consultation_summary.strip() else "Anteckna vad som framkom i samrådet."


def _heard(facts: StandingFacts) -> str:
    if not facts.members_not_heard:
        return ""
    return f"Medlemmar kvar att anteckna: {swedish.listed(facts.members_not_heard)}."


def open_errors(facts: StandingFacts) -> tuple[Concern, ...]:
    """Errors that stop an adoption: those that must be mended, and known faults of older documents not yet owned to."""
    return tuple(
        each
        for each in facts.concerns
        if each.finding.severity is Severity.ERROR and each.fingerprint not in _acceptances(facts, each)
    )


def open_warnings(facts: StandingFacts) -> tuple[Concern, ...]:
    """Warnings that no one has given a reason for."""
    return tuple(
        each
        for each in facts.concerns
        if each.finding.severity is Severity.WARNING and each.fingerprint not in _acceptances(facts, each)
    )


def _acceptances(facts: StandingFacts, concern: Concern) -> frozenset[str]:
    return facts.accepted if concern.may_be_accepted else frozenset()


def _errors(facts: StandingFacts) -> str:
    found = open_errors(facts)
    own = sum(not each.may_be_accepted for each in found)
    older = len(found) - own
    words = []
    if own:
        words.append(f"{_faults(own)} ska rättas.")
    if older:
        known = "känt" if older == 1 else "kända"
        words.append(f"{_faults(older)} i äldre dokument ska anges som {known}.")
    return " ".join(words)


def _faults(number: int) -> str:
    return "Ett fel" if number == 1 else f"{swedish.count(number).capitalize()} fel"


def _warnings(facts: StandingFacts) -> str:
    number = len(open_warnings(facts))
    noun = "varning" if number == 1 else "varningar"
    return f"{swedish.count(number).capitalize()} {noun} saknar motivering." if number else ""


def _decision(facts: StandingFacts) -> str:
    if facts.decision is None or not facts.decision.minutes_ref.strip():
        return "Ange protokollets paragraf."
    if facts.decision.held_on != facts.meeting:
        return f"Beslutet ska vara fattat vid mötet där {facts.words.definite} är framlagd."
    return ""


def _deciders(facts: StandingFacts) -> str:
    return "" if facts.decision and facts.decision.deciders else "Ange vilka som deltog i beslutet."


def _frozen(facts: StandingFacts) -> str:
    if facts.is_frozen:
        return ""
    definite = facts.words.definite.capitalize()
    return f"{definite} {facts.words.adopted}es utan att frysas. Börja en ny version med eget beslut."


def _never_proposed(facts: StandingFacts) -> str:
    if facts.withdrawn_on is None:
        return ""
    day = swedish.long_date(facts.withdrawn_on)
    return (
        f"Utkastet har varit framlagt för styrelsen, och togs tillbaka den {day}. Därför tas det inte bort."
    )


def _never_reviewed(facts: StandingFacts) -> str:
    if not facts.review_rounds:
        return ""
    return "Utkastet har varit på remiss. Det andra har svarat på tas inte bort."


def _not_followed(facts: StandingFacts) -> str:
    if not facts.followed_by:
        return ""
    return f"{swedish.listed(facts.followed_by)} är påbörjad från utkastet. Därför tas det inte bort."


HAS_SECTIONS = Requirement("sections", "{Definite} har avsnitt", _sections, "outline", "Redigera {definite}")
HAS_FIGURES = Requirement(
    "references", "Varje siffra och tabell i {definite} finns", _references, "outline", "Redigera {definite}"
)
HAS_BUDGET = Requirement(
    "budget",
    "Årets budget har rader",
    _budget,
    "budget",
    "Till budgeten",
    municipal_act("11 kap. 6 §"),
    of_plan=True,
)
IS_EXPLAINED = Requirement(
    "explained",
    "En ändrad budget säger varför och hur den finansieras",
    _explained,
    "amendment",
    "Beskriv ändringen",
    municipal_act("11 kap. 15 §"),
    of_plan=True,
)
IS_CONSULTED = Requirement(
    "consulted",
    "Samråd har hållits med medlemmarna",
    _consulted,
    "consultation",
    "Anteckna samrådet",
    finsam_paragraph("23 §"),
    of_plan=True,
)
IS_SUMMED_UP = Requirement(
    "summary",
    "Det som framkom i samrådet är antecknat",
    _summary,
    "consultation",
    "Anteckna samrådet",
    of_plan=True,
)
ALL_ARE_HEARD = Requirement(
    "heard",
    "Varje medlems synpunkter är antecknade",
    _heard,
    "consultation",
    "Anteckna samrådet",
    of_plan=True,
)
THE_CONSULTATION = (IS_CONSULTED, IS_SUMMED_UP, ALL_ARE_HEARD)
"""All that is asked of the consultation with the members."""


def is_consultation_recorded(facts: StandingFacts) -> bool:
    """Whether nothing remains of the consultation: it is held, summed up, and every member is heard."""
    return not any(each.remains(facts) for each in THE_CONSULTATION)


NO_ERRORS = Requirement(
    "errors", "Kontrollerna hittar inga fel", _errors, "findings_accept", "Se vad de gäller"
)
NO_WARNINGS = Requirement(
    "warnings",
    "Varje varning är godtagen med en motivering",
    _warnings,
    "findings_accept",
    "Motivera varningarna",
)
MEETING_IS_HELD = Requirement(
    "meeting_held", "Styrelsens möte har hållits", _meeting_held, "document_propose", "Välj möte"
)
HAS_BOARD = Requirement(
    "board", "Styrelsen har ledamöter den dag den möts", _board, "members", "Lägg in ledamöterna"
)
HAS_DECISION = Requirement("decision", "Beslutets paragraf är angiven", _decision, is_asked=True)
HAS_DECIDERS = Requirement("deciders", "De som deltog i beslutet är angivna", _deciders, is_asked=True)
IS_FROZEN = Requirement("frozen", "Den {adopted_definite} {definite} är fryst", _frozen)
WAS_NEVER_PROPOSED = Requirement(
    "never_proposed", "Utkastet har aldrig varit framlagt för styrelsen", _never_proposed
)
WAS_NEVER_REVIEWED = Requirement("never_reviewed", "Utkastet har aldrig varit på remiss", _never_reviewed)
IS_NOT_FOLLOWED = Requirement(
    "not_followed", "Ingen annan {indefinite} är påbörjad från utkastet", _not_followed
)
