"""Writes of members' data. Keyword arguments; one transaction each; a broken rule is a ValidationError in Swedish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from finsam import swedish
from finsam.revisions import EditConflict, Revisioned, remove, store
from members.domain.decisions import ABSENT, RESERVED, problem_with
from members.models import (
    Auditor,
    BoardSeat,
    Decision,
    DecisionParticipant,
    Federation,
    FormerName,
    Mandate,
    Meeting,
    Member,
    Role,
    Share,
    ShareSet,
    User,
)

Row = TypeVar("Row", bound=Revisioned)
WHOLE = Decimal(100)


def of_federation(federation: Federation) -> Callable[[Any], None]:
    """A guard: the row to be changed belongs to the federation."""

    def guard(row: Any) -> None:
        if row.federation_id != federation.pk:
            raise ValidationError("Raden hör till ett annat förbund.")

    return guard


def save_federation(
    *,
    federation: Federation,
    pk: int,
    revision: int | None,
    logo: ContentFile | bool | None = None,
    **changes: Any,
) -> Federation:
    """Change a federation's own details. `logo` is a cleaned picture, False to take it away, None to keep it."""
    if pk != federation.pk:
        raise ValidationError("Det är ett annat förbund.")
    if logo is not None:
        changes["logo"] = logo or ""
    return store(Federation, pk=pk, revision=revision, changes=changes)


def save_member(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Member:
    """Add or change a member."""
    return _save(Member, federation, pk, revision, changes)


def remove_member(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a member whom nothing refers to; one who has left gets an end year instead."""
    remove(Member, pk=pk, revision=revision, guard=of_federation(federation))


def save_former_name(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> FormerName:
    """Add or change what a member was called before a year."""

    def guard(row: FormerName) -> None:
        of_federation(federation)(row)
        if changes.get("until_year", row.until_year) <= row.member.from_year:
            raise ValidationError(
                {"until_year": f"Medlemmen är med från {row.member.from_year}. Skriv ett senare år."}
            )

    return store(FormerName, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_former_name(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a former name entered by mistake."""
    remove(FormerName, pk=pk, revision=revision, guard=of_federation(federation))


def save_board_seat(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> BoardSeat:
    """Add or change a seat on the board."""
    return _save(BoardSeat, federation, pk, revision, changes)


def remove_board_seat(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a seat entered by mistake; one whose term is over gets an end date instead."""
    remove(BoardSeat, pk=pk, revision=revision, guard=of_federation(federation))


def save_auditor(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Auditor:
    """Add or change an auditor."""
    return _save(Auditor, federation, pk, revision, changes)


def remove_auditor(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an auditor entered by mistake."""
    remove(Auditor, pk=pk, revision=revision, guard=of_federation(federation))


def save_meeting(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Meeting:
    """Add or change a meeting. Its day and kind stay once something has been adopted there."""

    def guard(meeting: Meeting) -> None:
        of_federation(federation)(meeting)
        moved = any(
            name in changes and changes[name] != getattr(meeting, name) for name in ("held_on", "kind")
        )
        if pk is not None and moved and meeting.decisions.filter(is_sealed=True).exists():
            raise ValidationError("Mötet har fastställt en plan eller budget. Dag och slag kan inte ändras.")

    return store(
        Meeting, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def remove_meeting(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a meeting without decisions."""
    remove(Meeting, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def save_decision(
    *,
    federation: Federation,
    pk: int | None = None,
    revision: int | None = None,
    attendance: Mapping[int, str] | None = None,
    **changes: Any,
) -> Decision:
    """Record a decision of a meeting, by paragraph. `attendance` says by seat who took part; None leaves it.

    What is printed of a decision stays once something has been adopted by it.
    """
    meeting = changes.get("meeting")
    if meeting is not None and meeting.federation_id != federation.pk:
        raise ValidationError({"meeting": "Välj ett av förbundets egna möten."})

    def guard(decision: Decision) -> None:
        of_federation(federation)(decision)
        if pk is not None and decision.is_sealed:
            _refuse_change_of_what_is_sealed(decision, changes, attendance)

    decision = store(Decision, pk=pk, revision=revision, changes=changes, guard=guard)
    if attendance is not None and not decision.is_sealed:
        if problem := problem_with(dict(attendance), decision.reservations):
            raise ValidationError({"reservations": problem})
        if _replace_participants(decision, attendance) and decision.revision == revision:
            decision.touch()  # who decided is edited together with the decision
    return decision


def _refuse_change_of_what_is_sealed(
    decision: Decision, changes: Mapping[str, Any], attendance: Mapping[int, str] | None
) -> None:
    def differs(*names: str) -> bool:
        return any(
            name in changes and _as_lines(changes[name]) != _as_lines(getattr(decision, name))
            for name in names
        )

    sealed = "Beslutet har fastställt en plan eller budget."
    if differs("meeting", "minutes_ref"):
        raise ValidationError(f"{sealed} Möte och paragraf kan inte ändras.")
    others = attendance is not None and _taking_part(attendance) != _participants(decision)
    if differs("reservations") or others:
        raise ValidationError(f"{sealed} Deltagare och reservationer kan inte ändras.")


def _as_lines(value: Any) -> Any:
    """A text with the line breaks it was written with, not those a browser sends; anything else as it is."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _taking_part(attendance: Mapping[int, str]) -> dict[int, bool]:
    """Whether with a reservation, by seat of those who took part."""
    return {seat: how == RESERVED for seat, how in attendance.items() if how != ABSENT}


def _participants(decision: Decision) -> dict[int, bool]:
    return dict(decision.participants.values_list("seat", "has_reservation"))


def _replace_participants(decision: Decision, attendance: Mapping[int, str]) -> bool:
    """Write who took part, row by row for the change log; whether anything differed."""
    wanted, day = _taking_part(attendance), decision.meeting.held_on
    seats = decision.meeting.federation.board_seats.in_office(day).in_bulk(wanted)
    if strangers := set(wanted) - set(seats):
        raise ValidationError(
            f"{swedish.count(len(strangers)).capitalize()} av deltagarna satt inte i styrelsen den "
            f"{swedish.long_date(day)}."
        )
    if wanted == _participants(decision):
        return False
    for participant in decision.participants.all():
        participant.delete()
    for seat, has_reservation in wanted.items():
        DecisionParticipant.objects.create(
            decision=decision, seat=seats[seat], has_reservation=has_reservation
        )
    return True


@transaction.atomic
def seal_decision(*, federation: Federation, pk: int) -> Decision:
    """Something is adopted by the decision: its paragraph, meeting and day are now part of what was adopted."""
    decision = Decision.locked(pk, None)
    of_federation(federation)(decision)
    decision.save_next(is_sealed=True)
    return decision


def remove_decision(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a decision that nothing rests on."""
    remove(Decision, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def save_shares(
    *,
    federation: Federation,
    year: int,
    revision: int | None,
    percents: Mapping[int, Decimal],
    status: str = ShareSet.Status.PRELIMINARY,
    settled_on: date | None = None,
    source: str = "",
) -> ShareSet:
    """Set all shares of a year: per cent by paying member's key. They must add up to 100 % exactly.

    That each group pays what the law says is a check (`members.domain.checks`), since who belongs where is agreed.
    """
    payers = {member.pk: member for member in federation.members.in_year(year).paying()}
    if strangers := set(percents) - set(payers):
        raise ValidationError(f"{len(strangers)} av medlemmarna betalar ingen andel i förbundet {year}.")
    total = sum(percents.values(), Decimal(0))
    if total != WHOLE:
        difference = WHOLE - total
        missing = f"{swedish.percent(abs(difference))} {'saknas' if difference > 0 else 'för mycket'}"
        raise ValidationError(f"Andelarna blir {swedish.percent(total)} tillsammans, inte 100 %: {missing}.")
    existing = federation.share_sets.filter(year=year).first()
    if existing is not None and revision is None:
        raise EditConflict(existing)  # begun by someone else since the empty form was opened
    share_set = store(
        ShareSet,
        pk=existing.pk if existing else None,
        revision=revision,
        changes={
            "federation": federation,
            "year": year,
            "status": status,
            "settled_on": settled_on,
            "source": source,
        },
    )
    if (
        _replace_shares(share_set, percents)
        and existing is not None
        and share_set.revision == existing.revision
    ):
        share_set.touch()  # the set is one thing to its editors: a changed share is a new revision of it
    return share_set


def grant_role(*, federation: Federation, user: User, role: Role) -> Mandate:
    """Give a user a role in a federation; the same twice is once."""
    mandate, _ = Mandate.objects.get_or_create(federation=federation, user=user, role=role)
    return mandate


@transaction.atomic
def invite(*, federation: Federation, email: str, name: str, role: Role) -> Mandate:
    """Give whoever has the e-mail address a role; a user called `name` is made when there is none.

    Whether there was one is not told: a director learns nothing of other federations' users.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=User.objects.normalize_email(email).lower(), name=name)
        user.set_unusable_password()
        user.full_clean()
        user.save()
    if federation.mandates.filter(user=user, role=role).exists():
        raise ValidationError({"role": f"{email} har redan rollen {role.label} i förbundet."})
    return grant_role(federation=federation, user=user, role=role)


@transaction.atomic
def revoke_role(*, federation: Federation, pk: int) -> str:
    """Take a role back, and say whose. The last director stays: someone must be able to give roles."""
    mandates = federation.mandates.select_for_update().select_related("user")
    mandate = mandates.filter(pk=pk).first()
    if mandate is None:
        raise ValidationError("Rollen är redan borttagen.")
    if mandate.role == Role.DIRECTOR and mandates.filter(role=Role.DIRECTOR).count() == 1:
        raise ValidationError("Förbundet behöver minst en förbundschef. Lägg till en annan först.")
    name = f"{mandate.user}, {mandate.get_role_display()}"
    mandate.delete()
    return name


def _save(
    model: type[Row], federation: Federation, pk: int | None, revision: int | None, changes: dict[str, Any]
) -> Row:
    return store(
        model,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def _replace_shares(share_set: ShareSet, percents: Mapping[int, Decimal]) -> bool:
    """Write the shares that differ; whether any did. Row by row, so that the change log sees each."""
    current = {share.member_id: share for share in share_set.shares.all()}
    changed = False
    for member_id, percent in percents.items():
        share = current.pop(member_id, None) or Share(share_set=share_set, member_id=member_id)
        if share.pk is None or share.percent != percent:
            share.percent = percent
            share.full_clean(exclude=["share_set"])
            share.save()
            changed = True
    for share in current.values():
        share.delete()
        changed = True
    return changed
