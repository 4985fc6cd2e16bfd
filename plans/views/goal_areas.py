"""Pages where goal areas and activities are written."""

from __future__ import annotations

from typing import Any

from django.db import models

from members.pages import RemovePage
from plans import forms, services
from plans.models import GoalArea, PlannedActivity
from plans.views.documents import OfPlan, PlanRow
from plans.views.sections import WithEditor


class GoalAreaPage(OfPlan, WithEditor):
    """Add or change a goal area."""

    form_class = forms.GoalAreaForm
    back = "goal_areas"
    texts = ("description",)
    noun, noun_new = "målområdet", "ett målområde"
    save = staticmethod(services.save_goal_area)
    remove = "goal_area_remove"

    def rows(self) -> models.QuerySet[GoalArea]:
        return self.document.goal_areas.all()


class GoalAreaRemove(RemovePage, GoalAreaPage):
    """Remove a goal area."""

    consequence = "Dess aktiviteter försvinner också."
    discard = staticmethod(services.remove_goal_area)


class ActivityPage(OfPlan, PlanRow):
    """Add or change an activity."""

    form_class = forms.ActivityForm
    back = "goal_areas"
    noun, noun_new = "aktiviteten", "en aktivitet"
    save = staticmethod(services.save_activity)
    remove = "activity_remove"

    def rows(self) -> models.QuerySet[PlannedActivity]:
        return PlannedActivity.objects.filter(goal_area__document=self.document)

    def fixed(self) -> dict[str, Any]:
        return {}

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "document": self.document}

    def initial(self) -> dict[str, Any]:
        return {"goal_area": self.request.GET.get("malomrade", "")}


class ActivityRemove(RemovePage, ActivityPage):
    """Remove an activity."""

    discard = staticmethod(services.remove_activity)
