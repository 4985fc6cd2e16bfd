"""The press: processes kept warm that make PDFs, so that no request thread ever does.

Layout holds Python's lock, so threads gain nothing, and a document that hangs or a library that crashes must not
take the web process with it. Each worker is a process of its own, fed through a pipe by one thread here, which sees
to the time limit, to a worker that dies, and to replacing it after a number of documents. This is done here and not
with ProcessPoolExecutor, because that has no time limit and loses all waiting documents when one worker dies.

What is made and stored for whom stands in `services`.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from reports.pdf_inputs import Pdf, RenderingRefused
from reports.press_worker import DONE, READY, REFUSED, STAGE

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "HOME", "LD_LIBRARY_PATH")
"""The environment a worker sees: it has no use for the rest, least of all for secrets."""
SECONDS_TO_START = 60
SECONDS_TO_END = 5
TRIES = 2


class PressClosed(Exception):
    """The press was closed before the document was made; it can be asked for again."""


class WorkerDied(Exception):
    """A worker ended without answering."""


@dataclass
class _Job:
    html: str
    on_stage: Callable[[str], None] | None
    result: Future[Pdf] = field(default_factory=Future)

    def tell(self, words: str) -> None:
        """Pass on what is being done. That no one can be told does not stop the document."""
        if self.on_stage:
            try:
                self.on_stage(words)
            except Exception:
                logger.exception("The progress of a PDF could not be told")


class Press:
    """A number of workers and the documents that wait for them. Starts when the first document comes."""

    def __init__(
        self,
        *,
        workers: int = 1,
        timeout_seconds: int = 120,
        max_pages: int = 300,
        jobs_per_worker: int = 100,
    ) -> None:
        self.timeout_seconds, self.max_pages, self.jobs_per_worker = (
            timeout_seconds,
            max_pages,
            jobs_per_worker,
        )
        self._number = workers
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def submit(self, html: str, on_stage: Callable[[str], None] | None = None) -> Future[Pdf]:
        """The PDF to be, or RenderingRefused with a Swedish text. `on_stage` is called from another thread."""
        job = _Job(html, on_stage)
        with self._lock:
            if self._is_closed:
                raise PressClosed
            self._start()
            self._waiting.put(job)
        return job.result

    def close(self) -> None:
        """End the workers. Documents not made fail with PressClosed."""
        with self._lock:
            self._is_closed = True
            for worker in self._workers:
                worker.kill()
            for _ in self._threads:
                self._waiting.put(None)
        for thread in self._threads:
            thread.join(SECONDS_TO_END)

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The processes at work or waiting for work."""
        with self._lock:
            return tuple(sorted(worker.pid for worker in self._workers))

    def _start(self) -> None:
        while len(self._threads) < self._number:
            thread = threading.Thread(target=self._run, name="finsam-press", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self) -> None:
        """One place at the press: a worker, and the documents it is fed."""
        worker: _Worker | None = None
        while (job := self._waiting.get()) is not None:
            if not job.result.set_running_or_notify_cancel():
                continue
            try:
                worker = self._serve(job, worker)
            except Exception as fault:  # no worker can be started: the next document may have better luck
                logger.exception("A PDF worker could not be started")
                job.result.set_exception(fault)
                worker = None
            if worker and worker.jobs >= self.jobs_per_worker:
                self._dismiss(worker)
                worker = self._hire()
        if worker:
            self._dismiss(worker)

    def _serve(self, job: _Job, worker: _Worker | None) -> _Worker | None:
        """Have the document made and the result set. Gives the worker, if it can be used again."""
        for tries_left in reversed(range(TRIES)):
            worker = worker or self._hire()
            if worker is None:
                job.result.set_exception(PressClosed())
                return None
            try:
                made = worker.make(job, self.timeout_seconds)
            except RenderingRefused as refusal:
                job.result.set_exception(refusal)
                return worker
            except TimeoutError:
                worker.kill()
                self._dismiss(worker)
                words = f"Det tog längre än {self.timeout_seconds} sekunder att göra PDF:en. Försök igen."
                job.result.set_exception(RenderingRefused(words))
                return None
            except WorkerDied:
                worker.kill()
                self._dismiss(worker)
                if not tries_left and not self._is_closed:
                    logger.error("A PDF worker died %d times over one document", TRIES)
                    words = (
                        "slutade oväntat. Försök igen."
                        if worker.jobs
                        else "går inte att starta. Se serverns logg."
                    )
                    job.result.set_exception(RenderingRefused(f"PDF-motorn {words}"))
                    return None
                worker = None
            else:
                job.result.set_result(made)
                return worker
        job.result.set_exception(PressClosed())
        return None

    def _hire(self) -> _Worker | None:
        with self._lock:
            if self._is_closed:
                return None
            worker = _Worker(self.max_pages)
            self._workers.add(worker)
            return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._workers.discard(worker)


class _Worker:
    """A worker process, seen from here."""

    def __init__(self, max_pages: int) -> None:
        self.jobs = 0
        self._is_ready = False
        self._scratch = tempfile.mkdtemp(prefix="finsam-press-")
        self._connection, theirs = Pipe()
        command = [sys.executable, "-m", "reports.press_worker", str(theirs.fileno()), str(max_pages)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module and our own numbers
                [*command, self._scratch],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=PROJECT,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
                | {"PYTHONPATH": str(PROJECT), "LC_ALL": "C.UTF-8", "TMPDIR": self._scratch},
                pass_fds=(theirs.fileno(),),
            )
        except OSError:
            self._connection.close()
            shutil.rmtree(self._scratch)
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    def make(self, job: _Job, timeout_seconds: int) -> Pdf:
        """The PDF of the document. Raises RenderingRefused, TimeoutError or WorkerDied."""
        try:
            if not self._is_ready:
                job.tell("Startar PDF-motorn")
                self._receive(time.monotonic() + SECONDS_TO_START, READY)
                self._is_ready = True
            self.jobs += 1
            self._connection.send(job.html)
            return self._answer(job, time.monotonic() + timeout_seconds)
        except (EOFError, OSError) as fault:
            if isinstance(fault, TimeoutError):
                raise
            raise WorkerDied from fault

    def end(self) -> None:
        """Let the process end by itself, or make it, and clear up after it."""
        self._connection.close()
        try:
            self._process.wait(SECONDS_TO_END if self._is_ready else 0)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def _answer(self, job: _Job, deadline: Any) -> Pdf:
        while True:
            kind, content = self._receive(deadline, STAGE, DONE, REFUSED)
            if kind == STAGE:
                job.tell(content)
            elif kind == REFUSED:
                raise RenderingRefused(content)
            else:
                return content

    def _receive(self, deadline: Any, *kinds: str) -> Any:
        if not self._connection.poll(max(0, deadline - time.monotonic())):
            raise TimeoutError
        message = self._connection.recv()
        if message[0] not in kinds:
            raise WorkerDied(f"expected {kinds}, got {message[0]}")
        return message


_shared: tuple[int, Press] | None = None
_shared_lock = threading.Lock()


def shared_press() -> Press:
    """The press of this process, with the number of workers and the limits of the settings."""
    global _shared  # noqa: PLW0603 - one press for each process, and another after a fork
    from django.conf import settings

    with _shared_lock:
        if _shared is None or _shared[0] != os.getpid():
            press = Press(
                workers=settings.PDF_WORKERS,
                timeout_seconds=settings.PDF_TIMEOUT_SECONDS,
                max_pages=settings.PDF_MAX_PAGES,
            )
            atexit.register(press.close)
            _shared = os.getpid(), press
        return _shared[1]
