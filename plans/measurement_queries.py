"""Reads training events, indicators and their measurements into frozen facts."""

from __future__ import annotations

from finsam.scope import Scope
from plans.domain.indicators import IndicatorFact, IndicatorFacts, MeasurementFact
from plans.domain.training import PrintedTraining, TrainingFact, TrainingFacts
from plans.models import (
    DisclosureRule,
    Indicator,
    Measurement,
    OutcomePeriod,
    PublishedOutcome,
    TrainingEvent,
)

_TRAINING_FIELDS = tuple(TrainingFact.__dataclass_fields__)
_MEASUREMENT_FIELDS = tuple(MeasurementFact.__dataclass_fields__)
_INDICATOR_FIELDS = tuple(name for name in IndicatorFact.__dataclass_fields__ if name != "measurements")


def training_facts(scope: Scope) -> TrainingFacts:
    """The training events of all years, and what was printed of years before them. Three queries."""
    events = TrainingEvent.objects.filter(federation=scope.federation_id)
    return TrainingFacts(
        year=scope.year,
        events=tuple(TrainingFact(*row) for row in events.values_list(*_TRAINING_FIELDS)),
        printed=_printed(scope.federation_id),
        smallest=smallest_by_year(scope.federation_id),
    )


def _printed(federation_id: int) -> tuple[PrintedTraining, ...]:
    """What was printed of whole years, by year; of two documents the later one's."""
    measures = PublishedOutcome.Measure
    rows = PublishedOutcome.objects.filter(
        federation=federation_id,
        period=OutcomePeriod.YEAR,
        measure__in=(measures.EVENTS, measures.EVENT_PARTICIPANTS),
        value__isnull=False,
    ).order_by("document_year", "pk")
    found: dict[int, PrintedTraining] = {}
    for row in rows:
        known = found.get(row.year, PrintedTraining(row.year))
        value = int(row.value or 0)
        found[row.year] = PrintedTraining(
            row.year,
            value if row.measure == measures.EVENTS else known.events,
            value if row.measure == measures.EVENT_PARTICIPANTS else known.participants,
            row.document,
        )
    return tuple(found.values())


def smallest_by_year(federation_id: int) -> tuple[tuple[int, int], ...]:
    """The smallest count that is shown, by the years that have a rule; 0 where nothing is hidden. One query."""
    rows = DisclosureRule.objects.filter(federation=federation_id).values_list("year", "is_on", "smallest")
    return tuple((year, smallest if is_on else 0) for year, is_on, smallest in rows)


def indicator_facts(scope: Scope) -> IndicatorFacts:
    """The federation's indicators with their measurements of all years. Three queries."""
    by_indicator: dict[int, list[MeasurementFact]] = {}
    rows = Measurement.objects.filter(indicator__federation=scope.federation_id)
    for row in rows.values_list("indicator", *_MEASUREMENT_FIELDS):
        by_indicator.setdefault(row[0], []).append(MeasurementFact(*row[1:]))
    indicators = Indicator.objects.filter(federation=scope.federation_id)
    return IndicatorFacts(
        year=scope.year,
        indicators=tuple(
            IndicatorFact(*row, tuple(by_indicator.get(row[0], ())))  # type: ignore[call-arg]
            for row in indicators.values_list(*_INDICATOR_FIELDS)
        ),
        smallest=smallest_by_year(scope.federation_id),
    )
