"""The page where what a plan took over from an earlier one is gone through, one thing at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from finsam import swedish
from members.access import Permission
from plans import services
from plans.domain.staleness import StalenessFacts
from plans.going_through import Group, groups, identities, next_anchor
from plans.queries import document_scope
from plans.staleness_queries import staleness_facts
from plans.views.documents import DocumentMixin


class KeepForm(forms.Form):
    """What a button sends: what is to stand as it is, or to be looked at again."""

    behall = forms.CharField(required=False)
    ta_upp = forms.CharField(required=False)


class GoingThrough(DocumentMixin):
    """What is to be looked at, and what has been. As many queries for a hundred passages as for one."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Gå igenom"
    template_name = "plans/going_through.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts, found = self._read()
        waiting = sum(len(group.open_rows) for group in found)
        kept = sum(len(group.kept_rows) for group in found)
        return self.show(
            {
                "form": KeepForm(),
                "document": self.document,
                "base": facts.base,
                "open_groups": [group for group in found if group.open_rows],
                "kept_groups": [group for group in found if group.kept_rows],
                "waiting": f"{swedish.count(waiting).capitalize()} {'sak' if waiting == 1 else 'saker'}"
                if waiting
                else "",
                "kept": kept,
                "kept_words": f"{swedish.count(kept)} {'behållen' if kept == 1 else 'behållna'}",
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = KeepForm(request.POST)
        form.full_clean()
        which, again = (identities([form.cleaned_data.get(name, "")]) for name in ("behall", "ta_upp"))
        address = self.url("going_through")
        try:
            if again:
                services.take_up_again(federation=self.federation, pk=self.document.pk, which=again)
                return HttpResponseRedirect(address)
            services.keep_as_is(
                federation=self.federation,
                pk=self.document.pk,
                which=which,
                user=request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(address)
        anchor = next_anchor(self._read()[1], which)
        return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)

    def _read(self) -> tuple[StalenessFacts, tuple[Group, ...]]:
        scope = document_scope(self.document)
        facts = scope.facts(staleness_facts)
        assert facts is not None  # the scope of a document names it
        return facts, groups(facts, scope)
