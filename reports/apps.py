"""The top: documents as pages and PDFs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Documents as pages and PDFs."""

    name = "reports"
    verbose_name = "Rapporter"
