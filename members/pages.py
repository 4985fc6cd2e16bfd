"""The frame of every page of a federation: places, years, breadcrumbs; and pages that edit one row.

A page finds, asks and shows. What is written goes through a service; here is only how a form, a broken rule or a second
editor is answered, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property

from finsam import places
from finsam.forms import RemoveForm, RevisionForm, add_errors, conflict_fields
from finsam.revisions import EditConflict, Revisioned
from members.access import FederationView, Permission
from members.models import ChangeLogEntry


class FederationPage(FederationView, abstract=True):
    """A page in a federation's frame. `place` is the tab it belongs to; `title` stands last in the breadcrumb."""

    place: ClassVar[str] = ""
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
            "places": self._places(),
            "years": self._years(),
            "breadcrumbs": self._breadcrumbs(),
            "may": {permission.value: True for permission in self.permissions},
        }

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
        target = self._own_place or places.places()[0]
        return [
            {"year": year, "url": self._place_url(target, year), "current": year == self.year}
            for year in known
        ]

    def _breadcrumbs(self) -> list[dict[str, str]]:
        overview = places.places()[0]
        crumbs = [
            {"label": self.federation.short_name, "url": reverse("federation", args=[self.federation.slug])},
            {"label": str(self.year), "url": self._place_url(overview, self.year)},
        ]
        own = self._own_place
        if own is not None and own.key != overview.key:
            crumbs.append({"label": own.label, "url": self._place_url(own, self.year)})
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

    def back_url(self) -> str:
        """Where to go afterwards."""
        return self.url(self.back)

    def get_title(self) -> str:
        return f"Ändra {self.noun}" if self.row else f"Lägg till {self.noun_new}"

    @cached_property
    def row(self) -> Revisioned | None:
        """The row in the address, or None when it is to be added."""
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._form_page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._form_page(form, status=422)
        try:
            saved = self.store(
                federation=self.federation,
                pk=self.row.pk if self.row else None,
                revision=form.cleaned_data.get("revision"),
                **({} if self.row else self.fixed()),
                **form.changes(),
            )
        except EditConflict as conflict:
            return self._conflict_page(form, conflict)
        except ValidationError as error:
            add_errors(form, error)
            return self._form_page(form, status=422)
        messages.success(request, f"Sparat: {saved}.")
        return HttpResponseRedirect(self.back_url())

    def _form(self, *data: Any) -> RevisionForm:
        # A row of its own for the form: a bound model form writes into its instance, and ours must stay as stored.
        instance = self.rows().get(pk=self.row.pk) if self.row else None
        initial = {} if self.row else self.initial()
        return self.form_class(*data, instance=instance, initial=initial, **self.form_arguments())

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.back_url(),
                "help_text": self.help_text,
                "remove_url": self.remove_url(),
                **context,
            },
            status=status,
        )

    def remove_url(self) -> str:
        """The page that removes the row, or "" when there is none or nothing to remove."""
        name = getattr(self, "remove", "")
        return self.url(name, pk=self.row.pk) if self.row and name else ""

    def _conflict_page(self, form: RevisionForm, conflict: EditConflict) -> HttpResponse:
        current = conflict.current
        last = (
            ChangeLogEntry.objects.filter(federation=self.federation, object_id=current.pk)
            .filter(content_type__model=current._meta.model_name)
            .select_related("actor")
            .order_by("-timestamp", "-pk")
            .first()
        )
        context = {
            "who": str(last.actor) if last and last.actor else "",
            "when": last.timestamp if last else None,
            "fields": conflict_fields(form, current),
        }
        form.take_revision(current.revision)
        return self._form_page(form, status=409, conflict=context, conflict_url=self.request.path)


class RemovePage(RowPage, abstract=True):
    """A page that asks, and then removes a row through a service: `discard(federation=…, pk=…, revision=…)`.

    Stands before the row's own page among the bases, which says which rows, who may, and where to go afterwards:
    `class LineRemove(RemovePage, LinePage)`.
    """

    template_name = "components/confirm_delete.html"
    consequence: ClassVar[str] = ""
    discard: ClassVar[Callable[..., None]]

    def get_title(self) -> str:
        return f"Ta bort {self.noun}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._question(self._doomed.revision)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RemoveForm(request.POST)
        if not form.is_valid():
            return self._question(self._doomed.revision, status=422)
        name = str(self._doomed)
        try:
            type(self).discard(
                federation=self.federation, pk=self._doomed.pk, revision=form.cleaned_data["revision"]
            )
        except EditConflict as conflict:
            messages.warning(request, "Någon annan har ändrat här. Läs igen innan du tar bort.")
            return self._question(conflict.current.revision, status=409)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return HttpResponseRedirect(self.back_url())
        messages.success(request, f"Borttaget: {name}.")
        return HttpResponseRedirect(self.back_url())

    @property
    def _doomed(self) -> Revisioned:
        assert self.row is not None  # a page that removes has the row in its address
        return self.row

    def _question(self, revision: int, status: int = 200) -> HttpResponse:
        context = {
            "form": RemoveForm(initial={"revision": revision}),
            "subject": f"{self.noun} ”{self._doomed}”",
            "consequence": self.consequence,
            "cancel_url": self.back_url(),
        }
        return self.show(context, status=status)
