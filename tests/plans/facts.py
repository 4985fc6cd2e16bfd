"""Frozen facts of documents to try the domain with, without a database."""

from __future__ import annotations

from typing import Any

from plans.domain.facts import ActivityFact, DocumentFacts, GoalAreaFact, SectionFact
from plans.domain.outline import GOAL_AREAS


def section(key: str, heading: str = "Mål", body: str = "", **changes: Any) -> SectionFact:
    return SectionFact(
        **{
            "pk": sum(map(ord, key)),
            "parent": None,
            "heading": heading,
            "is_numbered": True,
            "body": body,
            "block": "",
            "key": key,
            **changes,
        }
    )


def activity(key: str, text: str, responsible: str = "", due: str = "") -> ActivityFact:
    return ActivityFact(sum(map(ord, key)), text, responsible, due, key)


def area(key: str, title: str, *activities: ActivityFact, description: str = "") -> GoalAreaFact:
    return GoalAreaFact(sum(map(ord, key)), 1, title, description, activities, key)


def document(year: int, *parts: SectionFact | GoalAreaFact, **changes: Any) -> DocumentFacts:
    """A plan as a draft with the sections and goal areas; unless a section shows these, a nameless last one does."""
    areas = tuple(each for each in parts if isinstance(each, GoalAreaFact))
    sections = tuple(each for each in parts if isinstance(each, SectionFact))
    if areas and all(each.block != GOAL_AREAS for each in sections):
        sections = (*sections, section("goal_areas", "", block=GOAL_AREAS))
    return DocumentFacts(
        **{
            "pk": year,
            "federation_id": 1,
            "budget": None,
            "kind": "verksamhetsplan",
            "kind_label": "Verksamhetsplan",
            "year": year,
            "version": 1,
            "status": "draft",
            "status_label": "Utkast",
            "title": "Verksamhetsplan {document.year}",
            "subtitle": "",
            "motto": "",
            "meeting": None,
            "decided_on": None,
            "minutes_ref": "",
            "sections": sections,
            "goal_areas": areas,
            **changes,
        }
    )
