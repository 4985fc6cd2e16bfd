"""The frame of every page of a federation: places, years, breadcrumbs; and pages that edit one row.

A page finds, asks and shows. What is written goes through a service; here is only how a form, a broken rule or a second
editor is answered, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from finsam import places
from finsam.forms import RemoveForm, RevisionForm, add_errors, conflict_fields
from finsam.revisions import EditConflict, Revisioned, RowGone, refuse_taken
from members.access import FederationView, Permission
from members.models import ChangeLogEntry, Federation

AS_NEW = "as_new"
"""What a form sends besides its fields when it is to add again what someone has removed."""


class FederationPage(FederationView, abstract=True):
    """A page in a federation's frame. `place` is the tab it belongs to; `title` stands last in the breadcrumb."""

    place: ClassVar[str] = ""
    subpage: ClassVar[str] = ""
    """Which of the place's own pages it is, where the place has several."""
    title: str = ""
    template_name: ClassVar[str] = ""

    def get_title(self) -> str:
        """What the page is called, in the heading and last in the breadcrumb."""
        return self.title

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of another page of the same federation and year."""
        return reverse(name, kwargs={"slug": self.federation.slug, "year": self.year, **kwargs})

    def show(self, context: dict[str, Any], template: str = "", status: int = 200) -> HttpResponse:
        """The page with its frame. Frame: one query per source of years."""
        return render(
            self.request, template or self.template_name, {**self.frame(), **context}, status=status
        )

    def frame(self) -> dict[str, Any]:
        """What the base template needs."""
        return {
            "federation": self.federation,
            "year": self.year,
            "title": self.get_title(),
            "subpage": self.subpage,
            "places": self._places(),
            "years": self._years(),
            "breadcrumbs": self._breadcrumbs(),
            "may": {permission.value: True for permission in self.permissions},
        }

    def conflict(self, form: RevisionForm, saved: RevisionForm, current: Revisioned) -> dict[str, Any]:
        """What the page shows the second of two who save: who was first, and where the two differ.

        `saved` is a form over `current`. The next save starts from there.
        """
        last = _entries(self.federation, type(current), current.pk).first()
        context = {**_who_and_when(last), "fields": conflict_fields(form, saved)}
        form.take_revision(current.revision)
        return context

    @cached_property
    def _own_place(self) -> places.Place | None:
        return next((place for place in places.places() if place.key == self.place), None)

    def _place_url(self, place: places.Place, year: int) -> str:
        return reverse(
            place.url_name, kwargs={"slug": self.federation.slug, "year": year, **dict(place.extra)}
        )

    def _places(self) -> list[dict[str, Any]]:
        return [
            {
                "label": place.label,
                "url": self._place_url(place, self.year),
                "current": place.key == self.place,
            }
            for place in places.places()
            if place.permission in self.permissions
        ]

    def _years(self) -> list[dict[str, Any]]:
        known = sorted({*places.years_of(self.federation.pk), self.year})
        if {Permission.EDIT_BUDGET, Permission.EDIT_DOCUMENTS} & self.permissions:
            known.append(known[-1] + 1)  # the next year is where they go to begin it
        return [{"year": year, "url": self.url_in_year(year), "current": year == self.year} for year in known]

    def url_in_year(self, year: int) -> str:
        """The same place in another year."""
        return self._place_url(self._own_place or places.places()[0], year)

    def parents(self) -> list[tuple[str, str]]:
        """The pages that stand between the tab and this one in the breadcrumb: label and address."""
        return []

    def _breadcrumbs(self) -> list[dict[str, str]]:
        overview = places.places()[0]
        crumbs = [
            {"label": self.federation.short_name, "url": reverse("federation", args=[self.federation.slug])},
            {"label": str(self.year), "url": self._place_url(overview, self.year)},
        ]
        own = self._own_place
        if own is not None and own.key != overview.key:
            crumbs.append({"label": own.label, "url": self._place_url(own, self.year)})
        crumbs += [{"label": label, "url": url} for label, url in self.parents() if url != self.request.path]
        if (
            self.get_title()
            and (own is None or self.get_title() != own.label)
            and not self._is_place_itself()
        ):
            crumbs.append({"label": self.get_title(), "url": ""})
        return crumbs

    def _is_place_itself(self) -> bool:
        own = self._own_place
        return own is not None and self.request.path == self._place_url(own, self.year)


def _entries(federation: Federation, model: type[models.Model], pk: int) -> models.QuerySet[ChangeLogEntry]:
    """What the change log says of a row of the federation, the latest first."""
    return (
        ChangeLogEntry.objects.filter(federation=federation, object_id=pk)
        .filter(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
        .select_related("actor")
        .order_by("-timestamp", "-pk")
    )


def _who_and_when(entry: ChangeLogEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"who": "", "when": None}
    return {"who": str(entry.actor or ""), "when": entry.timestamp}


class RowPage(FederationPage, abstract=True):
    """A page that adds or changes one row through a form and a service.

    `save(federation=…, pk=…, revision=…, **changes)` is the service; with no `pk` in the address the row is new.
    """

    template_name = "form_page.html"
    form_class: ClassVar[type[RevisionForm]]
    back: ClassVar[str]
    """The page to return to, by name."""
    noun: ClassVar[str]
    """What is edited, in the definite form: "raden"."""
    noun_new: ClassVar[str]
    """What is added: "en budgetrad"."""
    save: ClassVar[Callable[..., Revisioned]]
    help_text: ClassVar[str] = ""
    submit_label: ClassVar[str] = ""
    """What the button says, where saving does more than save."""

    def rows(self) -> models.QuerySet[Any]:
        """The rows this page may reach: within the federation."""
        raise NotImplementedError

    def store(self, **changes: Any) -> Revisioned:
        """Hand the row to its service."""
        return type(self).save(**changes)

    def fixed(self) -> dict[str, Any]:
        """What a new row belongs to besides the federation, and the user does not choose."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs to know of the federation."""
        return {"federation": self.federation}

    def initial(self) -> dict[str, Any]:
        """Proposals for a new row."""
        return {}

    def name_of(self, row: Any) -> str:
        """What the row is called where it is named to the user, with no reference unresolved."""
        return str(row)

    def back_url(self) -> str:
        """Where to go afterwards."""
        return self.url(self.back)

    def get_title(self) -> str:
        return f"Ändra {self.noun}" if self.row else f"Lägg till {self.noun_new}"

    @cached_property
    def row(self) -> Revisioned | None:
        """The row in the address, or None when it is to be added, or was removed while the user wrote in it."""
        if "pk" not in self.kwargs:
            return None
        found: Revisioned | None = self.rows().filter(pk=self.kwargs["pk"]).first()
        if found is None and (self.request.method != "POST" or self._removal is None):
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._form_page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None and "pk" in self.kwargs and AS_NEW not in request.POST:
            return self._gone_page()
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._form_page(form, status=422)
        try:
            with refuse_taken():
                saved = self.store(
                    federation=self.federation,
                    pk=self.row.pk if self.row else None,
                    revision=form.cleaned_data.get("revision"),
                    **({} if self.row else self.fixed()),
                    **form.changes(),
                )
        except RowGone:
            self.row = None
            return self._gone_page()
        except EditConflict as conflict:
            return self._conflict_page(form, conflict.current)
        except ValidationError as error:
            add_errors(form, error)
            return self._form_page(form, status=422)
        messages.success(request, f"Sparat: {self.name_of(saved)}.")
        return HttpResponseRedirect(self.back_url())

    def _form(self, *data: Any, row: Revisioned | None = None) -> RevisionForm:
        # A row of its own for the form: a bound model form writes into its instance, and ours must stay as stored.
        instance = row or copy(self.row)
        initial = {} if instance else self.initial()
        form = self.form_class(*data, instance=instance, initial=initial, **self.form_arguments())
        if data and instance is None and "pk" in self.kwargs:
            form.fields[AS_NEW] = forms.BooleanField(required=False, widget=forms.HiddenInput)
        return form

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.back_url(),
                "help_text": self.help_text,
                "remove_url": self.remove_url(),
                "submit_label": "Lägg till på nytt" if AS_NEW in form.fields else self.submit_label,
                **context,
            },
            status=status,
        )

    def remove_url(self) -> str:
        """The page that removes the row, or "" when there is none or nothing to remove."""
        name = getattr(self, "remove", "")
        return self.url(name, pk=self.row.pk) if self.row and name else ""

    def _conflict_page(self, form: RevisionForm, current: Revisioned) -> HttpResponse:
        conflict = self.conflict(form, self._form(row=current), current)
        return self._form_page(form, status=409, conflict=conflict, conflict_url=self.request.path)

    def _gone_page(self) -> HttpResponse:
        """What the user wrote in a row that someone has removed: still there, to be saved as a new row or copied."""
        data = self.request.POST.copy()
        data[AS_NEW] = "on"
        return self._form_page(self._form(data, self.request.FILES), status=409, conflict=self.gone())

    def gone(self) -> dict[str, Any]:
        """What is told of a row that is not there to be changed any more."""
        return {"gone": self.noun, **_who_and_when(self._removal)}

    @cached_property
    def _removal(self) -> ChangeLogEntry | None:
        """The change log's word on the removal of the row in the address, when it was this federation's."""
        entries = _entries(self.federation, self.rows().model, self.kwargs["pk"])
        return entries.filter(action=ChangeLogEntry.Action.DELETE).first()


class RemovePage(RowPage, abstract=True):
    """A page that asks, and then removes a row through a service: `discard(federation=…, pk=…, revision=…)`.

    Stands before the row's own page among the bases, which says which rows, who may, and where to go afterwards:
    `class LineRemove(RemovePage, LinePage)`.
    """

    template_name = "components/confirm_delete.html"
    consequence: ClassVar[str] = ""
    undo: ClassVar[str] = ""
    """How it is undone, where it can be."""
    discard: ClassVar[Callable[..., None]]

    def get_title(self) -> str:
        return f"Ta bort {self.noun}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._question(self._doomed.revision)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            messages.info(request, f"Någon har redan tagit bort {self.noun}.")
            return HttpResponseRedirect(self.back_url())
        form = RemoveForm(request.POST)
        if not form.is_valid():
            return self._question(self._doomed.revision, status=422)
        name = self.name_of(self._doomed)
        try:
            with refuse_taken():
                self.throw_away(form.cleaned_data["revision"])
        except EditConflict as conflict:
            messages.warning(request, "Någon annan har ändrat här. Läs igen innan du tar bort.")
            return self._question(conflict.current.revision, status=409)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return HttpResponseRedirect(self.back_url())
        messages.success(request, f"Borttaget: {name}.")
        return HttpResponseRedirect(self.back_url())

    def throw_away(self, revision: int) -> None:
        """Hand the row to the service that removes it."""
        type(self).discard(federation=self.federation, pk=self._doomed.pk, revision=revision)

    @property
    def _doomed(self) -> Revisioned:
        assert self.row is not None  # a page that removes has the row in its address
        return self.row

    def _question(self, revision: int, status: int = 200) -> HttpResponse:
        context = {
            "form": RemoveForm(initial={"revision": revision}),
            "subject": f"{self.noun} ”{self.name_of(self._doomed)}”",
            "consequence": self.consequence,
            "undo": self.undo,
            "cancel_url": self.back_url(),
        }
        return self.show(context, status=status)
