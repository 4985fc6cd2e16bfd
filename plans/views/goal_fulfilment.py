"""Pages where the goals of the plan in force are read and assessed, at a month or the year's end."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from js_asset import ImportMap, Media, Script

from finsam import figures, swedish
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage
from plans.addresses import slot_url
from plans.assessment_forms import AssessmentForms, assessment_forms, save_assessments, what_is_left
from plans.assessment_queries import fulfilment_facts
from plans.domain.assessments import Fulfilment, fulfilment
from plans.domain.kinds import INTERIM_MONTHS, PLAN_SLOT
from plans.goal_blocks import with_figures
from plans.writing import figure_as_read

YEAR_END = 12
MONTHS = (*INTERIM_MONTHS, YEAR_END)
"""When goals are assessed: where interim reports reach to, and at the year's end."""
SCRIPTS = Media(
    importmap=ImportMap({"finsam/prose-leave": "js/prose-leave.js"}),
    js=[Script("js/leaving.js", type="module"), Script("js/fill.js", type="module")],
)


class GoalFulfilment(FederationPage):
    """The year's goals, each with how far it was met. As many queries for thirty activities as for one."""

    permission = Permission.READ_OUTCOMES
    place = "results"
    subpage = "goal_fulfilment"
    title = "Måluppfyllelse"
    template_name = "plans/goal_fulfilment.html"
    own_name = "goal_fulfilment"

    @cached_property
    def month(self) -> int:
        """The month that is assessed; 404 for one at which nothing is."""
        asked = self.request.GET.get("manad", str(YEAR_END))
        if asked not in map(str, MONTHS):
            raise Http404
        return int(asked)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.found())

    def found(self) -> Fulfilment | None:
        """The goals as assessed at the end of the month; None while no plan is adopted."""
        facts = self._scope().facts(fulfilment_facts)
        return fulfilment(facts, self.month) if facts else None

    def _scope(self) -> Scope:
        """Read anew each time: what was just written is told."""
        return Scope(self.federation.pk, self.year, {"month": self.month} if self.month < YEAR_END else {})

    def page(
        self, found: Fulfilment | None, page: AssessmentForms | None = None, status: int = 200
    ) -> HttpResponse:
        """The goals, in a form for the one who assesses them."""
        scope = self._scope()

        def value_of(reference: str) -> str:
            return figure_as_read(reference, scope)

        for row in page.rows if page else ():
            if figures.line_references(row.row.comment):
                row.reads = figures.fill(row.row.comment, value_of)
        return self.show(
            {
                "found": found,
                "page": page,
                "form": page.form if page else None,
                "areas": [with_figures(area, value_of) for area in found.areas] if found and not page else (),
                "months": [self._month(each) for each in (YEAR_END, *INTERIM_MONTHS)],
                "assess_url": self._at(self.month, "goal_assess")
                if self.may(Permission.EDIT_DOCUMENTS)
                else "",
                "read_url": self._at(self.month, "goal_fulfilment"),
                "plan_url": slot_url(self.federation.slug, self.year, PLAN_SLOT, "plan"),
                "scripts": SCRIPTS.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            },
            status=status,
        )

    def _month(self, month: int) -> dict[str, Any]:
        words = "Helåret" if month == YEAR_END else f"Till och med {swedish.MONTHS[month - 1]}"
        return {"label": words, "url": self._at(month, self.own_name), "current": month == self.month}

    def _at(self, month: int, name: str) -> str:
        return self.url(name) + ("" if month == YEAR_END else f"?manad={month}")


class GoalAssess(GoalFulfilment):
    """All goals in one form. What another has saved meanwhile in the same row is told, and nothing is lost."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Bedöm målen"
    own_name = "goal_assess"

    def parents(self) -> list[tuple[str, str]]:
        return [("Måluppfyllelse", self.url("goal_fulfilment"))]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.found()
        return self.page(found, assessment_forms(found, self.federation) if found else None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.found()
        if found is None:
            return HttpResponseRedirect(self._at(self.month, "goal_fulfilment"))
        page = assessment_forms(found, self.federation, request.POST)
        save_assessments(page, found, self.federation, request.user)  # type: ignore[arg-type]
        if not page.is_whole:
            fresh = self.found()
            assert fresh is not None  # a plan in force is superseded, never taken away
            left = what_is_left(page, assessment_forms(fresh, self.federation))
            return self.page(fresh, left, status=409)
        if page.saved:
            messages.success(request, f"Sparat: {swedish.count_neuter(page.saved)} mål.")
        return HttpResponseRedirect(self._at(self.month, "goal_fulfilment"))
