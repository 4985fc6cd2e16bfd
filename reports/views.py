"""Pages where a federation's year is seen whole and documents are read."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from budgets.domain.budget_table import totals
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.equity import available_funds, outlook
from budgets.domain.facts import BudgetFacts
from budgets.queries import budget_facts, budget_scope
from finsam import findings, places, swedish
from members.access import FederationView, Permission
from members.pages import FederationPage
from plans.models import Document
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from reports.documents.resolved import ResolvedDocument, ResolvedSection
from reports.domain.deadlines import statutory_deadlines
from reports.models import Rendering

SECONDS_FOR_A_CHAPTER = 8
"""How long a request waits for a chapter's PDF before it shows the progress page instead."""
TICKET_SALT = "reports.rendering"
TICKET_AGE = 24 * 3600


class FederationHome(FederationView):
    """Leads to the overview of the newest year that has anything."""

    permission = Permission.SEE_FEDERATION

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        years = places.years_of(self.federation.pk) or [timezone.localdate().year]
        return HttpResponseRedirect(
            reverse("overview", kwargs={"slug": self.federation.slug, "year": years[-1]})
        )


class OverviewPage(FederationPage):
    """What is decided, what is due, what does not add up. Constant number of queries."""

    permission = Permission.SEE_FEDERATION
    place = "overview"
    template_name = "reports/overview.html"

    def get_title(self) -> str:
        return f"{self.federation.short_name} {self.year}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET))
        facts = scope.facts(budget_facts) if self.may(Permission.READ_BUDGET) else None
        documents = list(self._documents())
        today = timezone.localdate()
        deadlines = self._deadlines()
        return self.show(
            {
                "documents": documents,
                "can_start": self.may(Permission.EDIT_DOCUMENTS) and not documents,
                "facts": facts,
                "budget_status": self._budget_status(facts),
                "key_figures": key_figures(facts) if facts else [],
                "findings": findings.run(BUDGET_CHECKS, facts) if facts else (),
                "deadlines": [(each, each.is_late(today), each.days_left(today)) for each in deadlines],
                "meetings": self.federation.meetings.filter(
                    held_on__gte=date(self.year - 1, 9, 1), held_on__lt=date(self.year + 1, 1, 1)
                ),
                "today": today,
            }
        )

    def _documents(self) -> Any:
        documents = self.federation.documents.filter(year=self.year).select_related(
            "meeting", "decision__meeting"
        )
        if self.may(Permission.READ_DRAFTS):
            return documents
        return documents.released() if self.may(Permission.READ_DOCUMENTS) else documents.decided()

    def _deadlines(self) -> Any:
        adopted = set(
            self.federation.documents.filter(year=self.year).decided().values_list("kind", flat=True)
        )
        consulted = self.federation.meetings.filter(
            kind="consultation",
            held_on__gte=date(self.year - 1, 1, 1),
            held_on__lte=date(self.year - 1, 11, 30),
        ).exists()
        return statutory_deadlines(self.year, dict.fromkeys(adopted, True), consulted)

    @staticmethod
    def _budget_status(facts: BudgetFacts | None) -> str:
        from budgets.models import Budget

        return str(Budget.Status(facts.budget.status).label) if facts and facts.budget else ""


def key_figures(facts: BudgetFacts) -> list[dict[str, Any]]:
    """The year's figures that a reader asks for first, as they are shown."""
    if facts.budget is None:
        return []
    sums, funds, row = (
        totals(facts.budget, facts.centres),
        available_funds(facts),
        outlook(facts).row(facts.year),
    )
    closing = row.closing_equity.amount if row else None
    shown = (
        ("Budgetram från medlemmarna", sums.funding, "", False),
        ("Kostnader totalt", sums.cost, "netto, efter egna intäkter", False),
        ("Resultat", sums.result, "", True),
        (
            "Tillgängliga medel",
            funds.available if funds else None,
            "budgetram och eget kapital över lägsta nivå",
            False,
        ),
        ("Eget kapital 31 december", closing, "beräknat", True),
    )
    return [
        {"label": label, "value": swedish.amount_with_unit(value), "note": note, "is_sum": is_sum}
        for label, value, note, is_sum in shown
    ]


class _DocumentView(FederationPage, abstract=True):
    """A view of the year's plan. A draft is seen only by those who may; to others there is no such page."""

    permission = Permission.READ_DOCUMENTS
    place = "plan"
    kind: ClassVar[str] = Document.Kind.ACTIVITY_PLAN

    @cached_property
    def document(self) -> Document | None:
        """The newest version the user may see."""
        documents = self.federation.documents.newest(self.kind, self.year).select_related("federation")
        if not self.may(Permission.READ_DRAFTS):
            documents = documents.released()
        found: Document | None = documents.first()
        return found

    def required_document(self) -> Document:
        """The document, or 404."""
        if self.document is None:
            raise Http404
        return self.document

    def pdf_title(self, resolved: ResolvedDocument, chapter: ResolvedSection | None = None) -> str:
        """What the PDF is called."""
        return f"{resolved.cover.title}, {chapter.heading}" if chapter else resolved.cover.title


class PlanPage(_DocumentView):
    """The plan as a web page, as it reads now."""

    template_name = "reports/plan.html"
    title = "Verksamhetsplan"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        can_edit = self.may(Permission.EDIT_DOCUMENTS)
        if self.document is None:
            return self.show({"document": None, "can_edit": can_edit})
        resolved = resolve_document(self.document)
        return self.show(
            {
                "document": self.document,
                "resolved": resolved,
                "page": page_html(resolved),
                "chapters": resolved.sections,
                "can_edit": can_edit and self.document.is_open,
                "can_begin_version": can_edit and not self.document.is_open,
                "can_decide": self.may(Permission.RECORD_DECISIONS) and self.document.is_open,
            }
        )


class PlanPdf(_DocumentView):
    """The whole plan as PDF: the stored one when nothing has changed, else a page that follows the making."""

    template_name = "reports/rendering.html"
    title = "PDF"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        resolved = resolve_document(self.required_document())
        rendering = services.request_pdf(
            federation=self.federation, html=paper_html(resolved), title=self.pdf_title(resolved)
        )
        return self.answer(rendering, f"{self.kind}-{self.year}.pdf")

    def answer(self, rendering: Rendering, filename: str) -> HttpResponse:
        """The PDF when it is made, the reason when it could not be, else the page that follows the making."""
        if rendering.is_done:
            return pdf_response(services.pdf_bytes(rendering), filename)
        ticket = signing.dumps([rendering.pk, self.request.user.pk, filename], salt=TICKET_SALT)
        return self.show(
            {
                "rendering": rendering,
                "state_url": self.url("rendering_state", ticket=ticket),
                "file_url": self.url("rendering_file", ticket=ticket),
                "plan_url": self.url("plan"),
                "refresh_seconds": 3 if rendering.is_waiting else 0,
            },
            status=202 if rendering.is_waiting else 500,
        )


class ChapterPdf(PlanPdf):
    """One chapter as PDF, usually in a moment."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        resolved = resolve_document(self.required_document())
        anchor = self.kwargs["anchor"]
        chapter = next((section for section in resolved.sections if section.anchor == anchor), None)
        if chapter is None:
            raise Http404
        rendering = services.request_pdf(
            federation=self.federation,
            html=paper_html(resolved, chapter=anchor),
            title=self.pdf_title(resolved, chapter),
        )
        if rendering.is_waiting:
            rendering = services.wait_for(rendering, seconds=SECONDS_FOR_A_CHAPTER)
        return self.answer(rendering, f"{self.kind}-{self.year}-kapitel-{chapter.number or anchor}.pdf")


class _TicketView(_DocumentView, abstract=True):
    """What a ticket opens: a rendering the same user was allowed to ask for, while they may still see the document."""

    def rendering(self) -> tuple[Rendering, str]:
        """The rendering and the name of its file."""
        self.required_document()
        try:
            pk, user_pk, filename = signing.loads(self.kwargs["ticket"], salt=TICKET_SALT, max_age=TICKET_AGE)
        except signing.BadSignature:
            raise Http404 from None
        if user_pk != self.request.user.pk:
            raise Http404
        return get_object_or_404(Rendering, pk=pk, federation=self.federation), filename


class RenderingState(_TicketView):
    """How far a PDF has come, as JSON for the progress page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rendering, _ = self.rendering()
        states = {"queued": "waiting"}
        return JsonResponse(
            {
                "state": states.get(rendering.state, rendering.state),
                "message": "PDF:en är klar." if rendering.is_done else rendering.error or rendering.stage,
                "url": self.url("rendering_file", ticket=self.kwargs["ticket"]),
            }
        )


class RenderingFile(_TicketView):
    """A PDF that was asked for, once it is made."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rendering, filename = self.rendering()
        if not rendering.is_done:
            return HttpResponseRedirect(self.url("plan_pdf"))
        return pdf_response(services.pdf_bytes(rendering), filename)


def pdf_response(data: bytes, filename: str) -> HttpResponse:
    """A PDF to show in the browser, kept by nobody on the way."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
