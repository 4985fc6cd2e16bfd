"""Writes of documents, one module per subject. Keyword arguments; one transaction each; a broken rule is a
ValidationError in Swedish.

A document the board has adopted is never changed: a correction is a new version with its own decision.
"""

from plans.services.consulting import Statement, accept_findings, save_consultation
from plans.services.copying import SourceChanged, begin_from
from plans.services.deciding import adopt, budget_basis, propose, publish, release, take_back
from plans.services.documents import create_document, new_version, save_document, start_document
from plans.services.goal_areas import remove_activity, remove_goal_area, save_activity, save_goal_area
from plans.services.goal_order import (
    bring_back_activity,
    bring_back_goal_area,
    move_activity,
    move_goal_area,
)
from plans.services.going_through import keep_as_is, take_up_again
from plans.services.pictures import save_picture
from plans.services.removed_drafts import ContentsChanged, remove_draft, why_draft_stays
from plans.services.removed_sections import remove_section, restore_section
from plans.services.sections import (
    hide_section,
    indent_section,
    insert_section,
    move_section,
    outdent_section,
    place_section,
    save_section,
)

__all__ = [
    "ContentsChanged",
    "SourceChanged",
    "Statement",
    "accept_findings",
    "adopt",
    "begin_from",
    "bring_back_activity",
    "bring_back_goal_area",
    "budget_basis",
    "create_document",
    "hide_section",
    "indent_section",
    "insert_section",
    "keep_as_is",
    "move_activity",
    "move_goal_area",
    "move_section",
    "new_version",
    "outdent_section",
    "place_section",
    "propose",
    "publish",
    "release",
    "remove_activity",
    "remove_draft",
    "remove_goal_area",
    "remove_section",
    "restore_section",
    "save_activity",
    "save_consultation",
    "save_document",
    "save_goal_area",
    "save_picture",
    "save_section",
    "start_document",
    "take_back",
    "take_up_again",
    "why_draft_stays",
]
