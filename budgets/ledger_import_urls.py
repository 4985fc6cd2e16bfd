"""Addresses under /<federation>/<year>/uppfoljning/ where files are read into the ledger."""

from django.urls import path

from budgets.views import ledger_import as views

urlpatterns = [
    path("filer/", views.LedgerFiles.as_view(), name="ledger_files"),
    path("filer/ny/", views.LedgerFileUpload.as_view(), name="ledger_file_add"),
    path("filer/<int:pk>/", views.LedgerFilePreview.as_view(), name="ledger_file"),
    path("filer/<int:pk>/kolumner/", views.LedgerFileColumns.as_view(), name="ledger_file_columns"),
    path("filer/<int:pk>/avbryt/", views.LedgerFileDiscard.as_view(), name="ledger_file_discard"),
    path("filer/<int:pk>/original/", views.LedgerFileOriginal.as_view(), name="ledger_file_original"),
]
