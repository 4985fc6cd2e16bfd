"""The page where the board signs the annual report, and the auditors note that they have audited it.

Plain Python. Before the signing it has a line to sign on for each ordinary seat in office on the day of the deciding
meeting; once signed it says who signed, where and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from members.domain.facts import AuditorFact, BoardFacts
from reports.domain.chain import AuditReportFact, SigningFact
from reports.domain.signers import SignerFact, signers_of


@dataclass(frozen=True)
class SignatureFacts:
    """What the page is made of. `meeting` and `place` are of the deciding meeting, None and "" until one is chosen."""

    year: int
    meeting: date | None
    place: str
    board: BoardFacts
    signing: SigningFact | None = None
    reports: tuple[AuditReportFact, ...] = ()


@dataclass(frozen=True)
class SignatureLine:
    """A line to sign on, or a signature that stands. `signed` says when, "" when nobody has yet."""

    holder: str
    office: str
    appointed_by: str


@dataclass(frozen=True)
class SignaturePage:
    """The page. `day` and `place` are what it says at the top, None and "" where they are to be filled in by hand."""

    year: int
    day: date | None
    place: str
    is_signed: bool
    board: tuple[SignatureLine, ...]
    auditors: tuple[SignatureLine, ...]
    audited_on: date | None
    dated: tuple[date, ...]


def signature_page(facts: SignatureFacts) -> SignaturePage:
    """The page as it reads now."""
    signing = facts.signing
    signers = signing.signers if signing else signers_of(facts.board)
    return SignaturePage(
        year=facts.year,
        day=signing.signed_on if signing else facts.meeting,
        place=signing.place if signing else facts.place,
        is_signed=signing is not None,
        board=tuple(_line(each) for each in signers),
        auditors=_auditors(facts),
        audited_on=max((each.dated for each in facts.reports), default=None),
        dated=tuple(each.dated for each in facts.reports),
    )


def _line(signer: SignerFact) -> SignatureLine:
    return SignatureLine(signer.holder, signer.office, signer.appointed_by)


def _auditors(facts: SignatureFacts) -> tuple[SignatureLine, ...]:
    """Those who have given a report; before that, those who audit on the day."""
    if facts.reports:
        return tuple(_line(each) for report in facts.reports for each in report.auditors)
    return tuple(_appointed(facts.board.auditors))


def _appointed(auditors: Iterable[AuditorFact]) -> Iterable[SignatureLine]:
    return (SignatureLine(each.holder, each.title, each.member) for each in auditors)
