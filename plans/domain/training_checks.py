"""The check of training events: what documents printed of a year is what is entered of it."""

from __future__ import annotations

from collections.abc import Iterator

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source
from plans.domain.training import TrainingFacts


def printed_training_is_that_entered(facts: TrainingFacts) -> Iterator[Finding]:
    """The number of events and of their participants, where events of the year are entered too."""
    own = [event for event in facts.events if event.year == facts.year]
    printed = next((each for each in facts.printed if each.year == facts.year), None)
    if not own or printed is None:
        return
    known = [event.total for event in own]
    total = None if None in known else sum(count for count in known if count is not None)
    for what, computed, told in (
        ("antal insatser", len(own), printed.events),
        ("antal deltagare", total, printed.participants),
    ):
        if computed is None or told is None or computed == told:
            continue
        yield Finding(
            code="training.printed_differs",
            severity=Severity.WARNING,
            where=f"Utbildningsinsatser {facts.year}, {what}",
            message=f"De införda insatserna ger {swedish.number(computed)}.",
            expected=swedish.number(computed),
            found=swedish.number(told),
            remedy="Jämför med dokumentet och med det som är infört.",
            source=Source(printed.document),
            page="training",
            page_label="Öppna utbildningarna",
        )


TRAINING_CHECKS = (printed_training_is_that_entered,)
