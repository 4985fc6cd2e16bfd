"""Pages of the follow-up: the operating statement to a month, an area with its accounts and months, the ledger's rows.

An address may name the month (`?manad=8`); without one it is the last that the ledger says anything of.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

from budgets.domain.follow_up import FollowUpFacts, operating_statement
from budgets.domain.follow_up_areas import Area, area
from budgets.domain.follow_up_charts import consumed_chart, months_chart
from budgets.domain.follow_up_checks import large_deviations, unplaced, until
from budgets.domain.follow_up_words import expectation
from budgets.domain.ledger import month_name
from budgets.domain.ledger_rows import ChosenRows, RowFilter, chosen_rows
from budgets.domain.spread import MONTHS
from budgets.follow_up_queries import follow_up_facts
from budgets.forms.follow_up import FollowUpRuleForm, ForecastForm
from budgets.ledger_row_queries import entries
from budgets.models import Budget, CostCentre, FollowUpRule, Forecast
from budgets.services.follow_up import remove_follow_up_rule, save_follow_up_rule
from budgets.services.ledger import save_forecast
from finsam import swedish
from finsam.revisions import RowGone
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage

UNPLACED = "ej-fordelat"
"""The address of what has no ID."""


class FollowUpView(FederationPage, abstract=True):
    """A page about a year's outturn to a month."""

    permission = Permission.READ_BUDGET
    place = "follow_up"

    @cached_property
    def scope(self) -> Scope:
        """The year as it stands in the budget in force, whoever asks."""
        return Scope(self.federation.pk, self.year)

    @cached_property
    def facts(self) -> FollowUpFacts:
        """What the year is followed up by."""
        return self.scope.facts(follow_up_facts)

    @cached_property
    def month(self) -> int:
        """The month in the address, else the last with figures, else the whole year."""
        asked = self.request.GET.get("manad", "")
        if re.fullmatch("[0-9]{1,2}", asked) and 1 <= int(asked) <= MONTHS:
            return int(asked)
        if asked:
            raise Http404
        return self.facts.now.last_month or MONTHS

    def month_url(self, name: str, **kwargs: Any) -> str:
        """The address of another page to the same month."""
        return f"{self.url(name, **kwargs)}?manad={self.month}"

    def months(self) -> list[dict[str, Any]]:
        """The months to choose from: those with figures, the one shown and the whole year."""
        last = self.facts.now.last_month
        return [
            {
                "label": "hela året" if month == MONTHS else swedish.MONTHS[month - 1],
                "url": f"{self.request.path}?manad={month}" if month <= last or month == MONTHS else "",
                "current": month == self.month,
            }
            for month in range(1, MONTHS + 1)
        ]

    def frame(self) -> dict[str, Any]:
        return {
            **super().frame(),
            "month": self.month,
            "months": self.months(),
            "until": until(self.month),
            "last_year": self.year - 1,
        }


class FollowUpPage(FollowUpView):
    """The operating statement, what deviates, and the charts. Constant number of queries."""

    subpage = "follow_up"
    title = "Uppföljning"
    template_name = "budgets/follow_up.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = self.facts
        if not facts.now.rows:
            return self.show({"statement": None, "has_budget": facts.now.budget is not None})
        statement = operating_statement(facts, self.month)
        budget = facts.now.budget
        return self.show(
            {
                "statement": statement,
                "unplaced": next(unplaced(statement), None),
                "deviations": list(zip(large_deviations(statement), statement.large, strict=True)),
                "months_chart": months_chart(facts, self.month),
                "consumed_chart": consumed_chart(statement),
                "expectation": expectation(facts.now, self.month),
                "has_payment_days": bool(facts.now.paid),
                "is_decided": budget is not None and budget.is_decided,
                "draft_label": ""
                if budget is None or budget.is_decided
                else Budget.Status(budget.status).label,
                "can_forecast": self.may(Permission.EDIT_FORECAST),
                "rules": self.federation.follow_up_rules.all(),
                "booked_name": month_name(statement.booked_month),
            }
        )


class FollowUpAreaPage(FollowUpView):
    """An area: year beside year, its kinds and accounts, its months. Constant number of queries."""

    subpage = "area"
    template_name = "budgets/follow_up_area.html"

    def get_title(self) -> str:
        return (
            f"ID\u00a0{swedish.code(self.area.code)} {self.area.name}" if self.area.code else self.area.name
        )

    @cached_property
    def centre(self) -> int | None:
        """The area in the address; None for what has no ID; 404 when the federation has no such area."""
        slug = self.kwargs["centre"]
        if slug == UNPLACED:
            return None
        found = next((each.pk for each in self.facts.centres if each.slug == slug), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def area(self) -> Area:
        """The area to the month."""
        return area(self.facts, self.centre, self.month)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        statement = operating_statement(self.facts, self.month)
        return self.show(
            {
                "area": self.area,
                "slug": self.kwargs["centre"],
                "row": statement.row(self.centre),
                "statement": statement,
                "can_forecast": self.may(Permission.EDIT_FORECAST) and self.centre is not None,
            }
        )


class FollowUpRowsPage(FollowUpAreaPage):
    """The ledger's own rows behind an area's amount: month by month, each with where it came from.

    `?konto=`, `?grupp=` and `?rad=` choose account, account group or budget line; `?bara=` a single month.
    """

    subpage = "rows"
    template_name = "budgets/follow_up_rows.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = self.wanted
        return self.show(
            {
                "area": self.area,
                "slug": self.kwargs["centre"],
                "wanted": wanted,
                "only_name": month_name(wanted.only),
                "rows": self.chosen(),
                "export_query": self._export_query(),
                "area_url": self.month_url("follow_up_area", centre=self.kwargs["centre"]),
            }
        )

    def chosen(self) -> ChosenRows:
        """The rows that the address asks for."""
        return chosen_rows(entries(self.scope, self.wanted), self.facts, self.centre, self.wanted)

    def _export_query(self) -> str:
        """What the address of the same rows as a file asks for."""
        asked = {"manad": str(self.month), "bara": str(self.wanted.only or "")}
        asked |= {name: self.request.GET.get(name, "") for name in ("konto", "grupp", "rad")}
        return urlencode({name: value for name, value in asked.items() if value})

    @cached_property
    def wanted(self) -> RowFilter:
        """Which rows the address asks for; 404 for what cannot be."""
        asked = self.request.GET
        try:
            line = UUID(asked["rad"]) if asked.get("rad") else None
        except ValueError:
            raise Http404 from None
        only = asked.get("bara", "")
        if only and not (re.fullmatch("[0-9]{1,2}", only) and 1 <= int(only) <= MONTHS):
            raise Http404
        return RowFilter(
            through=self.month,
            only=int(only or 0),
            account=asked.get("konto", ""),
            group=asked.get("grupp", ""),
            line=line,
        )


class ForecastPage(RowPage, FollowUpView):
    """What an ID is expected to end the year at, as seen after a month, and why."""

    permission = Permission.EDIT_FORECAST
    subpage = "forecast"
    form_class = ForecastForm
    back = "follow_up"
    noun, noun_new = "prognosen", "en prognos"

    @cached_property
    def month(self) -> int:
        """The month in the address."""
        found = int(self.kwargs["month"])
        if not 1 <= found <= MONTHS:
            raise Http404
        return found

    @cached_property
    def centre(self) -> CostCentre:
        """The ID in the address; 404 when the federation has no such."""
        found: CostCentre | None = self.federation.cost_centres.filter(slug=self.kwargs["centre"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def row(self) -> Forecast | None:
        """The forecast that stands there, if any."""
        found: Forecast | None = self.rows().first()
        return found

    def rows(self) -> models.QuerySet[Forecast]:
        return self.federation.forecasts.filter(
            year=self.year, month=self.month, cost_centre=self.centre, line_key=None
        )

    def get_title(self) -> str:
        return f"Prognos för {self._name}"

    def name_of(self, row: Forecast | None) -> str:
        return f"prognosen för {self._name}"

    @cached_property
    def _name(self) -> str:
        found = next(each for each in self.facts.centres if each.pk == self.centre.pk)
        return f"ID\u00a0{swedish.code(found.code)} {found.name}" if found.code else found.name

    def form_arguments(self) -> dict[str, Any]:
        now = area(self.facts, self.centre.pk, self.month).now.outturn
        told = (
            f"Som året ser ut efter {month_name(self.month)} {self.year}. "
            f"Årsbudgeten är {swedish.amount_with_unit(now.budget)}, och utfallet {until(self.month)} "
            f"{swedish.amount_with_unit(now.actual)}."
        )
        return {"federation": self.federation, "told": told}

    def back_url(self) -> str:
        return self.month_url("follow_up")

    def remove_url(self) -> str:
        return self.url("forecast_remove", **self._place) if self.row else ""

    @property
    def _place(self) -> dict[str, Any]:
        return {"centre": self.kwargs["centre"], "month": self.month}

    def store(self, **changes: Any) -> Any:
        return self._write(changes["amount"], changes["comment"], changes["revision"])

    def _write(self, amount: Any, comment: str, revision: int | None) -> Forecast | None:
        try:
            return save_forecast(
                federation=self.federation,
                year=self.year,
                month=self.month,
                cost_centre=self.centre,
                amount=amount,
                comment=comment,
                user=self.request.user,  # type: ignore[arg-type]
                revision=(revision or 0) if self.row else 0,
            )
        except RowGone:
            raise ValidationError(
                "Någon annan har tagit bort prognosen sedan du öppnade sidan. Spara igen för att skriva in den på nytt."
            ) from None


class ForecastRemove(RemovePage, ForecastPage):
    """Take a forecast away."""

    def get_title(self) -> str:
        return f"Ta bort prognosen för {self._name}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            raise Http404
        return super().get(request, **kwargs)

    def throw_away(self, revision: int) -> None:
        self._write(None, "", revision)


class FollowUpRulePage(RowPage):
    """Add or change when a deviation is large."""

    permission = Permission.EDIT_BUDGET
    place = "follow_up"
    form_class = FollowUpRuleForm
    back = "follow_up"
    noun, noun_new = "gränsen", "en gräns för stora avvikelser"
    help_text = "En avvikelse är stor när den är minst så många kronor och minst så stor del av årsbudgeten."
    save = staticmethod(save_follow_up_rule)
    remove = "follow_up_rule_remove"

    def rows(self) -> models.QuerySet[FollowUpRule]:
        return self.federation.follow_up_rules.all()

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}


class FollowUpRuleRemove(RemovePage, FollowUpRulePage):
    """Remove a limit for deviations."""

    discard = staticmethod(remove_follow_up_rule)
