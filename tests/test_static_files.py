"""The static files as production serves them: every name in every style sheet and template leads to a file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import File

SOURCE = Path(settings.STATICFILES_DIRS[0])
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_url_in_our_style_sheets_leads_to_a_file(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=str(tmp_path))
    ours = {str(path.relative_to(SOURCE)): path for path in sorted(SOURCE.rglob("*")) if path.is_file()}
    for name, path in ours.items():
        with path.open("rb") as handle:
            storage.save(name, File(handle))
    failures = [
        outcome
        for _name, _hashed, outcome in storage.post_process({name: (storage, name) for name in ours})
        if isinstance(outcome, Exception)
    ]
    assert failures == []


def test_every_static_file_named_in_a_template_exists() -> None:
    named = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text())
    }
    assert "css/tokens.css" in named
    assert [name for name in sorted(named) if finders.find(name) is None] == []


def test_vendored_files_are_byte_for_byte_what_the_register_says() -> None:
    register = (SOURCE / "VENDOR.md").read_text()
    listed = dict(re.findall(r"\| `(vendor/[^`]+)` \| `([0-9a-f]{64})` \|", register))
    present = {
        str(path.relative_to(SOURCE)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (SOURCE / "vendor").rglob("*")
        if path.is_file()
    }
    assert present == listed


def test_every_style_sheet_of_the_screen_is_linked() -> None:
    linked = (TEMPLATES / "components" / "_stylesheets.html").read_text()
    assert [
        path.name for path in sorted((SOURCE / "css").glob("*.css")) if f"css/{path.name}" not in linked
    ] == []


def test_no_page_carries_inline_style_or_code() -> None:
    """The content security policy would stop it; here it is found before a browser is asked."""
    inline = re.compile(
        r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)(?![^>]*application/json)"""
    )
    screen = [path for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts]
    assert screen
    assert [str(path.relative_to(TEMPLATES)) for path in screen if inline.search(path.read_text())] == []
