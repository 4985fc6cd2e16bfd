"""Outcomes read in from a file, all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.forms import NONE_YET
from finsam.revisions import EditConflict, RowGone
from members.models import Federation
from plans.domain.outcome_file import PERIOD_WORDS, FileOutcome
from plans.domain.outcome_flow import Doubt
from plans.domain.outcome_import import counts_after
from plans.domain.outcome_parts import parts_apart
from plans.models import Initiative, TeamOutcome
from plans.outcome_queries import outcome_fact
from plans.services.outcomes import WHY_APART, Doubtful, save_outcome


@transaction.atomic
def import_outcomes(
    *,
    federation: Federation,
    year: int,
    outcomes: Sequence[tuple[FileOutcome, int | None]],
    accepted: Collection[str] = (),
    note: str = "",
) -> int:
    """Store the outcomes of a file, in their order; gives how many differed from what was stored.

    With each comes the revision of what was stored when the file was looked through, None where there was nothing.
    Raises Doubtful with all that does not add up and is not `accepted`, EditConflict when an outcome is not as it was
    then; in either case nothing is written.
    """
    initiatives = {each.pk: each for each in federation.initiatives.all()}
    told_of = [(initiatives[told.initiative], told) for told, _ in outcomes if told.initiative in initiatives]
    known = {initiative.pk: _apart(initiative, year) for initiative, _ in told_of}
    doubts: list[Doubt] = []
    changed = 0
    for told, revision in outcomes:
        initiative = initiatives.get(told.initiative)
        if initiative is None:
            raise ValidationError("En insats i filen har tagits bort. Läs in filen på nytt.")
        row = _stored(initiative, year, told.period)
        before = row.revision if row else None
        try:
            with transaction.atomic():
                saved = save_outcome(
                    federation=federation,
                    initiative=initiative,
                    year=year,
                    period=told.period,
                    pk=row.pk if row else None,
                    revision=NONE_YET if row and revision is None else revision,
                    counts=counts_after(told, outcome_fact(row) if row else None),  # type: ignore[arg-type]
                    accepted=accepted,
                    with_parts=False,
                    **_noted(row, note),
                )
        except Doubtful as error:
            doubts += error.doubts
            continue
        except (EditConflict, RowGone):
            raise
        except ValidationError as error:
            raise _named(initiative, told, error) from error
        changed += saved.revision != before
    new = {pk: _apart(initiatives[pk], year) - was for pk, was in known.items()}
    doubts += [each for apart in new.values() for each in sorted(apart, key=str) if each.key not in accepted]
    if doubts:
        raise Doubtful(doubts)
    for initiative, told in told_of:
        stored = _stored(initiative, year, told.period)
        if new[initiative.pk] and not (stored and stored.note.strip()):
            raise _named(initiative, told, ValidationError(WHY_APART))
    return changed


def _apart(initiative: Initiative, year: int) -> set[Doubt]:
    """What the year and its parts do not say alike of an initiative: all are stored before it is asked."""
    stored = initiative.outcomes.filter(year=year).prefetch_related("counts")
    return {each.doubt for each in parts_apart(year, [outcome_fact(row) for row in stored])}


def _named(initiative: Initiative, told: FileOutcome, error: ValidationError) -> ValidationError:
    """What is wrong with one of the file's outcomes, with which it is."""
    called = f"{initiative.code}, {PERIOD_WORDS[told.period]}"
    return ValidationError([f"{called}: {message}" for message in error.messages])


def _stored(initiative: Initiative, year: int, period: str) -> TeamOutcome | None:
    return initiative.outcomes.filter(year=year, period=period).prefetch_related("counts").first()


def _noted(row: TeamOutcome | None, note: str) -> Mapping[str, str]:
    """The note of the whole file stands where nothing is said already."""
    return {"note": note} if note and not (row and row.note) else {}
