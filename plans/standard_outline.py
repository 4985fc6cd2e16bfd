"""The outline a new document starts with: headings and computed blocks, no prose. Data, not code to build on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardSection:
    """A heading with the block it usually holds. Headings may hold figure references in braces."""

    heading: str
    block: str = ""
    children: tuple[StandardSection, ...] = ()


ACTIVITY_PLAN = (
    StandardSection("Verksamhetens inriktning"),
    StandardSection("Mål", "plans.goal_areas"),
    StandardSection("Förbundets ändamål och uppgifter"),
    StandardSection("Organisation", "members.board"),
    StandardSection(
        "Medel till förfogande och beslutade insatser {document.year}",
        "budgets.available_funds",
        (StandardSection("Individinriktade insatser"), StandardSection("Strukturinriktade insatser")),
    ),
    StandardSection("Långsiktig budget", "budgets.outlook"),
    StandardSection(
        "Budget {document.year}",
        "budgets.budget_table",
        (StandardSection("Medelstilldelning från medlemmarna", "budgets.contributions"),),
    ),
)
OUTLINES = {"verksamhetsplan": ACTIVITY_PLAN}
