"""Pages of initiatives: one with all that is told of it, its settings, and how initiatives follow on each other."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from finsam import swedish
from finsam.forms import RevisionForm, add_errors
from finsam.revisions import Revisioned
from finsam.swedish import HIDDEN
from members.access import Permission
from members.models import ChangeLogEntry
from members.pages import AS_NEW, RemovePage, RowPage
from plans.domain.outcome_facts import OutcomeFact
from plans.domain.outcome_flow import GENDER_NAMES
from plans.domain.outcome_overview import history, in_goal_in_words
from plans.domain.outcome_sums import COLUMNS, COMPUTED, ENTERED, Sums, sums_of
from plans.domain.outcomes import ALL, period_order
from plans.initiative_forms import InitiativeForm, SuccessionForm
from plans.models import Initiative, InitiativeSuccession, OutcomePeriod
from plans.outcome_forms import GROUPS, LABELS
from plans.services.initiatives import (
    remove_initiative,
    remove_succession,
    save_initiative,
    save_succession,
)
from plans.views.results import SLUGS, InitiativeMixin, ResultsPage, told_periods


class InitiativePage(InitiativeMixin):
    """All that is told of an initiative: what it is, the year's outcomes by gender, and every period before."""

    template_name = "plans/initiative.html"

    def get_title(self) -> str:
        return self.fact.name(self.year)

    def parents(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        names = {each.pk: each for each in self.facts.initiatives}
        periods = history(self.facts, self.fact, self, HIDDEN, self.today)
        return self.show(
            {
                "initiative": self.fact,
                "names": self.fact.names,
                "budgeted": self.fact.budgeted(self.year),
                "owners": [str(each.user) for each in self.initiative.owners.select_related("user")]
                if self.may(Permission.EDIT_OUTCOMES)
                else [],
                "history": [
                    (kind, names[earlier].name(year - 1), names[later].name(year), year, pk)
                    for pk, earlier, later, year, kind in self._successions()
                ],
                "tables": [self._table(each) for each in self._of_year()],
                "periods": told_periods(periods),
                "hidden": HIDDEN,
                "hides": any(HIDDEN in row.cells for row in periods),
                "can_enter": self.enters(self.initiative.pk),
                "can_edit": self.may(Permission.EDIT_OUTCOMES),
                "in_goal": in_goal_in_words(),
            }
        )

    def _successions(self) -> list[tuple[int, int, int, int, str]]:
        of_it = models.Q(earlier=self.initiative) | models.Q(later=self.initiative)
        rows = InitiativeSuccession.objects.filter(of_it)
        return [
            (row.pk, row.earlier_id, row.later_id, row.year, row.get_kind_display().capitalize())
            for row in rows
        ]

    def _of_year(self) -> list[OutcomeFact]:
        found = self.facts.outcomes_of(self.initiative.pk, self.year)
        return sorted(found, key=lambda each: period_order(each.period))

    def _table(self, outcome: OutcomeFact) -> dict[str, Any]:
        """An outcome as it is read: its columns, and its rows by group."""
        sums = sums_of(outcome, partial(self.shows, outcome), HIDDEN)
        columns = [each for each in COLUMNS if any(sums.cell(row, each) for row in ENTERED)]
        return {
            "outcome": outcome,
            "label": OutcomePeriod(outcome.period).label,
            "slug": SLUGS[outcome.period],
            "columns": [GENDER_NAMES[each] for each in columns],
            "rows": [
                (GROUPS.get(row, ""), _label(row), row in COMPUTED, _cells(sums, row, columns))
                for row in ENTERED
            ],
        }


class InitiativeSettings(RowPage, ResultsPage):
    """Add an initiative, or change what it is and is called."""

    permission = Permission.EDIT_OUTCOMES
    form_class = InitiativeForm
    back = "outcomes"
    noun, noun_new = "insatsen", "en insats"
    save = staticmethod(save_initiative)
    subpage = "outcomes"

    def rows(self) -> models.QuerySet[Initiative]:
        return self.federation.initiatives.select_related("cost_centre").prefetch_related("names", "years")

    @cached_property
    def row(self) -> Revisioned | None:
        """The initiative in the address, or None when it is to be added, or was removed while the user wrote of it."""
        if "code" not in self.kwargs:
            return None
        found: Revisioned | None = self.rows().filter(code=self.kwargs["code"]).first()
        if found is None and (self.request.method != "POST" or self._removal is None):
            raise Http404
        return found

    @cached_property
    def _removal(self) -> ChangeLogEntry | None:
        """The change log's word on the removal of the initiative in the address, when it was this federation's."""
        entries = ChangeLogEntry.objects.filter(
            federation=self.federation,
            content_type__app_label="plans",
            content_type__model="initiative",
            action=ChangeLogEntry.Action.DELETE,
            changes__code__0=self.kwargs["code"],
        )
        return entries.select_related("actor").order_by("-timestamp", "-pk").first()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None and "code" in self.kwargs and AS_NEW not in request.POST:
            return self._gone_page()
        return super().post(request, **kwargs)

    def _form(self, *data: Any, row: Revisioned | None = None) -> RevisionForm:
        form = super()._form(*data, row=row)
        if data and not form.instance.pk and "code" in self.kwargs:
            form.fields[AS_NEW] = forms.BooleanField(required=False, widget=forms.HiddenInput)
        return form

    def _gone_page(self) -> HttpResponse:
        """What was typed of an initiative that someone has removed, to be added anew under the code it had."""
        data = self.request.POST.copy()
        data.update({AS_NEW: "on", "code": self.kwargs["code"]})
        return self._form_page(self._form(data), status=409, conflict=self.gone())

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "year": self.year}

    def store(self, **changes: Any) -> Revisioned:
        return save_initiative(year=self.year, **changes)

    def name_of(self, row: Any) -> str:
        names = [each.name for each in row.names.all() if each.from_year <= self.year]
        return names[-1] if names else str(row)

    def back_url(self) -> str:
        if isinstance(self.row, Initiative):
            return self.url("initiative", code=self.row.code)
        return self.url("outcomes")

    def remove_url(self) -> str:
        return self.url("initiative_remove", code=self.row.code) if isinstance(self.row, Initiative) else ""


class InitiativeRemove(RemovePage, InitiativeSettings):
    """Asks, and removes an initiative that has no outcomes."""

    template_name = "components/confirm_delete.html"
    discard = staticmethod(remove_initiative)

    def back_url(self) -> str:
        return self.url("outcomes")


class SuccessionAdd(ResultsPage):
    """Say that an initiative grew out of another."""

    permission = Permission.EDIT_OUTCOMES
    title = "Sammanslagning, delning eller ersättning"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(SuccessionForm(federation=self.federation, year=self.year))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SuccessionForm(request.POST, federation=self.federation, year=self.year)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            save_succession(federation=self.federation, year=self.year, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, status=422)
        messages.success(request, "Sparat i insatsernas historia.")
        return HttpResponseRedirect(self.url("initiative", code=form.cleaned_data["later"].code))

    def _page(self, form: SuccessionForm, status: int = 200) -> HttpResponse:
        help_text = (
            f"Det som hände {self.year}. En sammanslagning skrivs en gång för varje insats som gick upp i den nya, "
            "en delning en gång för varje ny insats."
        )
        return self.show(
            {"form": form, "cancel_url": self.url("outcomes"), "help_text": help_text}, status=status
        )


class SuccessionRemove(ResultsPage):
    """Takes back what is said of two initiatives, after asking."""

    permission = Permission.EDIT_OUTCOMES
    title = "Ta bort ur historien"
    template_name = "components/confirm_delete.html"

    @cached_property
    def row(self) -> InitiativeSuccession:
        """What is said, 404 when it is not of this federation."""
        rows = InitiativeSuccession.objects.select_related("earlier", "later")
        found = rows.filter(earlier__federation=self.federation, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = {each.pk: each.name(self.row.year) for each in self.facts.initiatives}
        words = f"{told[self.row.earlier_id]} {self.row.get_kind_display()} {told[self.row.later_id]}"
        return self.show(
            {"form": Form(), "subject": f"”{words}”", "consequence": "", "cancel_url": self._back()}
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        back = self._back()
        remove_succession(federation=self.federation, pk=self.row.pk)
        messages.success(request, "Borttaget ur insatsernas historia.")
        return HttpResponseRedirect(back)

    def _back(self) -> str:
        return self.url("initiative", code=self.row.later.code)


def _label(row: str) -> str:
    label = COMPUTED.get(row) or LABELS[row]
    return label[:1].upper() + label[1:]


def _cells(sums: Sums, row: str, columns: list[str]) -> list[str]:
    """The row's cells; counts that are not split leave the genders' cells empty, whose times may stand there."""
    of_genders = [sums.cell(row, each) for each in columns]
    if not sums.is_split:
        of_genders = ["" if each == swedish.NOTHING else each for each in of_genders]
    return [*of_genders, sums.cell(row, ALL)]
