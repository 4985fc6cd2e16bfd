"""Outcomes read in from a file, all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.forms import NONE_YET
from finsam.revisions import EditConflict, RowGone
from members.models import Federation
from plans.domain.outcome_file import PERIOD_WORDS, FileOutcome
from plans.domain.outcome_flow import Doubt
from plans.domain.outcome_import import counts_after
from plans.models import Initiative, TeamOutcome
from plans.outcome_queries import outcome_fact
from plans.services.outcomes import Doubtful, save_outcome


@transaction.atomic
def import_outcomes(
    *,
    federation: Federation,
    year: int,
    outcomes: Iterable[tuple[FileOutcome, int | None]],
    accepted: Collection[str] = (),
    note: str = "",
) -> int:
    """Store the outcomes of a file, in their order; gives how many differed from what was stored.

    With each comes the revision of what was stored when the file was looked through, None where there was nothing.
    Raises Doubtful with all that does not add up and is not `accepted`, EditConflict when an outcome is not as it was
    then; in either case nothing is written.
    """
    initiatives = {each.pk: each for each in federation.initiatives.all()}
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
    if doubts:
        raise Doubtful(doubts)
    return changed


def _named(initiative: Initiative, told: FileOutcome, error: ValidationError) -> ValidationError:
    """What is wrong with one of the file's outcomes, with which it is."""
    called = f"{initiative.code}, {PERIOD_WORDS[told.period]}"
    return ValidationError([f"{called}: {message}" for message in error.messages])


def _stored(initiative: Initiative, year: int, period: str) -> TeamOutcome | None:
    return initiative.outcomes.filter(year=year, period=period).prefetch_related("counts").first()


def _noted(row: TeamOutcome | None, note: str) -> Mapping[str, str]:
    """The note of the whole file stands where nothing is said already."""
    return {"note": note} if note and not (row and row.note) else {}
