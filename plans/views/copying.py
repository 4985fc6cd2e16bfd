"""The page where a year's plan is begun: from an earlier year's, or from the standard outline."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from finsam.forms import add_errors
from members.access import Permission
from plans import services
from plans.beginning import beginning, scope_of_new, standard_lines
from plans.domain.copying import Choices
from plans.models import Document
from plans.outlined_initiatives import standard_outline
from plans.views.documents import SlotPage

STANDARD = "standard"
"""What is sent in place of an earlier document to begin from the standard outline."""
BEGIN = "borja"
"""The value of the button that begins; any other sending shows again how it will be."""


class _References(forms.MultipleChoiceField):
    """References by name. One that has gone meanwhile is no mistake of the user's: the page tells."""

    def valid_value(self, value: Any) -> bool:
        return True


class BeginForm(forms.Form):
    """What comes along from an earlier plan, and which dated figures move on to the new year."""

    with_texts = forms.BooleanField(label="Texten i avsnitten", required=False, initial=True)
    with_goal_areas = forms.BooleanField(label="Målområdena", required=False, initial=True)
    with_activities = forms.BooleanField(
        label="Aktiviteterna i målområdena",
        required=False,
        initial=True,
        help_text="De följer med utan beslut: för var och en väljer du sedan att behålla, ändra eller ta bort.",
    )
    known = _References(required=False, widget=forms.MultipleHiddenInput)
    moved = _References(required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def choices(self) -> Choices:
        """What the user has chosen; before anything is sent, all of it."""
        if not self.is_bound or not self.is_valid():
            return Choices()
        data = self.cleaned_data
        known, moved = frozenset(data["known"]), frozenset(data["moved"])
        return Choices(
            with_texts=data["with_texts"],
            with_goal_areas=data["with_goal_areas"],
            with_activities=data["with_activities"] and data["with_goal_areas"],
            stay=known - moved,
            move=known & moved,
        )


class DocumentStart(SlotPage):
    """Begin the document. As many queries for forty sections as for one."""

    permission = Permission.EDIT_DOCUMENTS
    template_name = "plans/begin.html"

    def get_title(self) -> str:
        return f"Börja {self.words.definite}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.versions_of_slot().exists():
            return HttpResponseRedirect(self.url("plan"))
        return self._page(BeginForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.source is None or "fran" not in request.POST:
            return self._begin_from_standard()
        form = BeginForm(request.POST)
        if request.POST.get("step_to") != BEGIN:
            return self._page(form)
        form.full_clean()
        try:
            document, _ = services.begin_from(
                federation=self.federation,
                year=self.year,
                source=self.source,
                choices=form.choices(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, status=409)
        messages.success(
            request, f"{document} är påbörjad från {self.source.year}. Gå nu igenom det som följde med."
        )
        return HttpResponseRedirect(self.url("going_through"))

    @cached_property
    def sources(self) -> list[Document]:
        """The same of earlier years, the newest year first, in each year the one in force first."""
        earlier = self.federation.documents.filter(
            kind=self.slot.kind, month=self.slot.month, year__lt=self.year
        )
        return sorted(
            earlier, key=lambda each: (-each.year, each.status not in ("adopted", "published"), -each.version)
        )

    @cached_property
    def source(self) -> Document | None:
        """The document to begin from: the one asked for, else the first; None for the standard outline."""
        asked = self.request.POST.get("fran") or self.request.GET.get("fran") or ""
        if asked == STANDARD or not self.sources:
            return None
        return next((each for each in self.sources if str(each.pk) == asked), self.sources[0])

    def _begin_from_standard(self) -> HttpResponse:
        try:
            document = services.start_document(
                federation=self.federation, kind=self.slot.kind, year=self.year, month=self.slot.month
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return HttpResponseRedirect(self.url("plan"))
        messages.success(
            self.request,
            f"{document} är påbörjad med en vanlig disposition. Skriv, flytta och ta bort.",
        )
        return HttpResponseRedirect(self.url("outline"))

    def _page(self, form: BeginForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "sources": self.sources,
            "source": self.source,
            "budget": self.federation.budgets.worked_on(self.year).first() if self.slot.is_plan else None,
        }
        if self.source is None:
            scope = scope_of_new(self.federation, self.year, self.slot)
            standard = standard_outline(self.federation.pk, self.year, self.slot.kind)
            context["standard"] = standard_lines(standard, scope)
        else:
            context["coming"] = beginning(self.federation, self.year, self.source, form.choices())
        return self.show(context, status=status)
