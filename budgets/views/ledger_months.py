"""Months of the ledger: which are closed, by whom and when, and how they are closed and opened again."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.domain.ledger import LedgerFacts, month_name
from budgets.domain.ledger_months import Month, months_of
from budgets.forms.ledger import CloseForm, ReopenForm
from budgets.ledger_queries import closing_facts, files_by_month, ledger_facts
from budgets.services.ledger_months import close_months, reopen_month
from finsam import swedish
from finsam.forms import add_errors
from finsam.scope import Scope
from members.access import Permission
from members.models import User
from members.pages import FederationPage


class _MonthsView(FederationPage, abstract=True):
    place = "follow_up"
    subpage = "ledger_months"
    title = "Månader"
    template_name = "budgets/ledger_months.html"

    @cached_property
    def scope(self) -> Scope:
        """The year."""
        return Scope(self.federation.pk, self.year)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The year's months as they stand."""
        ledger: LedgerFacts = self.scope.facts(ledger_facts)
        return months_of(ledger, self.scope.facts(closing_facts), self.scope.facts(files_by_month))

    @property
    def user(self) -> User:
        """Who is signed in."""
        assert isinstance(self.request.user, User)
        return self.request.user

    def months_page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The list, with the form to close months."""
        still_open = [each for each in self.months if not each.is_closed]
        return self.show(
            {
                "months": self.months,
                "has_reopened": any(each.reopenings for each in self.months),
                "can_edit": self.may(Permission.EDIT_LEDGER),
                "close": CloseForm(months=still_open) if still_open else None,
                **context,
            },
            status=status,
        )


class MonthsPage(_MonthsView):
    """The year's months: closed or open, by whom and when, and why they were opened. Constant number of queries."""

    permission = Permission.READ_BUDGET

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.months_page()


class MonthsClose(_MonthsView):
    """Closes months up to and with one. A GET leads back to the list, which has the form."""

    permission = Permission.EDIT_LEDGER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("ledger_months"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CloseForm(request.POST, months=self.months)
        if form.is_valid():
            try:
                closed = close_months(
                    federation=self.federation,
                    year=self.year,
                    through=form.cleaned_data["through"],
                    user=self.user,
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                names = swedish.listed([month_name(month) for month in closed])
                is_are = "är stängd" if len(closed) == 1 else "är stängda"
                messages.success(request, f"{names.capitalize()} {self.year} {is_are}.")
                return HttpResponseRedirect(self.url("ledger_months"))
        return self.months_page(status=422, close=form, form=form)


class MonthReopen(_MonthsView):
    """Asks why a closed month is to be opened, and opens it."""

    permission = Permission.EDIT_LEDGER
    template_name = "form_page.html"

    def get_title(self) -> str:
        return f"Öppna {self.month.name} {self.year} igen"

    @cached_property
    def month(self) -> Month:
        """The month in the address; 404 when there is none."""
        found = next((each for each in self.months if each.month == self.kwargs["month"]), None)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.month.is_closed:
            messages.info(request, f"{self.month.name.capitalize()} {self.year} är inte stängd.")
            return HttpResponseRedirect(self.url("ledger_months"))
        return self._form_page(ReopenForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReopenForm(request.POST)
        month = self.month.month
        if form.is_valid():
            try:
                reopen_month(
                    federation=self.federation,
                    year=self.year,
                    month=month,
                    reason=form.cleaned_data["reason"],
                    user=self.user,
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"{month_name(month).capitalize()} {self.year} är öppen igen.")
                return HttpResponseRedirect(self.url("ledger_months"))
        return self._form_page(form, status=422)

    def _form_page(self, form: ReopenForm, status: int = 200) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("ledger_months"),
                "submit_label": "Öppna månaden",
                "help_text": "Vem som öppnade, när och varför sparas. Stäng månaden igen när du har rättat.",
            },
            status=status,
        )
