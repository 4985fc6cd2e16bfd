"""manage.py send_reminders [--date YYYY-MM-DD] [--dry-run]: reminders of the year wheel by e-mail.

Meant for cron, once a day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.reminding import letters, send, subject


class Command(BaseCommand):
    """Sends each user who wants it one letter per federation, of what has not been told before."""

    help = "Skickar påminnelser om det som står i förbundens årshjul. Körs en gång om dagen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="dagen, till exempel 2026-11-20; annars i dag")
        parser.add_argument("--dry-run", action="store_true", help="visa breven i stället för att skicka dem")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = failed = 0
        for letter in letters(_day(options["date"])):
            if options["dry_run"]:
                self.stdout.write(f"{letter.user.email}: {subject(letter)}")
            elif send(letter):
                sent += 1
            else:
                failed += 1
        if options["dry_run"]:
            return
        self.stdout.write(f"{sent} påminnelser skickade.")
        if failed:
            raise CommandError(f"{failed} påminnelser gick inte att skicka. De görs om nästa gång.")


def _day(written: str | None) -> date:
    if written is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"”{written}” är inget datum. Skriv det som 2026-11-20.") from None
