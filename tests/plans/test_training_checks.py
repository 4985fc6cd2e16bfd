"""The check of training events: Södra Dalarna's "Årsredovisning 2018" has 13 events with 453 participants."""

from __future__ import annotations

import pytest

from plans.domain.training import PrintedTraining, TrainingFact, TrainingFacts
from plans.domain.training_checks import printed_training_is_that_entered

EVENTS = (
    TrainingFact(1, 2018, "Föreläsningsserie", participants=115),
    TrainingFact(2, 2018, "Workshop", women=20, men=13),
)


@pytest.mark.parametrize(
    ("events", "printed", "expected"),
    [
        (EVENTS, PrintedTraining(2018, 2, 148), []),
        (
            EVENTS,
            PrintedTraining(2018, 3, 150),
            [("antal insatser", "2", "3"), ("antal deltagare", "148", "150")],
        ),
        (EVENTS, PrintedTraining(2018, None, None), []),
        (EVENTS, PrintedTraining(2017, 3, 150), []),
        ((), PrintedTraining(2018, 3, 150), []),
        ((*EVENTS, TrainingFact(3, 2018, "Utan antal")), PrintedTraining(2018, 3, 150), []),
    ],
)
def test_what_was_printed_of_a_year_whose_events_are_entered_is_the_same(
    events: tuple[TrainingFact, ...], printed: PrintedTraining, expected: list[tuple[str, str, str]]
) -> None:
    """Where nobody has entered how many took part in one of them, participants are not compared."""
    found = printed_training_is_that_entered(TrainingFacts(2018, events, (printed,)))

    assert [(each.where, each.expected, each.found) for each in found] == [
        (f"Utbildningsinsatser 2018, {what}", computed, told) for what, computed, told in expected
    ]
