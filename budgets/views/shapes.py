"""Pages of a federation's own tables: the list, the editor with its preview, order and removal."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from budgets.domain.shape_starts import STARTS, start_of
from budgets.domain.shapes import STANDARD_BUDGET, STANDARD_YEARS, ShapeFact
from budgets.forms.shapes import ShapeForm, arranged
from budgets.models import TableShape
from budgets.queries import budget_facts, budget_scope, shape_fact
from budgets.services import shapes as services
from budgets.shape_preview import preview
from finsam import figures
from finsam.forms import RevisionForm
from finsam.revisions import Revisioned
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage

ACTION = "gor"
"""What a button that rearranges the form, and does not save it, sends."""


class Shapes(FederationPage):
    """The federation's tables, each as it looks with the year's figures. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "budget"
    subpage = "shapes"
    title = "Tabeller"
    template_name = "budgets/shapes.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET))
        facts = scope.facts(budget_facts)
        own = facts.shapes
        return self.show(
            {
                "has_budget": facts.budget is not None,
                "tables": [_shown(shape, own, scope) for shape in own],
                "standard": [
                    _shown(shape, own, scope)
                    for shape in (STANDARD_BUDGET, STANDARD_YEARS)
                    if not any(each.kind == shape.kind for each in own)
                ],
                "starts": STARTS,
                "can_edit": self.may(Permission.EDIT_BUDGET),
            }
        )


def _shown(shape: ShapeFact, own: tuple[ShapeFact, ...], scope: Scope) -> dict[str, Any]:
    same_kind = [each for each in own if each.kind == shape.kind]
    return {
        "shape": shape,
        "kind_label": TableShape.Kind(shape.kind).label,
        "is_usual": shape.kind != "figures" and same_kind[:1] in ([shape], []),
        "preview": preview(shape, scope, f"tabell-{shape.pk or shape.kind}"),
    }


class ShapePage(RowPage):
    """Add or change a table. Buttons that rearrange the form give it back unsaved, with what is typed."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "shapes"
    template_name = "budgets/shape.html"
    form_class = ShapeForm
    back = "shapes"
    noun, noun_new = "tabellen", "en tabell"
    save = staticmethod(services.save_shape)
    remove = "shape_remove"

    def rows(self) -> models.QuerySet[TableShape]:
        return self.federation.table_shapes.all()

    @cached_property
    def scope(self) -> Scope:
        """The version of the budget that is worked on."""
        return budget_scope(self.federation, self.year, is_editor=True)

    @cached_property
    def start(self) -> ShapeFact:
        """What a new table starts from."""
        return start_of(self.request.GET.get("utgang", "")).shape

    @cached_property
    def kind(self) -> str:
        """The kind of table that is edited."""
        if isinstance(self.row, TableShape):
            return self.row.kind
        sent = self.request.POST.get("slag", "")
        return sent if sent in TableShape.Kind.values else self.start.kind

    def fixed(self) -> dict[str, Any]:
        return {"kind": self.kind}

    def form_arguments(self) -> dict[str, Any]:
        start = None if self.row else self.start
        return {"federation": self.federation, "scope": self.scope, "kind": self.kind, "start": start}

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.start, name) for name in ShapeForm.Meta.fields}

    def get_title(self) -> str:
        return f"Ändra tabellen {self.name_of(self.row)}" if self.row else "Ny tabell"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if ACTION in request.POST and (self.row is not None or "pk" not in self.kwargs):
            return self._form_page(*self.rearranged())
        return super().post(request, **kwargs)

    def rearranged(self) -> tuple[ShapeForm, int, ShapeFact, str]:
        """The form after a button that does not save, what it makes so far, and where one stands."""
        data, focus = arranged(self.request.POST, self.request.POST.get(ACTION, ""))
        form = self._form(data)
        assert isinstance(form, ShapeForm)
        form.complete()
        form.is_valid()
        return form, 200, form.fact(), focus

    def _form_page(  # type: ignore[override]
        self,
        form: ShapeForm,
        status: int = 200,
        fact: ShapeFact | None = None,
        focus: str = "",
        **context: Any,
    ) -> HttpResponse:
        context |= self.preview_of(form, fact)
        if fact is not None:
            form.hide_errors()
        return super()._form_page(form, status, focus=focus, **context)

    def preview_of(self, form: ShapeForm, fact: ShapeFact | None) -> dict[str, Any]:
        """What the editor shows beside the form: the table, what it lacks, and the figures to choose among."""
        if fact is None:
            stored = shape_fact(self.row) if isinstance(self.row, TableShape) else self.start
            fact = form.fact() if form.is_bound else stored
        return {
            "kind": self.kind,
            "kind_label": TableShape.Kind(self.kind).label,
            "starts": STARTS if "pk" not in self.kwargs else (),
            "start": self.start,
            "preview": preview(fact, self.scope, "forhandsvisning-tabell"),
            "problems": form.problems() if form.is_bound else [],
            "figures": figures.choices(self.scope) if self.kind == "figures" else [],
        }

    def conflict(self, form: RevisionForm, saved: RevisionForm, current: Revisioned) -> dict[str, Any]:
        found = super().conflict(form, saved, current)
        assert isinstance(form, ShapeForm)
        assert isinstance(saved, ShapeForm)
        return {**found, "fields": [*found["fields"], *form.differences(saved)]}


class ShapePreview(ShapePage):
    """What is typed in the editor, rearranged by a button if any, as pieces of the page. Writes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form, _, fact, focus = self.rearranged()
        context = self.preview_of(form, fact)
        form.hide_errors()
        frame = {"federation": self.federation, "year": self.year}
        return render(
            request, "budgets/shape_fragment.html", {**frame, **context, "form": form, "focus": focus}
        )


class ShapeRemove(RemovePage, ShapePage):
    """Remove a table."""

    consequence = (
        "Ett avsnitt i en plan som visar tabellen visar den inte längre. I utkastet står att den saknas, "
        "tills du väljer en annan."
    )
    discard = staticmethod(services.remove_shape)


class ShapeMove(FederationPage):
    """Move a table up or down in the list. A GET leads back to the list, which has the buttons."""

    permission = Permission.EDIT_BUDGET
    place = "budget"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("shapes"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shape = get_object_or_404(self.federation.table_shapes, pk=self.kwargs["pk"])
        steps = {"upp": -1, "ner": 1}.get(request.POST.get("riktning", ""))
        try:
            if steps is None:
                raise ValidationError("Välj om tabellen ska flyttas upp eller ner.")
            services.move_shape(federation=self.federation, pk=shape.pk, steps=steps)
            messages.success(request, f"Flyttat: {shape}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{self.url('shapes')}#tabell-{shape.pk}-rubrik")
