"""The page where the goals of the plan in force are assessed: one form for all, at a month or the year's end."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from js_asset import ImportMap, Media, Script

from finsam import figures, swedish
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage
from plans.addresses import slot_url
from plans.assessment_forms import AssessmentForms, assessment_forms, save_assessments, what_is_left
from plans.assessment_queries import fulfilment_facts
from plans.domain.assessments import Fulfilment, FulfilmentFacts, fulfilment
from plans.domain.kinds import INTERIM_MONTHS, PLAN_SLOT
from plans.goal_blocks import comment_as_read, with_figures

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

    @cached_property
    def month(self) -> int:
        """The month that is assessed; 404 for one at which nothing is."""
        asked = self.request.GET.get("manad", str(YEAR_END))
        if asked not in map(str, MONTHS):
            raise Http404
        return int(asked)

    @property
    def can_edit(self) -> bool:
        """Whether the user assesses goals."""
        return self.may(Permission.EDIT_DOCUMENTS)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = self._facts()
        if facts is None:
            return self._page(None, None)
        found = fulfilment(facts, self.month)
        return self._page(found, assessment_forms(found, self.federation) if self.can_edit else None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.can_edit:
            raise PermissionDenied
        facts = self._facts()
        if facts is None:
            return HttpResponseRedirect(self.request.get_full_path())
        found = fulfilment(facts, self.month)
        page = assessment_forms(found, self.federation, request.POST)
        save_assessments(page, found, self.federation, request.user)  # type: ignore[arg-type]
        if not page.is_whole:
            now = self._facts()
            assert now is not None  # a plan in force is superseded, never taken away
            fresh = fulfilment(now, self.month)
            return self._page(fresh, what_is_left(page, assessment_forms(fresh, self.federation)), status=409)
        if page.saved:
            messages.success(request, f"Sparat: {swedish.count_neuter(page.saved)} mål.")
        return HttpResponseRedirect(self.request.get_full_path())

    def _facts(self) -> FulfilmentFacts | None:
        return self._scope().facts(fulfilment_facts)

    def _scope(self) -> Scope:
        return Scope(self.federation.pk, self.year, {"month": self.month} if self.month < YEAR_END else {})

    def _page(
        self, found: Fulfilment | None, page: AssessmentForms | None, status: int = 200
    ) -> HttpResponse:
        scope = self._scope()
        for row in page.rows if page else ():
            if figures.line_references(row.row.comment):
                row.reads = comment_as_read(row.row.comment, scope)
        return self.show(
            {
                "found": found,
                "page": page,
                "form": page.form if page else None,
                "areas": [with_figures(area, scope) for area in found.areas] if found and not page else (),
                "month": self.month,
                "months": [
                    {
                        "label": "Helåret"
                        if each == YEAR_END
                        else f"Till och med {swedish.MONTHS[each - 1]}",
                        "url": self.url("goal_fulfilment") + ("" if each == YEAR_END else f"?manad={each}"),
                        "current": each == self.month,
                    }
                    for each in (YEAR_END, *INTERIM_MONTHS)
                ],
                "can_edit": self.can_edit,
                "plan_url": slot_url(self.federation.slug, self.year, PLAN_SLOT, "plan"),
                "scripts": SCRIPTS.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            },
            status=status,
        )
