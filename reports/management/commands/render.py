"""manage.py render FEDERATION YEAR KIND --output FILE: a document as PDF or HTML, by the file's ending."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finsam import swedish
from members.commands import federation_at, known_ones, year_in
from plans.domain.kinds import SLOTS, Slot
from plans.models import Document
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.render import file_html, paper_html
from reports.models import Publication
from reports.publications import frozen_whole


class Command(BaseCommand):
    """Writes the newest version of a document: as it was frozen once it is adopted, else as it reads now."""

    help = "Skriver ett dokument till en fil, PDF eller HTML efter filens ändelse."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("year", help="dokumentets år")
        parser.add_argument("kind", help=f"dokumentets slag: {swedish.listed(list(SLOTS))}")
        parser.add_argument(
            "--output", required=True, type=Path, help="en fil som slutar på .pdf eller .html"
        )
        parser.add_argument("--timeout", type=int, default=300, help="sekunder att vänta på en PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if output.suffix not in (".pdf", ".html"):
            raise CommandError(f"”{output.name}” slutar inte på .pdf eller .html. Välj ett av dem.")
        if not output.parent.is_dir():
            raise CommandError(f"Mappen ”{output.parent}” finns inte. Skapa den först.")
        document = self._document(options["federation"], options["year"], options["kind"])
        kept = frozen_whole(document)
        if kept is not None:
            self._copy(kept, output)
            return
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
                    rendering.error or f"PDF:en blev inte klar på {options['timeout']} sekunder."
                )
            output.write_bytes(services.pdf_bytes(rendering))
        self.stdout.write(f"{resolved.cover.title}: {output} ({output.stat().st_size} byte)")

    def _copy(self, kept: Publication, output: Path) -> None:
        """What the board has adopted is given as it was frozen; it is not made anew."""
        if damaged := services.damage(kept):
            raise CommandError(
                f"Det som frystes när styrelsen beslutade är skadat: {swedish.listed(damaged)}. Ingen fil har skrivits."
            )
        output.write_bytes(bytes(kept.pdf if output.suffix == ".pdf" else kept.html))
        self.stdout.write(
            f"{kept.title}: {output} ({output.stat().st_size} byte), som den frystes när styrelsen beslutade"
        )

    @staticmethod
    def _document(slug: str, written: str, kind: str) -> Document:
        federation, year = federation_at(slug), year_in(written)
        if kind not in SLOTS:
            raise CommandError(f"Dokument av slaget ”{kind}” finns inte. De som finns: {known_ones(SLOTS)}.")
        slot = SLOTS[kind]
        newest = federation.documents.newest(slot.kind, year, slot.month)
        document = newest.select_related("federation").first()
        if document is None:
            kept = federation.documents.order_by("kind", "year", "month").values_list("kind", "month", "year")
            known = known_ones(
                (f"{Slot(each, month)} {its_year}" for each, month, its_year in kept.distinct())
            )
            raise CommandError(
                f"{federation} har inget dokument ”{kind}” för {year}. Dokument som finns: {known}."
            )
        found: Document = document
        return found
