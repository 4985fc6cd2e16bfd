"""Who gets what answer at which address: the table that `test_access` holds every page to, and the rows to ask with.

A new address fails the test until it stands here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from budgets.domain.ledger_meanings import Effects
from budgets.domain.standard_forms import OLDER_BALANCE
from budgets.follow_up_queries import follow_up_facts
from budgets.models import LedgerImport
from budgets.services.layouts import save_layout
from finsam.scope import Scope
from members.models import BoardSeat, Federation, Meeting, Member, Role, User
from plans.assessment_forms import prefix_of
from plans.domain.staleness import leftovers
from plans.draft_queries import draft_contents
from plans.models import Document
from plans.queries import document_scope
from plans.staleness_queries import staleness_facts
from plans.views.outcome_import import SALT as OUTCOMES
from reports.audit_report_files import checked_pdf
from reports.documents.builder import resolve_document
from reports.documents.follow_up import follow_up_html, follow_up_paper
from reports.documents.render import paper_html
from reports.models import Rendering
from reports.notice_queries import notice_view
from reports.pdf_inputs import key_of
from reports.standing import document_concerns
from reports.tickets import Ticket
from tests import deciding
from tests import factories as make
from tests.reports.chain_sample import audit, decided_report, pdf_file, sign

ROLES = (
    Role.DIRECTOR,
    Role.BOARD,
    Role.FINANCE,
    Role.AUDITOR,
    Role.REVIEWER,
    Role.INITIATIVE_OWNER,
    Role.API_READER,
)
"""The columns of the tables."""

GET = {
    #                       direc board finan audit revie owner api
    "home":                "200   200   200   200   200   200   200",
    "federation":          "302   302   302   302   302   302   403",
    "overview":            "200   200   200   200   200   200   403",
    "checks":              "200   200   200   200   403   403   403",
    "published_figures":   "200   200   200   200   403   403   403",
    "published_figure_add": "200  403   200   403   403   403   403",
    "published_figure":    "200   403   200   403   403   403   403",
    "published_figure_remove": "200 403 200   403   403   403   403",
    "published_figures_paste": "200 403 200   403   403   403   403",
    "goal_fulfilment":     "200   200   200   200   403   403   403",
    "goal_assess":         "200   403   403   403   403   403   403",
    "follow_up_sheet":     "200   403   403   200   403   403   403",
    "results_told":        "200   200   200   200   403   403   403",
    "results_told_csv":    "200   200   200   200   403   403   403",
    "disclosure_rule":     "200   403   403   403   403   403   403",
    "financial_goals":     "200   200   200   200   403   403   403",
    "financial_goal_add":  "200   403   403   403   403   403   403",
    "financial_goal":      "200   403   403   403   403   403   403",
    "financial_goal_remove": "200 403   403   403   403   403   403",
    "training":            "200   200   200   200   403   403   403",
    "training_event_add":  "200   403   403   403   403   403   403",
    "training_event":      "200   403   403   403   403   403   403",
    "training_event_remove": "200 403   403   403   403   403   403",
    "indicators":          "200   200   200   200   403   403   403",
    "indicator":           "200   200   200   200   403   403   403",
    "indicator_add":       "200   403   403   403   403   403   403",
    "indicator_settings":  "200   403   403   403   403   403   403",
    "indicator_remove":    "200   403   403   403   403   403   403",
    "measurement_import":  "200   403   403   403   403   403   403",
    "measurement_add":     "200   403   403   403   403   403   403",
    "measurement":         "200   403   403   403   403   403   403",
    "measurement_remove":  "200   403   403   403   403   403   403",
    "published_outcomes":  "200   403   403   200   403   403   403",
    "published_outcome_add": "200 403   403   403   403   403   403",
    "published_outcome":   "200   403   403   403   403   403   403",
    "published_outcome_remove": "200 403 403  403   403   403   403",
    "published_outcomes_table": "200 403 403  403   403   403   403",
    "members":             "200   200   200   200   200   200   403",
    "shares":              "200   403   200   403   403   403   403",
    "federation_settings": "200   403   403   403   403   403   403",
    "roles":               "200   403   403   403   403   403   403",
    "role_revoke":         "200   403   403   403   403   403   403",
    "api_tokens":          "200   403   403   403   403   403   403",
    "api_token_add":       "200   403   403   403   403   403   403",
    "api_token_revoke":    "200   403   403   403   403   403   403",
    "member_add":          "200   403   200   403   403   403   403",
    "member":              "200   403   200   403   403   403   403",
    "member_remove":       "200   403   200   403   403   403   403",
    "former_name_add":     "200   403   200   403   403   403   403",
    "former_name":         "200   403   200   403   403   403   403",
    "former_name_remove":  "200   403   200   403   403   403   403",
    "board_seat_add":      "200   403   200   403   403   403   403",
    "board_term":          "200   403   200   403   403   403   403",
    "board_seat":          "200   403   200   403   403   403   403",
    "board_seat_remove":   "200   403   200   403   403   403   403",
    "auditor_add":         "200   403   200   403   403   403   403",
    "auditor":             "200   403   200   403   403   403   403",
    "auditor_remove":      "200   403   200   403   403   403   403",
    "meeting_add":         "200   403   200   403   403   403   403",
    "meeting":             "200   403   200   403   403   403   403",
    "meeting_remove":      "200   403   200   403   403   403   403",
    "decision_add":        "200   403   403   403   403   403   403",
    "decision":            "200   403   403   403   403   403   403",
    "decision_remove":     "200   403   403   403   403   403   403",
    "budget":              "200   200   200   200   403   403   403",
    "budget_start":        "302   403   302   403   403   403   403",
    "budget_copy":         "200   403   200   403   403   403   403",
    "contribution_history": "200  200   200   200   403   403   403",
    "requisitions":        "200   200   200   200   403   403   403",
    "requisitions_csv":    "200   200   200   200   403   403   403",
    "requisition":         "200   200   200   200   403   403   403",
    "instalments_fill":    "302   403   302   403   403   403   403",
    "instalment_add":      "200   403   200   403   403   403   403",
    "instalment":          "200   403   200   403   403   403   403",
    "instalment_remove":   "200   403   200   403   403   403   403",
    "sheet":               "200   403   200   403   403   403   403",
    "sheet_state":         "200   403   200   403   403   403   403",
    "sheet_cells":         "302   403   302   403   403   403   403",
    "sheet_rows":          "302   403   302   403   403   403   403",
    "budget_details":      "200   403   200   403   403   403   403",
    "budget_import_add":   "200   403   200   403   403   403   403",
    "budget_import":       "200   403   200   403   403   403   403",
    "budget_import_columns": "200 403   200   403   403   403   403",
    "budget_import_discard": "302 403   302   403   403   403   403",
    "budget_export_xlsx":  "200   200   200   200   403   403   403",
    "budget_export_csv":   "200   200   200   200   403   403   403",
    "line_add":            "200   403   200   403   403   403   403",
    "line":                "200   403   200   403   403   403   403",
    "line_remove":         "200   403   200   403   403   403   403",
    "cost_centre_add":     "200   403   200   403   403   403   403",
    "cost_centre":         "200   403   200   403   403   403   403",
    "cost_centre_remove":  "200   403   200   403   403   403   403",
    "account_groups":      "200   200   200   200   403   403   403",
    "account_group_add":   "200   403   200   403   403   403   403",
    "account_group":       "200   403   200   403   403   403   403",
    "account_group_remove": "200  403   200   403   403   403   403",
    "amendments":          "200   200   200   200   403   403   403",
    "budget_version":      "302   403   302   403   403   403   403",
    "amendment":           "200   403   200   403   403   403   403",
    "budget_propose":      "302   403   302   403   403   403   403",
    "budget_adoption":     "200   403   403   403   403   403   403",
    "outlook":             "200   200   200   200   403   403   403",
    "outlook_edit":        "200   403   200   403   403   403   403",
    "outlook_add":         "302   403   302   403   403   403   403",
    "outlook_year_add":    "200   403   200   403   403   403   403",
    "outlook_year":        "200   403   200   403   403   403   403",
    "outlook_year_remove": "200   403   200   403   403   403   403",
    "equity_rule_add":     "200   403   200   403   403   403   403",
    "equity_rule":         "200   403   200   403   403   403   403",
    "equity_rule_remove":  "200   403   200   403   403   403   403",
    "follow_up":           "200   200   200   200   403   403   403",
    "follow_up_area":      "200   200   200   200   403   403   403",
    "follow_up_rows":      "200   200   200   200   403   403   403",
    "follow_up_xlsx":      "200   200   200   200   403   403   403",
    "follow_up_csv":       "200   200   200   200   403   403   403",
    "follow_up_rows_xlsx": "200   200   200   200   403   403   403",
    "follow_up_rows_csv":  "200   200   200   200   403   403   403",
    "follow_up_board":     "200   200   200   200   403   403   403",
    "follow_up_pdf":       "200   200   200   200   403   403   403",
    "forecast":            "200   403   403   403   403   403   403",
    "forecast_remove":     "200   403   403   403   403   403   403",
    "follow_up_rule_add":  "200   403   200   403   403   403   403",
    "follow_up_rule":      "200   403   200   403   403   403   403",
    "follow_up_rule_remove": "200 403   200   403   403   403   403",
    "ledger":              "200   200   200   200   403   403   403",
    "ledger_state":        "200   403   200   403   403   403   403",
    "ledger_cells":        "302   403   302   403   403   403   403",
    "balance":             "200   200   200   200   403   403   403",
    "balance_item_add":    "200   403   200   403   403   403   403",
    "balance_item":        "200   403   200   403   403   403   403",
    "balance_item_remove": "200   403   200   403   403   403   403",
    "year_end":            "200   200   200   200   403   403   403",
    "year_end_entry_add":  "200   403   200   403   403   403   403",
    "year_end_entry":      "200   403   200   403   403   403   403",
    "year_end_entry_remove": "200 403   200   403   403   403   403",
    "ledger_months":       "200   200   200   200   403   403   403",
    "ledger_months_close": "302   403   302   403   403   403   403",
    "ledger_month_reopen": "200   403   200   403   403   403   403",
    "ledger_meanings":     "200   200   200   200   403   403   403",
    "ledger_meaning":      "302   403   302   403   403   403   403",
    "ledger_meanings_review": "302 403 302   403   403   403   403",
    "layouts":             "200   200   200   200   403   403   403",
    "layout_add":          "200   403   200   403   403   403   403",
    "layout_law":          "302   403   302   403   403   403   403",
    "layout":              "200   403   200   403   403   403   403",
    "layout_remove":       "200   403   200   403   403   403   403",
    "ledger_files":        "200   200   200   200   403   403   403",
    "ledger_file_original": "200  200   200   200   403   403   403",
    "ledger_file_add":     "200   403   200   403   403   403   403",
    "ledger_file":         "200   403   200   403   403   403   403",
    "ledger_file_columns": "200   403   200   403   403   403   403",
    "ledger_file_discard": "302   403   302   403   403   403   403",
    "shapes":              "200   200   200   200   403   403   403",
    "shape_add":           "200   403   200   403   403   403   403",
    "shape_preview":       "405   403   405   403   403   403   403",
    "shape":               "200   403   200   403   403   403   403",
    "shape_move":          "302   403   302   403   403   403   403",
    "shape_remove":        "200   403   200   403   403   403   403",
    "budget_parts":        "200   403   200   403   403   403   403",
    "cost_categories":     "200   200   200   200   403   403   403",
    "cost_category_add":   "200   403   200   403   403   403   403",
    "cost_category":       "200   403   200   403   403   403   403",
    "cost_category_remove": "200  403   200   403   403   403   403",
    "board":               "200   200   403   403   403   403   403",
    "board_looked":        "302   302   403   403   403   403   403",
    "notices":             "200   403   200   403   403   403   403",
    "notice_add":          "200   403   200   403   403   403   403",
    "notice":              "200   403   200   403   403   403   403",
    "notice_edit":         "200   403   200   403   403   403   403",
    "notice_remove":       "200   403   200   403   403   403   403",
    "notice_post":         "302   403   302   403   403   403   403",
    "notice_renew":        "302   403   302   403   403   403   403",
    "notice_pdf":          "200   403   200   403   403   403   403",
    "notice_letter":       "200   403   200   403   403   403   403",
    "reports":             "200   200   200   200   200   403   403",
    "plan":                "200   200   200   200   200   403   403",
    "plan_pdf":            "200   200   200   200   200   403   403",
    "chapter_pdf":         "200   200   200   200   200   403   403",
    "rendering_state":     "200   200   200   200   200   403   403",
    "rendering_file":      "200   200   200   200   200   403   403",
    "comparison":          "200   200   200   200   200   403   403",
    "named_versions":      "200   200   200   200   403   403   403",
    "named_version_add":   "200   403   403   403   403   403   403",
    "named_version":       "200   200   200   200   403   403   403",
    "named_version_remove": "200  403   403   403   403   403   403",
    "document_start":      "200   403   403   403   403   403   403",
    "going_through":       "200   403   403   403   403   403   403",
    "goal_areas":          "200   403   403   403   403   403   403",
    "document_version":    "302   403   403   403   403   403   403",
    "document_release":    "302   403   403   403   403   403   403",
    "document_withdraw":   "302   403   403   403   403   403   403",
    "document_remove":     "200   403   403   403   403   403   403",
    "document_publish":    "302   403   403   403   403   403   403",
    "consultation":        "200   403   403   403   403   403   403",
    "findings_accept":     "200   403   403   403   403   403   403",
    "drift":               "200   200   200   200   403   403   403",
    "document_propose":    "200   403   403   403   403   403   403",
    "outline":             "200   403   403   403   403   403   403",
    "document":            "200   403   403   403   403   403   403",
    "adoption":            "200   403   403   403   403   403   403",
    "figures":             "200   200   200   200   403   403   403",
    "figure_uses":         "200   200   200   200   403   403   403",
    "figure_choices":      "200   403   403   403   403   403   403",
    "pictures":            "200   403   403   403   403   403   403",
    "picture":             "200   200   200   200   403   403   403",
    "block_preview":       "200   403   403   403   403   403   403",
    "section_add":         "200   403   403   403   403   403   403",
    "section":             "200   403   403   403   403   403   403",
    "section_editor":      "200   403   403   403   403   403   403",
    "section_insert":      "302   403   403   403   403   403   403",
    "section_hide":        "302   403   403   403   403   403   403",
    "section_move":        "302   403   403   403   403   403   403",
    "section_restore":     "302   403   403   403   403   403   403",
    "section_remove":      "200   403   403   403   403   403   403",
    "goal_area_add":       "200   403   403   403   403   403   403",
    "goal_area":           "200   403   403   403   403   403   403",
    "goal_area_remove":    "200   403   403   403   403   403   403",
    "activity_add":        "200   403   403   403   403   403   403",
    "activity":            "200   403   403   403   403   403   403",
    "activity_remove":     "200   403   403   403   403   403   403",
    "talk":                "200   200   200   200   200   403   403",
    "thread_add":          "200   200   200   403   200   403   403",
    "thread":              "200   200   200   200   200   403   403",
    "thread_reply":        "302   302   302   403   302   403   403",
    "thread_resolve":      "302   403   403   403   403   403   403",
    "thread_reopen":       "302   403   403   403   403   403   403",
    "comment":             "403   403   403   403   403   403   403",
    "comment_remove":      "403   403   403   403   403   403   403",
    "review":              "200   403   403   403   403   403   403",
    "review_round_add":    "200   403   403   403   403   403   403",
    "review_round":        "200   403   403   403   403   403   403",
    "review_round_close":  "302   403   403   403   403   403   403",
    "outcomes":            "200   200   200   200   403   200   403",
    "outcome_import":      "200   403   403   403   403   403   403",
    "outcome_import_preview": "302 403 403   403   403   403   403",
    "outcome_template_xlsx": "200 403  403   403   403   403   403",
    "outcome_template_csv": "200  403   403   403   403   403   403",
    "initiative_add":      "200   403   403   403   403   403   403",
    "succession_add":      "200   403   403   403   403   403   403",
    "succession_remove":   "200   403   403   403   403   403   403",
    "initiative":          "200   200   200   200   403   403   403",
    "initiative_settings": "200   403   403   403   403   403   403",
    "initiative_remove":   "200   403   403   403   403   403   403",
    "outcome":             "200   403   403   403   403   403   403",
    "outcome_remove":      "200   403   403   403   403   403   403",
    "year_wheel":          "200   200   200   200   200   200   403",
    "year_wheel_follow":   "200   200   200   200   200   200   403",
    "calendar_feed_renew": "200   200   200   200   200   200   403",
    "wheel_entry_add":     "200   403   200   403   403   403   403",
    "wheel_entry":         "200   403   200   403   403   403   403",
    "wheel_entry_remove":  "200   403   200   403   403   403   403",
    "wheel_entry_done":    "302   403   302   403   403   403   403",
    "report_chain":        "200   200   200   200   403   403   403",
    "report_signing":      "200   403   200   403   403   403   403",
    "report_signing_remove": "200 403   200   403   403   403   403",
    "audit_report_add":    "200   403   200   200   403   403   403",
    "audit_report":        "200   403   200   403   403   403   403",
    "audit_report_remove": "200   403   200   403   403   403   403",
    "audit_report_file":   "200   200   200   200   403   403   403",
    "discharge":           "200   403   200   403   403   403   403",
    "audit":               "200   403   403   200   403   403   403",
    "change_history":      "200   403   403   200   403   403   403",
    "wheel_mark":          "200   403   200   403   403   403   403",
    "wheel_mark_remove":   "200   403   200   403   403   403   403",
    "wheel_law":           "200   403   200   403   403   403   403",
    "wheel_usual":         "200   403   200   403   403   403   403",
}  # fmt: skip
"""What a GET gives, while the plan lies before the board. Who has no role in the federation gets 404 everywhere."""

PUBLIC = (
    "public",
    "public_document",
    "public_html",
    "public_pdf",
    "public_notice",
    "public_notice_pdf",
)
"""What anyone may read of a federation, signed in or not."""

BY_SECRET = ("calendar_feed",)
"""What is opened by a secret in the address and by nothing else: `tests/reports/test_following` says by whose."""

API = {
    #                   direc board finan audit revie owner api   other nokey
    "schema":          "200   200   200   200   200   200   200   200   200",
    "federations":     "200   200   200   200   200   200   200   200   200",
    "federation":      "200   200   200   200   200   200   403   404   401",
    "members":         "200   200   200   200   200   200   403   404   401",
    "shares":          "200   200   200   200   200   200   403   404   401",
    "federation_budgets": "200 200  200   200   403   403   403   404   401",
    "budget":          "200   200   200   200   403   403   403   404   401",
    "budget_version":  "200   200   200   200   403   403   403   404   401",
    "budgets":         "200   200   200   200   200   200   200   200   200",
    "outcomes":        "200   200   200   200   403   403   403   404   401",
}  # fmt: skip
"""What the REST API gives of a federation that has adopted nothing: with a key to it, with a key to another, without.
What is open, anyone reads: `tests/api` says what that is."""

READ_ONLY = {
    "reports",
    "year_wheel",
    "board",
    "notices",
    "notice",
    "notice_pdf",
    "notice_letter",
    "sheet",
    "sheet_state",
    "home",
    "federation",
    "overview",
    "checks",
    "published_figures",
    "goal_fulfilment",
    "follow_up_sheet",
    "financial_goals",
    "training",
    "indicators",
    "indicator",
    "published_outcomes",
    "results_told",
    "results_told_csv",
    "members",
    "api_tokens",
    "budget",
    "budget_export_xlsx",
    "budget_export_csv",
    "account_groups",
    "contribution_history",
    "requisitions",
    "requisitions_csv",
    "requisition",
    "cost_categories",
    "shapes",
    "amendments",
    "outlook",
    "outcomes",
    "outcome_template_xlsx",
    "outcome_template_csv",
    "initiative",
    "follow_up",
    "follow_up_area",
    "follow_up_rows",
    "follow_up_xlsx",
    "follow_up_csv",
    "follow_up_rows_xlsx",
    "follow_up_rows_csv",
    "ledger",
    "ledger_state",
    "balance",
    "year_end",
    "ledger_months",
    "layouts",
    "ledger_meanings",
    "ledger_meaning",
    "ledger_files",
    "ledger_file_original",
    "report_chain",
    "audit_report_file",
    "audit",
    "change_history",
    "follow_up_board",
    "follow_up_pdf",
    "plan",
    "drift",
    "plan_pdf",
    "chapter_pdf",
    "rendering_state",
    "rendering_file",
    "comparison",
    "named_versions",
    "named_version",
    "outline",
    "figures",
    "figure_uses",
    "figure_choices",
    "picture",
    "block_preview",
    "talk",
    "thread",
    "review",
}
"""Pages that take no POST. All others write, and who may see their form may send it: a valid POST leads away (302)."""

SHOWN_WHAT_IS_TYPED = {"shape_preview", "outcome_import"}
"""They take a POST, give back what it would look like, and write nothing."""

FILE_NAME, FILE_CONTENT = "budget.csv", b"id;benamning;belopp_kr\n92000;Porto;100\n"
"""A budget on its way in: a new line under the ID that `furnish` makes."""
SIE_CONTENT = b"#FLAGGA 0\n#VER A 1 20230415\n{\n#TRANS 5010 {1 10000} 5\n#TRANS 1930 {} -5\n}\n"
"""A voucher of April on its way into the ledger."""


class SentAgain(BytesIO):
    """A file that can be sent any number of times."""

    name = FILE_NAME

    def read(self, size: int | None = -1) -> bytes:
        self.seek(0)
        return super().read(size)


PASTED = "Tabell;budget.cost_total;905;tkr"
PRINTED_TABLE = "Team;2022\nTeamet;19"
MEASURED = "år;värde\n2019;345\n"
TYPED: dict[str, dict[str, str]] = {
    "financial_goal_add": {"title": "Tydliga mål", "kind": "own"},
    "financial_goal": {"status": "met"},
    "training_event_add": {"name": "Effektiva möten", "participants": "12"},
    "training_event": {"participants": "14"},
    "indicator_add": {"name": "Sjukpenning", "kind": "income_support", "decimals": "0"},
    "indicator_settings": {"name": "Sjukpenning i länet"},
    "measurement_add": {"year": "2018", "value": "345"},
    "measurement": {"value": "346"},
    "measurement_import": {
        "rows": MEASURED,
        "step_to": "las-in",
        "seen": hashlib.sha256(repr((MEASURED, [""])).encode()).hexdigest(),
    },
    "published_figure_add": {
        "document": "Plan",
        "place": "Tabell",
        "reference": "budget.cost_total@2023",
        "printed": "905",
        "unit": "tkr",
    },
    "published_figure": {"printed": "906"},
    "published_figures_paste": {
        "document": "Plan",
        "rows": PASTED,
        "step_to": "lagg-in",
        "seen": hashlib.sha256(f"Plan\n{PASTED}\nFalse".encode()).hexdigest(),
    },
    "published_outcome_add": {
        "document": "Årsredovisning 2023",
        "place": "Tabell 1",
        "label": "Teamet",
        "year": "2022",
        "period": "year",
        "measure": "exits",
        "printed": "19",
    },
    "published_outcome": {"printed": "20"},
    "published_outcomes_table": {
        "document": "Årsredovisning 2023",
        "place": "Tabell 2",
        "measure": "exits",
        "period": "year",
        "rows": PRINTED_TABLE,
        "step_to": "lagg-in",
        "seen": hashlib.sha256(
            "\x1f".join(("Årsredovisning 2023", "Tabell 2", "exits", "year", PRINTED_TABLE)).encode()
        ).hexdigest(),
    },
    "initiative_add": {"name": "Samverkansteam Norberg", "kind": "individual"},
    "initiative_settings": {"name": "Samverkansteam Fagersta"},
    "succession_add": {"kind": "merger"},
    "outcome": {"note": "Enligt teamets egen lista."},
    "shares": {"source": "Avtal mellan medlemmarna"},
    "federation_settings": {"area": "Avesta, Hedemora, Säter och Norberg"},
    "roles": {"email": "ny@provbygden.example", "name": "Ny Person", "role": "board"},
    "role_revoke": {},
    "api_token_add": {"name": "Uppföljning"},
    "member_add": {
        "name": "Norbergs kommun",
        "slug": "norberg",
        "party_group": "municipality",
        "from_year": "2023",
    },
    "member": {"name": "Fagersta kommun"},
    "board_seat_add": {"kind": "deputy", "holder": "Sven Ersättare", "term_start": "2023-04-01"},
    "board_seat": {"holder": "Sven Ordinarie"},
    "former_name_add": {"name": "Landstinget Västmanland", "until_year": 2027},
    "former_name": {"name": "Sala stad"},
    "auditor_add": {"holder": "Siv Granskare", "term_start": "2023-04-01"},
    "auditor": {"holder": "Siv Granskare"},
    "meeting_add": {"kind": "board", "held_on": "2023-02-17"},
    "meeting": {"place": "Säter"},
    "decision_add": {"minutes_ref": "§ 99", "subject": "Firmateckning"},
    "decision": {"subject": "Firmatecknare"},
    "budget_start": {},
    "budget_copy": {"step_to": "kopiera"},
    "budget_import": {"commit": "1"},
    "ledger_file": {"commit": "1"},
    "instalments_fill": {"way": "last_year"},
    "instalment_add": {"due_on": "2023-10-15", "percent": "25"},
    "instalment": {"percent": "90"},
    "sheet_rows": {"code": "93000", "name": "Porto", "purpose": "operations"},
    "budget_details": {"previous": ""},
    "line_add": {"label": "Lokaler", "nature": "cost", "amount": "12 000"},
    "line": {"amount": "36 000"},
    "cost_centre_add": {"code": "39000", "name": "Samverkansteam Norberg", "purpose": "initiative"},
    "cost_centre": {"name": "Samverkansteam Fagersta"},
    "account_group_add": {"code": "69", "name": "Tele"},
    "account_group": {"name": "Porto"},
    "budget_version": {},
    "amendment": {"change_reason": "Ny samordnare från hösten", "funding_source": "members"},
    "budget_propose": {},
    "budget_adoption": {"minutes_ref": "§ 12"},
    "outlook_edit": {"funding_2024": "7 600 000"},
    "outlook_add": {"ar": "2030"},
    "outlook_year_add": {"year": "2030"},
    "outlook_year": {"funding": "7 000 000"},
    "equity_rule_add": {
        "kind": "ceiling",
        "percent": "25",
        "from_year": "2030",
        "source": "Nationella rådet",
    },
    "equity_rule": {"source": "Styrelsen"},
    "forecast": {"amount": "180 000", "comment": "Dyrare lokal"},
    "follow_up_rule_add": {"amount": "20 000", "percent": "10", "from_year": "2030", "source": "Styrelsen"},
    "follow_up_rule": {"source": "Styrelsen, 24 mars"},
    "balance_item_add": {"month": "6", "line": "cash", "label": "Plusgiro", "amount": "12 000"},
    "balance_item": {"amount": "36 000"},
    "year_end_entry_add": {"kind": "audit_cost", "label": "Granskning", "amount": "48 000"},
    "year_end_entry": {"amount": "50 000"},
    "ledger_months_close": {"through": "4"},
    "ledger_month_reopen": {"reason": "En faktura kom sent"},
    "layout_add": {"from_year": "2030"},
    "layout_law": {"revision": "1"},
    "layout": {"from_year": "2021"},
    "shape_add": {"name": "Ny tabell"},
    "shape": {"unit": "kr"},
    "shape_move": {"riktning": "upp"},
    "budget_parts": {"parts": "4"},
    "cost_category_add": {"name": "Tolkar"},
    "cost_category": {"name": "Resor"},
    "year_wheel_follow": {"wanted": "on", "days_before": "14"},
    "calendar_feed_renew": {},
    "wheel_entry_add": {"title": "Bokslutet är klart", "day": "15", "month": "2", "year_offset": "1"},
    "wheel_entry": {"title": "Bokslutet är granskat"},
    "wheel_entry_done": {"galler": "2024"},
    "report_signing": {"note": "En ledamot var sjuk."},
    "audit_report_add": {
        "dated": "2021-03-25",
        "received_on": "2021-03-25",
        "recommendation": "approve",
    },
    "audit_report": {"remarks": "Styrelsen bör följa upp målen."},
    "discharge": {"outcome": "granted", "decided_on": "2020-05-20"},
    "wheel_mark": {"note": "Efter påminnelse"},
    "wheel_law": {"day": "25", "month": "11", "responsible": "board"},
    "wheel_usual": {"usual": "bokslut"},
    "named_version_add": {"name": "Till beredningsgruppen"},
    "board_looked": {},
    "notice_add": {"kind": "audit"},
    "notice_edit": {"extra": "Välkommen"},
    "notice_post": {},
    "notice_renew": {},
    "document_start": {},
    "goal_areas": {"nytt-title": "Samsyn"},
    "document_version": {},
    "document_release": {},
    "document_withdraw": {},
    "document_publish": {},
    "consultation": {"consultation_summary": "Medlemmarna står bakom förslaget."},
    "findings_accept": {},
    "document_propose": {},
    "document": {"motto": "Tillsammans"},
    "adoption": {"minutes_ref": "§ 77"},
    "section_add": {"heading": "Bakgrund"},
    "section": {"heading": "Sammanfattning"},
    "section_editor": {"heading": "Sammanfattning"},
    "section_insert": {"plats": "efter"},
    "section_hide": {"dolj": "1"},
    "section_move": {"riktning": "upp"},
    "section_restore": {},
    "goal_area_add": {"title": "Samverkan"},
    "goal_area": {"title": "Samsyn"},
    "activity_add": {"text": "Möten"},
    "activity": {"text": "Träffar"},
    "thread_add": {"about": "document", "text": "Bra plan."},
    "thread_reply": {"text": "Jag håller med."},
    "thread_resolve": {},
    "thread_reopen": {},
    "comment": {"text": "Mycket bra plan."},
    "review_round": {"message": "Läs särskilt målen."},
}
"""What is typed into each form over what stands there. Pages that remove a row need nothing."""


@dataclass(frozen=True)
class World:
    """A federation with a row of every kind, each of which could be changed or removed by who may."""

    federation: Federation
    year: int
    rows: dict[str, Model]
    chapter: str
    rendering: Rendering | None

    def address(self, name: str, user: User | None = None) -> dict[str, Any]:
        """What the address needs; a ticket is made out to `user`."""
        years = {
            "budget_copy": 2024,
            "instalments_fill": 2024,
            "budget_start": 2030,
            "budget_version": 2022,
            "amendment": 2021,
            "budget_propose": 2021,
            "budget_adoption": 2021,
            "document_start": 2030,
            "document_version": 2022,
            "document_release": 2024,
            "document_remove": 2024,
            "document_publish": 2022,
            "drift": 2022,
            "goal_assess": 2022,
            "adoption": 2026,
            "review_round": 2025,
            "review_round_close": 2025,
            "report_chain": 2019,
            "report_signing": 2019,
            "report_signing_remove": 2020,
            "audit_report_add": 2020,
            "audit_report": 2019,
            "audit_report_remove": 2019,
            "audit_report_file": 2019,
            "discharge": 2019,
        }
        year = years.get(name, self.year)
        found: dict[str, Any] = {"slug": self.federation.slug, "year": year}
        kind = name.removesuffix("_remove").removesuffix("_move").removesuffix("_revoke")
        kind = kind.removesuffix("_columns").removesuffix("_discard")
        kind = kind.removesuffix("_editor").removesuffix("_insert").removesuffix("_hide")
        kind = kind.removesuffix("_done").removesuffix("_settings")
        kind = {"notice_edit": "notice", "notice_post": "notice"}.get(kind, kind)
        if name == "home":
            return {}
        if name in ("federation", "public"):
            return {"slug": self.federation.slug}
        if name in PUBLIC:
            row = "posted_notice" if "notice" in name else "publication"
            return {"slug": self.federation.slug, "pk": self.rows[row].pk}
        if name in ("notice_renew", "notice_pdf", "notice_letter"):
            return {**found, "pk": self.rows["posted_notice"].pk}
        if name == "wheel_law":
            return {**found, "law": "plan"}
        if name.startswith("forecast"):
            return {**found, "centre": self.forecast.cost_centre.slug, "month": self.forecast.month}
        if name == "ledger_month_reopen":
            return {**found, "month": self.rows["ledger_closing"].month}  # type: ignore[attr-defined]
        if name in ("follow_up_area", "follow_up_rows", "follow_up_rows_xlsx", "follow_up_rows_csv"):
            return {**found, "centre": self.forecast.cost_centre.slug}
        if name == "ledger_file_columns":
            return {**found, "pk": self.rows[name].pk}  # of a table, which a SIE file is not
        if name == "picture":
            return {**found, "key": self.rows["picture"].key}  # type: ignore[attr-defined]
        if name == "figure_uses":
            return {**found, "key": "budget.funding_total"}
        if name == "chapter_pdf":
            return {**found, "anchor": self.chapter or "kapitel-1"}
        if kind == "former_name":
            former: Any = self.rows[kind]
            return {**found, "member": former.member_id, "pk": former.pk}
        if name == "audit_report_file":
            return {**found, "pk": self.rows["audit_report"].pk}
        if name == "discharge":
            return {**found, "member": self.federation.members.paying()[0].pk}
        if name == "former_name_add":
            return {**found, "member": self.rows["member"].pk}
        if name in ("initiative", "initiative_settings", "initiative_remove"):
            return {**found, "code": str(self.rows["initiative"])}
        if name in ("outcome", "outcome_remove"):
            outcome: Any = self.rows["outcome"]
            return {**found, "code": outcome.initiative.code, "period": "helar"}
        if name in ("layout_add", "layout_law"):
            return {**found, "statement": "balansrakning"}
        if name == "requisition":
            return {**found, "member": self.payer}
        if name.startswith("measurement") or name == "indicator":
            own = {"code": self.rows["indicator"].code}  # type: ignore[attr-defined]
            return {**found, **own, **({"pk": self.rows[kind].pk} if kind == "measurement" else {})}
        if name.startswith("rendering_"):
            return {**found, "ticket": ticket(self.rendering, user) if self.rendering else "ingen"}
        return {**found, "pk": self.rows[kind].pk} if kind in self.rows else found

    @property
    def forecast(self) -> Any:
        """A forecast for an ID that has something in the ledger."""
        return self.rows["forecast"]

    @property
    def payer(self) -> str:
        """The short name of a member that pays a share of the year."""
        return str(self.federation.share_sets.get(year=self.year).shares.earliest("pk").member.slug)

    def typed(self, name: str) -> dict[str, Any]:
        """What is typed into the page's form."""
        rows = {
            "api_token_add": {"user": "user"},
            "board_seat_add": {"appointed_by": "member"},
            "layout_law": {"pk": "layout"},
            "auditor_add": {"appointed_by": "member"},
            "audit_report_add": {"auditors": "auditor_of_report"},
            "decision_add": {"meeting": "meeting"},
            "line_add": {"cost_centre": "cost_centre"},
            "activity_add": {"goal_area": "goal_area"},
            "document_propose": {"meeting": "meeting"},
            "budget_adoption": {"meeting": "board_meeting"},
            "succession_add": {"earlier": "initiative", "later": "later_initiative"},
        }
        chosen: dict[str, Any] = {field: self.rows[kind].pk for field, kind in rows.get(name, {}).items()}
        if name == "goal_assess":
            chosen[f"{prefix_of(self.rows['assessed'].key.hex)}-status"] = "partly"  # type: ignore[attr-defined]
        if name == "going_through":
            chosen["behall"] = " ".join(":".join(each) for each in _left_to_look_at(self.rows["section"]))
        if name == "sheet_cells":
            line = self.rows["line"]
            chosen = {
                "budget": line.budget_id,  # type: ignore[attr-defined]
                "was": f"rad\taccount\tlabel\tnature\tamount\nr{line.pk}\t\tRad\tcost\t1000",
                f"r{line.pk}.amount": "2 000",
            }
        if name == "ledger_cells":
            row = f"r{self.forecast.cost_centre_id}-x"
            chosen = {"was": f"rad\tlabel\tpart-2\n{row}\tHela ID:t\t", f"{row}.part-2": "2 000"}
        if name == "ledger_meanings_review":
            mapped: Any = self.rows["ledger_account_map"]
            key = f"k-{mapped.account_number}"
            chosen = {f"sedd-{key}": f"{mapped.pk}.1", key: "balans:cash", "spara": "1"}
            chosen["basis"] = Effects().basis  # there is nothing on the account
        if name == "findings_accept":
            concerns = document_concerns(self.federation.documents.get(year=self.year))
            chosen = {each.fingerprint: deciding.REASON for each in concerns if each.may_be_accepted}
        if name == "document_remove":
            chosen["seen"] = draft_contents(self.federation.documents.get(year=2024)).fingerprint
        if name == "board_term":
            chosen[f"kommer_{self.rows['seat_that_ends'].pk}"] = "on"
            chosen[f"namn_{self.rows['seat_that_ends'].pk}"] = "Sonja Ledamot"
        if name == "shares":
            newcomers = self.federation.members.filter(shares=None, paid_by=None)
            chosen = {f"member_{member.pk}": 0 for member in newcomers}
        if name in ("thread_resolve", "thread_reopen", "review_round_close"):
            chosen["revision"] = self.rows[name].revision  # type: ignore[attr-defined]
        if name == "notice_post":
            notice: Any = self.rows["notice"]
            shown = notice_view(
                notice, f"http://testserver/{self.federation.slug}/publikt/", timezone.localdate()
            ).shown
            chosen = {"revision": notice.revision, "seen": shown}
        if name == "review_round_add":
            chosen["due"] = (timezone.localdate() + timedelta(days=14)).isoformat()
        if name == "budget_import_add":
            chosen["file"] = SentAgain(FILE_CONTENT)
        if name == "outcome_import_preview":
            row = (self.rows["initiative"].pk, "half_1", None, {"women": {"newly_enrolled": 3}})
            chosen["fil"] = signing.dumps({"year": self.year, "rows": [row]}, salt=OUTCOMES, compress=True)
        if name == "ledger_file_add":
            chosen["file"] = SentAgain(SIE_CONTENT)
        if name == "pictures":
            chosen = {"file": SentAgain(make.png()), "alt": "Två vägar som möts"}
        if name == "api_token_add":
            chosen["last_day"] = timezone.localdate() + timedelta(days=30)
        return {**TYPED.get(name, {}), **chosen}


def _left_to_look_at(section: Model) -> list[tuple[str, str, str]]:
    """What there is to look at in the section's document."""
    facts = staleness_facts(document_scope(section.document))  # type: ignore[attr-defined]
    return [each.identity for each in leftovers(facts)] if facts else []


def ticket(rendering: Rendering, user: User | None) -> str:
    """A ticket to the rendering of the newest plan of 2023, as the pages give to who may ask for it."""
    document = rendering.federation.documents.filter(year=2023).order_by("-version").first()
    shown = document.pk if document else 0
    return Ticket(rendering.pk, user.pk if user else 0, shown, "plan.pdf").signed()


def keep_pdf(federation: Federation, html: str, text: str = "") -> Rendering:
    """A stored PDF of the HTML, so that none need be made; `text` stands in it."""
    data = f"%PDF-1.7 {text}".encode()
    return Rendering.objects.create(
        federation=federation,
        key=key_of(html),
        title=text or "Plan",
        state=Rendering.State.DONE,
        file=ContentFile(data, name="plan.pdf"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def furnish(federation: Federation, document: Document) -> World:
    """A row of every kind beside what the federation has, none of them needed by another."""
    member: Member = make.MemberFactory(federation=federation, until_year=2026)
    meeting = make.MeetingFactory(federation=federation, held_on=date(2023, 9, 22))
    board = make.MeetingFactory(federation=federation, held_on=date(2022, 12, 9))
    make.TableShapeFactory(federation=federation)
    budget = document.budget
    goal_area = make.GoalAreaFactory(document=document)
    adopted = make.DocumentFactory(
        federation=federation,
        year=2022,
        status=Document.Status.ADOPTED,
        decision=make.DecisionFactory(meeting=board, minutes_ref="§ 41"),
    )
    assessed = make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=adopted))
    indicator = make.IndicatorFactory(federation=federation)
    make.PublicationFactory(document=adopted, stage="adopted", html=b"<article><h1>Planen</h1></article>")
    make.SectionFactory(document=make.DocumentFactory(federation=federation, year=2024))
    make.BoardSeatFactory(federation=federation)
    next_budget = make.BudgetFactory(federation=federation, year=2026)
    make.BudgetLineFactory(
        budget=next_budget, cost_centre=make.CostCentreFactory(federation=federation, code="90000")
    )
    next_plan = make.DocumentFactory(
        federation=federation,
        year=2026,
        budget=next_budget,
        meeting=make.MeetingFactory(federation=federation, held_on=date(2025, 11, 21)),
    )
    make.AmendedBudgetFactory(federation=federation, year=2021)
    role = make.MandateFactory(federation=federation, role=Role.BOARD)
    posted = make.PostedNoticeFactory(
        federation=federation,
        year=document.year,
        publication=make.PublicationFactory(document=document, title="Öppet förslag"),
    )
    comment = make.CommentFactory(thread__document=document)
    review = make.ReviewRoundFactory(
        document=make.DocumentFactory(federation=federation, year=2025, status=Document.Status.IN_REVIEW)
    )
    audited, signed = decided_report(federation, 2019), decided_report(federation, 2020)
    sign(audited)
    sign(signed)
    rows: dict[str, Model] = {
        "audit_report": audit(audited, pdf=checked_pdf(SimpleUploadedFile("berattelse.pdf", pdf_file()))),
        "auditor_of_report": federation.auditors.in_office(date(2021, 3, 25))[0],
        "member": member,
        "former_name": make.FormerNameFactory(member=member),
        "board_seat": make.BoardSeatFactory(
            federation=federation,
            appointed_by=make.MemberFactory(federation=federation),
            kind=BoardSeat.Kind.DEPUTY,
        ),
        "seat_that_ends": make.BoardSeatFactory(federation=federation, term_end=date(2024, 1, 1)),
        "auditor": make.AuditorFactory(
            federation=federation, appointed_by=make.MemberFactory(federation=federation)
        ),
        "meeting": meeting,
        "consultation_meeting": make.MeetingFactory(
            federation=federation, kind=Meeting.Kind.CONSULTATION, held_on=date(2022, 10, 7)
        ),
        "board_meeting": make.MeetingFactory(federation=federation, held_on=date(2021, 9, 24)),
        "decision": make.DecisionFactory(meeting=document.meeting or board, minutes_ref="§ 42"),
        "line": make.BudgetLineFactory(
            budget=budget, cost_centre=make.CostCentreFactory(federation=federation, code="91000")
        ),
        "cost_centre": make.CostCentreFactory(federation=federation, code="92000"),
        "account_group": make.AccountGroupFactory(federation=federation, code="9901"),
        "budget_import": make.BudgetImportFactory(
            federation=federation, name=FILE_NAME, content=FILE_CONTENT
        ),
        "ledger_file": make.LedgerImportFactory(
            federation=federation, status=LedgerImport.Status.WAITING, content=SIE_CONTENT
        ),
        "ledger_file_columns": make.LedgerImportFactory(
            federation=federation,
            kind=LedgerImport.Kind.TABLE,
            status=LedgerImport.Status.WAITING,
            name="bok.csv",
            content=b"Konto;Period;Belopp\n5010;1;100\n",
        ),
        "ledger_account_map": make.LedgerAccountMapFactory(federation=federation),
        "ledger_file_original": make.LedgerImportFactory(federation=federation, first_month=4, last_month=4),
        "shape": make.TableShapeFactory(federation=federation),
        "layout": save_layout(
            federation=federation, statement="balance", from_year=2022, rows=OLDER_BALANCE.rows
        ),
        "cost_category": make.CostCategoryFactory(federation=federation),
        "outlook_year": make.OutlookYearFactory(budget=budget, year=2029),
        "equity_rule": make.EquityRuleFactory(federation=federation, from_year=2029),
        "forecast": make.ForecastFactory(
            federation=federation,
            cost_centre=make.LedgerFigureFactory(
                federation=federation,
                cost_centre=make.CostCentreFactory(federation=federation, code="94000"),
                account_group=make.AccountGroupFactory(federation=federation, code="9801"),
            ).cost_centre,
        ),
        "follow_up_rule": make.FollowUpRuleFactory(federation=federation),
        "balance_item": make.BalanceFigureFactory(federation=federation),
        "year_end_entry": make.YearEndEntryFactory(federation=federation),
        "ledger_closing": make.LedgerClosingFactory(federation=federation, month=3),
        "published_figure": make.PublishedFigureFactory(federation=federation),
        "published_outcome": make.PublishedOutcomeFactory(federation=federation),
        "assessed": assessed,
        "financial_goal": make.FinancialGoalFactory(federation=federation),
        "training_event": make.TrainingEventFactory(federation=federation),
        "indicator": indicator,
        "measurement": make.MeasurementFactory(indicator=indicator),
        "initiative": make.InitiativeFactory(federation=federation),
        "later_initiative": make.InitiativeFactory(federation=federation),
        "succession": make.InitiativeSuccessionFactory(
            earlier__federation=federation, later__federation=federation
        ),
        "outcome": make.TeamOutcomeFactory(initiative__federation=federation, year=document.year),
        "instalment": make.InstalmentFactory(federation=federation),
        "section": make.SectionFactory(
            document=document, heading="Sist av allt", body="<p>Sedan 2019.</p>", position=9000
        ),
        "section_restore": make.RemovedSectionFactory(document=document),
        "picture": make.PictureFactory(federation=federation),
        "goal_area": goal_area,
        "activity": make.PlannedActivityFactory(goal_area=goal_area),
        "thread": comment.thread,
        "thread_reply": comment.thread,
        "thread_resolve": comment.thread,
        "thread_reopen": make.CommentThreadFactory(document=document, resolved_at=timezone.now()),
        "comment": comment,
        "review_round": review,
        "review_round_close": review,
        "role": role,
        "user": role.user,
        "api_token": make.ApiTokenFactory(federation=federation),
        "named_version": make.NamedVersionFactory(document=document),
        "wheel_entry": make.WheelEntryFactory(federation=federation),
        "wheel_mark": make.WheelMarkFactory(entry__federation=federation),
        "notice": make.PublicNoticeFactory(
            federation=federation,
            year=document.year,
            kind="minutes",
            meeting=make.MeetingFactory(
                federation=federation, held_on=date(2022, 10, 3), minutes_adjusted_on=date(2022, 10, 10)
            ),
        ),
        "posted_notice": posted,
        "publication": posted.publication,
    }
    deciding.prepare(next_plan)  # now that every member is there to be heard
    return World(federation, document.year, rows, chapter="", rendering=None)


def with_pdfs(world: World, document: Document) -> World:
    """The world with the PDF of the plan, of its first chapter and of the follow-up stored."""
    resolved = resolve_document(document)
    chapter = resolved.sections[0].anchor
    rendering = keep_pdf(world.federation, paper_html(resolved))
    keep_pdf(world.federation, paper_html(resolved, chapter=chapter))
    facts = Scope(world.federation.pk, world.year).facts(follow_up_facts)
    paper = follow_up_paper(world.federation, facts, facts.now.last_month)
    keep_pdf(world.federation, follow_up_html(paper), "Uppföljning")
    return World(world.federation, world.year, world.rows, chapter, rendering)
