"""Pages for those who audit: what was frozen and whether it is unchanged, the rows behind the figures, all changes.

Everything here is read and nothing written.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from members.access import Permission
from members.forms import DATE
from members.pages import FederationPage
from plans.addresses import slot_url
from plans.domain.kinds import ANNUAL_REPORT, Slot
from reports.audit_queries import (
    FrozenRow,
    HistoryChoice,
    entries_of,
    frozen_rows,
    history_row,
    kinds_of,
    people_of,
    read_files,
    source_rows,
)
from reports.chain_queries import chain_facts, own_days
from reports.domain import chain

ROWS_A_PAGE = 50


class AuditPage(FederationPage):
    """All that an audit of the year asks for, a click away. Constant number of queries for a year's documents."""

    permission = Permission.READ_TRAIL
    place = "audit"
    title = "Granskning"
    template_name = "reports/audit.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        frozen = frozen_rows(self.federation, self.year)
        report = next((row.document for row in frozen if row.document.kind == ANNUAL_REPORT), None)
        facts = chain_facts(report, own_days(self.federation, self.year)) if report else None
        return self.show(
            {
                "documents": [self._document(row) for row in frozen],
                "report": report,
                "report_url": self._url(Slot(ANNUAL_REPORT)) if report else "",
                "steps": chain.steps(facts, timezone.localdate()) if facts else (),
                "sources": source_rows(self.federation, self.year),
                "files": read_files(self.federation, self.year),
            }
        )

    def _document(self, row: FrozenRow) -> dict[str, Any]:
        document = row.document
        query = f"?version={document.version}"
        return {
            "row": row,
            "url": self._url(document.slot) + query,
            "pdf_url": slot_url(self.federation.slug, self.year, document.slot, "plan_pdf") + query,
            "chain_url": self.url("report_chain") + query if document.kind == ANNUAL_REPORT else "",
            "drift_url": slot_url(self.federation.slug, self.year, document.slot, "drift") + query,
        }

    def _url(self, slot: Slot) -> str:
        return slot_url(self.federation.slug, self.year, slot, "plan")


class HistoryForm(forms.Form):
    """What the history is narrowed to."""

    vad = forms.TypedChoiceField(label="Vad", required=False, coerce=int, empty_value=None)
    vem = forms.TypedChoiceField(label="Vem", required=False, coerce=int, empty_value=None)
    fran = forms.DateField(label="Från och med", required=False, widget=DATE)
    till = forms.DateField(label="Till och med", required=False, widget=DATE)

    def __init__(
        self, *args: Any, kinds: list[tuple[int, str]], people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("vad", kinds), ("vem", people)):
            field: Any = self.fields[name]
            field.choices = [("", "Allt" if name == "vad" else "Alla"), *choices]

    def choice(self) -> HistoryChoice:
        """What is chosen; what cannot be read is not narrowed to."""
        found = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return HistoryChoice(found.get("vad"), found.get("vem"), found.get("fran"), found.get("till"))


class HistoryPage(FederationPage):
    """Who has changed what (behandlingshistorik, LKBR 3 kap. 11 §), the latest first. Constant number of queries."""

    permission = Permission.READ_TRAIL
    place = "audit"
    title = "Behandlingshistorik"
    template_name = "reports/change_history.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = HistoryForm(request.GET, kinds=kinds_of(self.federation), people=people_of(self.federation))
        pages = Paginator(entries_of(self.federation, form.choice()), ROWS_A_PAGE)
        page = pages.get_page(request.GET.get("sida"))
        return self.show(
            {
                "form": form,
                "rows": [history_row(entry) for entry in page],
                "number": pages.count,
                "page": page,
                "newer": self._address(page, -1),
                "older": self._address(page, 1),
            }
        )

    def _address(self, page: Page[Any], step: int) -> str:
        """The address of the page before or after this one, with what is chosen; "" when there is none."""
        has_one = page.has_next() if step > 0 else page.has_previous()
        query = self.request.GET.copy()
        query["sida"] = str(page.number + step)
        return f"?{query.urlencode()}" if has_one else ""
