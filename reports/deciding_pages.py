"""Pages of the decision: why warnings are accepted, the board's decision itself, publishing, and what differs since."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from finsam.forms import add_errors
from members.access import Permission
from members.models import User
from plans import services as plan_services
from plans.domain import lifecycle
from plans.domain.requirements import Standing
from plans.models import Document
from plans.views.documents import SlotPage
from reports import services
from reports.deciding_forms import AdoptionForm, ReasonsForm
from reports.documents.builder import resolve_document
from reports.publications import drift_groups, drift_of, frozen
from reports.standing import document_concerns, facts_of


class _PlanStep(SlotPage, abstract=True):
    """A page about the newest version of a document on its way to the board; 404 when there is none."""

    @cached_property
    def document(self) -> Document:
        """The document that is decided on."""
        found: Document = get_object_or_404(
            self.versions_of_slot().select_related("federation", "budget", "meeting", "consultation")[:1]
        )
        return found

    @property
    def user(self) -> User:
        """Who is signed in."""
        return self.request.user  # type: ignore[return-value]


class FindingsAcceptPage(_PlanStep):
    """What the checks find, and why the plan goes to the board with it."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Motivera varningarna"
    template_name = "reports/findings_accept.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            number = plan_services.accept_findings(
                federation=self.federation,
                pk=self.document.pk,
                reasons=form.changed_reasons(),
                concerns=form.concerns,
                by=self.user,
            )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        if number:
            messages.success(request, "Motiveringarna är sparade.")
        return HttpResponseRedirect(self.url("plan"))

    def _form(self, *data: Any) -> ReasonsForm:
        accepted = dict(self.document.accepted_findings.values_list("fingerprint", "reason"))
        return ReasonsForm(*data, concerns=document_concerns(self.document), reasons=accepted)

    def _page(self, form: ReasonsForm, status: int = 200) -> HttpResponse:
        now = {each.fingerprint for each in form.concerns}
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("plan"),
                "gone": [
                    each for each in self.document.accepted_findings.all() if each.fingerprint not in now
                ],
            },
            status=status,
        )


class AdoptionPage(_PlanStep):
    """Record that the board has adopted the plan and its budget: both are frozen as they read now."""

    permission = Permission.RECORD_DECISIONS
    title = "Registrera beslut"
    template_name = "reports/adoption.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form(initial={"seen": self._basis()}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form is None or not form.is_valid():
            return self._page(form, 422)
        try:
            services.adopt(federation=self.federation, pk=self.document.pk, by=self.user, **form.given())
        except services.TextChanged as error:
            messages.warning(request, error.message)
            return self._page(self._form(initial=form.cleaned_data | {"seen": self._basis()}), 409)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        together = " tillsammans med budgeten" if self.slot.is_plan else ""
        messages.success(
            request, f"{self.document} är {self.words.adopted}{together}, och fryst som den läses nu."
        )
        return HttpResponseRedirect(self.url("plan"))

    def _basis(self) -> str:
        return services.basis_of_adoption(self.document) if self.document.is_open else ""

    def _form(self, *data: Any, **given: Any) -> AdoptionForm | None:
        """The form; None while the plan lies before no meeting."""
        meeting = self.document.meeting
        return AdoptionForm(*data, meeting=meeting, document=self.document, **given) if meeting else None

    def _page(self, form: AdoptionForm | None, status: int = 200) -> HttpResponse:
        missing = resolve_document(self.document).missing_figures
        facts = facts_of(self.document, missing)
        remains = lifecycle.remaining(lifecycle.ADOPT, facts, prepared=True)
        return self.show(
            {
                "form": form,
                "document": self.document,
                "is_before_board": self.document.status == Document.Status.PROPOSED,
                "remains": [{"standing": each, "url": self._page_of(each)} for each in remains],
                "cancel_url": self.url("plan"),
            },
            status=status,
        )

    def _page_of(self, standing: Standing) -> str:
        page = standing.requirement.page
        return self.url(page) if page else ""


class DocumentPublish(_PlanStep):
    """Let the public read the plan. A GET leads back to the plan's page, which has the button."""

    permission = Permission.EDIT_DOCUMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("plan"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            document = services.publish(federation=self.federation, pk=self.adopted.pk)
            messages.success(request, f"{document} är publicerad. Nu kan alla läsa den.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("plan"))

    @property
    def adopted(self) -> Document:
        """The version that waits to be published, though a correction of it may have been begun; else the newest."""
        return self.versions_of_slot().filter(status=Document.Status.ADOPTED).first() or self.document


class DriftPage(_PlanStep):
    """What the adopted plan would say otherwise, were it made today; the adopted text stands."""

    permission = Permission.READ_DRAFTS
    title = "Ändrat sedan beslutet"
    template_name = "reports/drift.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        publication = frozen(self.shown)
        if publication is None:
            raise Http404
        found = drift_of(publication, self.shown)
        return self.show(
            {"document": self.shown, "publication": publication, "groups": drift_groups(found, self.url)}
        )

    @cached_property
    def shown(self) -> Document:
        """The version the address names, else the one in force."""
        documents = self.versions_of_slot().decided()
        asked = self.request.GET.get("version", "")
        chosen = documents.filter(version=asked) if asked.isdecimal() else documents
        found: Document = get_object_or_404(chosen.select_related("federation", "budget")[:1])
        return found
