"""What a file of outcomes would change: each of its periods beside what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from plans.domain.outcome_facts import COUNTS, GENDERS, SPLIT, UNSPLIT, CountsFact, OutcomeFact, OutcomeFacts
from plans.domain.outcome_file import VALUES, FileOutcome, Values
from plans.domain.outcome_flow import Doubt, doubts_of, missing_of, outcome_before
from plans.domain.outcome_parts import parts_doubts
from plans.domain.outcomes import period_order

NOTHING: Mapping[str, None] = dict.fromkeys(VALUES)


@dataclass(frozen=True)
class PlannedOutcome:
    """An outcome of a file: what is stored (None when it is new), and what would stand there."""

    told: FileOutcome
    stored: OutcomeFact | None
    after: OutcomeFact
    doubts: tuple[Doubt, ...]

    @property
    def revision(self) -> int | None:
        """That of what is stored."""
        return self.stored.revision if self.stored else None

    @property
    def missing(self) -> tuple[str, ...]:
        """What would still be missing."""
        return missing_of(self.after)

    @property
    def state(self) -> str:
        """What becomes of it, in a word."""
        if self.stored is None:
            return "Ny"
        return "Ändras" if _filled(self.stored) != _filled(self.after) else "Oförändrad"


def planned_outcomes(told: Iterable[FileOutcome], facts: OutcomeFacts) -> tuple[PlannedOutcome, ...]:
    """The file's outcomes in the order they are stored, each after the one that it follows on."""
    ordered = sorted(told, key=lambda each: (each.initiative, period_order(each.period)))
    stored = {(each.initiative, each.period): each for each in facts.outcomes if each.year == facts.year}
    after = {
        (each.initiative, each.period): _after(each, stored.get((each.initiative, each.period)), facts.year)
        for each in ordered
    }
    everything = [
        *(
            each
            for each in facts.outcomes
            if (each.initiative, each.period) not in after or each.year != facts.year
        ),
        *after.values(),
    ]
    return tuple(
        PlannedOutcome(
            told=each,
            stored=stored.get((each.initiative, each.period)),
            after=(fact := after[each.initiative, each.period]),
            doubts=(*doubts_of(fact, outcome_before(fact, everything)), *parts_doubts(fact, everything)),
        )
        for each in ordered
    )


def counts_after(told: FileOutcome, stored: OutcomeFact | None) -> dict[str, dict[str, object]]:
    """The counts as they are to stand: the file's, and those stored of what it does not name.

    A file that tells the genders apart takes the place of counts that did not, and the other way round; means of the
    genders stand beside counts that are not split.
    """
    known = {each.gender: each for each in stored.counts} if stored else {}
    counted = {gender for gender, values in told.counts.items() if _has_counts(values)}
    after: dict[str, dict[str, object]] = {}
    for gender in GENDERS:
        own, was = told.counts.get(gender, {}), known.get(gender)
        kept: dict[str, object] = {name: getattr(was, name) for name in VALUES} if was else dict(NOTHING)
        if gender == UNSPLIT and counted & set(SPLIT):
            kept = dict(NOTHING)
        if gender in SPLIT and UNSPLIT in counted:
            kept |= dict.fromkeys(COUNTS)
        after[gender] = {**kept, **own}
    return after


def _after(told: FileOutcome, stored: OutcomeFact | None, year: int) -> OutcomeFact:
    blank = OutcomeFact(0, told.initiative, year, told.period, None, ())
    counts = counts_after(told, stored)
    return replace(
        stored or blank,
        counts=tuple(CountsFact(gender, **counts[gender]) for gender in GENDERS),  # type: ignore[arg-type]
    )


def _has_counts(values: Values) -> bool:
    return any(values.get(name) is not None for name in COUNTS)


def _filled(outcome: OutcomeFact) -> dict[str, CountsFact]:
    """What is entered, by gender; a gender of which nothing is is not there."""
    return {each.gender: each for each in outcome.counts if each != CountsFact(each.gender)}
