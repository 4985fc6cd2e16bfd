"""The follow-up that lies before the board: a page to read and print, and the same as PDF."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.views.follow_up import FollowUpView
from reports import services
from reports.documents.follow_up import FollowUpPaper, follow_up_html, follow_up_paper, fragment
from reports.models import Rendering
from reports.views import pdf_response

SECONDS_TO_WAIT = 8
"""How long a request waits for the PDF before it shows that it is being made."""


class _FollowUpPaperView(FollowUpView, abstract=True):
    """The follow-up to a month; 404 while nothing is in the year's ledger."""

    subpage = "board"

    def get_title(self) -> str:
        return "För styrelsen"

    @cached_property
    def paper(self) -> FollowUpPaper:
        """What is read, the same on page and on paper."""
        if not self.facts.now.rows:
            raise Http404
        return follow_up_paper(self.federation, self.facts, self.month)


class FollowUpBoardPage(_FollowUpPaperView):
    """The follow-up as a page to read and print."""

    template_name = "reports/follow_up_board.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.facts.now.rows:
            return HttpResponseRedirect(self.url("follow_up"))  # which says what to do first
        paper = self.paper
        return self.show(
            {"paper": paper, "sections": fragment(paper), "pdf_url": self.month_url("follow_up_pdf")}
        )


class FollowUpPdf(_FollowUpPaperView):
    """The follow-up as PDF: the stored one when nothing has changed, else one that is made now."""

    template_name = "reports/follow_up_pdf.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        paper = self.paper
        filename = f"uppfoljning-{self.year}-{self.month:02}.pdf"
        try:
            rendering, data = services.fetch_pdf(
                federation=self.federation, html=follow_up_html(paper), title=paper.title
            )
            if rendering.is_waiting:
                rendering = services.wait_for(rendering, seconds=SECONDS_TO_WAIT)
            if rendering.is_done:
                return pdf_response(data or services.pdf_bytes(rendering), filename)
        except (services.StoredPdfDamaged, Rendering.DoesNotExist):
            return HttpResponseRedirect(
                request.get_full_path()
            )  # lost a moment ago: asking again makes it anew
        context = {
            "rendering": rendering,
            "paper": paper,
            "again_url": request.get_full_path(),
            "refresh_seconds": 3 if rendering.is_waiting else 0,
        }
        return self.show(context, status=202 if rendering.is_waiting else 500)
