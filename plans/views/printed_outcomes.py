"""Pages of what documents printed of outcomes: laid out as it was printed, one figure by one, and a table at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from finsam import findings, swedish
from finsam.findings import Finding
from finsam.forms import add_errors
from finsam.revisions import refuse_taken
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from plans.domain.outcome_facts import InitiativeFact
from plans.domain.printed_beside_entered import PRINTED_OUTCOME_CHECKS
from plans.domain.printed_outcome_rows import PrintedEntry
from plans.domain.printed_outcome_tables import PrintedTable, printed_tables
from plans.domain.printed_outcomes import MEASURES, When, printed_documents
from plans.domain.printed_owners import initiative_called, is_of_all
from plans.models import Initiative, PublishedOutcome
from plans.outcome_queries import outcome_facts
from plans.printed_outcome_forms import (
    OF_ALL,
    OF_NONE,
    PrintedTableForm,
    PublishedOutcomeForm,
    initiatives_of,
    labels_of,
)
from plans.services.published_outcomes import (
    keep_published_outcomes,
    remove_published_outcome,
    save_published_outcome,
)

Place: TypeAlias = tuple[str, int, str, str]
"""A figure's label, year, period and measure."""
KEEP = "lagg-in"
"""The value of the button that writes; any other sending shows the preview again."""


class PrintedResultsPage(FederationPage, abstract=True):
    """A page of the results' printed history."""

    permission = Permission.EDIT_OUTCOMES
    place = "results"
    subpage = "published_outcomes"


class PublishedOutcomes(PrintedResultsPage):
    """What the year's documents printed, with a mark beside each figure that something is found of. Eight queries.

    Small counts stand as they were printed, also where the documents of today hide them.
    """

    permission = Permission.READ_SMALL_COUNTS
    title = "Tryckta resultat"
    template_name = "plans/published_outcomes.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = Scope(self.federation.pk, self.year).facts(outcome_facts)
        found = findings.run(PRINTED_OUTCOME_CHECKS, facts)
        by_cell = {each.about[0]: each for each in reversed(found) if each.about}
        return self.show(
            {
                "documents": [
                    (each.title, [_with_marks(table, by_cell) for table in printed_tables(each.facts)])
                    for each in printed_documents(facts)
                ],
                "summary": findings.counted(found),
                "can_edit": self.may(Permission.EDIT_OUTCOMES),
            }
        )


def _with_marks(table: PrintedTable, found: dict[str, Finding]) -> tuple[PrintedTable, list[Any]]:
    """The table with each row's cells, and beside each what is found of it."""
    rows = [
        (
            row,
            [(cell, found.get(f"plans.published_outcome:{cell.pk}") if cell else None) for cell in row.cells],
        )
        for row in table.rows
    ]
    return table, rows


class PublishedOutcomePage(PrintedResultsPage, RowPage):
    """Add or change a printed figure."""

    form_class = PublishedOutcomeForm
    back = "published_outcomes"
    noun, noun_new = "det tryckta resultatet", "ett tryckt resultat"
    save = staticmethod(save_published_outcome)
    remove = "published_outcome_remove"
    help_text = (
        "Skriv av dokumentet som det är, också det som är fel. Det tryckta ändrar aldrig det som är infört."
    )

    def rows(self) -> models.QuerySet[PublishedOutcome]:
        return self.federation.published_outcomes.filter(document_year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"document_year": self.year}

    def initial(self) -> dict[str, Any]:
        last = self.rows().order_by("-pk").first()
        return {"year": self.year, "document": last.document if last else ""}

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "document_year": self.year}


class PublishedOutcomeRemove(RemovePage, PublishedOutcomePage):
    """Remove a printed figure."""

    discard = staticmethod(remove_published_outcome)


class PublishedOutcomesTable(PrintedResultsPage):
    """A printed table at once: pasted or from a file, shown as it would be read, and then kept, all or nothing."""

    title = "Läs in en tryckt tabell"
    template_name = "plans/published_outcomes_table.html"

    def parents(self) -> list[tuple[str, str]]:
        return [("Tryckta resultat", self.url("published_outcomes"))]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        last = self._kept.order_by("-pk").first()
        return self._show(self._form(initial={"document": last.document if last else ""}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        owners = self._owners(form)
        wrong = [entry for entry in form.read if entry.problem]
        is_seen = request.POST.get("seen") == form.seal(self._replaced(form))
        if wrong or not is_seen or request.POST.get("step_to") != KEEP:
            return self._preview(form, owners, wrong)
        try:
            with refuse_taken():
                number = keep_published_outcomes(
                    federation=self.federation,
                    document=form.cleaned_data["document"],
                    document_year=self.year,
                    place=form.cleaned_data["place"],
                    rows=[self._as_written(entry, owners[entry.label]) for entry in form.read],
                )
        except ValidationError as error:
            add_errors(form, error)
            return self._show(form, status=422)
        what = "En siffra är inlagd" if number == 1 else f"{swedish.number(number)} siffror är inlagda"
        messages.success(request, f"{what}.")
        return HttpResponseRedirect(self.url("published_outcomes"))

    def _form(self, *data: Any, **arguments: Any) -> PrintedTableForm:
        return PrintedTableForm(*data, year=self.year, **arguments)

    @property
    def _kept(self) -> models.QuerySet[PublishedOutcome]:
        return self.federation.published_outcomes.filter(document_year=self.year)

    @cached_property
    def _initiatives(self) -> tuple[InitiativeFact, ...]:
        """The federation's initiatives. Eight queries, with all their outcomes."""
        return Scope(self.federation.pk, self.year).facts(outcome_facts).initiatives

    @cached_property
    def _by_key(self) -> dict[str, Initiative]:
        """The initiatives by what they are chosen as. Three queries."""
        return {str(each.pk): each for each in initiatives_of(self.federation)}

    def _owners(self, form: PrintedTableForm) -> dict[str, str]:
        """Whose each row is, as chosen, else as its label says or as rows of that label were before."""
        before = {
            row.label: OF_ALL if row.is_total else str(row.initiative_id or OF_NONE)
            for row in self.federation.published_outcomes.filter(label__in=labels_of(form.read))
        }
        allowed = {value for value, _ in self._choices()}
        found = {}
        for place, label in enumerate(labels_of(form.read)):
            chosen = self.request.POST.get(f"rad-{place}", "")
            found[label] = chosen if chosen in allowed else before.get(label) or self._guess(label)
        return found

    def _guess(self, label: str) -> str:
        if is_of_all(label):
            return OF_ALL
        found = initiative_called(label, self._initiatives)
        return str(found.pk) if found else OF_NONE

    def _choices(self) -> list[tuple[str, str]]:
        return [
            *((str(each.pk), each.name(self.year)) for each in self._initiatives),
            (OF_ALL, "Alla insatser tillsammans"),
            (OF_NONE, "Ingen av dem"),
        ]

    def _as_written(self, entry: PrintedEntry, owner: str) -> dict[str, Any]:
        """A figure as the service takes it."""
        initiative = None if owner in (OF_ALL, OF_NONE) else self._by_key[owner]
        names = ("label", "year", "period", "measure", "printed")
        return {
            **{name: getattr(entry, name) for name in names},
            "initiative": initiative,
            "is_total": owner == OF_ALL,
        }

    def _replaced(self, form: PrintedTableForm) -> dict[Place, str]:
        """What stands already where the table says otherwise: as it was printed, and whether it was changed since."""
        stands = self.federation.published_outcomes.filter(
            document=form.cleaned_data["document"], place=form.cleaned_data["place"]
        )
        kept = {(row.label, row.year, row.period, row.measure): row for row in stands}
        return {
            place: f"{row.printed}, som är rättat sedan det lades in" if row.revision > 1 else row.printed
            for entry in form.read
            if (row := kept.get(place := _place(entry))) and row.printed != entry.printed
        }

    def _preview(
        self, form: PrintedTableForm, owners: dict[str, str], wrong: list[PrintedEntry]
    ) -> HttpResponse:
        """The figures as they would be kept; those that cannot be read say why."""
        data = form.cleaned_data
        replaced = self._replaced(form)
        rows = []
        for place, label in enumerate(labels_of(form.read)):
            own = [entry for entry in form.read if entry.label == label and not entry.problem]
            rows.append(
                (f"rad-{place}", label, owners[label], [(entry, _said(entry, replaced)) for entry in own])
            )
        names = ("document", "place", "measure", "period", "rows")
        shown = self._form(initial={name: data[name] for name in names})
        context = {
            "seen": form.seal(replaced),
            "replaced": len(replaced),
            "preview": rows,
            "number": sum(not entry.problem for entry in form.read),
            "wrong": wrong,
            "owners": self._choices(),
        }
        return self._show(shown, status=422 if wrong else 200, **context)

    def _show(self, form: PrintedTableForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show({"form": form, **context}, status=status)


def _place(entry: PrintedEntry) -> Place:
    """Where a figure stands in its table."""
    return entry.label, entry.year, entry.period, entry.measure


def _said(entry: PrintedEntry, replaced: dict[Place, str]) -> str:
    """What a figure is, that it is kept without a value, and what it replaces."""
    said = [f"{MEASURES[entry.measure]}, {When(entry.year, entry.period).words}"]
    if entry.value is None:
        said.append("läggs in utan tal")
    if before := replaced.get(_place(entry)):
        said.append(f"ersätter {before}")
    return ", ".join(said)
