"""What is put on record before the board decides: the consultation with the members, and why warnings are accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import store
from members.models import Federation, Meeting, User
from plans.domain.requirements import Concern
from plans.models import AcceptedFinding, Document, MemberStatement
from plans.services.guards import open_document_of

WORDS_OF_A_REASON = 3
"""A reason says at least this much."""


@dataclass(frozen=True)
class Statement:
    """How a member took part, and what it said. Without `form` nothing is recorded of the member."""

    form: str
    statement: str = ""
    received_on: date | None = None


@transaction.atomic
def save_consultation(
    *,
    federation: Federation,
    pk: int,
    revision: int | None,
    statements: Mapping[int, Statement] | None = None,
    **changes: Any,
) -> Document:
    """Record which consultation it was, what came of it, and what each member said, by member.

    The whole is one thing to those who edit it: a changed statement is a new revision of the document.
    """
    meeting = changes.get("consultation")
    if meeting is not None and (
        meeting.federation_id != federation.pk or meeting.kind != Meeting.Kind.CONSULTATION
    ):
        raise ValidationError({"consultation": "Välj ett av förbundets medlemssamråd."})
    document = store(Document, pk=pk, revision=revision, changes=changes, guard=open_document_of(federation))
    changed = [_save_statement(document, member, said) for member, said in (statements or {}).items()]
    if any(changed) and document.revision == revision:
        document.touch()
    return document


def _save_statement(document: Document, member: int, said: Statement) -> bool:
    """Write what a member said; whether it differed."""
    row = document.member_statements.select_for_update().filter(member=member).first()
    if not said.form:
        if said.statement.strip() or said.received_on:
            raise ValidationError({f"form_{member}": "Ange hur medlemmen deltog i samrådet."})
        if row is not None:
            row.delete()
        return row is not None
    if said.form == MemberStatement.Form.SILENT and (said.statement.strip() or said.received_on):
        told = "Här står att medlemmen inte svarade, men synpunkter eller en dag är antecknade."
        raise ValidationError({f"form_{member}": f"{told} Välj hur de lämnades, eller ta bort dem."})
    if row is None:
        row = MemberStatement(document=document, member_id=member)
    before = None if row._state.adding else row.revision
    row.save_next(form=said.form, statement=said.statement.strip(), received_on=said.received_on)
    return row.revision != before


@transaction.atomic
def accept_findings(
    *,
    federation: Federation,
    pk: int,
    reasons: Mapping[str, str],
    concerns: Iterable[Concern],
    by: User | None,
) -> int:
    """Keep why the document goes to the board with these findings: the reason by fingerprint, "" to take it back.

    `concerns` is what the checks find now. Gives the number of reasons that were written or taken back.
    """
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    known = {each.fingerprint: each for each in concerns if each.may_be_accepted}
    changed = 0
    for fingerprint, reason in reasons.items():
        concern = known.get(fingerprint)
        if concern is None:
            raise ValidationError(
                "En kontroll säger något annat nu än när du öppnade sidan. Läs igen.", code="gone"
            )
        changed += _accept(document, concern, reason.strip(), by)
    return changed


def _accept(document: Document, concern: Concern, reason: str, by: User | None) -> bool:
    row = document.accepted_findings.filter(fingerprint=concern.fingerprint).first()
    if not reason:
        if row is not None:
            row.delete()
        return row is not None
    if row is not None and row.reason == reason:
        return False
    if len(reason.split()) < WORDS_OF_A_REASON:
        raise ValidationError(
            {concern.fingerprint: "Skriv motiveringen med några ord, så att styrelsen förstår den."}
        )
    found = concern.finding
    if row is None:
        row = AcceptedFinding(document=document, code=found.code, fingerprint=concern.fingerprint)
    row.told = f"{found.where}. {found.message}"[:2000]
    row.reason, row.accepted_by = reason, by
    row.full_clean()
    row.save()
    return True


def carry_consultation(old: Document, new: Document) -> None:
    """A new version of the same year rests on the same consultation, until another is recorded."""
    new.save_next(consultation=old.consultation, consultation_summary=old.consultation_summary)
    for row in old.member_statements.all():
        MemberStatement.objects.create(
            document=new,
            member_id=row.member_id,
            form=row.form,
            statement=row.statement,
            received_on=row.received_on,
        )
