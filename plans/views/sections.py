"""Sections written: on a page of their own, and where they stand in the outline."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from finsam import richtext, swedish
from finsam.forms import RevisionForm, add_errors
from finsam.revisions import EditConflict, Revisioned, RowGone, refuse_taken
from members.pages import RemovePage
from plans import forms, services
from plans.domain.merging import merge_fields
from plans.models import Section
from plans.queries import document_scope
from plans.services.sections import NEW_HEADING
from plans.views.documents import PlanRow
from plans.views.outline import OutlineMixin, Told
from plans.writing import block_label, choices_for, crossings_for, heading_as_read, text_changes

WRITTEN = ("heading", "body", "block", "is_numbered")
"""What is written of a section in place."""
SHOWN: dict[str, Callable[[Any], str]] = {
    "heading": str,
    "block": lambda reference: block_label(reference) or swedish.NOTHING,
    "is_numbered": lambda is_numbered: "Ja" if is_numbered else "Nej",
}
"""How what is not text reads, where two people have written different things."""
UNREADABLE = "Sidan skickade något som inte går att läsa. Ladda om sidan: det du har skrivit finns kvar."
NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What comes of reading JSON that the page's script has not made."""


class WithEditor(PlanRow, abstract=True):
    """A form with rich text: the editor's scripts carry the page's nonce, and the figures to insert are listed."""

    template_name = "plans/text_form.html"
    texts: ClassVar[tuple[str, ...]]
    """The form's fields of rich text."""

    def conflict(self, form: RevisionForm, saved: RevisionForm, current: Revisioned) -> dict[str, Any]:
        """As on every page, and of each text word by word what the user's has that the saved one has not."""
        context = super().conflict(form, saved, current)
        scope = document_scope(self.document)
        texts = {form[name].id_for_label: name for name in self.texts}
        for field in context["fields"]:
            name = texts.get(field["input_id"])
            if name is not None:
                was, mine = str(saved[name].initial or ""), str(form.cleaned_data.get(name) or "")
                field["passages"] = text_changes(was, richtext.clean(mine), scope)
        return context

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        texts = [str(form[name].value() or "") for name in self.texts]
        scope = document_scope(self.document)
        return super()._form_page(
            form,
            status,
            media=form.media.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            choices=choices_for(texts, scope),
            crossings=crossings_for(texts, scope),
            writing=self.texts,
            guidance=getattr(self.row, "guidance", ""),
            **context,
        )


class SectionPage(WithEditor):
    """Add or change a section."""

    form_class: ClassVar[type[RevisionForm]] = forms.SectionForm
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


class SectionRemove(OutlineMixin, RemovePage, SectionPage):
    """Remove a section. It can be put back."""

    consequence = "Avsnitt som ligger under det försvinner också."
    undo = (
        "Du kan ångra dig: det borttagna finns kvar sist på sidan där du redigerar, och kan läggas tillbaka."
    )

    def throw_away(self, revision: int) -> None:
        self._kept = services.remove_section(
            federation=self.federation,
            pk=self._doomed.pk,
            revision=revision,
            user=self.request.user,  # type: ignore[arg-type]
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_json():
            return super().post(request, **kwargs)
        if self.row is None:
            return self.answer(Told("Någon har redan tagit bort avsnittet."))
        name = self.name_of(self._doomed)  # type: ignore[arg-type]
        try:
            self.throw_away(int(request.POST.get("revision", "")))
        except EditConflict:
            message = "Någon annan har ändrat avsnittet. Läs igen innan du tar bort det."
            return self.answer(Told(message, self._doomed.pk), status=409)
        except ValidationError as error:
            return self.answer(Told(" ".join(error.messages), self._doomed.pk), status=422)
        except ValueError:
            return self.answer(Told(UNREADABLE, self._doomed.pk), status=400)
        return self.answer(Told(f"Borttaget: {name}.", restore=self._kept))


class SectionEditor(SectionPage):
    """A section written where it stands in the outline: a piece of a page, and JSON from its script as one writes.

    What someone else has saved meanwhile is never overwritten: the answer shows both texts by word, and what they are
    laid together.
    """

    form_class = forms.SectionTextForm

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assert self.row is not None
        scope = document_scope(self.document)
        return HttpResponse(
            render_to_string(
                "plans/_section_editor.html",
                {
                    "form": self._form(),
                    "section": self.row,
                    "choices": choices_for([self.row.body], scope),  # type: ignore[attr-defined]
                    "crossings": crossings_for([self.row.body], scope),  # type: ignore[attr-defined]
                    "federation": self.federation,
                    "year": self.year,
                    "slot": self.slot,
                    "is_new": self.row.heading == NEW_HEADING,  # type: ignore[attr-defined]
                },
                request,
            )
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.content_type != "application/json":
            return super().post(request, **kwargs)
        try:
            sent = json.loads(request.body)
            revision, key = int(sent["revision"]), str(sent["key"])
            mine, base = _written(sent["fields"]), _written(sent["base"])
            base["body"] = richtext.clean(base["body"])
        except NOT_OURS:
            return JsonResponse({"problem": "unreadable", "message": UNREADABLE}, status=400)
        if self.row is None:
            return self._gone(key)
        form = self._form({**mine, "is_numbered": "on" if mine["is_numbered"] else "", "revision": revision})
        return self._saved(form, mine, base, key)

    def _saved(
        self, form: RevisionForm, mine: dict[str, Any], base: dict[str, Any], key: str
    ) -> JsonResponse:
        assert self.row is not None
        if form.is_valid():
            try:
                with refuse_taken():
                    changes = form.changes()
                    revision = form.cleaned_data["revision"]
                    section = self.store(
                        federation=self.federation, pk=self.row.pk, revision=revision, **changes
                    )
                return JsonResponse({"revision": section.revision, "saved": _fields(section)})  # type: ignore[arg-type]
            except RowGone:
                return self._gone(key)
            except EditConflict as conflict:
                current: Any = conflict.current
                if _fields(current) == _as_kept(
                    form, mine
                ):  # the same sent twice: the answer was lost on its way
                    return JsonResponse({"revision": current.revision, "saved": _fields(current)})
                return self._differs(form, mine, base, copy(current))
            except ValidationError as error:
                if not hasattr(error, "error_dict"):
                    return JsonResponse(
                        {"problem": "refused", "message": " ".join(error.messages)}, status=409
                    )
                add_errors(form, error)
        errors = {name: list(map(str, each)) for name, each in form.errors.items()}
        return JsonResponse({"problem": "invalid", "errors": errors}, status=422)

    def _differs(
        self, form: RevisionForm, mine: dict[str, Any], base: dict[str, Any], current: Any
    ) -> JsonResponse:
        """Who has saved, the two texts by word, and the two laid together where that can be done."""
        scope = document_scope(self.document)
        theirs = _fields(current)
        mine = {**mine, "body": richtext.clean(mine["body"])}
        merged = merge_fields(base, mine, theirs, texts=("body",))
        context = {
            **self.conflict(form, self._form(row=current), current),
            "theirs": text_changes(base["body"], theirs["body"], scope),
            "mine": text_changes(base["body"], mine["body"], scope),
            "rows": [
                {"label": form[name].label, "theirs": shown(theirs[name]), "mine": shown(mine[name])}
                for name, shown in SHOWN.items()
                if theirs[name] != mine[name]
            ],
            "merged": merged,
        }
        return JsonResponse(
            {
                "problem": "conflict",
                "revision": current.revision,
                "saved": theirs,
                "merged": merged,
                "html": render_to_string("plans/_section_conflict.html", context, self.request),
            },
            status=409,
        )

    def _gone(self, key: str) -> JsonResponse:
        """Someone has removed it: it can be put back, and what was written saved in it."""
        kept = next(
            (
                each
                for each in self.document.removed_sections.all()
                if key and any(section["key"].startswith(key) for section in each.content)
            ),
            None,
        )
        return JsonResponse(
            {
                "problem": "gone",
                "message": "Någon annan har tagit bort avsnittet.",
                "restore": self.url("section_restore", pk=kept.pk) if kept else "",
            },
            status=410,
        )


def _written(sent: dict[str, Any]) -> dict[str, Any]:
    """What the script sends of a section; raises one of NOT_OURS when it is something else."""
    texts = {name: sent[name] for name in ("heading", "body", "block")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError
    return {**texts, "is_numbered": bool(sent["is_numbered"])}


def _fields(section: Section) -> dict[str, Any]:
    return {name: getattr(section, name) for name in WRITTEN}


def _as_kept(form: RevisionForm, mine: dict[str, Any]) -> dict[str, Any]:
    """What is written, as it would be kept."""
    written = {name: form.cleaned_data.get(name, mine[name]) for name in WRITTEN}
    return {**written, "body": richtext.clean(written["body"])}
