"""Pages where documents are written.

How a document goes to its decision is in `deciding`; how it looks when read belongs in `reports.views`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from finsam.forms import RevisionForm
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from plans import forms, services
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.queries import document_facts, document_scope
from plans.writing import choices_for, heading_as_read, outline_lines

KIND = Document.Kind.ACTIVITY_PLAN


class DocumentMixin:
    """Finds the newest version of the year's plan; 404 when there is none."""

    @cached_property
    def document(self: Any) -> Document:
        """The document that is written on."""
        return get_object_or_404(self.federation.documents.newest(KIND, self.year)[:1])


class DocumentStart(FederationPage):
    """Begin the year's plan. A GET leads back to the plan's page, which has the button."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("plan"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            document = services.start_document(federation=self.federation, kind=KIND, year=self.year)
            messages.success(
                request, f"{document} är påbörjad med en vanlig disposition. Skriv, flytta och ta bort."
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.url("plan"))
        return HttpResponseRedirect(self.url("outline"))


class DocumentVersion(DocumentMixin, FederationPage):
    """Begin a new version of an adopted plan. A GET leads back to the plan's page, which has the button."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("plan"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            document = services.new_version(federation=self.federation, pk=self.document.pk)
            messages.success(
                request, f"Version {document.version} är påbörjad. Den förra gäller tills vidare."
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("plan"))


class OutlinePage(DocumentMixin, FederationPage):
    """The outline: all sections, goal areas and activities, each with its form. Constant number of queries."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"
    title = "Redigera"
    template_name = "plans/outline.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = document_scope(self.document)
        facts = scope.facts(document_facts)
        assert facts is not None
        context = {
            "document": self.document,
            "document_title": heading_as_read(facts.title, scope),
            "document_subtitle": heading_as_read(facts.subtitle, scope),
            "lines": outline_lines(scope),
            "areas": facts.goal_areas,
        }
        return self.show(context)


class _PlanRow(DocumentMixin, RowPage, abstract=True):
    permission = Permission.EDIT_DOCUMENTS
    place = "plan"
    back = "outline"

    def fixed(self) -> dict[str, Any]:
        return {"document": self.document}


class DocumentPage(_PlanRow):
    """The document's title page."""

    form_class = forms.DocumentForm
    noun, noun_new = "titelsidan", "ett dokument"
    save = staticmethod(services.save_document)

    def rows(self) -> models.QuerySet[Document]:
        return self.federation.documents.all()

    @cached_property
    def row(self) -> Document:
        return self.document


class _WithEditor(_PlanRow, abstract=True):
    """A form with rich text: the editor's scripts carry the page's nonce, and the figures to insert are listed."""

    template_name = "plans/text_form.html"
    texts: ClassVar[tuple[str, ...]]
    """The form's fields of rich text."""

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        texts = [str(form[name].value() or "") for name in self.texts]
        return super()._form_page(
            form,
            status,
            media=form.media.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            choices=choices_for(texts, document_scope(self.document)),
            writing=self.texts,
            **context,
        )


class SectionPage(_WithEditor):
    """Add or change a section."""

    form_class = forms.SectionForm
    texts = ("body",)
    noun, noun_new = "avsnittet", "ett avsnitt"
    save = staticmethod(services.save_section)
    remove = "section_remove"

    def rows(self) -> models.QuerySet[Section]:
        return self.document.sections.all()

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "document": self.document}

    def name_of(self, row: Section) -> str:
        return heading_as_read(row.heading, document_scope(self.document))

    def initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("under", "")}


class SectionRemove(RemovePage, SectionPage):
    """Remove a section."""

    consequence = "Avsnitt som ligger under det försvinner också."
    discard = staticmethod(services.remove_section)


class SectionMove(DocumentMixin, FederationPage):
    """Move a section up or down among its siblings. A GET leads back to the outline, which has the buttons."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("outline"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        section = get_object_or_404(self.document.sections, pk=self.kwargs["pk"])
        steps = {"upp": -1, "ner": 1}.get(request.POST.get("riktning", ""))
        try:
            if steps is None:
                raise ValidationError("Välj om avsnittet ska flyttas upp eller ner.")
            services.move_section(federation=self.federation, pk=section.pk, steps=steps)
            heading = heading_as_read(section.heading, document_scope(self.document))
            messages.success(request, f"Flyttat: {heading}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{self.url('outline')}#avsnitt-{section.pk}")


class GoalAreaPage(_WithEditor):
    """Add or change a goal area."""

    form_class = forms.GoalAreaForm
    texts = ("description",)
    noun, noun_new = "målområdet", "ett målområde"
    save = staticmethod(services.save_goal_area)
    remove = "goal_area_remove"

    def rows(self) -> models.QuerySet[GoalArea]:
        return self.document.goal_areas.all()


class GoalAreaRemove(RemovePage, GoalAreaPage):
    """Remove a goal area."""

    consequence = "Dess aktiviteter försvinner också."
    discard = staticmethod(services.remove_goal_area)


class ActivityPage(_PlanRow):
    """Add or change an activity."""

    form_class = forms.ActivityForm
    noun, noun_new = "aktiviteten", "en aktivitet"
    save = staticmethod(services.save_activity)
    remove = "activity_remove"

    def rows(self) -> models.QuerySet[PlannedActivity]:
        return PlannedActivity.objects.filter(goal_area__document=self.document)

    def fixed(self) -> dict[str, Any]:
        return {}

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "document": self.document}

    def initial(self) -> dict[str, Any]:
        return {"goal_area": self.request.GET.get("malomrade", "")}


class ActivityRemove(RemovePage, ActivityPage):
    """Remove an activity."""

    discard = staticmethod(services.remove_activity)
