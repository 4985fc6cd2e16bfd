"""Addresses under /<federation>/<year>/budget/."""

from django.urls import path

from budgets.views import budget as views
from budgets.views import copying, importing, outlook, sheet

urlpatterns = [
    path("", views.BudgetPage.as_view(), name="budget"),
    path("borja/", views.BudgetStart.as_view(), name="budget_start"),
    path("fran-forra-aret/", copying.BudgetCopy.as_view(), name="budget_copy"),
    path("kalkylblad/", sheet.SheetPage.as_view(), name="sheet"),
    path("kalkylblad/celler/", sheet.SheetCells.as_view(), name="sheet_cells"),
    path("kalkylblad/rader/", sheet.SheetRows.as_view(), name="sheet_rows"),
    path("jamforelse/", views.BudgetDetailsPage.as_view(), name="budget_details"),
    path("rad/ny/", views.LinePage.as_view(), name="line_add"),
    path("rad/<int:pk>/", views.LinePage.as_view(), name="line"),
    path("rad/<int:pk>/ta-bort/", views.LineRemove.as_view(), name="line_remove"),
    path("id/ny/", views.CostCentrePage.as_view(), name="cost_centre_add"),
    path("id/<int:pk>/", views.CostCentrePage.as_view(), name="cost_centre"),
    path("id/<int:pk>/ta-bort/", views.CostCentreRemove.as_view(), name="cost_centre_remove"),
    path("kontogrupper/", views.AccountGroups.as_view(), name="account_groups"),
    path("kontogrupper/ny/", views.AccountGroupPage.as_view(), name="account_group_add"),
    path("kontogrupper/<int:pk>/", views.AccountGroupPage.as_view(), name="account_group"),
    path("kontogrupper/<int:pk>/ta-bort/", views.AccountGroupRemove.as_view(), name="account_group_remove"),
    path("langsiktig/", outlook.OutlookPage.as_view(), name="outlook"),
    path("langsiktig/andra/", outlook.OutlookEdit.as_view(), name="outlook_edit"),
    path("langsiktig/lagg-till/", outlook.OutlookAdd.as_view(), name="outlook_add"),
    path("langsiktig/ny/", outlook.OutlookYearPage.as_view(), name="outlook_year_add"),
    path("langsiktig/<int:pk>/", outlook.OutlookYearPage.as_view(), name="outlook_year"),
    path("langsiktig/<int:pk>/ta-bort/", outlook.OutlookYearRemove.as_view(), name="outlook_year_remove"),
    path("regler/ny/", outlook.EquityRulePage.as_view(), name="equity_rule_add"),
    path("regler/<int:pk>/", outlook.EquityRulePage.as_view(), name="equity_rule"),
    path("regler/<int:pk>/ta-bort/", outlook.EquityRuleRemove.as_view(), name="equity_rule_remove"),
    path("importera/", importing.ImportUpload.as_view(), name="budget_import_add"),
    path("importera/<int:pk>/", importing.ImportPreview.as_view(), name="budget_import"),
    path("importera/<int:pk>/kolumner/", importing.ImportColumns.as_view(), name="budget_import_columns"),
    path("importera/<int:pk>/avbryt/", importing.ImportDiscard.as_view(), name="budget_import_discard"),
    path("export.xlsx", importing.ExportXlsx.as_view(), name="budget_export_xlsx"),
    path("export.csv", importing.ExportCsv.as_view(), name="budget_export_csv"),
]
