"""The outline a new document starts with: headings, computed blocks, and guidance to the one who writes.

Guidance stands in the editor under its heading and is printed nowhere. It says what the law asks for and what a reader
of a good document finds there. Data, not code to build on; one module for each kind.
"""

from plans.standard_outline.activity_plan import ACTIVITY_PLAN
from plans.standard_outline.annual_report import ANNUAL_REPORT
from plans.standard_outline.interim_report import INTERIM_REPORT
from plans.standard_outline.sections import (
    OutlinedInitiative,
    StandardSection,
    expanded,
    with_notes_in_order,
)

OUTLINES = {
    "verksamhetsplan": ACTIVITY_PLAN,
    "delarsrapport": INTERIM_REPORT,
    "arsredovisning": ANNUAL_REPORT,
}

__all__ = ["OUTLINES", "OutlinedInitiative", "StandardSection", "expanded", "with_notes_in_order"]
