"""The rule of goal fulfilment that a report is held to where it tells of it, with the rule in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finsam.findings import Finding
from plans.domain.assessment_checks import activities_are_assessed, extent_of_goals
from plans.domain.assessments import FulfilmentFacts

GOAL_RULES: tuple[
    tuple[Callable[[FulfilmentFacts], Iterable[Finding]], str, Callable[[FulfilmentFacts], str]], ...
] = ((activities_are_assessed, "Varje aktivitet i den fastställda planen är bedömd", extent_of_goals),)
"""The checks in the order of ASSESSMENT_CHECKS."""
