"""The pages of the year wheel: a year's occasions, the federation's own, what is done.

How one follows it: `following_pages`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from finsam import swedish
from finsam.revisions import Revisioned
from members.access import Permission
from members.models import ROLE_LABELS, Federation, User, WheelEntry, WheelMark
from members.pages import FederationPage, RemovePage, RowPage
from reports import wheel_forms as forms
from reports.domain.deadlines import LawDay, law_day
from reports.domain.usual_times import USUAL_TIMES, UsualTime
from reports.domain.wheel_drawing import wheel
from reports.domain.year_wheel import Kind, Month, Occasion, State, by_month, seen_by
from reports.services import year_wheel as services
from reports.wheel_queries import occasions_of


@dataclass(frozen=True)
class Shown:
    """An occasion as it is shown on a day, with where more is told of it."""

    occasion: Occasion
    state: State
    time_left: str
    responsible: str
    url: str


def shown(
    occasion: Occasion, federation: Federation, permissions: frozenset[Permission], today: date
) -> Shown:
    """An occasion as one with the permissions is shown it."""
    return Shown(
        occasion,
        occasion.state(today),
        occasion.time_left(today),
        ROLE_LABELS.get(occasion.responsible, ""),
        _leads_to(occasion, federation, permissions),
    )


def _leads_to(occasion: Occasion, federation: Federation, permissions: frozenset[Permission]) -> str:
    """The page where the thing itself stands; "" when there is none, or it may not be read."""
    name, permission = {
        Kind.MEETING: ("members", Permission.READ_MEMBERS),
        Kind.REVIEW: ("plan", Permission.READ_DOCUMENTS),
        Kind.PAYMENT: ("requisitions", Permission.READ_BUDGET),
        Kind.NOTICE: ("notices", Permission.POST_NOTICES),
    }.get(occasion.kind, ("", None))
    if occasion.law in ("samrad", "plan"):
        name, permission = "plan", Permission.READ_DOCUMENTS
    if permission not in permissions:
        return ""
    anchor = "#moten" if name == "members" else ""
    year = occasion.page_year or occasion.year
    return reverse(name, kwargs={"slug": federation.slug, "year": year}) + anchor


class YearWheelPage(FederationPage):
    """What is to be done in a calendar year, month by month. Constant number of queries."""

    permission = Permission.SEE_FEDERATION
    place = "year_wheel"
    title = "Årshjul"
    template_name = "reports/year_wheel.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        today, years = timezone.localdate(), (self.year - 1, self.year, self.year + 1)
        found = seen_by(occasions_of(self.federation, years, today), self.permissions)
        can_edit = self.may(Permission.EDIT_YEAR_WHEEL)
        return self.show(
            {
                "months": [self._month(month, today) for month in by_month(found, self.year)],
                "wheel": wheel(found, self.year, today),
                "can_edit": can_edit,
                "hidden": self.federation.wheel_entries.filter(is_active=False) if can_edit else (),
            }
        )

    def _month(self, month: Month, today: date) -> dict[str, Any]:
        rows = [shown(each, self.federation, self.permissions, today) for each in month.occasions]
        is_now = (today.year, today.month) == (self.year, month.number)
        return {"name": month.name, "number": month.number, "is_now": is_now, "rows": rows}


class _WheelRow(RowPage, abstract=True):
    permission = Permission.EDIT_YEAR_WHEEL
    place = "year_wheel"
    back = "year_wheel"


class WheelEntryPage(_WheelRow):
    """Add or change an occasion of the federation's own."""

    form_class = forms.WheelEntryForm
    noun, noun_new = "tidpunkten", "en tidpunkt"
    save = staticmethod(services.save_wheel_entry)
    remove = "wheel_entry_remove"

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.wheel_entries.filter(law="")

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}


class WheelEntryRemove(RemovePage, WheelEntryPage):
    """Remove an occasion, or what is said of one of the law's."""

    discard = staticmethod(services.remove_wheel_entry)

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.wheel_entries.all()

    @property
    def consequence(self) -> str:  # type: ignore[override]
        """What goes with it."""
        if cast(WheelEntry, self._doomed).law:
            return "Lagens egen dag gäller då igen. Tidpunkten står kvar i årshjulet."
        return (
            "Det som är markerat som klart under alla år försvinner också. "
            "Vill du behålla det kan du dölja tidpunkten i stället."
        )


class WheelLawPage(_WheelRow):
    """Who answers for one of the law's days, and the federation's own earlier day."""

    form_class = forms.LawDayForm
    noun = noun_new = "lagens tidpunkt"
    remove = "wheel_entry_remove"

    @cached_property
    def law(self) -> LawDay:
        """The law's day in the address."""
        found = law_day(self.kwargs["law"])
        if found is None:
            raise Http404
        return found

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.wheel_entries.filter(law=self.law.key)

    @cached_property
    def row(self) -> Revisioned | None:
        """What the federation has said of it, if anything."""
        found: Revisioned | None = self.rows().first()
        return found

    def get_title(self) -> str:
        return f"Ändra: {self._name}"

    @property
    def help_text(self) -> str:  # type: ignore[override]
        """What the law says."""
        return f"{self.law.source}. Förbundet kan ha en tidigare dag, men ingen senare."

    @property
    def _name(self) -> str:
        return self.law.title.format(year=self.year - self.law.year_offset)

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "law": self.law}

    def initial(self) -> dict[str, Any]:
        return {"day": self.law.day, "month": self.law.month, "responsible": self.law.responsible}

    def store(self, **changes: Any) -> Revisioned:
        return services.save_law_day(law=self.law.key, **changes)

    def name_of(self, row: Any) -> str:
        return self._name


class WheelEntryDone(FederationPage):
    """Marks an own occasion as done today, for the year it concerns."""

    permission = Permission.EDIT_YEAR_WHEEL

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("year_wheel"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = self.federation.wheel_entries.filter(pk=self.kwargs["pk"]).first()
        if entry is None:
            raise Http404
        concerns = request.POST.get("galler", "")
        try:
            mark = services.mark_done(
                federation=self.federation,
                pk=entry.pk,
                year=int(concerns) if re.fullmatch("[0-9]{4}", concerns) else 0,
                user=cast(User, request.user),
                done_on=timezone.localdate(),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.url("year_wheel"))
        messages.success(request, f"Klart: {entry.title}, {mark.year}.")
        return HttpResponseRedirect(f"{self.url('year_wheel')}#own-{entry.pk}-{mark.year}")


class WheelMarkPage(_WheelRow):
    """When an occasion was done, and a note of it."""

    form_class = forms.WheelMarkForm
    noun, noun_new = "det som är klart", "det som är klart"
    save = staticmethod(services.save_wheel_mark)
    remove = "wheel_mark_remove"

    def rows(self) -> models.QuerySet[Any]:
        return WheelMark.objects.filter(entry__federation=self.federation).select_related("entry")

    def get_title(self) -> str:
        return f"Klart: {self.row}"


class WheelMarkRemove(RemovePage, WheelMarkPage):
    """It was not done after all."""

    consequence = "Tidpunkten står då som inte klar igen."
    discard = staticmethod(services.remove_wheel_mark)

    def get_title(self) -> str:
        return "Ta bort det som är klart"


class UsualTimesPage(FederationPage):
    """The usual times of a year, to choose among."""

    permission = Permission.EDIT_YEAR_WHEEL
    place = "year_wheel"
    title = "Lägg till vanliga tidpunkter"
    template_name = "reports/usual_times.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        added = services.add_usual_times(
            federation=self.federation, keys=form.cleaned_data["usual"], from_year=self.year
        )
        messages.success(
            request,
            f"Årshjulet har fått {swedish.count(added)} {'tidpunkt' if added == 1 else 'tidpunkter'}.",
        )
        return HttpResponseRedirect(self.url("year_wheel"))

    @cached_property
    def _known(self) -> set[str]:
        return {title.casefold() for title in self.federation.wheel_entries.values_list("title", flat=True)}

    def _form(self, *data: Any) -> forms.UsualTimesForm:
        offered = [each for each in USUAL_TIMES if each.title.casefold() not in self._known]
        return forms.UsualTimesForm(*data, offered=[(each.key, each.title) for each in offered])

    def _page(self, form: forms.UsualTimesForm, status: int = 200) -> HttpResponse:
        chosen = set(form["usual"].value() or ())
        rows = [self._row(each, is_chosen=each.key in chosen or not form.is_bound) for each in USUAL_TIMES]
        return self.show({"form": form, "rows": rows}, status=status)

    def _row(self, usual: UsualTime, *, is_chosen: bool) -> dict[str, Any]:
        when = WheelEntry(month=usual.month, day=usual.day, year_offset=usual.year_offset).due(self.year)
        is_known = usual.title.casefold() in self._known
        return {
            "usual": usual,
            "when": when,
            "responsible": ROLE_LABELS[usual.responsible],
            "is_known": is_known,
            "is_chosen": is_chosen and not is_known,
        }
