"""Pages where versions of the year's plan are compared, and where a version is given a name to compare with later."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from finsam.forms import add_errors
from finsam.revisions import RowGone
from members.access import Permission
from plans.models import Document
from plans.views.documents import SlotPage
from reports import services
from reports.comparison_queries import Choice, Source, choices, content_of, named_versions
from reports.documents.frozen import from_data
from reports.documents.render import page_html
from reports.domain.comparison import compare
from reports.models import NamedVersion
from reports.queries import visible_documents

BEFORE, AFTER = "fore", "efter"
"""What an address calls the two versions."""
LAST_YEAR = "forra-aret"
"""In an address: whatever is last year's plan, the one in force before others."""
IN_FORCE = (Document.Status.ADOPTED, Document.Status.PUBLISHED)


class ComparisonPage(SlotPage):
    """Two versions beside each other: what differs. Constant number of queries."""

    permission = Permission.READ_DOCUMENTS
    title = "Jämför"
    template_name = "reports/comparison.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.choices:
            return self.show({"has_choices": False})
        after = self._chosen(AFTER) or self.choices[0]
        before = self._chosen(BEFORE) or self._usual_before(after)
        context: dict[str, Any] = {
            "has_choices": len(self.choices) > 1,
            "groups": self._groups(before, after),
            "before": before,
            "after": after,
        }
        if before is not None and before != after:
            old, new = content_of(before), content_of(after)
            context |= {
                "old": old,
                "new": new,
                "comparison": compare(old, new),
                "turned_query": urlencode({BEFORE: after.key, AFTER: before.key}),
            }
        return self.show(context)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What the user may compare."""
        return choices(self.federation, self.year, self.permissions, self.slot)

    def _chosen(self, name: str) -> Choice | None:
        """The version the address names; None when it names none, 404 when it is not one the user may read."""
        asked = self.request.GET.get(name)
        if asked is None:
            return None
        if asked == LAST_YEAR:
            return self._last_years()
        found = next((choice for choice in self.choices if choice.key == asked), None)
        if found is None:
            raise Http404
        return found

    def _last_years(self) -> Choice | None:
        earlier = [
            choice
            for choice in self.choices
            if choice.document.year < self.year and choice.source is not Source.NAMED
        ]
        in_force = [choice for choice in earlier if choice.document.status in IN_FORCE]
        return next(iter(in_force or earlier), None)

    def _usual_before(self, after: Choice) -> Choice | None:
        """The version nearest before; for the oldest of all, none."""
        place = self.choices.index(after)
        return next(iter(self.choices[place + 1 :]), None)

    def _groups(self, before: Choice | None, after: Choice) -> list[tuple[str, list[dict[str, Any]]]]:
        """The choices of the form, by document."""
        return [
            (
                group,
                [
                    {
                        "key": each.key,
                        "label": each.short_label,
                        "is_before": each == before,
                        "is_after": each == after,
                    }
                    for each in found
                ],
            )
            for group, found in groupby(self.choices, lambda choice: choice.group)
        ]


class VersionForm(forms.Form):
    """What a version is called, and why it is kept."""

    name = forms.CharField(
        label="Namn",
        max_length=120,
        help_text="Till exempel ”Till beredningsgruppen” eller ”Efter samrådet”.",
    )
    note = forms.CharField(
        label="Anteckning", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class _VersionsPage(SlotPage, abstract=True):
    """A page about named versions of the document."""

    def versions(self) -> QuerySet[NamedVersion]:
        """Those of the year that the user may read."""
        return named_versions(self.federation, self.permissions).filter(document__in=self.versions_of_slot())

    @cached_property
    def version(self) -> NamedVersion:
        """The version in the address, or 404."""
        return get_object_or_404(self.versions(), pk=self.kwargs["pk"])

    @cached_property
    def document(self) -> Document | None:
        """The newest version of the year's plan, the one that is written on."""
        visible = visible_documents(self.federation, self.permissions)
        found: Document | None = visible.newest(self.slot.kind, self.year, self.slot.month).first()
        return found

    def can_keep(self) -> bool:
        """Whether the user may keep what the plan says now under a name."""
        return self.may(Permission.EDIT_DOCUMENTS) and self.document is not None and self.document.is_open


class NamedVersions(_VersionsPage):
    """The year's named versions. Constant number of queries."""

    permission = Permission.READ_DRAFTS
    title = "Namngivna versioner"
    template_name = "reports/named_versions.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(
            {
                "versions": self.versions(),
                "document": self.document,
                "can_keep": self.can_keep(),
                "can_remove": self.may(Permission.EDIT_DOCUMENTS),
                "sees_small": self.may(Permission.READ_SMALL_COUNTS),
            }
        )


class NamedVersionPage(_VersionsPage):
    """What a named version said, as a page."""

    permission = Permission.READ_DRAFTS
    template_name = "reports/named_version.html"

    def get_title(self) -> str:
        return f"Version ”{self.version.name}”"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        resolved = from_data(self.version.content)
        return self.show({"version": self.version, "page": page_html(resolved)})


class NamedVersionAdd(_VersionsPage):
    """Keep what the plan says now under a name."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Spara en namngiven version"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(VersionForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.document is None:
            raise Http404
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            version = services.name_version(
                federation=self.federation,
                pk=self.document.pk,
                by=request.user,  # type: ignore[arg-type]
                **form.cleaned_data,
            )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        messages.success(request, f"Sparat: ”{version.name}”. Du kan jämföra med den när som helst.")
        return HttpResponseRedirect(self.url("named_versions"))

    def _page(self, form: VersionForm, status: int = 200) -> HttpResponse:
        if self.document is None:
            raise Http404
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("named_versions"),
                "submit_label": "Spara versionen",
                "help_text": "Texten, tabellerna och aktiviteterna sparas som de är just nu, så att du kan läsa "
                f"och jämföra med dem senare. {self.words.definite.capitalize()} går att ändra som vanligt.",
            },
            status=status,
        )


class NamedVersionRemove(_VersionsPage):
    """Remove a named version of a plan that is still open."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Ta bort versionen"
    template_name = "components/confirm_delete.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(
            {
                "form": forms.Form(),
                "subject": f"versionen ”{self.version.name}”",
                "consequence": f"{self.words.definite.capitalize()} själv påverkas inte. "
                "Det går inte längre att jämföra med versionen.",
                "cancel_url": self.url("named_versions"),
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = self.version.name
        try:
            services.remove_named_version(federation=self.federation, pk=self.version.pk)
            messages.success(request, f"Borttaget: versionen ”{name}”.")
        except RowGone:
            messages.info(request, "Någon annan har redan tagit bort versionen.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("named_versions"))
