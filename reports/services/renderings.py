"""Renderings: asking for a PDF, waiting for it, reading it. All of them can be made again."""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from members.models import Federation
from reports import pdf_inputs
from reports.clerk import STALE_AFTER, shared_clerk
from reports.models import Rendering

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2
TIME_TO_TELL = timedelta(seconds=10)
"""How long a failure stands before the same document is tried again: a page that reloads itself must get to say why."""


class StoredPdfDamaged(Exception):
    """The stored bytes are not those that were written. The text is Swedish; asking again makes the PDF anew."""


def request_pdf(*, federation: Federation, html: str, title: str) -> Rendering:
    """The PDF of `html`: the stored one at once if there is one, otherwise one that is being made.

    Must stand outside any transaction, since another thread is to see the row.
    """
    return fetch_pdf(federation=federation, html=html, title=title)[0]


def fetch_pdf(*, federation: Federation, html: str, title: str) -> tuple[Rendering, bytes | None]:
    """As `request_pdf`, with the bytes where they are stored: a stored PDF is read once, and checked as it is read.

    Two who ask for the same document at the same time share one making. A stored file that is damaged is made anew,
    and so are a rendering that failed and one that no living process makes.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a PDF cannot be asked for inside a transaction: the press would not see the row")
    rendering, _ = Rendering.objects.get_or_create(
        federation=federation, key=pdf_inputs.key_of(html), defaults={"title": title[:200]}
    )
    if rendering.is_done:
        try:
            return rendering, pdf_bytes(rendering)
        except StoredPdfDamaged:
            logger.warning("The stored PDF %s is damaged and is made anew", rendering.pk)
    if _claim(rendering):
        shared_clerk().order(rendering, html)
    rendering.refresh_from_db()
    return rendering, None


def wait_for(rendering: Rendering, *, seconds: int) -> Rendering:
    """The rendering as it stands when it is made or has failed, or after `seconds`, still waiting."""
    deadline = time.monotonic() + seconds
    shared_clerk().wait(rendering, seconds)
    rendering.refresh_from_db()
    while rendering.is_waiting and time.monotonic() < deadline:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        rendering.refresh_from_db()
    return rendering


def pdf_bytes(rendering: Rendering) -> bytes:
    """The stored PDF, checked against its checksum. Raises StoredPdfDamaged."""
    try:
        with rendering.file.open("rb") as file:
            data: bytes = file.read()
    except (OSError, ValueError) as fault:
        raise StoredPdfDamaged("Den sparade PDF:en saknas. Skapa den på nytt.") from fault
    if hashlib.sha256(data).hexdigest() != rendering.sha256:
        raise StoredPdfDamaged("Den sparade PDF:en är skadad. Skapa den på nytt.")
    return data


def _claim(rendering: Rendering) -> bool:
    """Whether it fell to us to make the rendering. One statement, so that it falls to one alone."""
    now = timezone.now()
    is_abandoned = Q(state__in=Rendering.WAITING) & (
        Q(heartbeat__isnull=True) | Q(heartbeat__lt=now - STALE_AFTER)
    )
    has_been_told = Q(finished_at__isnull=True) | Q(finished_at__lt=now - TIME_TO_TELL)
    may_be_made = is_abandoned | Q(state=Rendering.State.FAILED) & has_been_told
    if rendering.is_done:  # and damaged, or we would not be here
        may_be_made |= Q(state=Rendering.State.DONE)
    claimed = Rendering.objects.filter(may_be_made, pk=rendering.pk).update(
        state=Rendering.State.QUEUED, stage="Väntar på sin tur", error="", requested_at=now, heartbeat=now
    )
    return claimed == 1
