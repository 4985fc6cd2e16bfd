"""Addresses under /<federation>/<year>/uppfoljning/ where the ledger is entered."""

from django.urls import path

from budgets.views import balances, ledger, ledger_months

urlpatterns = [
    path("huvudbok/", ledger.LedgerPage.as_view(), name="ledger"),
    path("huvudbok/celler/", ledger.LedgerCells.as_view(), name="ledger_cells"),
    path("huvudbok/laget/", ledger.LedgerState.as_view(), name="ledger_state"),
    path("balans/", balances.BalancePage.as_view(), name="balance"),
    path("balans/post/ny/", balances.BalanceItemPage.as_view(), name="balance_item_add"),
    path("balans/post/<int:pk>/", balances.BalanceItemPage.as_view(), name="balance_item"),
    path("balans/post/<int:pk>/ta-bort/", balances.BalanceItemRemove.as_view(), name="balance_item_remove"),
    path("manader/", ledger_months.MonthsPage.as_view(), name="ledger_months"),
    path("manader/stang/", ledger_months.MonthsClose.as_view(), name="ledger_months_close"),
    path("manader/<int:month>/oppna/", ledger_months.MonthReopen.as_view(), name="ledger_month_reopen"),
]
