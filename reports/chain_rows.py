"""The frame of the pages that record what becomes of an annual report: which report, and what another did meanwhile.

While a form is open the board may adopt a new version of the report, and another may take away the record and make it
anew. Whoever saves then is told, with what they wrote still there.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from finsam.forms import RevisionForm
from finsam.revisions import Revisioned
from members.models import ChangeLogEntry
from members.pages import AS_NEW, FederationPage, RemovePage, RowPage
from plans.addresses import slot_url
from plans.domain.kinds import ANNUAL_REPORT, Slot
from plans.models import Document
from reports.chain_forms import ChainForm
from reports.chain_openness import Openness
from reports.chain_queries import chain_facts, report_of_year
from reports.domain.chain import ChainFacts

SLOT = Slot(ANNUAL_REPORT)
KEY_DIGITS = 19
"""More than a key can have."""
TITLE = "Underskrift, revision och ansvarsfrihet"


class ReportPage(FederationPage, abstract=True):
    """A page about the year's annual report."""

    place = "reports"

    def parents(self) -> list[tuple[str, str]]:
        return [
            (SLOT.label, slot_url(self.federation.slug, self.year, SLOT, "plan")),
            (TITLE, self.url("report_chain")),
        ]

    def url_in_year(self, year: int) -> str:
        return slot_url(self.federation.slug, year, SLOT, "plan")

    @cached_property
    def report(self) -> Document:
        """The report that the board has decided on; 404 when there is none."""
        found = report_of_year(self.federation, self.year)
        if found is None:
            raise Http404
        return found


class ReportRow(RowPage, ReportPage, abstract=True):
    """A form over one record of the report's way."""

    template_name = "reports/chain_form.html"
    back = "report_chain"
    openness: ClassVar[Openness]
    """What of the record anyone may read."""

    @cached_property
    def chain(self) -> ChainFacts:
        """What has become of the report."""
        return chain_facts(self.report)

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "document": self.report}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if _is_other(request, "document", self.report.pk):
            return self._new_version_page()
        return super().post(request, **kwargs)

    def _new_version_page(self) -> HttpResponse:
        """What the user wrote of a version that is not the newest any more: still there, and nothing is saved."""
        data = self.request.POST.copy()
        data["document"], data["revision"], data["row"] = str(self.report.pk), "", ""
        if "pk" in self.kwargs:
            self.row = None
            data[AS_NEW] = "on"
        conflict = {
            "who": "Styrelsen",
            "deed": "godkänt",
            "gone": f"version {self.report.version} av årsredovisningen",
            "way": "Den förra versionen är ersatt, och det som är antecknat om den står kvar där. Inget är sparat nu. "
            "Gäller det du skrev även den nya versionen: spara igen. Välj annars Avbryt.",
        }
        return self._form_page(self._form(data, self.request.FILES), status=409, conflict=conflict)

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        told = type(self).openness.told(self.report.status == Document.Status.PUBLISHED)
        return super()._form_page(form, status, **{"openness": told, **context})

    def store(self, **changes: Any) -> Revisioned:
        return type(self).save(document=self.report.pk, **self._named(changes))

    def _named(self, changes: dict[str, Any]) -> dict[str, Any]:
        """What the service is told besides the report."""
        return changes


class OnlyRow(ReportRow, abstract=True):
    """A form over the only record of its kind that the report, or a member, has: no key of it is in the address."""

    @cached_property
    def row(self) -> Revisioned | None:
        """The record, None while there is none."""
        found: Revisioned | None = self.rows().first()
        return found

    def _named(self, changes: dict[str, Any]) -> dict[str, Any]:
        is_again = self.row is None and AS_NEW in self.request.POST
        return {
            **changes,
            "pk": None if is_again else _key(self.request, "row"),
            "revision": None if is_again else changes["revision"],
        }

    def _form(self, *data: Any, row: Revisioned | None = None) -> RevisionForm:
        form = super()._form(*data, row=row)
        if data and AS_NEW in data[0] and self.row is None and row is None:
            form.fields[AS_NEW] = forms.BooleanField(required=False, widget=forms.HiddenInput)
        return form

    def _conflict_page(self, form: RevisionForm, current: Revisioned) -> HttpResponse:
        assert isinstance(form, ChainForm)
        form.take_row(current.pk)
        return super()._conflict_page(form, current)

    @cached_property
    def _removal(self) -> ChangeLogEntry | None:
        """The change log's word on the removal of the record that the form was opened for."""
        entries = ChangeLogEntry.objects.filter(
            federation=self.federation,
            action=ChangeLogEntry.Action.DELETE,
            object_id=_key(self.request, "row") or 0,
            content_type__app_label="reports",
            content_type__model=self.rows().model._meta.model_name,
        )
        return entries.select_related("actor").order_by("-timestamp", "-pk").first()


class ReportRemove(RemovePage, ReportRow, abstract=True):
    """Asks before a record is taken away, and takes away that very record and none that came in its place."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is not None and _is_other(request, "row", self.row.pk):
            messages.warning(request, "Någon annan har ändrat här. Läs igen innan du tar bort.")
            return self._question(self.row.revision, status=409)
        return super().post(request, **kwargs)

    def show(self, context: dict[str, Any], template: str = "", status: int = 200) -> HttpResponse:
        form = context["form"]
        form.fields["row"] = forms.IntegerField(widget=forms.HiddenInput)
        form.initial["row"] = self._doomed.pk
        return super().show(context, template, status)


def _key(request: HttpRequest, name: str) -> int | None:
    """The key that the form was opened for, None when it names none."""
    read = request.POST.get(name, "")
    return int(read) if read.isascii() and read.isdecimal() and len(read) < KEY_DIGITS else None


def _is_other(request: HttpRequest, name: str, key: int) -> bool:
    """Whether the form was opened for another than the one with the key."""
    return _key(request, name) not in (None, key)
