"""Loads the financial goals of a demo year."""

from __future__ import annotations

from members.models import Federation
from plans.services.financial_goals import save_financial_goal
from reports.demo.folder import DemoFolder


def load_financial_goals(federation: Federation, folder: DemoFolder) -> None:
    """The goals in the folder, where the year has none."""
    data = folder.data("financial_goals")
    if federation.financial_goals.filter(year=data["year"]).exists():
        return
    for entry in data["goals"]:
        save_financial_goal(federation=federation, year=data["year"], **entry)
