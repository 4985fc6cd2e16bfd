"""Pages that begin a document, or a new version of it, and its title page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from members.access import Permission
from members.pages import FederationPage, RowPage
from plans import services
from plans.draft_queries import draft_contents
from plans.forms import DocumentForm
from plans.models import Document

KIND = Document.Kind.ACTIVITY_PLAN


class DocumentMixin:
    """Finds the newest version of the year's plan; 404 when there is none."""

    @cached_property
    def document(self: Any) -> Document:
        """The document that is written on."""
        return get_object_or_404(self.federation.documents.newest(KIND, self.year)[:1])


class PlanButton(DocumentMixin, FederationPage, abstract=True):
    """What a button on the plan's page does. It leads back there with what came of it, and so does a GET."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"

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
    """Begin a new version of an adopted plan."""

    def act(self) -> str:
        document = services.new_version(federation=self.federation, pk=self.document.pk)
        return f"Version {document.version} är påbörjad. Den förra gäller tills vidare."


class DraftForm(forms.Form):
    """Asks whether a draft is to be removed, with what the user was shown of it."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DraftRemove(DocumentMixin, FederationPage):
    """Asks, with what goes with it, and then removes a draft that was begun by mistake."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"
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
                "in_force": self.federation.documents.in_force(KIND, self.year),
                "form": DraftForm(initial={"seen": contents.fingerprint}),
            },
            status=status,
        )


class PlanRow(DocumentMixin, RowPage, abstract=True):
    """A form over one row of the year's plan, reached from the outline."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"
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
