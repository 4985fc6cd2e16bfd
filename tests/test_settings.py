"""Production as an installer meets it. That each missing setting is named stands in `test_toolchain`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "Zq3vT8mKx1Lr6Yw0Bd5Nf9Hs2Jc7Pg4Ru-aEoIiUeOy-AhXk-4t",
    "ALLOWED_HOSTS": "finsam.example.org",
    "DATABASE_URL": "postgresql://finsam@localhost/finsam",
    "MEDIA_ROOT": "/srv/finsam/media",
    "DEFAULT_FROM_EMAIL": "finsam@example.org",
    "CACHE_URL": "dbcache://finsam_cache",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process that knows only the environment given."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def told(names: str, **environment: str) -> str:
    """The values of settings in such a process."""
    values = ", ".join(f"settings.{name}" for name in names.split())
    result = run("-c", f"from finsam import settings; print(repr(({values},)))", **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "MEDIA_ROOT", "DEFAULT_FROM_EMAIL"]
)
def test_a_setting_that_is_empty_is_missing(name: str) -> None:
    result = run("-c", "import finsam.settings", **{**PRODUCTION, name: ""})
    assert result.returncode != 0
    assert f"Set {name} in the environment" in result.stderr


@pytest.mark.parametrize("key", ["only-for-trying-out-on-your-own-machine-never-in-production", "k" * 39])
def test_the_key_for_trying_out_and_a_short_key_are_refused_in_production(key: str) -> None:
    result = run("-c", "import finsam.settings", **{**PRODUCTION, "SECRET_KEY": key})
    assert result.returncode != 0
    assert "SECRET_KEY must be a random text of at least 40 characters" in result.stderr


def test_djangos_own_check_for_production_finds_nothing() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (2 silenced).\n"), (
        result.stderr
    )


def test_an_installer_without_a_shared_cache_is_told_what_it_means() -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "CACHE_URL"}
    result = run("manage.py", "check", "--deploy", **without)
    assert result.returncode == 0
    assert "CACHE_URL is not set: sign-in rate limits are counted per process." in result.stderr


def test_production_answers_over_https_alone() -> None:
    names = "SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER"
    assert told(names, **PRODUCTION) == "(True, True, True, 31536000, None)"


def test_a_proxys_word_is_taken_only_when_the_installer_has_told_of_the_proxy() -> None:
    names = "ALLAUTH_TRUSTED_PROXY_COUNT SECURE_PROXY_SSL_HEADER"
    assert told(names, **PRODUCTION, TRUSTED_PROXY_COUNT="1") == "(1, ('HTTP_X_FORWARDED_PROTO', 'https'))"


def test_a_database_for_trying_out_lets_writers_queue_and_keeps_its_references() -> None:
    found = told("DATABASES", DEBUG="true", DATABASE_URL="sqlite:////tmp/finsam.sqlite3")
    assert "'transaction_mode': 'IMMEDIATE'" in found
    assert "foreign_keys=ON" in found
