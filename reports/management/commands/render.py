"""manage.py render FEDERATION YEAR KIND --output FILE: a document as PDF or HTML, by the file's ending."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import Federation
from plans.models import Document
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.render import file_html, paper_html


class Command(BaseCommand):
    """Writes the newest version of a document as it reads now."""

    help = "Render a document: FEDERATION is its address (sodra-dalarna), KIND for example verksamhetsplan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation")
        parser.add_argument("year", type=int)
        parser.add_argument("kind", choices=Document.Kind.values)
        parser.add_argument("--output", required=True, type=Path, help="a file ending in .pdf or .html")
        parser.add_argument("--timeout", type=int, default=300, help="seconds to wait for the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if output.suffix not in (".pdf", ".html"):
            raise CommandError("--output must end in .pdf or .html")
        if not output.parent.is_dir():
            raise CommandError(f"There is no directory {output.parent}")
        document = self._document(options["federation"], options["year"], options["kind"])
        resolved = resolve_document(document)
        if output.suffix == ".html":
            output.write_text(file_html(resolved), encoding="utf-8")
        else:
            rendering = services.request_pdf(
                federation=document.federation, html=paper_html(resolved), title=resolved.cover.title
            )
            rendering = services.wait_for(rendering, seconds=options["timeout"])
            if not rendering.is_done:
                raise CommandError(
                    rendering.error or f"The PDF was not made in {options['timeout']} seconds."
                )
            output.write_bytes(services.pdf_bytes(rendering))
        self.stdout.write(f"{resolved.cover.title}: {output} ({output.stat().st_size} bytes)")

    @staticmethod
    def _document(slug: str, year: int, kind: str) -> Document:
        federation = Federation.objects.filter(slug=slug).first()
        if federation is None:
            known = ", ".join(Federation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no federation {slug!r}. Known: {known}.")
        document = federation.documents.newest(kind, year).select_related("federation").first()
        if document is None:
            raise CommandError(f"{federation} has no {kind} for {year}.")
        found: Document = document
        return found
