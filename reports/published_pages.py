"""Pages of what old documents printed: per document beside what is computed, one by one, and many pasted at once.

Here and not with the budget's pages, since documents print counts of what stands in the plan too.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from budgets import services
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.domain.printed_rows import Kept, KeptFigure, PrintedRow, replaced
from budgets.forms.published import PasteForm, PublishedFigureForm
from budgets.models import PublishedFigure
from budgets.printed_queries import Previewed, figure_choices, kept_in, previewed, printed_views
from budgets.published_queries import published_facts
from finsam import findings, swedish
from finsam.forms import add_errors
from finsam.revisions import refuse_taken
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from reports.year_checks import checks_scope

KEEP = "lagg-in"
"""The value of the button that writes; any other sending shows the preview again."""


class PublishedFigures(FederationPage):
    """What the year's documents printed. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "checks"
    title = "Tryckta siffror"
    template_name = "reports/published_figures.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = checks_scope(self.federation, self.year, self.permissions)
        facts = scope.facts(published_facts)
        found = findings.run(PUBLISHED_CHECKS, facts)
        documents = [
            (document, printed_views(figures, scope, found))
            for document, figures in facts.by_document.items()
        ]
        return self.show({"documents": documents, "can_edit": self.may(Permission.EDIT_BUDGET)})


class PublishedFigurePage(RowPage):
    """Add or change a printed figure."""

    permission = Permission.EDIT_BUDGET
    place = "checks"
    form_class = PublishedFigureForm
    back = "published_figures"
    noun, noun_new = "den tryckta siffran", "en tryckt siffra"
    save = staticmethod(services.save_published_figure)
    remove = "published_figure_remove"
    help_text = (
        "Skriv av dokumentet som det är, också det som är fel. Det tryckta ändrar aldrig det som beräknas."
    )

    def rows(self) -> models.QuerySet[PublishedFigure]:
        return self.federation.published_figures.filter(year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def initial(self) -> dict[str, Any]:
        last = self.rows().order_by("-pk").first()
        return {"document": last.document} if last else {}

    def form_arguments(self) -> dict[str, Any]:
        scope = checks_scope(self.federation, self.year, self.permissions)
        return {"federation": self.federation, "choices": figure_choices(scope)}


class PublishedFigureRemove(RemovePage, PublishedFigurePage):
    """Remove a printed figure."""

    discard = staticmethod(services.remove_published_figure)


class PublishedFiguresPaste(FederationPage):
    """Many printed figures at once: pasted, shown as they would be read, and then kept, all or none."""

    permission = Permission.EDIT_BUDGET
    place = "checks"
    title = "Klistra in tryckta siffror"
    template_name = "reports/published_paste.html"
    _known: Kept | None = None

    @cached_property
    def scope(self) -> Scope:
        """What is computed now, read once."""
        return checks_scope(self.federation, self.year, self.permissions)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        last = self.federation.published_figures.filter(year=self.year).order_by("-pk").first()
        return self._show(PasteForm(initial={"document": last.document if last else ""}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PasteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        rows = previewed(form.read, form.cleaned_data["document"], self.scope)
        wrong = sum(bool(problem) for _row, _fact, problem in rows)
        is_seen = request.POST.get("seen") == self._seal(form)
        if wrong or not is_seen or request.POST.get("step_to") != KEEP:
            return self._preview(form, rows, wrong)
        try:
            with refuse_taken():
                number = services.keep_published_figures(
                    federation=self.federation,
                    document=form.cleaned_data["document"],
                    year=self.year,
                    rows=[as_written(row) for row in form.read],
                )
        except ValidationError as error:
            add_errors(form, error)
            return self._show(form, status=422)
        what = "En siffra är inlagd" if number == 1 else f"{swedish.number(number)} siffror är inlagda"
        messages.success(request, f"{what}.")
        return HttpResponseRedirect(self.url("published_figures"))

    def _kept(self, form: PasteForm) -> Kept:
        """What is kept of the document now, read once."""
        if self._known is None:
            self._known = kept_in(self.federation.pk, form.cleaned_data["document"])
        return self._known

    def _replaces(self, form: PasteForm, row: PrintedRow) -> str:
        """What a row takes the place of; "" for nothing."""
        if row.value is None:
            return ""
        new = KeptFigure(row.printed, row.value, row.unit)
        return replaced(self._kept(form), row.place, row.reference, new)

    def _seal(self, form: PasteForm) -> str:
        """Differs when other rows, or other figures that they replace, are sent than were shown."""
        replaces = [self._replaces(form, row) for row in form.read]
        if not any(replaces):
            return form.seal()
        return sha256(repr((form.seal(), replaces)).encode()).hexdigest()

    def _preview(self, form: PasteForm, rows: list[Previewed], wrong: int) -> HttpResponse:
        """The rows as they would be kept; those that cannot be read say why."""
        known = [(row, fact) for row, fact, problem in rows if fact is not None and not problem]
        views = printed_views([fact for _row, fact in known], self.scope)
        by_number = {row.number: view for (row, _fact), view in zip(known, views, strict=True)}
        names = ("document", "rows", "turns_costs")
        shown = PasteForm(initial={name: form.cleaned_data[name] for name in names})
        context = {
            "seen": self._seal(form),
            "preview": [
                (row, by_number.get(row.number), problem, self._replaces(form, row))
                for row, _fact, problem in rows
            ],
            "wrong": wrong,
        }
        return self._show(shown, status=422 if wrong else 200, **context)

    def _show(self, form: PasteForm, status: int = 200, **context: Any) -> HttpResponse:
        """The form, with the references that rows may name."""
        return self.show({"form": form, "choices": figure_choices(self.scope), **context}, status=status)


def as_written(row: PrintedRow) -> dict[str, Any]:
    """A pasted row as the service takes it."""
    return {name: getattr(row, name) for name in ("place", "reference", "printed", "value", "unit")}
