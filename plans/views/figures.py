"""Pages about figures: all there are, where each is used, and another year's to choose from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from finsam import periods
from finsam.scope import Scope
from members.access import Permission
from plans.figure_uses import FigureLine, figure_line, figure_lines, grouped
from plans.models import Document
from plans.queries import document_scope
from plans.views.documents import DocumentMixin, SlotPage
from plans.writing import choices_of_year


class FiguresPage(SlotPage):
    """Every figure a text may refer to, what it shows in the year's plan, and in how many places it stands."""

    permission = Permission.READ_DRAFTS
    title = "Siffror"
    template_name = "plans/figures.html"

    @cached_property
    def scope(self) -> Scope:
        """The scope of the year's plan; of the year alone when there is none."""
        plan: Document | None = self.versions_of_slot().first()
        return document_scope(plan) if plan else Scope(self.federation.pk, self.year)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show({"groups": grouped(figure_lines(self.scope))})


class FigureUses(FiguresPage):
    """Where one figure is used."""

    template_name = "plans/figure_uses.html"

    def get_title(self) -> str:
        return f"Var används {self.line.label}?"

    @cached_property
    def line(self) -> FigureLine:
        """The figure in the address."""
        found = figure_line(self.kwargs["key"], self.scope)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show({"line": self.line})


class FigureChoices(DocumentMixin):
    """Another year's figures to insert, as a list for the editor: `?ar=2022`."""

    permission = Permission.EDIT_DOCUMENTS
    template_name = "plans/_figure_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("ar", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else self.year
        if not periods.is_year(year):
            raise Http404
        return self.show({"choices": choices_of_year(document_scope(self.document), year)})
