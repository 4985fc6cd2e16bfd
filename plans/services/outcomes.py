"""Outcomes entered, changed and removed: the counts of an initiative in a period.

What breaks a rule is refused. What does not add up (`plans.domain.outcome_flow`, `outcome_parts`) is stored only when
the one who writes has been told of it, and says in the note why it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import EditConflict, RowGone, refuse_taken, remove
from members.models import Federation
from members.services import of_federation
from plans.domain.outcome_facts import COUNTS, SPLIT, UNSPLIT, OutcomeFact
from plans.domain.outcome_flow import Doubt, doubts_of, outcome_before
from plans.domain.outcome_parts import parts_doubts
from plans.models import Initiative, OutcomeCounts, TeamOutcome
from plans.outcome_queries import outcome_fact

MEANS = ("mean_months", "mean_months_of", "benefit_years", "benefit_years_of")
WHY_APART = "Skriv varför siffrorna ska stå så, när de inte går ihop."
"""What is said to one who lets stand what does not add up, and does not say why."""
Counts: TypeAlias = Mapping[str, Mapping[str, int | Decimal | None]]
"""Per gender what is entered of it, by the names of `OutcomeCounts`."""


class Doubtful(ValidationError):
    """The outcome does not add up, and nobody has said that it shall stand so."""

    def __init__(self, doubts: Iterable[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__([each.message for each in self.doubts], code="doubtful")


@transaction.atomic
def save_outcome(
    *,
    federation: Federation,
    initiative: Initiative,
    year: int,
    period: str,
    counts: Counts,
    pk: int | None = None,
    revision: int | None = None,
    accepted: Collection[str] = (),
    with_parts: bool = True,
    **changes: Any,
) -> TeamOutcome:
    """Enter an outcome (no `pk`) or change it from `revision` on, with the counts of every gender as they now are.

    `accepted` are keys of the doubts that the writer has been told of and lets stand, which takes a note. Raises
    RowGone or EditConflict when the outcome is not as it was, Doubtful when it does not add up, ValidationError when a
    rule is broken; then nothing is written. Without `with_parts` the year is not held to its parts: one who stores
    several asks of that when all are there.
    """
    of_federation(federation)(initiative)
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    row = _row(initiative, year, period, pk, revision)
    known = set() if row.pk is None else set(_doubts(outcome_fact(row), initiative, with_parts=with_parts))
    _refuse_both_ways(counts)
    with refuse_taken(row):
        row.save_next(**changes)
        if _write_counts(row, counts) and pk is not None and row.revision == revision:
            row.touch()
    fresh = outcome_fact(TeamOutcome.objects.prefetch_related("counts").get(pk=row.pk))
    doubts = _doubts(fresh, initiative, with_parts=with_parts)
    if any(each.key not in accepted for each in set(doubts) - known):
        raise Doubtful(doubts)
    if doubts and not row.note.strip():
        raise ValidationError({"note": WHY_APART})
    return row


@transaction.atomic
def remove_outcome(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an outcome with its counts."""
    remove(TeamOutcome, pk=pk, revision=revision, guard=of_federation(federation))


def _row(initiative: Initiative, year: int, period: str, pk: int | None, revision: int | None) -> TeamOutcome:
    """The row to write: as it was when the writer saw it, or a new one where there still is none."""
    if pk is not None:
        row = TeamOutcome.locked(pk, revision)
        if (row.initiative_id, row.year, row.period) != (initiative.pk, year, period):
            raise ValidationError("Resultatet hör till en annan insats eller period.")
        return row
    there = initiative.outcomes.filter(year=year, period=period).first()
    if there is not None:
        raise EditConflict(there)
    if revision is not None:
        raise RowGone
    return TeamOutcome(initiative=initiative, year=year, period=period)


def _refuse_both_ways(counts: Counts) -> None:
    """Participants are told by gender or not; means may be told both ways, since they are not sums."""

    def has_counts(gender: str) -> bool:
        return any(counts.get(gender, {}).get(name) is not None for name in COUNTS)

    if has_counts(UNSPLIT) and any(has_counts(gender) for gender in SPLIT):
        raise ValidationError(
            "Antalen står både könsuppdelade och tillsammans. Skriv dem på ett av sätten och töm de andra fälten."
        )


def _write_counts(row: TeamOutcome, counts: Counts) -> bool:
    """Makes the stored counts those given; gives whether anything differed."""
    stored = {each.gender: each for each in row.counts.all()}
    has_changed = False
    for gender in (*SPLIT, UNSPLIT):
        values = {name: counts.get(gender, {}).get(name) for name in (*COUNTS, *MEANS)}
        there = stored.get(gender)
        if all(each is None for each in values.values()):
            if there is not None:
                there.delete()
                has_changed = True
            continue
        there = there or OutcomeCounts(outcome=row, gender=gender)
        if there.pk is not None and all(getattr(there, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(there, name, value)
        _clean(there)
        there.save()
        has_changed = True
    return has_changed


def _clean(row: OutcomeCounts) -> None:
    """Its own rules; what is wrong is said at the field of its gender."""
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        raise ValidationError(
            {
                (name if name == "__all__" else field_name(row.gender, name)): errors
                for name, errors in error.error_dict.items()
            }
        ) from error


def field_name(gender: str, name: str) -> str:
    """What the field of a count is called in forms and errors: "women-newly_enrolled"."""
    return f"{gender}-{name}"


def _doubts(outcome: OutcomeFact, initiative: Initiative, *, with_parts: bool) -> tuple[Doubt, ...]:
    others = [
        outcome_fact(each) for each in initiative.outcomes.exclude(pk=outcome.pk).prefetch_related("counts")
    ]
    found = doubts_of(outcome, outcome_before(outcome, others))
    return (*found, *parts_doubts(outcome, others)) if with_parts else found
