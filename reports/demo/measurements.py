"""Loads the training events of a year that has been accounted for, and what is measured beside the initiatives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from members.models import Federation
from plans.services.measurements import save_indicator, save_measurement, save_training_event
from reports.demo.folder import DemoFolder


def load_measurements(federation: Federation, folder: DemoFolder, year: int) -> None:
    """The folder's training events of the year and its indicators, where the federation has none."""
    if not federation.training_events.exists():
        for entry in folder.rows("training"):
            save_training_event(federation=federation, year=year, **entry)
    if not federation.indicators.exists():
        for entry in folder.rows("indicators"):
            _load_indicator(federation, dict(entry))


def _load_indicator(federation: Federation, entry: dict[str, Any]) -> None:
    measurements = entry.pop("measurements")
    indicator = save_indicator(federation=federation, **entry)
    for each in measurements:
        values = {**each, "value": Decimal(each["value"])}
        save_measurement(federation=federation, indicator=indicator, **values)
