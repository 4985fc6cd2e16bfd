"""The page where all goal areas and activities are edited as data, with last year's beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from js_asset import ImportMap, Media, Script

from finsam import swedish
from members.access import Permission
from plans import services
from plans.domain.goal_comparison import compared
from plans.domain.staleness import LeftoverKind, still_open
from plans.goal_area_forms import GoalForms, goal_forms, save_goal_forms, what_is_left
from plans.going_through import identities
from plans.models import GoalArea, PlannedActivity
from plans.queries import document_scope
from plans.staleness_queries import earlier_facts, staleness_facts
from plans.views.documents import OfPlan

SCRIPTS = Media(
    importmap=ImportMap({"finsam/prose-leave": "js/prose-leave.js"}),
    js=[Script("js/goal-areas.js", type="module"), Script("js/fill.js", type="module")],
)


class GoalAreaList(OfPlan):
    """All goal areas and activities in one form. As many queries for thirty activities as for one.

    Every button sends the whole form: what is written is saved first, and then done what the button says.
    """

    permission = Permission.EDIT_DOCUMENTS
    title = "Målområden och aktiviteter"
    template_name = "plans/goal_areas.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(goal_forms(self.document, self.federation))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = goal_forms(self.document, self.federation, request.POST)
        save_goal_forms(page, self.document, self.federation)
        if not page.is_whole:
            return self._page(what_is_left(page, self.document, self.federation), status=409)
        if page.saved:
            number = swedish.count(page.saved).capitalize()
            messages.success(request, f"Sparat: {number.lower()} {'rad' if page.saved == 1 else 'rader'}.")
        try:
            return HttpResponseRedirect(self._do(request.POST.get("gor", "")))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.url("goal_areas"))

    def _do(self, wanted: str) -> str:
        """Do what a button says, and give the address to go on to: the row itself, with its button in focus."""
        what, _, subject = wanted.partition(":")
        does: dict[str, Callable[[str], str]] = {
            "upp": lambda row: self._move(row, "upp", -1),
            "ner": lambda row: self._move(row, "ner", +1),
            "behall": self._keep,
            "tillbaka": self._bring_back,
            "ta_bort": lambda row: self.url(
                "activity_remove" if row[:1] == "a" else "goal_area_remove", pk=_number(row)
            ),
            "beskriv": lambda row: self.url("goal_area", pk=_number(row)),
        }
        return does[what](subject) if what in does else self.url("goal_areas")

    def _move(self, row: str, direction: str, steps: int) -> str:
        if row[:1] == "a":
            services.move_activity(federation=self.federation, pk=self._activity(row).pk, steps=steps)
        else:
            area = get_object_or_404(self.document.goal_areas, pk=_number(row))
            services.move_goal_area(federation=self.federation, pk=area.pk, steps=steps)
        return f"{self.url('goal_areas')}?fokus={direction}-{row}"

    def _keep(self, value: str) -> str:
        services.keep_as_is(
            federation=self.federation,
            pk=self.document.pk,
            which=identities([value]),
            user=self.request.user,  # type: ignore[arg-type]
        )
        return self.url("goal_areas")

    def _bring_back(self, row: str) -> str:
        earlier = self.federation.documents.filter(year__lt=self.year)
        pk = self.document.pk
        if row[:1] == "a":
            activity = get_object_or_404(PlannedActivity, goal_area__document__in=earlier, pk=_number(row))
            found = services.bring_back_activity(federation=self.federation, pk=pk, source=activity)
            return f"{self.url('goal_areas')}#rad-a{found.pk}"
        area = get_object_or_404(GoalArea, document__in=earlier, pk=_number(row))
        new = services.bring_back_goal_area(federation=self.federation, pk=pk, source=area)
        return f"{self.url('goal_areas')}#rad-m{new.pk}"

    def _activity(self, row: str) -> PlannedActivity:
        return get_object_or_404(PlannedActivity, goal_area__document=self.document, pk=_number(row))

    def _page(self, page: GoalForms, status: int = 200) -> HttpResponse:
        facts = document_scope(self.document).facts(staleness_facts)
        assert facts is not None  # the scope of a document names it
        earlier = facts.base or earlier_facts(self.document)
        goals = compared(facts.document, earlier)
        undecided = {
            each.place.pk: ":".join(each.identity)
            for each in still_open(facts)
            if each.kind is LeftoverKind.ACTIVITY
        }
        by_pk = {each.area.pk: each for each in goals.areas}
        areas = []
        for rows in page.areas:
            beside = by_pk.get(rows.area.pk)
            if beside is None:
                continue  # removed this very moment
            known = {each.activity.pk: each for each in beside.activities}
            areas.append(
                {
                    "rows": rows,
                    "beside": beside,
                    "activities": [
                        (form, known[form.instance.pk], undecided.get(form.instance.pk, ""))
                        for form in rows.activities
                        if form.instance.pk in known
                    ],
                }
            )
        return self.show(
            {
                "document": self.document,
                "page": page,
                "form": page.form,
                "areas": areas,
                "earlier": earlier,
                "dropped": goals.dropped,
                "undecided": len(undecided),
                "scripts": SCRIPTS.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
                "focus": self.request.GET.get("fokus", ""),
            },
            status=status,
        )


def _number(row: str) -> int:
    """The key in "a17" or "m3"; 0, which no row has, for anything else."""
    number = row[1:]
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 18 else 0
