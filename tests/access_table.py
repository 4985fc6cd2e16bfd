"""Who gets what answer at which address: the table that `test_access` holds every page to, and the rows to ask with.

A new address fails the test until it stands here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from members.models import BoardSeat, Federation, Member, Role, User
from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from reports.models import Rendering
from reports.pdf_inputs import key_of
from reports.tickets import Ticket
from tests import factories as make

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
    "members":             "200   200   200   200   200   200   403",
    "shares":              "200   403   200   403   403   403   403",
    "federation_settings": "200   403   403   403   403   403   403",
    "roles":               "200   403   403   403   403   403   403",
    "role_revoke":         "302   403   403   403   403   403   403",
    "api_tokens":          "200   403   403   403   403   403   403",
    "api_token_add":       "200   403   403   403   403   403   403",
    "api_token_revoke":    "200   403   403   403   403   403   403",
    "member_add":          "200   403   200   403   403   403   403",
    "member":              "200   403   200   403   403   403   403",
    "member_remove":       "200   403   200   403   403   403   403",
    "board_seat_add":      "200   403   200   403   403   403   403",
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
    "plan":                "200   200   200   200   200   403   403",
    "plan_pdf":            "200   200   200   200   200   403   403",
    "chapter_pdf":         "200   200   200   200   200   403   403",
    "rendering_state":     "200   200   200   200   200   403   403",
    "rendering_file":      "200   200   200   200   200   403   403",
    "document_start":      "302   403   403   403   403   403   403",
    "document_version":    "302   403   403   403   403   403   403",
    "document_release":    "302   403   403   403   403   403   403",
    "document_propose":    "200   403   403   403   403   403   403",
    "outline":             "200   403   403   403   403   403   403",
    "document":            "200   403   403   403   403   403   403",
    "adoption":            "200   403   403   403   403   403   403",
    "section_add":         "200   403   403   403   403   403   403",
    "section":             "200   403   403   403   403   403   403",
    "section_move":        "302   403   403   403   403   403   403",
    "section_remove":      "200   403   403   403   403   403   403",
    "goal_area_add":       "200   403   403   403   403   403   403",
    "goal_area":           "200   403   403   403   403   403   403",
    "goal_area_remove":    "200   403   403   403   403   403   403",
    "activity_add":        "200   403   403   403   403   403   403",
    "activity":            "200   403   403   403   403   403   403",
    "activity_remove":     "200   403   403   403   403   403   403",
}  # fmt: skip
"""What a GET gives, while the plan lies before the board. Who has no role in the federation gets 404 everywhere."""

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
}  # fmt: skip
"""What the REST API gives of a federation that has adopted nothing: with a key to it, with a key to another, without.
What is open, anyone reads: `tests/api` says what that is."""

READ_ONLY = {
    "sheet",
    "home",
    "federation",
    "overview",
    "checks",
    "published_figures",
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
    "plan",
    "plan_pdf",
    "chapter_pdf",
    "rendering_state",
    "rendering_file",
    "outline",
}
"""Pages that take no POST. All others write, and who may see their form may send it: a valid POST leads away (302)."""

SHOWN_WHAT_IS_TYPED = {"shape_preview"}
"""They take a POST, give back what it would look like, and write nothing."""

FILE_NAME, FILE_CONTENT = "budget.csv", b"id;benamning;belopp_kr\n92000;Porto;100\n"
"""A budget on its way in: a new line under the ID that `furnish` makes."""


class SentAgain(BytesIO):
    """A file that can be sent any number of times."""

    name = FILE_NAME

    def read(self, size: int | None = -1) -> bytes:
        self.seek(0)
        return super().read(size)


PASTED = "Tabell;budget.cost_total;905;tkr"
TYPED: dict[str, dict[str, str]] = {
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
    "auditor_add": {"holder": "Siv Granskare", "term_start": "2023-04-01"},
    "auditor": {"holder": "Siv Granskare"},
    "meeting_add": {"kind": "board", "held_on": "2023-02-17"},
    "meeting": {"place": "Säter"},
    "decision_add": {"minutes_ref": "§ 99", "subject": "Firmateckning"},
    "decision": {"subject": "Firmatecknare"},
    "budget_start": {},
    "budget_copy": {"step_to": "kopiera"},
    "budget_import": {"commit": "1"},
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
    "shape_add": {"name": "Ny tabell"},
    "shape": {"unit": "kr"},
    "shape_move": {"riktning": "upp"},
    "budget_parts": {"parts": "4"},
    "cost_category_add": {"name": "Tolkar"},
    "cost_category": {"name": "Resor"},
    "document_start": {},
    "document_version": {},
    "document_release": {},
    "document_propose": {},
    "document": {"motto": "Tillsammans"},
    "adoption": {},
    "section_add": {"heading": "Bakgrund"},
    "section": {"heading": "Sammanfattning"},
    "section_move": {"riktning": "upp"},
    "goal_area_add": {"title": "Samverkan"},
    "goal_area": {"title": "Samsyn"},
    "activity_add": {"text": "Möten"},
    "activity": {"text": "Träffar"},
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
        }
        year = years.get(name, self.year)
        found: dict[str, Any] = {"slug": self.federation.slug, "year": year}
        kind = name.removesuffix("_remove").removesuffix("_move").removesuffix("_revoke")
        kind = kind.removesuffix("_columns").removesuffix("_discard")
        if name == "home":
            return {}
        if name == "federation":
            return {"slug": self.federation.slug}
        if name == "chapter_pdf":
            return {**found, "anchor": self.chapter or "kapitel-1"}
        if name == "requisition":
            return {**found, "member": self.payer}
        if name.startswith("rendering_"):
            return {**found, "ticket": ticket(self.rendering, user) if self.rendering else "ingen"}
        return {**found, "pk": self.rows[kind].pk} if kind in self.rows else found

    @property
    def payer(self) -> str:
        """The short name of a member that pays a share of the year."""
        return str(self.federation.share_sets.get(year=self.year).shares.earliest("pk").member.slug)

    def typed(self, name: str) -> dict[str, Any]:
        """What is typed into the page's form."""
        rows = {
            "api_token_add": {"user": "user"},
            "board_seat_add": {"appointed_by": "member"},
            "auditor_add": {"appointed_by": "member"},
            "decision_add": {"meeting": "meeting"},
            "line_add": {"cost_centre": "cost_centre"},
            "activity_add": {"goal_area": "goal_area"},
            "document_propose": {"meeting": "meeting"},
            "adoption": {"decision": "decision"},
            "budget_adoption": {"meeting": "board_meeting"},
        }
        chosen: dict[str, Any] = {field: self.rows[kind].pk for field, kind in rows.get(name, {}).items()}
        if name == "sheet_cells":
            line = self.rows["line"]
            chosen = {
                "budget": line.budget_id,  # type: ignore[attr-defined]
                "was": f"rad\taccount\tlabel\tnature\tamount\nr{line.pk}\t\tRad\tcost\t1000",
                f"r{line.pk}.amount": "2 000",
            }
        if name == "shares":
            newcomers = self.federation.members.filter(shares=None, paid_by=None)
            chosen = {f"member_{member.pk}": 0 for member in newcomers}
        if name == "budget_import_add":
            chosen["file"] = SentAgain(FILE_CONTENT)
        if name == "api_token_add":
            chosen["last_day"] = timezone.localdate() + timedelta(days=30)
        return {**TYPED.get(name, {}), **chosen}


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
    member: Member = make.MemberFactory(federation=federation)
    meeting = make.MeetingFactory(federation=federation, held_on=date(2023, 9, 22))
    board = make.MeetingFactory(federation=federation, held_on=date(2022, 12, 9))
    make.TableShapeFactory(federation=federation)
    budget = document.budget
    goal_area = make.GoalAreaFactory(document=document)
    make.DocumentFactory(
        federation=federation,
        year=2022,
        status=Document.Status.ADOPTED,
        decision=make.DecisionFactory(meeting=board, minutes_ref="§ 41"),
    )
    make.DocumentFactory(federation=federation, year=2024)
    make.AmendedBudgetFactory(federation=federation, year=2021)
    role = make.MandateFactory(federation=federation, role=Role.BOARD)
    rows: dict[str, Model] = {
        "member": member,
        "board_seat": make.BoardSeatFactory(
            federation=federation,
            appointed_by=make.MemberFactory(federation=federation),
            kind=BoardSeat.Kind.DEPUTY,
        ),
        "auditor": make.AuditorFactory(
            federation=federation, appointed_by=make.MemberFactory(federation=federation)
        ),
        "meeting": meeting,
        "board_meeting": make.MeetingFactory(federation=federation, held_on=date(2021, 9, 24)),
        "decision": make.DecisionFactory(meeting=document.meeting or board, minutes_ref="§ 42"),
        "line": make.BudgetLineFactory(
            budget=budget, cost_centre=make.CostCentreFactory(federation=federation, code="91000")
        ),
        "cost_centre": make.CostCentreFactory(federation=federation, code="92000"),
        "account_group": make.AccountGroupFactory(federation=federation, code="99"),
        "budget_import": make.BudgetImportFactory(
            federation=federation, name=FILE_NAME, content=FILE_CONTENT
        ),
        "shape": make.TableShapeFactory(federation=federation),
        "cost_category": make.CostCategoryFactory(federation=federation),
        "outlook_year": make.OutlookYearFactory(budget=budget, year=2029),
        "equity_rule": make.EquityRuleFactory(federation=federation, from_year=2029),
        "published_figure": make.PublishedFigureFactory(federation=federation),
        "instalment": make.InstalmentFactory(federation=federation),
        "section": make.SectionFactory(document=document, heading="Sist av allt", position=9000),
        "goal_area": goal_area,
        "activity": make.PlannedActivityFactory(goal_area=goal_area),
        "role": role,
        "user": role.user,
        "api_token": make.ApiTokenFactory(federation=federation),
    }
    return World(federation, document.year, rows, chapter="", rendering=None)


def with_pdfs(world: World, document: Document) -> World:
    """The world with the plan's PDF and that of its first chapter stored."""
    resolved = resolve_document(document)
    chapter = resolved.sections[0].anchor
    rendering = keep_pdf(world.federation, paper_html(resolved))
    keep_pdf(world.federation, paper_html(resolved, chapter=chapter))
    return World(world.federation, world.year, world.rows, chapter, rendering)
