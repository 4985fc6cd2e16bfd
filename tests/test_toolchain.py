"""The promises of installing and configuring: loud settings, documented ones, commands that say what they do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "finsam.example.org",
    "DATABASE_URL": "postgresql://finsam@localhost/finsam",
    "MEDIA_ROOT": "/srv/finsam/media",
    "DEFAULT_FROM_EMAIL": "finsam@example.org",
}
"""What a production installation must say; everything else has a default that is safe there."""


def load_settings(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Reads the settings in a process of their own that knows only the given environment."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from finsam import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)",
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_any_setting_the_program_refuses_to_start_and_names_all_that_is_missing() -> None:
    result = load_settings({})
    assert result.returncode != 0
    assert [name for name in PRODUCTION if name not in result.stderr] == []


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_refuses_to_start_without(name: str) -> None:
    result = load_settings({key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode != 0
    assert name in result.stderr


def test_production_refuses_a_guessable_secret_key() -> None:
    result = load_settings({**PRODUCTION, "SECRET_KEY": "hemlig"})
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_production_starts_closed_when_everything_is_said() -> None:
    result = load_settings(PRODUCTION)
    assert (result.returncode, result.stdout.split()) == (0, ["False", "True"]), result.stderr


def test_for_trying_out_one_setting_is_enough() -> None:
    result = load_settings({"DEBUG": "true"})
    assert (result.returncode, result.stdout.split()) == (0, ["True", "False"]), result.stderr


def test_the_readme_explains_every_setting_that_the_program_reads() -> None:
    settings = (ROOT / "finsam" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", settings))
    assert {"DEBUG", "SECRET_KEY", "DATABASE_URL"} <= read
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in read if f"`{name}`" not in readme) == []


def test_make_alone_lists_the_commands_that_the_readme_names() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", readme, flags=re.MULTILINE))
    assert {"run", "test"} <= named
    assert sorted(name for name in named if f"make {name} " not in listed) == []
