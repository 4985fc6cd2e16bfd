"""The frozen bytes of open publications, just as they were written, with all that a browser and a cache need to know.

The bytes never change, so a process keeps those that are asked for. Whether they are open is asked of the database,
and holds for a few seconds: what has once been made public stays so, and a page that many read costs no query.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.utils import timezone

from reports.models import Publication
from reports.public_queries import open_publications

MOST_KEPT = 32 * 1024 * 1024
"""How many bytes a process keeps, some forty documents."""
NANOSECONDS_BETWEEN_QUESTIONS = 10 * 1_000_000_000
HTML, PDF = "html", "pdf"
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)

Key = tuple[str, int, str]
"""The federation's address, the publication's key, and which of its two files."""


class Damaged(Exception):
    """The stored bytes are not those that were frozen."""


@dataclass(frozen=True)
class Kept:
    """Bytes as they were frozen. `policy` lets a web page be shown as it is, and nothing else; `name` is a file's."""

    sha256: str
    data: bytes
    policy: str
    name: str


class Shelf:
    """Frozen bytes that are open, with when that was asked last; the least recently read are put away first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Key, tuple[int, Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> tuple[int, Kept] | None:
        """When it was last asked whether the bytes are open, and the bytes, if they are kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Key, kept: Kept, asked_at: int) -> None:
        """Keep the bytes, until others are asked for more often."""
        if len(kept.data) > self._most:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = asked_at, kept
            self._size += len(kept.data)
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def drop(self, key: Key) -> None:
        """Put the bytes away: they are not open."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Put all away."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _drop(self, key: Key) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._size -= len(found[1].data)


SHELF = Shelf()
"""That of this process."""


def open_bytes(slug: str, pk: int, field: str) -> Kept | None:
    """The web page (`field` is HTML) or PDF of a publication that anyone may read; None when there is none.

    No query within some seconds of the last, then one, and one more for bytes that are not at hand. Raises Damaged when
    the stored bytes are not what was frozen: rather nothing than something else.
    """
    key, now = (slug, pk, field), time.monotonic_ns()
    found = SHELF.find(key)
    if found is not None and now - found[0] < NANOSECONDS_BETWEEN_QUESTIONS:
        return found[1]
    named = _named(slug, pk, field)
    if named is None:
        SHELF.drop(key)
        return None
    sha256, name = named
    kept = found[1] if found is not None and found[1].sha256 == sha256 else _read(pk, field, sha256, name)
    SHELF.keep(key, kept, now)
    return kept


def _named(slug: str, pk: int, field: str) -> tuple[str, str] | None:
    """The checksum of the bytes and what a file with them is called, if they are open. One query."""
    found = (
        open_publications(timezone.localdate())
        .filter(pk=pk, federation__slug=slug)
        .values_list(f"{field}_sha256", "document__kind", "document__year", "document__version")
        .first()
    )
    if found is None:
        return None
    sha256, kind, year, version = found
    return sha256, f"{kind}-{year}" + (f"-version-{version}" if version > 1 else "")


def _read(pk: int, field: str, sha256: str, name: str) -> Kept:
    data = bytes(Publication.objects.values_list(field, flat=True).get(pk=pk))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged
    return Kept(sha256, data, page_policy(data) if field == HTML else "", name)


def page_policy(html: bytes) -> str:
    """The content security policy of a frozen page: its own styles by their checksums, its own type and pictures."""
    styles = " ".join(dict.fromkeys(f"'sha256-{_base64(style)}'" for style in _STYLE.findall(html)))
    return (
        f"default-src 'none'; style-src {styles or chr(39) + 'none' + chr(39)}; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _base64(style: bytes) -> str:
    return base64.b64encode(hashlib.sha256(style).digest()).decode("ascii")
