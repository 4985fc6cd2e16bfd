"""Whether an outcome's participants go out as they came in, and begin where the period before ended.

What does not is a `Doubt`: it can be stored, since a printed document may have it, but only by one who has been told.
What is nowhere entered is said apart. The sums themselves are those of `plans.domain.outcomes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plans.domain.outcome_facts import (
    EXITS,
    PERIOD_MONTHS,
    PERIODS,
    SPLIT,
    UNSPLIT,
    OutcomeFact,
)
from plans.domain.outcomes import ALL, MEANS, Tally, by_gender, sum_of

GENDER_NAMES: Mapping[str, str] = {
    "women": "Kvinnor",
    "men": "Män",
    "other": "Annat eller okänt",
    UNSPLIT: "Inte könsuppdelat",
}
PERIOD_NAMES: Mapping[str, str] = {
    "year": "helåret",
    "half_1": "första halvåret",
    "half_2": "andra halvåret",
    "tertial_1": "tertial 1",
    "tertial_2": "tertial 2",
    "tertial_3": "tertial 3",
}
COMING = ("enrolled_at_start", "newly_enrolled", "transfers_in")
"""All who were there or came."""
LEAVING = (*EXITS, "early_dropouts", "transfers_out")
"""All the ways out of an initiative."""
EXPECTED = ("enrolled_at_start", "newly_enrolled", *EXITS, "early_dropouts", "active_at_end")
"""The counts that every outcome has; transfers are there only where someone has changed initiative."""


@dataclass(frozen=True)
class Flow:
    """The participants of a tally from a period's start to its end. What nobody has entered counts as none."""

    at_start: int | None
    participants: int
    left: int
    at_end: int | None

    @property
    def came(self) -> int:
        """How many came during the period."""
        return self.participants - (self.at_start or 0)

    @property
    def expected(self) -> int:
        """How many should be active at the end."""
        return self.participants - self.left

    @property
    def difference(self) -> int | None:
        """Those at the end beyond the expected; None until both ends are entered."""
        if self.at_start is None or self.at_end is None:
            return None
        return self.at_end - self.expected


@dataclass(frozen=True)
class Doubt:
    """Something that does not add up, of one gender or all, with both figures."""

    code: str
    gender: str
    message: str
    expected: int
    found: int

    @property
    def key(self) -> str:
        """What tells it from another: one who lets it stand lets no other figures stand."""
        return f"{self.code}.{self.gender}.{self.expected}.{self.found}"


def flow_of(tally: Tally) -> Flow:
    """How the participants of a tally went through the period."""
    return Flow(
        at_start=tally.counts["enrolled_at_start"],
        participants=sum_of(tally.counts[name] for name in COMING) or 0,
        left=sum_of(tally.counts[name] for name in LEAVING) or 0,
        at_end=tally.counts["active_at_end"],
    )


def last_day(outcome: OutcomeFact) -> date:
    """The last day of the outcome's period."""
    month = PERIOD_MONTHS[outcome.period][1]
    return date(outcome.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def outcome_before(outcome: OutcomeFact, outcomes: Iterable[OutcomeFact]) -> OutcomeFact | None:
    """The initiative's outcome that ended the day before this one began; of several the one of the same length."""
    eve = outcome.first_day - timedelta(days=1)
    found = [each for each in outcomes if each.initiative == outcome.initiative and last_day(each) == eve]
    return min(
        found,
        key=lambda each: (_length(each) != _length(outcome), PERIODS.index(each.period)),
        default=None,
    )


def doubts_of(outcome: OutcomeFact, before: OutcomeFact | None) -> tuple[Doubt, ...]:
    """All that does not add up in an outcome. `before` is the outcome of the period before, where there is one."""
    tallies = by_gender(outcome)
    split = {gender: tally for gender, tally in tallies.items() if gender != ALL}
    told = split if _is_counted(split) else {ALL: tallies[ALL]}
    return (
        *_flow_doubts(told),
        *(_opening_doubts(tallies, before) if before is not None else ()),
        *_mean_doubts(tallies),
    )


def is_counted_through(outcome: OutcomeFact) -> bool:
    """Whether every count that tells how participants came and went is entered, so that they can be said to tie."""
    counts = by_gender(outcome)[ALL].counts
    return all(counts[name] is not None for name in EXPECTED)


def missing_of(outcome: OutcomeFact) -> tuple[str, ...]:
    """What of an outcome is not entered, each as a few words."""
    tallies = by_gender(outcome)
    whole = tallies[ALL]
    lacking = [_WORDS[name] for name in EXPECTED if whole.counts[name] is None]
    if len(lacking) == len(EXPECTED):
        return ("alla antal",)
    found = ["avslut" if len(lacking) > 1 and each.startswith("avslut") else each for each in lacking]
    if not _is_counted({gender: tally for gender, tally in tallies.items() if gender != ALL}):
        found.append("könsuppdelning")
    if whole.count("exits") and whole.means["mean_months"] is None:
        found.append("genomströmningstid")
    return tuple(dict.fromkeys(found))


_WORDS = {
    "enrolled_at_start": "inskrivna vid periodens början",
    "newly_enrolled": "nyinskrivna",
    "exits_to_work": "avslut till arbete",
    "exits_to_studies": "avslut till studier",
    "exits_to_other_rehab": "avslut till annan rehabilitering",
    "exits_to_sickness_compensation": "avslut till sjukersättning",
    "exits_to_other": "avslut till annat",
    "early_dropouts": "tidiga avhopp",
    "active_at_end": "aktiva vid periodens slut",
}


def _length(outcome: OutcomeFact) -> int:
    first, last = PERIOD_MONTHS[outcome.period]
    return last - first


def _is_counted(split: Mapping[str, Tally]) -> bool:
    """Whether the genders are told apart in counts, and not in means alone."""
    return any(each is not None for tally in split.values() for each in tally.counts.values())


def _of(gender: str) -> str:
    return f"{GENDER_NAMES[gender]}: " if gender != ALL else ""


def _flow_doubts(told: Mapping[str, Tally]) -> Iterator[Doubt]:
    for gender, tally in told.items():
        flow = flow_of(tally)
        if flow.difference:
            yield Doubt(
                "flow",
                gender,
                f"{_of(gender)}{flow.at_start} vid periodens början + {flow.came} som kom − {flow.left} som lämnade "
                f"= {flow.expected}, men {flow.at_end} är aktiva vid periodens slut.",
                flow.expected,
                flow.at_end or 0,
            )


def _opening_doubts(tallies: Mapping[str, Tally], before: OutcomeFact) -> Iterator[Doubt]:
    closed = by_gender(before)
    both = [gender for gender in SPLIT if gender in tallies and gender in closed]
    genders = [
        gender
        for gender in both
        if tallies[gender].counts["enrolled_at_start"] is not None
        and closed[gender].counts["active_at_end"] is not None
    ] or [ALL]
    for gender in genders:
        opening, closing = (
            tallies[gender].counts["enrolled_at_start"],
            closed[gender].counts["active_at_end"],
        )
        if opening is not None and closing is not None and opening != closing:
            when = f"{PERIOD_NAMES[before.period]} {before.year}"
            yield Doubt(
                "opening",
                gender,
                f"{_of(gender)}{when if gender != ALL else when.capitalize()} slutade med {closing} aktiva, "
                f"men {opening} är inskrivna när perioden börjar.",
                closing,
                opening,
            )


def _mean_doubts(tallies: Mapping[str, Tally]) -> Iterator[Doubt]:
    """Means of more than there are to be a mean of. Whoever dropped out or went over had years on benefits before the
    start too, and may be in that mean."""
    most = {
        "mean_months": (("exits", "early_dropouts", "transfers_out"), "Genomströmningstiden", "har lämnat"),
        "benefit_years": (COMING, "Bidragstiden", "har varit inskrivna"),
    }
    for gender, tally in tallies.items():
        for name in MEANS:
            mean, (counts, what, did) = tally.means[name], most[name]
            known = sum_of(tally.count(each) for each in counts)
            if mean is not None and mean.of is not None and known is not None and mean.of > known:
                yield Doubt(
                    f"{name}_of",
                    gender,
                    f"{_of(gender)}{what} är räknad på {mean.of} deltagare, men {known} {did}.",
                    known,
                    mean.of,
                )
