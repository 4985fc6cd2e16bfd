"""The process that makes PDFs: started by `press`, warmed up once, fed with one document after the other.

    python -m reports.press_worker FILE_DESCRIPTOR MAX_PAGES SCRATCH_DIRECTORY

It reads HTML from its end of a pipe and answers with what it is doing, and at last with the PDF or with why there is
none. It knows neither Django nor the database, and ends when the pipe is closed.
"""

from __future__ import annotations

import gc
import shutil
import signal
import sys
import tempfile
import time
import traceback
from multiprocessing.connection import Connection

from reports.pdf_inputs import RenderingRefused

READY, STAGE, DONE, REFUSED = "ready", "stage", "done", "refused"
SECONDS_BETWEEN_STAGES = 0.2


def serve(connection: Connection, max_pages: int) -> None:
    """Make PDFs until the other end of `connection` is closed."""
    from reports import pdf

    pdf.warm_up()
    gc.collect()
    gc.freeze()
    connection.send((READY,))
    while True:
        try:
            html = connection.recv()
        except EOFError:
            return
        connection.send(_answer(html, connection, max_pages))
        gc.collect()  # now, while no one waits


def _answer(html: str, connection: Connection, max_pages: int) -> tuple[object, ...]:
    from reports import pdf, pdf_gate

    stages = _Stages(connection)
    try:
        made = pdf.render_pdf(html, on_stage=stages, max_pages=max_pages)
        stages("Kontrollerar tillgängligheten")
        pdf_gate.let_through(made.data)
    except RenderingRefused as refusal:
        return REFUSED, str(refusal)
    except Exception:
        traceback.print_exc()
        return REFUSED, "PDF-motorn klarade inte dokumentet. Felet är antecknat i loggen."
    return DONE, made


class _Stages:
    """Tells what is being done, but not so often that the telling takes the time."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.last = connection, 0.0

    def __call__(self, words: str) -> None:
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_STAGES:
            self.connection.send((STAGE, words))
            self.last = now


def main() -> None:
    """Serve the pipe named on the command line, and clear the scratch directory away at the end."""
    descriptor, max_pages, scratch = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is the web process's to handle
    tempfile.tempdir = scratch
    try:
        with Connection(int(descriptor)) as connection:
            serve(connection, int(max_pages))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the web process is gone, and with it the one who waited
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
