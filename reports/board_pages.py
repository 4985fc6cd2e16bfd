"""The board's own page, made for a phone first: what I am asked to decide, and what is new since I last looked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from members.access import Permission
from members.models import User
from members.pages import FederationPage
from plans.addresses import slot_url
from reports import services
from reports.board_queries import News, ToDecide, last_look, news, to_decide


class BoardPage(FederationPage):
    """What lies before the board, and what is new. Constant number of queries."""

    permission = Permission.READ_BOARD_PAPERS
    place = "board"
    title = "För styrelsen"
    template_name = "reports/board.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = cast("User", request.user)
        now, since = timezone.now(), last_look(self.federation, user)
        return self.show(
            {
                "to_decide": [(each, *self._paper_urls(each)) for each in to_decide(self.federation)],
                "news": [(each, self._news_url(each)) for each in news(self.federation, user, since)],
                "since": since,
                "shown_at": now.isoformat(),
            }
        )

    def _paper_urls(self, paper: ToDecide) -> tuple[str, str, str]:
        """Where the document is read, as page and as PDF, and where it is compared with last year's."""
        version = f"?version={paper.version}"

        def url(name: str) -> str:
            return slot_url(self.federation.slug, paper.year, paper.slot, name)

        return url("plan") + version, url("plan_pdf") + version, url("comparison") + "?fore=forra-aret"

    def _news_url(self, each: News) -> str:
        if each.page == "public_notice":
            return reverse(each.page, kwargs={"slug": self.federation.slug, "pk": each.key})
        assert each.slot is not None  # all the rest is of documents
        return f"{slot_url(self.federation.slug, each.year, each.slot, each.page)}?version={each.version}"


class BoardLooked(FederationPage):
    """Say that one has seen what is new."""

    permission = Permission.READ_BOARD_PAPERS
    place = "board"
    title = "Sett"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("board"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.keep_look(
            federation=self.federation,
            user=cast("User", request.user),
            shown_at=_moment(request.POST.get("shown_at", "")),
        )
        return HttpResponseRedirect(self.url("board"))


def _moment(text: str) -> datetime | None:
    """A moment as the page wrote it; None for anything else."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found is not None and timezone.is_aware(found) else None
    except (ValueError, OverflowError):  # the latter where the calendar ends
        return None
