"""What is measured on: the demo's plan, from a database of its own that is gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def demo() -> Iterator[None]:
    """Django set up on a new SQLite database with the demo loaded."""
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as directory:
        os.environ |= {
            "DEBUG": "true",
            "DATABASE_URL": f"sqlite:///{Path(directory) / 'bench.sqlite3'}",
            "MEDIA_ROOT": str(Path(directory) / "media"),
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "finsam.settings",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0, stdout=Path(os.devnull).open("w"))  # noqa: SIM115
        yield
