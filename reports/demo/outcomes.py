"""Loads a demo federation's initiatives and what became of their participants."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from members.models import Federation, User
from plans.domain.outcome_facts import GENDERS
from plans.services.initiatives import save_initiative, save_succession
from plans.services.outcomes import save_outcome
from reports.demo.folder import DemoFolder


def load_outcomes(federation: Federation, folder: DemoFolder) -> None:
    """The initiatives of the folder with their outcomes, where the federation has none."""
    if federation.initiatives.exists():
        return
    data = folder.data("initiatives")
    for entry in data["initiatives"]:
        _load_initiative(federation, {**data["common"], **entry})
    initiatives = {each.code: each for each in federation.initiatives.all()}
    for entry in data["successions"]:
        save_succession(
            federation=federation,
            earlier=initiatives[entry["earlier"]],
            later=initiatives[entry["later"]],
            year=entry["year"],
            kind=entry["kind"],
        )
    told = folder.data("outcomes")
    for entry in told["outcomes"]:
        save_outcome(
            federation=federation,
            initiative=initiatives[entry["initiative"]],
            year=told["year"],
            period=told["period"],
            starts_on=entry.get("starts_on"),
            counts={gender: _exact(entry[gender]) for gender in GENDERS if gender in entry},
        )


def _load_initiative(federation: Federation, entry: dict[str, Any]) -> None:
    names, code = entry.pop("names"), entry.pop("cost_centre")
    owners = User.objects.filter(email__in=entry.pop("owners"))
    entry["cost_centre"] = federation.cost_centres.get(code=code)
    row = None
    for named in names:
        row = save_initiative(
            federation=federation,
            year=named["from_year"],
            name=named["name"],
            short_name=named["short_name"],
            owners=owners,
            pk=row.pk if row else None,
            revision=row.revision if row else None,
            **entry,
        )


def _exact(counts: dict[str, Any]) -> dict[str, int | Decimal]:
    """The counts; a mean, which the file writes as text, as the exact number it is."""
    return {name: Decimal(value) if isinstance(value, str) else value for name, value in counts.items()}
