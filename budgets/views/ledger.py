"""The ledger as it is typed: the sheet of months, the balance sheet's items, and months closed and opened again.

The sheet is a plain form that saves by itself where there are scripts, as the budget's does (`budgets.views.sheet`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.cache import get_conditional_response

from budgets.domain.ledger import LedgerFacts, month_name
from budgets.domain.ledger_sheet import LedgerSheet, Place, is_by_year, ledger_sheet, read_address
from budgets.domain.sheet import Typed
from budgets.domain.sheet_cells import read_was, shown_as
from budgets.forms.ledger import LedgerRowForm
from budgets.ledger_queries import files_by_month, ledger_facts, ledger_mark
from budgets.queries import budget_facts, budget_scope
from budgets.services.ledger_sheet import save_ledger_cells
from budgets.services.sheet import CellChange
from budgets.views.sheet import SCRIPTS
from budgets.views.sheet_answers import (
    NOT_OURS,
    cells_of,
    outcome,
    refused,
    text_of,
    told,
    unreadable,
    unsaved,
)
from finsam import swedish
from finsam.money import Unit
from finsam.scope import Scope
from members.access import Permission
from members.models import User
from members.pages import FederationPage

ASKED_ROWS = 40
"""How many rows one may ask for at once beside those that budget and ledger have."""


class _LedgerView(FederationPage, abstract=True):
    place = "follow_up"
    subpage = "ledger"
    title = "Huvudbok"
    template_name = "budgets/ledger.html"

    @property
    def user(self) -> User:
        """Who is signed in."""
        assert isinstance(self.request.user, User)
        return self.request.user

    @cached_property
    def choice(self) -> QueryDict:
        """Which unit, rows and way to type the year the user has asked for; the form sends them along."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def unit(self) -> Unit:
        """What amounts are typed in."""
        return Unit.TKR if self.choice.get("enhet") == "tkr" else Unit.KR

    @cached_property
    def scope(self) -> Scope:
        """The year, with the budget that the user sees."""
        may_edit = self.may(Permission.EDIT_BUDGET)
        return budget_scope(self.federation, self.year, is_editor=may_edit)

    @cached_property
    def ledger(self) -> LedgerFacts:
        """The year's ledger as it stands."""
        return self.scope.facts(ledger_facts)

    @property
    def asked(self) -> tuple[Place, ...]:
        """Rows asked for beside those there are."""
        found = (read_address(f"{each}.amount") for each in self.choice.getlist("rad")[:ASKED_ROWS])
        return tuple(each[0] for each in found if each)

    def sheet(self, typed: Mapping[str, Typed] | None = None) -> LedgerSheet:
        """The sheet as it was asked for, with `typed` laid over what is stored."""
        return ledger_sheet(
            self.ledger,
            self.scope.facts(budget_facts),
            files=self.scope.facts(files_by_month),
            unit=self.unit,
            by_year=self.choice.get("period") == "ar",
            added=self.asked,
            typed=typed,
        )

    def ledger_page(
        self, typed: Mapping[str, Typed] | None = None, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The page, with what could not be saved laid over what is stored."""
        made = self.sheet(typed)
        can_edit = self.may(Permission.EDIT_LEDGER)
        return self.show(
            {
                "sheet": made,
                "can_edit": can_edit,
                "is_open": any(column.is_open for column in made.columns),
                "files": sorted(set(self.scope.facts(files_by_month).values())),
                "may_choose_period": not is_by_year(self.ledger) and not self.ledger.months,
                "unmapped": self.ledger.unmapped,
                "beside_names": swedish.listed([month_name(month) for month in made.typed_beside_file]),
                "asked": self.asked,
                "state_url": f"{self.url('ledger_state')}?{self.kept_choice()}",
                "new_row": LedgerRowForm(ledger=self.ledger),
                "scripts": SCRIPTS.with_nonce(self.request.csp_nonce) if can_edit else "",  # type: ignore[attr-defined]
                **context,
            },
            status=status,
        )

    def kept_choice(self, **more: str) -> str:
        """The unit, the rows and the way to type as they were chosen, for an address."""
        kept = QueryDict(mutable=True)
        for name in ("enhet", "period", "rad"):
            if name in self.choice:
                kept.setlist(name, self.choice.getlist(name))
        for name, value in more.items():
            kept.appendlist(name, value)
        return kept.urlencode()

    def back(self, **more: str) -> HttpResponseRedirect:
        """The sheet again, as it was asked for."""
        query = self.kept_choice(**more)
        return HttpResponseRedirect(f"{self.url('ledger')}{f'?{query}' if query else ''}")


class LedgerPage(_LedgerView):
    """The year's ledger by ID and month, typed in by those who may. Constant number of queries.

    A row that neither budget nor ledger has is asked for here, and is there when something is typed in it.
    """

    permission = Permission.READ_BUDGET

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "centre" not in request.GET:
            return self.ledger_page()
        form = LedgerRowForm(request.GET, ledger=self.ledger)
        if form.is_valid():
            return self.back(rad=form.place().ref)
        return self.ledger_page(status=422, new_row=form, form=form)


class LedgerState(_LedgerView):
    """What stands in every cell now, as JSON for the page's script; 304 while nothing has moved since it asked last."""

    permission = Permission.EDIT_LEDGER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        tag = f'"{ledger_mark(self.federation, self.year)}"'
        answer = get_conditional_response(request, etag=tag)
        return answer or JsonResponse({"was": self.sheet().was}, headers={"ETag": tag})


class LedgerCells(_LedgerView):
    """Saves cells: as JSON from the page's script, or the whole form. A GET leads back to the sheet."""

    permission = Permission.EDIT_LEDGER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("ledger"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._json() if request.content_type == "application/json" else self._form()

    def _json(self) -> HttpResponse:
        try:
            sent = json.loads(self.request.body)
            cells, source = cells_of(sent["cells"]), text_of(sent.get("source", ""))
        except NOT_OURS:
            return unreadable()
        try:
            saved = save_ledger_cells(
                federation=self.federation, year=self.year, cells=cells, source=source, user=self.user
            )
        except ValidationError as error:
            return refused(error)
        return outcome(saved)

    def _form(self) -> HttpResponse:
        post = self.request.POST
        cells = [
            CellChange(cell, stored, post[cell])
            for cell, stored in read_was(post.get("was", "")).items()
            if cell in post and read_address(cell) and post[cell] != shown_as(cell, stored, self.unit)
        ]
        saved = save_ledger_cells(
            federation=self.federation,
            year=self.year,
            cells=cells,
            source=post.get("kalla", ""),
            user=self.user,
            unit=self.unit,
        )
        if not (saved.conflicts or saved.errors):
            messages.success(self.request, told(saved.count))
            return self.back()
        status = 409 if saved.conflicts else 422
        return self.ledger_page(
            unsaved(saved, cells, self.unit),
            status=status,
            saved_count=saved.count,
            source=post.get("kalla", ""),
        )
