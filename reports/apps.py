"""The top: documents as pages and PDFs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Documents as pages and PDFs."""

    name = "reports"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from finsam import adopted, places
        from reports import blocks, figures
        from reports.adopted_queries import adopted_amounts
        from reports.models import (
            AuditReport,
            AuditReportAuditor,
            Discharge,
            NamedVersion,
            Publication,
            PublicNotice,
            Signature,
            Signing,
        )

        places.register(places.Place("overview", "Översikt", "overview", "see_federation", 10))
        places.register(places.Place("plan", "Verksamhetsplan", "plan", "read_documents", 30))
        places.register(places.Place("reports", "Rapporter", "reports", "read_documents", 35))
        places.register(places.Place("board", "För styrelsen", "board", "read_board_papers", 40))
        places.register(places.Place("notices", "Kungörelser", "notices", "post_notices", 50))
        places.register(places.Place("year_wheel", "Årshjul", "year_wheel", "see_federation", 70))
        places.register(places.Place("checks", "Kontroller", "checks", "read_budget", 90))
        adopted.register(adopted_amounts)
        places.register(places.Place("audit", "Granskning", "audit", "read_trail", 95))
        blocks.register_all()
        figures.register_all()
        chain = (Signing, Signature, AuditReport, AuditReportAuditor, Discharge)
        for model in (NamedVersion, PublicNotice, Publication, *chain):
            auditlog.register(model, exclude_fields=["revision", "content", "figures", "html", "pdf"])
