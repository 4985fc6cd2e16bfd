"""manage.py verify_publications [FEDERATION]: whether all that was frozen is, byte for byte, what was frozen.

Every publication, and the PDF of every notice that was posted. Ends with code 1 when anything is not as it was.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finsam import swedish
from members.commands import federation_at
from reports.models import Publication, PublicNotice
from reports.services import damage, damage_of_notice

STAGES = {"proposal": "förslag", "adopted": "fastställd"}


class Command(BaseCommand):
    """Compares the bytes with the checksums that were written when they were kept."""

    help = (
        "Kontrollerar att varje fryst dokument och varje anslagen PDF är oförändrad: för alla förbund, eller för ett "
        "(sodra-dalarna)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", nargs="?", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="text eller JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        publications = Publication.objects.select_related("federation", "document")
        notices = PublicNotice.objects.select_related("federation").filter(posted_on__isnull=False)
        if options["federation"] is not None:
            federation = federation_at(options["federation"])
            publications = publications.filter(federation=federation)
            notices = notices.filter(federation=federation)
        rows = [
            *map(of_publication, publications.order_by("federation__slug", "pk").iterator(chunk_size=10)),
            *map(of_notice, notices.order_by("federation__slug", "pk").iterator(chunk_size=10)),
        ]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(map(as_text, rows)) or "Det finns inget fryst att kontrollera.")
        damaged = sum(bool(row["damaged"]) for row in rows)
        if damaged:
            many = f"{swedish.count(damaged).capitalize()} frysta handlingar är inte som när de frystes."
            raise CommandError("En fryst handling är inte som när den frystes." if damaged == 1 else many)


def of_publication(publication: Publication) -> dict[str, Any]:
    """What is told of a publication."""
    return {
        "kind": "document",
        "federation": publication.federation.slug,
        "year": publication.document.year,
        "version": publication.document.version,
        "title": publication.title,
        "stage": publication.stage,
        "frozen_at": publication.frozen_at.isoformat(),
        "html_sha256": publication.html_sha256,
        "pdf_sha256": publication.pdf_sha256,
        "content_sha256": publication.content_sha256,
        "damaged": list(damage(publication)),
    }


def of_notice(notice: PublicNotice) -> dict[str, Any]:
    """What is told of a posted notice. Without PDF (`pdf_sha256` empty) is one posted before they were kept."""
    assert notice.posted_on is not None  # asked for
    return {
        "kind": "notice",
        "federation": notice.federation.slug,
        "year": notice.year,
        "title": str(notice),
        "posted_on": notice.posted_on.isoformat(),
        "pdf_sha256": notice.pdf_sha256,
        "damaged": list(damage_of_notice(notice)),
    }


def as_text(row: dict[str, Any]) -> str:
    """A line to be read."""
    outcome = f"SKADAD: {swedish.listed(row['damaged'])}" if row["damaged"] else "oförändrad"
    if row["kind"] == "document":
        what = f"{row['federation']} {row['year']}, version {row['version']}, {STAGES[row['stage']]}"
    else:
        what = f"{row['federation']} {row['year']}, anslag {row['posted_on']}"
        if not row["damaged"] and not row["pdf_sha256"]:
            outcome = "utan PDF: anslagen innan PDF:er sparades"
    return f"{what}: {row['title']}. {outcome}."
