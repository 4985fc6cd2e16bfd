"""Says of which years of a demo federation small counts are shown."""

from __future__ import annotations

from members.models import Federation
from plans.services.disclosure import save_disclosure_rule
from reports.demo.folder import DemoFolder


def load_disclosure(federation: Federation, folder: DemoFolder) -> None:
    """The rules of the folder, for the years that have none."""
    data = folder.data("disclosure")
    known = set(federation.disclosure_rules.values_list("year", flat=True))
    for year in data["shown"]:
        if year not in known:
            save_disclosure_rule(federation=federation, year=year, is_on=False, reason=data["reason"])
