"""Loads what a demo document printed of the outcomes of initiatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from members.models import Federation
from plans.domain.outcome_facts import YEAR
from plans.models import Initiative
from plans.services.published_outcomes import keep_published_outcomes
from reports.demo.folder import DemoFolder


def load_published_outcomes(federation: Federation, folder: DemoFolder) -> None:
    """The tables of the folder's document, where the federation has none. The initiatives are there already."""
    if federation.published_outcomes.exists():
        return
    data = folder.data("published_outcomes")
    initiatives = {each.code: each for each in federation.initiatives.all()}
    for table in data["tables"]:
        keep_published_outcomes(
            federation=federation,
            document=data["document"],
            document_year=data["document_year"],
            place=table["place"],
            rows=[cell for row in table["rows"] for cell in _cells(table, row, initiatives)],
        )


def _cells(
    table: dict[str, Any], row: dict[str, Any], initiatives: dict[str, Initiative]
) -> Iterator[dict[str, Any]]:
    """The filled cells of a row: its columns are years and parts of years, or measures of one year."""
    notes = row.get("notes", {})
    for column, printed in zip(table["columns"], row["printed"], strict=True):
        if not printed:
            continue
        *part, last = str(column).split(" ")
        of_measure = {"measure": table["measure"], "year": int(last)} if "measure" in table else {}
        yield {
            "label": row["label"],
            "initiative": initiatives.get(row.get("initiative", "")),
            "is_total": row.get("is_total", False),
            "period": part[0] if part else YEAR,
            "printed": printed,
            "note": notes.get(int(last), "") if of_measure else "",
            **(of_measure or {"measure": column, "year": table["year"]}),
        }
