"""Pages of the statements' forms: which holds in the year and why, and the editor of a federation's own."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.domain.standard_forms import KEYS, form_of, standard_form
from budgets.domain.statement_forms import Form, Statement, layout_of
from budgets.forms.layouts import ROWS, FollowLawForm, LayoutForm, arranged
from budgets.layout_queries import layout_fact, layouts
from budgets.models import StatementLayout
from budgets.services import layouts as services
from finsam.forms import RevisionForm
from finsam.revisions import EditConflict, Revisioned, RowGone
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage

ACTION = "gor"
"""What a button that rearranges the form, and does not save it, sends."""
ADDRESSES = {
    "resultatrakning": Statement.INCOME,
    "balansrakning": Statement.BALANCE,
    "kassaflodesanalys": Statement.CASH_FLOW,
}
"""Each statement as the address names it."""


def label_of(statement: Statement) -> str:
    """What a statement is called."""
    return StatementLayout.Statement(statement.value).label


class Layouts(FederationPage):
    """The form that each statement has in the year, with its rows. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "follow_up"
    subpage = "layouts"
    title = "Uppställningar"
    template_name = "budgets/layouts.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = layouts(Scope(self.federation.pk, self.year))
        shown: list[dict[str, Any]] = []
        for address, statement in ADDRESSES.items():
            own = layout_of(chosen, statement, self.year)
            form = form_of(chosen, statement, self.year)
            later = sorted(
                each.from_year
                for each in chosen
                if each.statement is statement and each.from_year > self.year
            )
            shown.append(
                {
                    "address": address,
                    "label": label_of(statement),
                    "form": form,
                    "own": own if own is not None and own.form is not None else None,
                    "may_begin": own is None or own.form is None or own.from_year != self.year,
                    "later": later,
                }
            )
        return self.show({"statements": shown, "can_edit": self.may(Permission.EDIT_BUDGET)})


class LayoutPage(RowPage):
    """Add or change a form. Buttons that rearrange it give it back unsaved, with what is typed."""

    permission = Permission.EDIT_BUDGET
    place = "follow_up"
    subpage = "layouts"
    template_name = "budgets/layout.html"
    form_class = LayoutForm
    back = "layouts"
    noun, noun_new = "uppställningen", "en uppställning"
    save = staticmethod(services.save_layout)
    remove = "layout_remove"

    def rows(self) -> models.QuerySet[StatementLayout]:
        return self.federation.statement_layouts.all()

    @cached_property
    def statement(self) -> Statement:
        """The statement in the address, or of the row in it."""
        if isinstance(self.row, StatementLayout):
            return Statement(self.row.statement)
        address = self.kwargs.get("statement", self.request.POST.get("rakning", ""))
        if address not in ADDRESSES:
            raise Http404
        return ADDRESSES[address]

    @property
    def start(self) -> Form:
        """What the form shows before anything is typed: the row's, the standard form asked for, or the year's."""
        stored = self.rows().filter(pk=self.row.pk).first() if self.row else None
        if stored is not None and (form := layout_fact(stored).form):
            return form
        asked = self.request.GET.get("utgang", "")
        if asked in KEYS:
            return standard_form(self.statement, asked)
        return form_of(layouts(Scope(self.federation.pk, self.year)), self.statement, self.year)

    def fixed(self) -> dict[str, Any]:
        return {"statement": self.statement.value}

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "statement": self.statement, "start": self.start}

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}

    def get_title(self) -> str:
        what = label_of(self.statement).lower()
        return f"Ändra uppställningen av {what}en" if self.row else f"Egen uppställning av {what}en"

    def parents(self) -> list[tuple[str, str]]:
        return [("Uppställningar", self.url("layouts"))]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if ACTION in request.POST and (self.row is not None or "pk" not in self.kwargs):
            data, focus = arranged(request.POST, request.POST[ACTION])
            form = self._form(data)
            return self._form_page(form, focus=focus, is_arranged=True)
        return super().post(request, **kwargs)

    def _form_page(self, form: RevisionForm, status: int = 200, **context: Any) -> HttpResponse:
        addresses = {statement: address for address, statement in ADDRESSES.items()}
        return super()._form_page(
            form,
            status,
            address=addresses[self.statement],
            starts={} if self.row else KEYS,
            rows_name=ROWS,
            **context,
        )

    def conflict(self, form: RevisionForm, saved: RevisionForm, current: Revisioned) -> dict[str, Any]:
        found = super().conflict(form, saved, current)
        assert isinstance(form, LayoutForm)
        assert isinstance(saved, LayoutForm)
        return {**found, "fields": [*found["fields"], *form.differences(saved)]}


class LayoutRemove(RemovePage, LayoutPage):
    """Take a form away."""

    consequence = (
        "Den som gällde före gäller igen: en tidigare, eller lagens. Fastställda dokument ändras inte."
    )
    discard = staticmethod(services.remove_layout)


class LayoutFollowLaw(FederationPage):
    """Let a statement follow the law from the year on. A GET leads back to the list, which has the button."""

    permission = Permission.EDIT_BUDGET
    place = "follow_up"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("layouts"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        statement = ADDRESSES.get(self.kwargs["statement"])
        if statement is None:
            raise Http404
        own = self.federation.statement_layouts.filter(statement=statement.value, from_year=self.year).first()
        if own is not None and own.rows.exists():
            messages.info(request, f"Förbundets egen uppställning från {self.year} behöver tas bort först.")
            return HttpResponseRedirect(self.url("layout_remove", pk=own.pk))
        shown = FollowLawForm(request.POST)
        if not shown.is_valid():
            messages.warning(
                request, "Sidan visade inte uppställningen som gäller. Se den nedan och försök igen."
            )
            return HttpResponseRedirect(self.url("layouts"))
        try:
            services.follow_law(
                federation=self.federation, statement=statement, year=self.year, **shown.cleaned_data
            )
        except (ValidationError, EditConflict, RowGone):
            messages.warning(request, "Någon annan ändrade uppställningen samtidigt. Se hur den är nu.")
        else:
            messages.success(request, f"{label_of(statement)}en följer lagens uppställning från {self.year}.")
        return HttpResponseRedirect(self.url("layouts"))
