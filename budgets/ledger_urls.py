"""Addresses under /<federation>/<year>/uppfoljning/ where the ledger is entered and statements are set up."""

from django.urls import path

from budgets.views import balances, layouts, ledger, ledger_meanings, ledger_months

urlpatterns = [
    path("huvudbok/", ledger.LedgerPage.as_view(), name="ledger"),
    path("huvudbok/celler/", ledger.LedgerCells.as_view(), name="ledger_cells"),
    path("huvudbok/laget/", ledger.LedgerState.as_view(), name="ledger_state"),
    path("balans/", balances.BalancePage.as_view(), name="balance"),
    path("balans/post/ny/", balances.BalanceItemPage.as_view(), name="balance_item_add"),
    path("balans/post/<int:pk>/", balances.BalanceItemPage.as_view(), name="balance_item"),
    path("balans/post/<int:pk>/ta-bort/", balances.BalanceItemRemove.as_view(), name="balance_item_remove"),
    path("uppstallningar/", layouts.Layouts.as_view(), name="layouts"),
    path("uppstallningar/ny/<slug:statement>/", layouts.LayoutPage.as_view(), name="layout_add"),
    path("uppstallningar/lagens/<slug:statement>/", layouts.LayoutFollowLaw.as_view(), name="layout_law"),
    path("uppstallningar/<int:pk>/", layouts.LayoutPage.as_view(), name="layout"),
    path("uppstallningar/<int:pk>/ta-bort/", layouts.LayoutRemove.as_view(), name="layout_remove"),
    path("kopplingar/", ledger_meanings.LedgerMeanings.as_view(), name="ledger_meanings"),
    path("kopplingar/andra/", ledger_meanings.LedgerMeaning.as_view(), name="ledger_meaning"),
    path(
        "kopplingar/granska/", ledger_meanings.LedgerMeaningsReview.as_view(), name="ledger_meanings_review"
    ),
    path("manader/", ledger_months.MonthsPage.as_view(), name="ledger_months"),
    path("manader/stang/", ledger_months.MonthsClose.as_view(), name="ledger_months_close"),
    path("manader/<int:month>/oppna/", ledger_months.MonthReopen.as_view(), name="ledger_month_reopen"),
]
