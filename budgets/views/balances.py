"""The balance sheet's items as they stood when a month ended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from budgets.domain.ledger import YEAR_END, month_name
from budgets.domain.ledger_balance import balance_sheet
from budgets.forms.ledger import BalanceItemForm
from budgets.ledger_queries import balance_facts
from budgets.models import BalanceFigure
from budgets.services.ledger import remove_balance, save_balance
from finsam.revisions import Revisioned
from finsam.scope import Scope
from members.access import Permission
from members.models import User
from members.pages import FederationPage, RemovePage, RowPage


class BalancePage(FederationPage):
    """The balance when a month ended, whose each item is, and whether it balances. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "follow_up"
    subpage = "balance"
    title = "Balans"
    template_name = "budgets/ledger_balance.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = balance_facts(Scope(self.federation.pk, self.year))
        known = facts.months
        asked = request.GET.get("manad", "")
        month = int(asked) if asked in {str(each) for each in known} else max(known, default=YEAR_END)
        return self.show(
            {
                "balance": balance_sheet(facts, month) if known else None,
                "month": month,
                "month_name": month_name(month),
                "months": [(each, month_name(each)) for each in known],
                "can_edit": self.may(Permission.EDIT_LEDGER) and month not in facts.ledger.closed,
                "may_add": self.may(Permission.EDIT_LEDGER) and len(facts.ledger.closed) < YEAR_END,
                "is_closed": month in facts.ledger.closed,
            }
        )


class BalanceItemPage(RowPage):
    """Add or change an item of the balance sheet."""

    permission = Permission.EDIT_LEDGER
    place = "follow_up"
    subpage = "balance"
    back = "balance"
    form_class = BalanceItemForm
    noun, noun_new = "posten", "en post i balansräkningen"
    save = staticmethod(save_balance)
    remove = "balance_item_remove"

    def rows(self) -> models.QuerySet[BalanceFigure]:
        return self.federation.balance_figures.filter(year=self.year, ledger_import=None)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def initial(self) -> dict[str, Any]:
        return {"month": self.request.GET.get("manad", YEAR_END)}

    def name_of(self, row: Any) -> str:
        return f"{row.label or row.get_line_display()} vid utgången av {month_name(row.month)} {row.year}"

    def store(self, **changes: Any) -> Revisioned:
        assert isinstance(self.request.user, User)
        return save_balance(user=self.request.user, **changes)


class BalanceItemRemove(RemovePage, BalanceItemPage):
    """Asks, and removes an item of the balance sheet."""

    discard = staticmethod(remove_balance)
