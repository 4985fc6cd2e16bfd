"""Loads the annual report of a year that has been accounted for, laid before the board."""

from __future__ import annotations

from members.models import Federation
from plans.models import Document
from reports.demo.folder import DemoFolder
from reports.demo.words import load_plan


def load_report(federation: Federation, folder: DemoFolder) -> None:
    """The annual reports of the folder, where the year has none. All that their tables show is to be there before.

    The decision is for the one who tries the demo to record: `reports.demo.chain` has what came of it.
    """
    for name in folder.names("report_"):
        year = folder.year_of(name)
        if not federation.documents.filter(year=year, kind=Document.Kind.ANNUAL_REPORT).exists():
            load_plan(federation, folder, name)
