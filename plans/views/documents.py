"""Pages that begin a document, or a new version of it, and its title page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch

from members.access import Permission
from members.pages import FederationPage, RowPage
from plans import services
from plans.addresses import slot_url
from plans.domain.kinds import KindWords, Slot
from plans.draft_queries import draft_contents
from plans.forms import DocumentForm
from plans.models import Document
from plans.querysets import DocumentQuerySet


class SlotPage(FederationPage, abstract=True):
    """A page about one of the year's documents: the plan, or a report. Which one stands in the address."""

    @cached_property
    def slot(self) -> Slot:
        """Which of the year's documents the page is about."""
        found: Slot = self.kwargs["slot"]
        return found

    @property
    def words(self) -> KindWords:
        """What the document is called."""
        return self.slot.words

    @property
    def place(self) -> str:  # type: ignore[override]
        """The tab: the plan has its own, and the reports share one."""
        return "plan" if self.slot.is_plan else "reports"

    def versions_of_slot(self) -> DocumentQuerySet:
        """Every version of the document, the newest first."""
        found: DocumentQuerySet = self.federation.documents.newest(self.slot.kind, self.year, self.slot.month)
        return found

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of another page: of the same document where the page is a document's, else of the year."""
        try:
            return super().url(name, **{"slot": self.slot, **kwargs})
        except NoReverseMatch:
            return super().url(name, **kwargs)

    def frame(self) -> dict[str, Any]:
        return {
            **super().frame(),
            "slot": self.slot,
            "words": self.words,
            "of_year": f"{self.slot.definite}{' ' if self.slot.month else ' för '}{self.year}",
        }

    def parents(self) -> list[tuple[str, str]]:
        """A report stands under its tab; the plan is its own."""
        return [] if self.slot.is_plan else [(self.slot.label, self.url("plan"))]

    def url_in_year(self, year: int) -> str:
        return slot_url(self.federation.slug, year, self.slot, "plan")


class DocumentMixin(SlotPage, abstract=True):
    """Finds the newest version of the document; 404 when there is none."""

    @cached_property
    def document(self) -> Document:
        """The document that is written on."""
        found: Document = get_object_or_404(self.versions_of_slot()[:1])
        return found


class OfPlan(DocumentMixin, abstract=True):
    """A page of what the plan alone has: goal areas, and a consultation with the members. No other kind has such."""

    @cached_property
    def document(self) -> Document:
        if not self.slot.is_plan:
            raise Http404
        return super().document


class PlanButton(DocumentMixin, abstract=True):
    """What a button on the document's page does. It leads back there with what came of it, and so does a GET."""

    permission = Permission.EDIT_DOCUMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("plan"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("plan"))

    def act(self) -> str:
        """Do it; gives what has happened, in words. May raise ValidationError."""
        raise NotImplementedError


class DocumentVersion(PlanButton):
    """Begin a new version of an adopted document."""

    def act(self) -> str:
        document = services.new_version(federation=self.federation, pk=self.document.pk)
        return f"Version {document.version} är påbörjad. Den förra gäller tills vidare."


class DraftForm(forms.Form):
    """Asks whether a draft is to be removed, with what the user was shown of it."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DraftRemove(DocumentMixin):
    """Asks, with what goes with it, and then removes a draft that was begun by mistake."""

    permission = Permission.EDIT_DOCUMENTS
    template_name = "plans/draft_remove.html"
    title = "Ta bort utkastet"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reasons = services.why_draft_stays(self.document)
        if reasons:
            return self._refused(reasons)
        return self._question()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DraftForm(request.POST)
        if not form.is_valid():
            return self._question(422)
        name = f"{self.document}, version {self.document.version}"
        try:
            services.remove_draft(
                federation=self.federation, pk=self.document.pk, seen=form.cleaned_data["seen"]
            )
        except services.ContentsChanged as error:
            messages.warning(request, error.message)
            return self._question(409)
        except ValidationError as error:
            return self._refused(error.messages)
        messages.success(request, f"Utkastet är borttaget: {name}.")
        return HttpResponseRedirect(self.url("plan"))

    def _refused(self, reasons: Iterable[str]) -> HttpResponse:
        messages.error(self.request, " ".join(reasons))
        return HttpResponseRedirect(self.url("plan"))

    def _question(self, status: int = 200) -> HttpResponse:
        contents = draft_contents(self.document)
        return self.show(
            {
                "document": self.document,
                "contents": contents,
                "in_force": self.federation.documents.in_force(self.slot.kind, self.year, self.slot.month),
                "form": DraftForm(initial={"seen": contents.fingerprint}),
            },
            status=status,
        )


class PlanRow(DocumentMixin, RowPage, abstract=True):
    """A form over one row of the document, reached from the outline."""

    permission = Permission.EDIT_DOCUMENTS
    back = "outline"

    def fixed(self) -> dict[str, Any]:
        return {"document": self.document}


class DocumentPage(PlanRow):
    """The document's title page."""

    form_class = DocumentForm
    noun, noun_new = "titelsidan", "ett dokument"
    save = staticmethod(services.save_document)

    def rows(self) -> models.QuerySet[Document]:
        return self.federation.documents.all()

    @cached_property
    def row(self) -> Document:
        return self.document
