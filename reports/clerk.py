"""The clerk: writes down what comes from the press, in one thread and with one database connection.

Renderings that this process has promised to make are followed from order to stored bytes: how far they have come, a
sign of life as long as they wait, and at last the file, and after it the row. The thread lives only as long as
something is awaited. What is asked for, and by whom, stands in `services`.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from reports.models import Rendering
from reports.pdf_inputs import Pdf, RenderingRefused
from reports.press import Press, PressClosed, shared_press

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_HEARTBEATS = 10
STALE_AFTER = timedelta(seconds=60)
"""A rendering that no process has spoken for in this time may be taken over by another."""
FINISHED_RENDERINGS_KEPT = 40
"""How many finished PDFs a federation keeps. They can all be made again."""

Errand = Callable[[], None]


class Clerk:
    """Follows renderings through a press and writes down what becomes of them."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self._errands: queue.SimpleQueue[Errand] = queue.SimpleQueue()
        self._awaited: dict[int, threading.Event] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._last_sign = time.monotonic()

    def order(self, rendering: Rendering, html: str) -> None:
        """Have the document made, and written down when it is."""
        pk = rendering.pk
        with self._lock:
            self._awaited[pk] = threading.Event()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="finsam-clerk", daemon=True)
                self._thread.start()
        try:
            result = self.press.submit(html, lambda words: self._errands.put(lambda: tell(pk, words)))
        except PressClosed as closed:
            result = Future()
            result.set_exception(closed)
        result.add_done_callback(lambda result: self._errands.put(lambda: self._finish(pk, result)))

    def wait(self, rendering: Rendering, seconds: int) -> None:
        """Until the rendering is written down, if it is this process that makes it, or `seconds` have passed."""
        with self._lock:
            awaited = self._awaited.get(rendering.pk)
        if awaited:
            awaited.wait(seconds)

    def close(self) -> None:
        """Close the press and write down what was not made, so that it can be taken over at once."""
        self.press.close()
        thread = self._thread
        if thread:
            thread.join(SECONDS_BETWEEN_HEARTBEATS)

    def _run(self) -> None:
        try:
            while self._is_needed():
                self._do(self._give_signs_of_life)
                try:
                    errand = self._errands.get(timeout=SECONDS_BETWEEN_HEARTBEATS)
                except queue.Empty:
                    continue
                self._do(errand)
        finally:
            connections.close_all()

    @staticmethod
    def _do(errand: Errand) -> None:
        """What cannot be written down is left; the rendering falls silent, and can be taken over."""
        try:
            errand()
        except Exception:
            logger.exception("What came from the press could not be written down")

    def _is_needed(self) -> bool:
        with self._lock:
            if not self._awaited:
                self._thread = None
            return bool(self._awaited)

    def _give_signs_of_life(self) -> None:
        """Also for those that wait while another is made and told of all the time."""
        now = time.monotonic()
        if now - self._last_sign < SECONDS_BETWEEN_HEARTBEATS:
            return
        self._last_sign = now
        with self._lock:
            awaited = list(self._awaited)
        Rendering.objects.filter(pk__in=awaited, state__in=Rendering.WAITING).update(heartbeat=timezone.now())

    def _finish(self, pk: int, result: Future[Pdf]) -> None:
        try:
            write_result(pk, result)
        finally:
            with self._lock:
                awaited = self._awaited.pop(pk, None)
            if awaited:
                awaited.set()


def tell(pk: int, words: str) -> None:
    """Write down what is being done."""
    Rendering.objects.filter(pk=pk, state__in=Rendering.WAITING).update(
        state=Rendering.State.RUNNING, stage=words, heartbeat=timezone.now()
    )


def write_result(pk: int, result: Future[Pdf]) -> None:
    """Write down what became of a rendering: its bytes, or why there are none."""
    try:
        made = result.result()
    except PressClosed:
        Rendering.objects.filter(pk=pk, state__in=Rendering.WAITING).update(
            state=Rendering.State.QUEUED, stage="", heartbeat=None
        )
    except RenderingRefused as refusal:
        _write_failure(pk, str(refusal))
    except Exception:
        logger.exception("A PDF could not be made")
        _write_failure(pk, "Något gick fel när PDF:en gjordes. Försök igen.")
    else:
        _write_bytes(pk, made)


def _write_failure(pk: int, words: str) -> None:
    Rendering.objects.filter(pk=pk).update(
        state=Rendering.State.FAILED, stage="", error=words, finished_at=timezone.now(), heartbeat=None
    )


def _write_bytes(pk: int, made: Pdf) -> None:
    """The file first and then the row: if we are interrupted between them, there is a file too many, no more."""
    rendering = Rendering.objects.filter(pk=pk).first()
    if rendering is None:
        return
    storage, former = rendering.file.storage, rendering.file.name
    rendering.file.save("", ContentFile(made.data), save=False)
    Rendering.objects.filter(pk=pk).update(
        state=Rendering.State.DONE,
        stage="",
        error="",
        file=rendering.file.name,
        sha256=hashlib.sha256(made.data).hexdigest(),
        pages=made.pages,
        finished_at=timezone.now(),
        heartbeat=None,
    )
    if former:
        storage.delete(former)
    prune(rendering.federation_id, keep=FINISHED_RENDERINGS_KEPT)
    sweep(rendering.federation_id)


def prune(federation_id: int, *, keep: int) -> int:
    """Remove all but the newest `keep` finished renderings of a federation. Gives the number removed."""
    finished = Rendering.objects.filter(federation_id=federation_id).exclude(state__in=Rendering.WAITING)
    kept = finished.order_by("-finished_at", "-pk").values("pk")[:keep]
    old = list(finished.exclude(pk__in=list(kept.values_list("pk", flat=True))))
    for rendering in old:
        rendering.delete()
        if rendering.file.name:
            rendering.file.storage.delete(rendering.file.name)
    return len(old)


def sweep(federation_id: int) -> int:
    """Remove files that a crash has left without a row, once they are a day old. Gives the number removed."""
    storage, directory = default_storage, f"renderings/{federation_id}"
    known = set(Rendering.objects.filter(federation_id=federation_id).values_list("file", flat=True))
    files = [f"{directory}/{name}" for name in storage.listdir(directory)[1]]
    old = [
        name
        for name in files
        if name not in known and timezone.now() - storage.get_modified_time(name) > timedelta(days=1)
    ]
    for name in old:
        storage.delete(name)
    return len(old)


_shared: tuple[int, Clerk] | None = None
_shared_lock = threading.Lock()


def shared_clerk() -> Clerk:
    """The clerk of this process, at the press of this process."""
    global _shared  # noqa: PLW0603 - one for each process, and another after a fork
    with _shared_lock:
        if _shared is None or _shared[0] != os.getpid():
            clerk = Clerk(shared_press())
            atexit.register(clerk.close)
            _shared = os.getpid(), clerk
        return _shared[1]
