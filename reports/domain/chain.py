"""The way of an annual report after the board's decision: signed, audited, and tried by each member for itself.

Plain Python. What must have happened before what, on which day at the latest, and what is left. The order is that
of the law and of practice: the state wants the report signed before its auditor gives an opinion on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finsam import swedish
from finsam.sources import Source, finsam_paragraph
from members.domain.facts import BoardFacts
from reports.domain.deadlines import REPORT, law_day
from reports.domain.signers import SERVING_DEPUTY, SignerFact, unsigned_of

GRANTED, REFUSED, UNTRIED = "granted", "refused", "untried"
OUTCOMES = {GRANTED: "Beviljad", REFUSED: "Inte beviljad", UNTRIED: "Inte prövad"}
RECOMMENDATIONS = {"approve": "Tillstyrker ansvarsfrihet", "reject": "Avstyrker ansvarsfrihet"}


# --- Facts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SigningFact:
    """That the board has signed."""

    revision: int
    signed_on: date
    place: str
    signers: tuple[SignerFact, ...]
    note: str = ""


@dataclass(frozen=True)
class AuditReportFact:
    """What auditors have said. `pages` is of the PDF that was kept, None when there is none."""

    pk: int
    dated: date
    received_on: date
    recommendation: str
    remarks: str
    auditors: tuple[SignerFact, ...]
    pages: int | None = None
    sha256: str = ""
    entered_by: int | None = None

    @property
    def words(self) -> str:
        """What they recommend: Tillstyrker ansvarsfrihet."""
        return RECOMMENDATIONS[self.recommendation]

    @property
    def names(self) -> str:
        """Who they are."""
        return swedish.listed([each.holder for each in self.auditors])


@dataclass(frozen=True)
class DischargeFact:
    """What one member has decided; `untried` until it is on record."""

    member: int
    name: str
    outcome: str = UNTRIED
    body: str = ""
    decided_on: date | None = None
    minutes_ref: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """Beviljad."""
        return OUTCOMES[self.outcome]

    @property
    def is_tried(self) -> bool:
        """Whether the member has decided."""
        return self.outcome != UNTRIED


@dataclass(frozen=True)
class ChainFacts:
    """All that has become of one annual report. `decided_on` is None while the board has not adopted it.

    `board_then` sat on the day of the decision, `board_signing` on the day of the signing. `own_days` are the days the
    federation's year wheel says for the steps, by step.
    """

    year: int
    decided_on: date | None
    minutes_ref: str
    published_on: date | None
    signing: SigningFact | None
    reports: tuple[AuditReportFact, ...]
    discharges: tuple[DischargeFact, ...]
    board_then: BoardFacts | None = None
    board_signing: BoardFacts | None = None
    own_days: Mapping[str, date] | None = None

    @property
    def audited_on(self) -> date | None:
        """The day of the last of the audit reports; None while there is none."""
        return max((each.dated for each in self.reports), default=None)

    @property
    def tried(self) -> tuple[DischargeFact, ...]:
        """The members that have decided."""
        return tuple(each for each in self.discharges if each.is_tried)


# --- What is left ---------------------------------------------------------------------------------------


def unsigned(facts: ChainFacts) -> tuple[SignerFact, ...]:
    """The ordinary members in office on the signing day who have not signed."""
    if facts.signing is None or facts.board_signing is None:
        return ()
    return unsigned_of(facts.board_signing, facts.signing.signers)


def lacking_signatures(facts: ChainFacts) -> int:
    """How many ordinary seats neither their member nor a serving deputy has signed for."""
    deputies = sum(each.office == SERVING_DEPUTY for each in facts.signing.signers) if facts.signing else 0
    return max(0, len(unsigned(facts)) - deputies)


def told_of_lacking(facts: ChainFacts) -> str:
    """Who has not signed, and for whom no deputy has; "" when every ordinary seat is signed for."""
    number = lacking_signatures(facts)
    if not number:
        return ""
    names = swedish.listed([each.holder for each in unsigned(facts)])
    noun = "underskrift" if number == 1 else "underskrifter"
    instead = "ingen ersättare i stället" if number == len(unsigned(facts)) else "inte lika många ersättare"
    return f"{swedish.count(number).capitalize()} {noun} saknas: {names} skrev inte under, och {instead}."


def told_of_discharge(facts: ChainFacts, is_replaced: bool = False) -> str:
    """How far the members have come; of a version that is replaced, how far they came."""
    left = len(facts.discharges) - len(facts.tried)
    if is_replaced and not facts.tried:
        return "Ingen medlem prövade frågan för den här versionen."
    if not facts.reports:
        return "Medlemmarna prövar frågan sedan revisorerna har lämnat sin berättelse."
    if not left:
        return "Alla medlemmar har prövat frågan."
    of_all = swedish.count(len(facts.discharges))
    if is_replaced:
        number = swedish.count(len(facts.tried)).capitalize()
        return f"{number} av {of_all} medlemmar prövade frågan för den här versionen."
    return f"{swedish.count(left).capitalize()} av {of_all} medlemmar har inte prövat frågan ännu."


# --- What must have happened before what ------------------------------------------------------------------


def problem_with_signing(facts: ChainFacts, signed_on: date, today: date) -> dict[str, str]:
    """What is wrong with a day of signing, by field; empty when nothing is."""
    if facts.decided_on is None:
        return {"": "Styrelsen har inte godkänt årsredovisningen ännu. Registrera beslutet först."}
    if signed_on > today:
        return {"signed_on": "Dagen har inte varit ännu. Skriv den dag då styrelsen skrev under."}
    if signed_on < facts.decided_on:
        told = swedish.long_date(facts.decided_on)
        return {
            "signed_on": f"Styrelsen godkände årsredovisningen den {told}. Den skrivs under samma dag eller senare."
        }
    first = min(facts.reports, key=lambda each: each.dated, default=None)
    if first is not None and signed_on > first.dated:
        told = swedish.long_date(first.dated)
        return {
            "signed_on": f"Revisionsberättelsen från {first.names} är dagtecknad den {told}, och årsredovisningen "
            "ska vara undertecknad före den. Rätta den ena dagen först."
        }
    return {}


def problem_with_signers(members: int, deputies: int, seats: int) -> str:
    """What is wrong with how many sign; "" when nothing is. `seats` is the number of ordinary seats on the day."""
    if members + deputies == 0:
        return "Markera dem som har skrivit under."
    if deputies > seats - members:
        free = seats - members
        who = "ingen ordinarie ledamot" if free == 0 else f"bara {swedish.count(free)}"
        return (
            f"En ersättare skriver under när en ordinarie ledamot är borta, och {who} saknas. "
            "Ta bort någon ersättare eller en ledamot som inte var med."
        )
    return ""


def problem_with_audit_report(
    facts: ChainFacts, dated: date, received_on: date, today: date
) -> dict[str, str]:
    """What is wrong with the days of an audit report, by field; empty when nothing is."""
    if facts.signing is None:
        return {
            "": "Årsredovisningen ska vara undertecknad innan revisionsberättelsen lämnas. "
            "Anteckna underskrifterna först."
        }
    if dated < facts.signing.signed_on:
        told = swedish.long_date(facts.signing.signed_on)
        return {
            "dated": f"Årsredovisningen skrevs under den {told}. Berättelsen är från den dagen eller senare."
        }
    if received_on < dated:
        return {"received_on": "Berättelsen kan inte ha kommit in innan den dagtecknades."}
    if received_on > today:
        return {"received_on": "Dagen har inte varit ännu. Skriv den dag då berättelsen kom in."}
    decided = [each for each in facts.tried if each.decided_on and each.decided_on < dated]
    before = [each for each in decided if not any(told.dated <= _day(each) for told in facts.reports)]
    if before:
        return {
            "dated": f"{before[0].name} prövade ansvarsfriheten den {swedish.long_date(_day(before[0]))}, och "
            "då ska det finnas en revisionsberättelse. Rätta den ena dagen först."
        }
    return {}


def problem_with_outcome(
    outcome: str, decided_on: date | None, body: str | None = "", minutes_ref: str | None = ""
) -> dict[str, str]:
    """What does not go together in what a member is said to have decided, by field; empty when all does."""
    if outcome != UNTRIED:
        return {} if decided_on else {"decided_on": "Skriv vilken dag medlemmen beslutade."}
    left = {"body": (body, "vem som beslutade"), "decided_on": (decided_on, "dagen")}
    left["minutes_ref"] = (minutes_ref, "paragrafen")
    return {
        name: f"Ta bort {what}, eller välj vad medlemmen beslutade."
        for name, (value, what) in left.items()
        if value
    }


def problem_with_discharge(
    facts: ChainFacts,
    outcome: str,
    decided_on: date | None,
    today: date,
    *,
    body: str = "",
    minutes_ref: str = "",
) -> dict[str, str]:
    """What is wrong with what a member is said to have decided, by field; empty when nothing is."""
    if outcome != UNTRIED and not facts.reports:
        return {
            "": "Ansvarsfriheten prövas sedan revisorerna har lämnat sin berättelse. "
            "Lägg in revisionsberättelsen först."
        }
    if wrong := problem_with_outcome(outcome, decided_on, body, minutes_ref):
        return wrong
    if decided_on is None:
        return {}
    if decided_on > today:
        return {"decided_on": "Dagen har inte varit ännu. Skriv den dag då medlemmen beslutade."}
    first = min(each.dated for each in facts.reports)
    if decided_on < first:
        return {
            "decided_on": f"Revisionsberättelsen är dagtecknad den {swedish.long_date(first)}. Ansvarsfriheten prövas "
            "samma dag eller senare."
        }
    return {}


def why_signing_stays(facts: ChainFacts) -> str:
    """Why the signing is not taken away; "" when it may be."""
    return "Det finns en revisionsberättelse. Ta bort den först." if facts.reports else ""


def why_audit_report_stays(facts: ChainFacts, pk: int) -> str:
    """Why an audit report is not taken away; "" when it may be."""
    others = [each for each in facts.reports if each.pk != pk]
    early = [each for each in facts.tried if not any(other.dated <= _day(each) for other in others)]
    if not early:
        return ""
    return f"{early[0].name} har prövat ansvarsfriheten med stöd av berättelsen. Ta bort det beslutet först."


def _day(discharge: DischargeFact) -> date:
    assert discharge.decided_on is not None  # a tried one has a day
    return discharge.decided_on


# --- The path ---------------------------------------------------------------------------------------------


class Step(StrEnum):
    """The steps after one another."""

    DECIDED = "decided"
    SIGNED = "signed"
    AUDITED = "audited"
    DISCHARGED = "discharged"


@dataclass(frozen=True)
class StepFact:
    """A step as it stands: what has been done, or by when it is to be. `source` is the law's, None when a day is the
    federation's own or what is usual."""

    key: Step
    label: str
    told: str
    is_done: bool
    is_next: bool
    due: date
    source: Source | None = None
    is_late: bool = False


USUAL_DAYS = {Step.AUDITED: (4, 30), Step.DISCHARGED: (6, 30)}
"""When most federations are done, the year after: the law names no day for these."""
LABELS = {
    Step.DECIDED: "Godkänd av styrelsen",
    Step.SIGNED: "Undertecknad",
    Step.AUDITED: "Granskad av revisorerna",
    Step.DISCHARGED: "Ansvarsfriheten prövad av medlemmarna",
}


def steps(facts: ChainFacts, today: date) -> tuple[StepFact, ...]:
    """The steps with what is done, what is next, and the last day of what is left."""
    done = {
        Step.DECIDED: facts.decided_on is not None,
        Step.SIGNED: facts.signing is not None,
        Step.AUDITED: bool(facts.reports),
        Step.DISCHARGED: bool(facts.discharges) and len(facts.tried) == len(facts.discharges),
    }
    following = next((step for step in Step if not done[step]), None)
    return tuple(
        StepFact(
            key=step,
            label=LABELS[step],
            told=_told(step, facts),
            is_done=done[step],
            is_next=step is following,
            due=due_of(step, facts.year, facts.own_days or {}),
            source=source_of(step),
            is_late=not done[step] and today > due_of(step, facts.year, facts.own_days or {}),
        )
        for step in Step
    )


def due_of(step: Step, year: int, own_days: Mapping[str, date]) -> date:
    """The last day of a step, inclusive: the law's, or else the federation's own or the usual one."""
    law = law_day(REPORT)
    assert law is not None
    if step in (Step.DECIDED, Step.SIGNED):
        return min(own_days.get(step.value, law.due(year)), law.due(year))
    month, day = USUAL_DAYS[step]
    return own_days.get(step.value, date(year + 1, month, day))


def source_of(step: Step) -> Source | None:
    """The law that names the day; None when none does."""
    return finsam_paragraph("24 §") if step in (Step.DECIDED, Step.SIGNED) else None


def _told(step: Step, facts: ChainFacts) -> str:
    if step is Step.DECIDED and facts.decided_on:
        return f"{swedish.long_date(facts.decided_on)}{f', {facts.minutes_ref}' if facts.minutes_ref else ''}"
    if step is Step.SIGNED and facts.signing:
        return f"{facts.signing.place} den {swedish.long_date(facts.signing.signed_on)}"
    if step is Step.AUDITED and facts.reports:
        return "; ".join(f"{swedish.long_date(each.dated)} av {each.names}" for each in facts.reports)
    if step is Step.DISCHARGED and facts.tried:
        return f"{swedish.count(len(facts.tried)).capitalize()} av {swedish.count(len(facts.discharges))} medlemmar"
    return ""
