"""The top: documents as pages and PDFs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Documents as pages and PDFs."""

    name = "reports"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        from finsam import places

        places.register(places.Place("overview", "Översikt", "overview", "see_federation", 10))
        places.register(places.Place("plan", "Verksamhetsplan", "plan", "read_documents", 30))
        places.register(places.Place("checks", "Kontroller", "checks", "read_budget", 90))
