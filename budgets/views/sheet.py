"""The sheet: one page to type a year's budget in, and what it saves to.

The page is a plain form. Where there are scripts it saves by itself, as JSON, only what has changed; both ways end in
the same services.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from js_asset import ImportMap, Media, Script

from budgets import services
from budgets.domain.facts import BudgetFacts
from budgets.domain.shapes import shape_of
from budgets.domain.sheet import Sheet, Typed, sheet
from budgets.domain.sheet_cells import offered_columns, read_was, shown_as
from budgets.forms.budget import CostCentreForm
from budgets.models import AccountGroup, Budget
from budgets.queries import budget_facts
from budgets.services.guards import refuse_closed
from budgets.services.sheet import CellChange, NewRow, Saved
from budgets.sheet_queries import mark_of
from budgets.views.sheet_answers import (
    NOT_OURS,
    cells_of,
    outcome,
    refused,
    text_of,
    told,
    unreadable,
    unsaved,
    who_wrote,
)
from finsam.forms import add_errors
from finsam.money import Unit
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage

MODULES = (
    "history",
    "keys",
    "kept",
    "notes",
    "numbers",
    "paste",
    "rows",
    "saving",
    "table",
    "totals",
    "view",
    "watch",
)
"""The parts of the script, `static/js/sheet-*.js`. Imported by name, so that each has its own hashed address."""
SCRIPTS = Media(
    importmap=ImportMap(
        {
            "finsam/sending": "js/sending.js",
            **{f"finsam/sheet-{name}": f"js/sheet-{name}.js" for name in MODULES},
        }
    ),
    js=[Script("js/sheet.js", type="module")],
)
NUMBER = re.compile("[0-9]{1,18}")
"""What a row's number may be: anything longer is no row of ours, and no database would take it."""


class _SheetView(FederationPage, abstract=True):
    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "sheet"
    title = "Kalkylblad"
    template_name = "budgets/sheet.html"

    @cached_property
    def budget(self) -> Budget | None:
        """The budget the form was opened for, else the version that is worked on."""
        opened = self.choice.get("budget", "")
        budgets = self.federation.budgets.worked_on(self.year)
        found: Budget | None = (
            budgets.filter(pk=opened).first() if NUMBER.fullmatch(opened) else budgets.first()
        )
        return found

    @cached_property
    def choice(self) -> QueryDict:
        """Which columns, unit and empty IDs the user has asked for; the form sends them along."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def unit(self) -> Unit:
        """What amounts are typed in."""
        return Unit.TKR if self.choice.get("enhet") == "tkr" else Unit.KR

    @cached_property
    def facts(self) -> BudgetFacts:
        """The budget as it stands."""
        assert self.budget is not None
        scope = Scope(self.federation.pk, self.year, {f"budget@{self.year}": self.budget.pk})
        return scope.facts(budget_facts)

    @cached_property
    def accounts(self) -> list[AccountGroup]:
        """The account groups of the federation."""
        return list(self.federation.account_groups.all())

    def sheet(self, typed: Mapping[str, Typed] | None = None) -> Sheet:
        """The sheet with the columns that are chosen, and `typed` laid over what is stored."""
        facts = self.facts
        fresh = self.federation.cost_centres.filter(lines=None)
        every = "alla" in self.choice
        return sheet(
            facts,
            shape=shape_of(facts.shapes, "budget"),
            chosen=self.choice.getlist("kolumn") if "valda" in self.choice else None,
            unit=self.unit,
            shown_empty=[each.pk for each in facts.centres] if every else fresh.values_list("pk", flat=True),
            has_accounts=bool(self.accounts),
            typed=typed,
        )

    def sheet_page(
        self, typed: Mapping[str, Typed] | None = None, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The page, with what could not be saved laid over what is stored."""
        assert self.budget is not None
        facts = self.facts
        made = self.sheet(typed)
        return self.show(
            {
                "sheet": made,
                "budget": self.budget,
                "base": self.url("budget"),
                "state_url": f"{self.url('sheet_state')}?{self.kept_choice(budget=self.budget.pk)}",
                "accounts": self.accounts,
                "offered": offered_columns(facts, shape_of(facts.shapes, "budget")),
                "chosen": {column.key for column in made.beside},
                "has_chosen": "valda" in self.choice,
                "shows_all": "alla" in self.choice,
                "hidden_centres": len(facts.centres) - sum(group.opens for group in made.groups),
                "new_centre": CostCentreForm(federation=self.federation, year=self.year, auto_id="nytt_%s"),
                "scripts": SCRIPTS.with_nonce(self.request.csp_nonce),  # type: ignore[attr-defined]
                **context,
            },
            status=status,
        )

    def kept_choice(self, **more: object) -> str:
        """The columns and the unit as they were chosen, for an address."""
        kept = QueryDict(mutable=True)
        for name in ("valda", "kolumn", "enhet", "alla"):
            if name in self.choice:
                kept.setlist(name, self.choice.getlist(name))
        kept.update({name: str(value) for name, value in more.items()})
        return kept.urlencode()

    def back(self, fragment: str = "") -> HttpResponseRedirect:
        """The sheet again, with the columns and the unit as they were."""
        query = self.kept_choice()
        return HttpResponseRedirect(f"{self.url('sheet')}{f'?{query}' if query else ''}{fragment}")


class SheetPage(_SheetView):
    """The sheet of the open budget. Constant number of queries."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.budget is None:
            return HttpResponseRedirect(self.url("budget"))
        if not self.budget.is_open:
            messages.info(
                request,
                f"Budgeten för {self.year} är {self.budget.get_status_display().lower()} och ändras inte. "
                "En rättelse görs i en ny version.",
            )
            return HttpResponseRedirect(self.url("budget"))
        return self.sheet_page()


class SheetState(_SheetView):
    """What stands in every cell now, as JSON for the page's script; 304 while nothing has moved since it asked last."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.budget is None:
            return JsonResponse({"problem": "refused", "message": "Budgeten finns inte längre."}, status=409)
        try:
            refuse_closed(self.budget)
        except ValidationError as error:
            return refused(error)
        tag = f'"{mark_of(self.budget)}"'
        answer = get_conditional_response(request, etag=tag)
        return answer or JsonResponse({"was": self.sheet().was}, headers={"ETag": tag})


class SheetCells(_SheetView):
    """Saves cells: as JSON from the page's script, or the whole form. A GET leads back to the sheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("sheet"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._json() if request.content_type == "application/json" else self._form()

    def _json(self) -> HttpResponse:
        try:
            sent = json.loads(self.request.body)
            budget, cells, rows = _pk(sent["budget"]), cells_of(sent["cells"]), _rows(sent.get("rows", []))
        except NOT_OURS:
            return unreadable()
        try:
            saved = services.save_cells(federation=self.federation, pk=budget, cells=cells, rows=rows)
        except ValidationError as error:
            return refused(error)
        return outcome(saved)

    def _form(self) -> HttpResponse:
        post = self.request.POST
        if self.budget is None:
            messages.error(self.request, "Budgeten finns inte längre.")
            return HttpResponseRedirect(self.url("budget"))
        was = read_was(post.get("was", ""))
        cells = [
            CellChange(cell, stored, post[cell])
            for cell, stored in was.items()
            if cell in post and post[cell] != shown_as(cell, stored, self.unit)
        ]
        new = _new_rows(post)
        try:
            saved = services.save_cells(
                federation=self.federation,
                pk=self.budget.pk,
                cells=cells,
                rows=list(new.values()),
                unit=self.unit,
            )
        except ValidationError as error:
            typed = {cell.cell: Typed(cell.now, "Det här är inte sparat.") for cell in cells}
            return self.sheet_page(typed, status=409, refusal=" ".join(error.messages))
        if not (saved.conflicts or saved.errors or saved.gone):
            messages.success(self.request, told(saved.count))
            return self.back()
        typed = {**unsaved(saved, cells, self.unit), **_unsaved_rows(saved, new)}
        gone = [
            f"{who_wrote(saved.gone[row])} har tagit bort en rad där du hade skrivit ”{cell.now}”."
            for cell in cells
            if (row := cell.cell.partition(".")[0]) in saved.gone
        ]
        status = 409 if saved.conflicts else 422
        return self.sheet_page(typed, status=status, gone=gone, saved_count=saved.count)


class SheetRows(_SheetView):
    """Moves rows, takes them away and puts them back (JSON), and adds an ID (a form). A GET leads back to the sheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("sheet"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._json() if request.content_type == "application/json" else self._add_centre()

    def _json(self) -> HttpResponse:
        try:
            sent = json.loads(self.request.body)
            action = {
                "move_line": self._move,
                "move_cost_centre": self._move,
                "take_line": self._take,
                "take_cost_centre": self._take,
                "put_back": self._put_back,
            }[sent["do"]]
            return action(sent)
        except ValidationError as error:
            return refused(error)
        except NOT_OURS:
            return unreadable()

    def _move(self, sent: dict[str, Any]) -> HttpResponse:
        move = {"move_line": services.move_line, "move_cost_centre": services.move_cost_centre}[sent["do"]]
        before = _pk(sent["before"]) if sent.get("before") else None
        move(federation=self.federation, pk=_pk(sent["pk"]), before=before)
        return JsonResponse({})

    def _take(self, sent: dict[str, Any]) -> HttpResponse:
        take = {"take_line": services.take_line, "take_cost_centre": services.take_cost_centre}[sent["do"]]
        return JsonResponse({"kept": take(federation=self.federation, pk=_pk(sent["pk"]))})

    def _put_back(self, sent: dict[str, Any]) -> HttpResponse:
        services.put_back(federation=self.federation, kept=text_of(sent["kept"]))
        return JsonResponse({})

    def _add_centre(self) -> HttpResponse:
        form = CostCentreForm(
            self.request.POST, federation=self.federation, year=self.year, auto_id="nytt_%s"
        )
        if form.is_valid():
            try:
                centre = services.save_cost_centre(
                    federation=self.federation, year=self.year, **form.changes()
                )
                return self.back(f"#c{centre.pk}")
            except ValidationError as error:
                add_errors(form, error)
        if self.budget is None:
            return HttpResponseRedirect(self.url("budget"))
        return self.sheet_page(status=422, new_centre=form, form=form)


def _pk(value: object) -> int:
    if not isinstance(value, int) or not NUMBER.fullmatch(str(value)):
        raise TypeError(value)
    return value


def _rows(sent: list[dict[str, Any]]) -> list[NewRow]:
    return [
        NewRow(
            UUID(each["key"]),
            _pk(each["centre"]),
            {column: text_of(value) for column, value in each["values"].items()},
            _pk(each["before"]) if each.get("before") else None,
        )
        for each in sent
    ]


def _new_rows(post: QueryDict) -> dict[str, NewRow]:
    """What was typed in the empty rows, one to each ID, by the row's name in the form ("n7")."""
    typed: dict[str, dict[str, str]] = {}
    for name, text in post.items():
        row, _, column = name.partition(".")
        if row[:1] == "n" and NUMBER.fullmatch(row[1:]) and column:
            typed.setdefault(row, {})[column] = str(text)
    return {
        row: NewRow(uuid4(), int(row[1:]), values)
        for row, values in typed.items()
        if any(text.strip() for column, text in values.items() if column != "nature")
    }


def _unsaved_rows(saved: Saved, new: dict[str, NewRow]) -> dict[str, Typed]:
    """What was typed in empty rows and is not saved: the whole row, or cells of one that has been added."""
    found: dict[str, Typed] = {}
    for row, added in new.items():
        pk = saved.added.get(str(added.key))
        for column, text in added.values.items():
            message = saved.errors.get(f"n{added.key}.{column}", "")
            if pk is None:
                found[f"{row}.{column}"] = Typed(text, message)
            elif message:
                found[f"r{pk}.{column}"] = Typed(text, message)
    return found
