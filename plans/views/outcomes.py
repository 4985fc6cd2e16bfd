"""Pages of outcomes: the year's initiatives with what is entered and what is missing, and the form of one period."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from js_asset import ImportMap, Media, Script

from finsam.forms import RevisionForm
from finsam.revisions import Revisioned
from finsam.swedish import HIDDEN
from members.access import Permission
from members.pages import RemovePage, RowPage
from plans.domain.outcome_facts import OutcomeFact
from plans.domain.outcome_flow import Doubt, doubts_of, is_counted_through, missing_of, outcome_before
from plans.domain.outcome_overview import PeriodRow, in_goal_in_words, overview
from plans.domain.outcome_parts import parts_doubts
from plans.domain.outcome_sums import sums_of
from plans.domain.outcomes import ALL, by_gender
from plans.models import OutcomePeriod, TeamOutcome
from plans.outcome_forms import BY_GENDER, TOGETHER, OutcomeForm
from plans.services.outcomes import Doubtful, field_name, remove_outcome, save_outcome
from plans.views.results import SLUGS, InitiativeMixin, ResultsPage, period_of, told_periods

COUNT = "rakna"
"""The name of the button that adds up what is typed and saves nothing."""
SCRIPTS = Media(
    importmap=ImportMap({"finsam/prose-leave": "js/prose-leave.js"}),
    js=[Script("js/outcome-form.js", type="module"), Script("js/fill.js", type="module")],
)


class OutcomesPage(ResultsPage):
    """The year's initiatives with their periods. Constant number of queries."""

    title = "Resultat"
    template_name = "plans/outcomes.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        only = None if self.may(Permission.READ_OUTCOMES) else self.owned
        found = overview(self.facts, self, HIDDEN, self.today, only)
        return self.show(
            {
                "initiatives": [
                    (each, told_periods(each.rows), self.enters(each.fact.pk), _others(each.rows))
                    for each in found
                ],
                "can_import": any(self.enters(each.fact.pk) for each in found),
                "in_goal": in_goal_in_words(),
                "hidden": HIDDEN,
                "hides": any(HIDDEN in row.cells for each in found for row in each.rows),
                "others": self._not_running(only),
            }
        )

    def _not_running(self, only: frozenset[int] | None) -> list[Any]:
        """Initiatives of other years, so that none is lost from sight."""
        return [
            (each, each.name(self.year))
            for each in self.facts.initiatives
            if (only is None or each.pk in only)
            and not each.runs_in(self.year)
            and not self.facts.outcomes_of(each.pk, self.year)
        ]


class OutcomeEntry(InitiativeMixin, RowPage):
    """Enter what became of an initiative's participants in a period, or change it."""

    permission = Permission.ENTER_OUTCOMES
    template_name = "plans/outcome_entry.html"
    form_class = OutcomeForm
    back = "outcomes"
    noun, noun_new = "resultatet", "ett resultat"
    doubts: tuple[Doubt, ...] = ()

    def rows(self) -> models.QuerySet[TeamOutcome]:
        return self.initiative.outcomes.all()

    @cached_property
    def period(self) -> str:
        """The period in the address."""
        return period_of(self.kwargs)

    @cached_property
    def row(self) -> Revisioned | None:
        """The period's outcome, once it is entered."""
        found: Revisioned | None = (
            self.rows().filter(year=self.year, period=self.period).prefetch_related("counts").first()
        )
        return found

    @property
    def period_label(self) -> str:
        """The period in words."""
        return str(OutcomePeriod(self.period).label)

    def get_title(self) -> str:
        return f"{self.fact.name(self.year)}, {self.period_label.lower()} {self.year}"

    def name_of(self, row: Any) -> str:
        return self.get_title()

    @property
    def outcome(self) -> OutcomeFact:
        """The outcome's place, whether or not it is entered."""
        return OutcomeFact(
            self.row.pk if self.row else 0, self.initiative.pk, self.year, self.period, None, ()
        )

    def initial(self) -> dict[str, Any]:
        """A new period begins with those that the last one ended with."""
        before = outcome_before(self.outcome, self.facts.outcomes)
        if before is None:
            return {}
        found = {field_name(each.gender, "enrolled_at_start"): each.active_at_end for each in before.counts}
        is_split = any(gender != ALL for gender in by_gender(before)) and not any(
            each.gender == "unsplit" and each.active_at_end is not None for each in before.counts
        )
        return {**found, "is_split": BY_GENDER if is_split else TOGETHER}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("gor") == COUNT:
            form = self._form(request.POST)
            form.is_valid()
            return self._form_page(form)
        return super().post(request, **kwargs)

    def store(self, **changes: Any) -> Revisioned:
        told = self.request.POST.getlist("sagt") if "bekrafta" in self.request.POST else []
        try:
            return save_outcome(
                initiative=self.initiative, year=self.year, period=self.period, accepted=told, **changes
            )
        except Doubtful as error:
            self.doubts = error.doubts
            raise ValidationError(
                "Siffrorna går inte ihop, och inget är sparat. Rätta dem, eller säg nedan att de ska stå så."
            ) from error

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        assert isinstance(form, OutcomeForm)
        fact = form.fact(self.outcome)
        before = outcome_before(fact, self.facts.outcomes)
        return super()._form_page(
            form,
            status,
            rows=list(form.rows(sums_of(fact))),
            now=(*doubts_of(fact, before), *parts_doubts(fact, self.facts.outcomes)),
            missing=missing_of(fact),
            ties=is_counted_through(fact),
            is_empty=by_gender(fact)[ALL].is_empty,
            doubts=self.doubts,
            before=before,
            media=SCRIPTS.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            count=COUNT,
            period_label=self.period_label,
            **context,
        )

    def _gone_page(self) -> HttpResponse:
        """What was typed when someone else had removed the outcome: the next save enters it anew."""
        data = self.request.POST.copy()
        data["revision"] = ""
        return self._form_page(self._form(data), status=409, conflict={"gone": self.noun})

    def remove_url(self) -> str:
        if self.row is None or not self.may(Permission.EDIT_OUTCOMES):
            return ""
        return self.url("outcome_remove", code=self.initiative.code, period=self.kwargs["period"])


class OutcomeRemove(RemovePage, OutcomeEntry):
    """Asks, and removes an outcome."""

    permission = Permission.EDIT_OUTCOMES
    template_name = "components/confirm_delete.html"
    consequence = "Alla antal och tider för perioden försvinner."
    discard = staticmethod(remove_outcome)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            raise Http404
        return super().get(request, **kwargs)


def _others(rows: Sequence[PeriodRow]) -> list[tuple[str, str]]:
    """The periods that may be entered beside those that are listed: address and name."""
    listed = {row.period for row in rows}
    return [(SLUGS[value], str(label)) for value, label in OutcomePeriod.choices if value not in listed]
