"""A resolved document as plain data that can be kept and read back: what publications and named versions hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from reports.documents.resolved import (
    Adoption,
    Cover,
    ResolvedActivity,
    ResolvedBlock,
    ResolvedDecider,
    ResolvedDocument,
    ResolvedFigure,
    ResolvedGoalArea,
    ResolvedPicture,
    ResolvedSection,
)

FORMAT = 1
"""Which form of data is written. Data of an older form is still read."""


def to_data(resolved: ResolvedDocument) -> dict[str, Any]:
    """The document as data that JSON can hold."""
    data = asdict(resolved)
    data["meeting"] = resolved.meeting.isoformat() if resolved.meeting else None
    return {"format": FORMAT, **json.loads(json.dumps(data))}


def from_data(data: dict[str, Any]) -> ResolvedDocument:
    """The document that `to_data` was given."""
    return ResolvedDocument(
        cover=Cover(**data["cover"]),
        is_draft=data["is_draft"],
        sections=tuple(_section(each) for each in data["sections"]),
        meeting=date.fromisoformat(data["meeting"]) if data["meeting"] else None,
        missing_figures=tuple(data["missing_figures"]),
        figures=tuple(ResolvedFigure(**each) for each in data["figures"]),
        goal_areas=tuple(_goal_area(each) for each in data["goal_areas"]),
        pictures=tuple(ResolvedPicture(**each) for each in data.get("pictures", ())),
        adoption=_adoption(data.get("adoption")),
        kept=tuple((name, amount) for name, amount in data.get("kept", ())),
    )


def checksum(data: dict[str, Any]) -> str:
    """SHA-256 of the data in its one canonical spelling."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _section(data: dict[str, Any]) -> ResolvedSection:
    block = data["block"]
    return ResolvedSection(
        **{
            **data,
            "block": ResolvedBlock(**block) if block else None,
            "children": tuple(_section(each) for each in data["children"]),
        }
    )


def _adoption(data: dict[str, Any] | None) -> Adoption | None:
    if data is None:
        return None
    return Adoption(**{**data, "deciders": tuple(ResolvedDecider(**each) for each in data["deciders"])})


def _goal_area(data: dict[str, Any]) -> ResolvedGoalArea:
    return ResolvedGoalArea(
        **{**data, "activities": tuple(ResolvedActivity(**each) for each in data["activities"])}
    )
