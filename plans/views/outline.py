"""The outline of a document: the page where it is written, and what rearranges it.

Each change is a button of a plain form, answered by the outline again. To the page's script, which asks for JSON, the
answer is the outline as it reads now, and what to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from js_asset import ImportMap, Media, Script

from finsam import richtext
from finsam.running_text import Shown
from finsam.scope import Scope
from finsam.widgets import EDITOR
from members.access import Permission
from plans import services
from plans.domain.facts import DocumentFacts
from plans.models import RemovedSection, Section
from plans.queries import document_facts, document_scope
from plans.views.documents import DocumentMixin
from plans.writing import OutlineLine, heading_as_read, outline_lines

MODULES = ("drag", "editor", "kept", "list", "saving")
SCRIPTS = EDITOR + Media(
    importmap=ImportMap(
        {
            "finsam/sending": "js/sending.js",
            **{f"finsam/outline-{name}": f"js/outline-{name}.js" for name in MODULES},
        }
    ),
    js=[Script("js/outline.js", type="module")],
)
"""The editor and the outline's own script, `static/js/outline*.js`, by name: each has its own hashed address."""
STEPS = {"upp": -1, "ner": 1}
PLACES = {"fore": "before", "efter": "after", "under": "under"}
NO_DIRECTION = "Välj om avsnittet ska flyttas upp, ner, in eller ut."


@dataclass(frozen=True)
class Told:
    """What a change of the outline says. `pk` is the section it leads to; `restore` what can be put back."""

    message: str
    pk: int | None = None
    opens: bool = False
    restore: RemovedSection | None = None


class OutlineMixin(DocumentMixin, abstract=True):
    """What the outline shows, on its page and in answer to its script."""

    @cached_property
    def scope(self) -> Scope:
        """The scope of the document's figures."""
        return document_scope(self.document)

    @property
    def facts(self) -> DocumentFacts:
        """The document as it stands."""
        facts = self.scope.facts(document_facts)
        assert facts is not None  # the scope names a document
        return facts

    def lines(self: Any, scope: Scope) -> tuple[OutlineLine, ...]:
        """The sections as they read. One query more where texts show pictures."""
        facts = scope.facts(document_facts)
        keys = {key for section in facts.sections for key in richtext.pictures(section.body)} if facts else ()
        rows = self.federation.pictures.filter(key__in=keys) if keys else ()
        shown = {str(row.key): Shown(self.url("picture", key=row.key), row.width, row.height) for row in rows}
        return outline_lines(scope, shown)

    def sections_context(self: Any, lines: tuple[OutlineLine, ...]) -> dict[str, Any]:
        """What the list of sections needs, and the list of what has been removed."""
        return {
            "federation": self.federation,
            "year": self.year,
            "slot": self.slot,
            "words": self.words,
            "document": self.document,
            "lines": lines,
            "removed": self.document.removed_sections.select_related("removed_by"),
        }

    def answer(self: Any, told: Told, status: int = 200) -> JsonResponse:
        """The outline as it reads now, for the page's script."""
        lines = self.lines(document_scope(self.document))
        line = next((each for each in lines if each.pk == told.pk), None)
        place = f" Nu {line.number} {line.heading}.".replace("  ", " ") if line and line.number else ""
        context = self.sections_context(lines)
        return JsonResponse(
            {
                "message": told.message + (place if status == 200 and not told.opens else ""),
                "html": render_to_string("plans/_outline_sections.html", context, self.request),
                "section": told.pk,
                "opens": told.opens,
                "restore": self.url("section_restore", pk=told.restore.pk) if told.restore else "",
            },
            status=status,
        )

    def wants_json(self: Any) -> bool:
        """Whether it is the page's script that asks."""
        return "application/json" in self.request.headers.get("Accept", "")


class OutlinePage(OutlineMixin):
    """The document as an outline with its texts, to write in and rearrange. Constant number of queries."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Redigera"
    template_name = "plans/outline.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.wants_json():
            return self.answer(Told(""))
        facts = self.facts
        context = {
            **self.sections_context(self.lines(self.scope)),
            "document_title": heading_as_read(facts.title, self.scope),
            "document_subtitle": heading_as_read(facts.subtitle, self.scope),
            "areas": facts.goal_areas,
            "scripts": SCRIPTS.with_nonce(request.csp_nonce) if self.document.is_open else "",  # type: ignore[attr-defined]
            "headings_only": request.GET.get("visa") == "rubriker",
        }
        return self.show(context)


class OutlineChange(OutlineMixin, abstract=True):
    """A change of the outline. A GET leads back to the outline, which has the buttons."""

    permission = Permission.EDIT_DOCUMENTS

    def act(self) -> Told:
        """Change it; raises ValidationError when that may not be."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("outline"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            told = self.act()
        except ValidationError as error:
            return self.refused(" ".join(error.messages))
        if self.wants_json():
            return self.answer(told)
        messages.success(request, told.message)
        return HttpResponseRedirect(self.next_url(told))

    def refused(self, message: str) -> HttpResponse:
        """What may not be, with the outline as it stands."""
        if self.wants_json():
            return self.answer(Told(message, self.kwargs.get("pk")), status=422)
        messages.error(self.request, message)
        return HttpResponseRedirect(self.url("outline"))

    def next_url(self, told: Told) -> str:
        """Where a plain form leads: to the section in the outline."""
        return f"{self.url('outline')}{f'#avsnitt-{told.pk}' if told.pk else ''}"

    @cached_property
    def section(self) -> Section:
        """The section in the address."""
        return get_object_or_404(self.document.sections, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        """What the section is called, as it will read."""
        return heading_as_read(self.section.heading, self.scope)


class SectionMove(OutlineChange):
    """Move a section up, down, in or out, or with the mouse to another place."""

    def act(self) -> Told:
        way = self.request.POST.get("riktning", "")
        own: dict[str, Any] = {"federation": self.federation, "pk": self.section.pk}
        if way in STEPS:
            services.move_section(**own, steps=STEPS[way])
        elif way == "in":
            services.indent_section(**own)
        elif way == "ut":
            services.outdent_section(**own)
        elif way == "till":
            services.place_section(**own, beside=self._beside(), where=self._where())
        else:
            raise ValidationError(NO_DIRECTION)
        return Told(f"Flyttat: {self.heading}.", self.section.pk)

    def _beside(self) -> int:
        """The section it is dropped at, in the same document; 0, which none has, for anything else."""
        given = self.request.POST.get("vid", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else 0

    def _where(self) -> str:
        return PLACES.get(self.request.POST.get("plats", ""), "")


class SectionInsert(OutlineChange):
    """A new section before, after or under another; a plain form leads on to writing it."""

    def act(self) -> Told:
        where = PLACES.get(self.request.POST.get("plats", ""), "")
        new = services.insert_section(federation=self.federation, beside=self.section.pk, where=where)
        return Told("Ett nytt avsnitt är tillagt. Skriv dess rubrik och text.", new.pk, opens=True)

    def next_url(self, told: Told) -> str:
        return self.url("section", pk=told.pk)


class SectionHide(OutlineChange):
    """Hide a section from everything that is read, or show it again."""

    def act(self) -> Told:
        is_hidden = self.request.POST.get("dolj") == "1"
        services.hide_section(federation=self.federation, pk=self.section.pk, is_hidden=is_hidden)
        how = "Dolt, med det som ligger under" if is_hidden else "Visas igen"
        return Told(f"{how}: {self.heading}.", self.section.pk)


class SectionRestore(OutlineChange):
    """Put back a section that was removed. What lies in another document is not found; what is back already is told."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._refuse_other_documents()
        return super().get(request, **kwargs)

    def act(self) -> Told:
        self._refuse_other_documents()
        section = services.restore_section(
            federation=self.federation, document=self.document, pk=self.kwargs["pk"]
        )
        return Told(f"Lagt tillbaka: {heading_as_read(section.heading, self.scope)}.", section.pk)

    def _refuse_other_documents(self) -> None:
        if RemovedSection.objects.filter(pk=self.kwargs["pk"]).exclude(document=self.document).exists():
            raise Http404

    def refused(self, message: str) -> HttpResponse:
        self.kwargs.pop("pk")
        return super().refused(message)
