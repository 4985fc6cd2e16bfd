"""manage.py load_demo: the demo federations, with one user per role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.demo import accounts
from reports.demo.loader import FOLDERS, load

PASSWORD = "prova-finsam-2023"  # noqa: S105 - printed for everyone who tries the demo


class Command(BaseCommand):
    """Loads what is missing of the demo and prints the logins. People in it are invented."""

    help = "Load the demo federations. What is there already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", help="password for the demo users (required unless DEBUG=true)")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or (PASSWORD if settings.DEBUG else None)
        if password is None:
            raise CommandError("Outside DEBUG=true the demo users need a password of your own: --password")
        self.stdout.write("Demoanvändare, en per roll:")
        for folder in FOLDERS:
            for login in load(folder, password):
                self.stdout.write(f"  {login.role:<30} {login.email}")
        for folder in accounts.FOLDERS:
            accounts.load_accounts(folder)
        self.stdout.write(f"Lösenord för alla (om du inte har bytt): {password}")
