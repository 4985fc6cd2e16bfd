"""Pages where training events are entered with their participants."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from plans.domain.training import training_series, training_year
from plans.measurement_forms import TrainingEventForm
from plans.measurement_queries import training_facts
from plans.models import TrainingEvent
from plans.services.measurements import remove_training_event, save_training_event


class TrainingPage(FederationPage):
    """The year's training events, and the years as a series. As many queries for thirty events as for one."""

    permission = Permission.READ_OUTCOMES
    place = "results"
    subpage = "training"
    title = "Utbildningar"
    template_name = "plans/training.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = Scope(self.federation.pk, self.year).facts(training_facts)
        found = training_year(facts)
        sees_small = self.may(Permission.READ_SMALL_COUNTS)
        return self.show(
            {
                "found": found,
                "series": training_series(facts),
                "sees_small": sees_small,
                "is_split": any(row.event.is_split for row in found.rows),
                "can_edit": self.may(Permission.EDIT_OUTCOMES),
            }
        )


class TrainingEventPage(RowPage):
    """Add or change a training event."""

    permission = Permission.EDIT_OUTCOMES
    place = "results"
    subpage = "training"
    form_class = TrainingEventForm
    back = "training"
    noun, noun_new = "utbildningsinsatsen", "en utbildningsinsats"
    save = staticmethod(save_training_event)
    remove = "training_event_remove"
    help_text = "En rad per insats, också när den hölls vid flera tillfällen."

    def rows(self) -> models.QuerySet[TrainingEvent]:
        return self.federation.training_events.filter(year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def parents(self) -> list[tuple[str, str]]:
        return [("Utbildningar", self.url("training"))]


class TrainingEventRemove(RemovePage, TrainingEventPage):
    """Remove a training event."""

    discard = staticmethod(remove_training_event)
