"""Loads a demo federation's documents: cover, outline, prose, goal areas with activities, laid before the board."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from members.models import Federation, Meeting
from plans import services as plan_services
from plans.domain.staleness import still_open
from plans.models import Document, Section
from plans.queries import document_scope
from plans.services.going_through import keep_as_is
from plans.staleness_queries import staleness_facts
from reports.demo.folder import DemoFolder, identity

_TO_SECTION = re.compile(r"(?<=to:section:)[a-z_]+")
"""In the files' prose a reference to a section of the same document names it by its readable key."""


def section_key(federation: Federation, document: Document, key: str) -> uuid.UUID:
    """A section's readable key as its identity. A plan's is the year's; a report's is its own."""
    place = "" if document.slot.is_plan else f"{document.slot}/"
    return identity(federation, f"{place}{document.year}/{key}")


def load_plan(federation: Federation, folder: DemoFolder, name: str) -> Document:
    """The plan or the report of the file `name`, whose prose lies in the folder of the same name."""
    data = folder.data(name)
    head = data["document"]
    document = plan_services.create_document(
        federation=federation,
        kind=head["kind"],
        year=head["year"],
        title=head["title"],
        subtitle=head["subtitle"],
        motto=head["motto"],
        budget=federation.budgets.get(year=head["year"])
        if head["kind"] == Document.Kind.ACTIVITY_PLAN
        else None,
    )

    def prose(file: str) -> str:
        return _TO_SECTION.sub(
            lambda found: section_key(federation, document, found[0]).hex[:8], folder.prose(name, file)
        )

    _load_sections(federation, document, data["sections"], None, prose)
    for entry in data.get("goal_areas", ()):
        area = plan_services.save_goal_area(
            federation=federation,
            document=document,
            title=entry["title"],
            description=prose(entry["description"]),
        )
        for activity in entry["activities"]:
            texts = {name: activity[name] for name in ("text", "responsible", "due")}
            key = identity(federation, f"{document.year}/{activity['key']}")
            plan_services.save_activity(federation=federation, goal_area=area, key=key, **texts)
    _keep_history(federation, document, data.get("history", {}))
    meeting = Meeting.objects.get(federation=federation, held_on=head["meeting"], kind=Meeting.Kind.BOARD)
    plan_services.propose(federation=federation, pk=document.pk, meeting=meeting)
    return document


def _keep_history(federation: Federation, document: Document, told: dict[str, list[Any]]) -> None:
    """Old years that the file says are history have been looked at: they are to stand."""
    facts = staleness_facts(document_scope(document))
    if facts is None:
        return
    keys = {section_key(federation, document, key).hex[:8] for key in told.get("sections", ())}
    keys |= {area.key for area in facts.document.goal_areas if area.number in told.get("goal_areas", ())}
    found = [each.identity for each in still_open(facts) if each.place.key in keys]
    if found:
        keep_as_is(federation=federation, pk=document.pk, which=found, user=None)


def _load_sections(
    federation: Federation,
    document: Document,
    entries: list[dict[str, Any]],
    parent: Section | None,
    prose: Callable[[str], str],
) -> None:
    for entry in entries:
        section = plan_services.save_section(
            federation=federation,
            document=document,
            parent=parent,
            key=section_key(federation, document, entry["key"]),
            heading=entry["heading"],
            body=prose(entry.get("body", "")),
            block=entry.get("block", ""),
            is_numbered=entry.get("is_numbered", True),
        )
        _load_sections(federation, document, entry.get("children", []), section, prose)
