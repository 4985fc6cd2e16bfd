"""The press: warm, patient with crashes, impatient with what never ends, and quick to close."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports import pdf_inputs
from reports.pdf_inputs import RenderingRefused
from reports.press import Press, PressClosed
from tests.reports.pdf_sample import one_page, sample

HEAVY = one_page("<p>Förbundets verksamhet.</p>" * 2_000)
"""A second or two of work: long enough to be interrupted."""
AT_WORK = "Läser dokumentet"
"""The first that a worker tells of a document."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Press]:
    press = Press()
    press.submit(one_page("")).result()
    yield press
    press.close()


@pytest.fixture
def press() -> Iterator[Press]:
    press = Press()
    yield press
    press.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_worker_makes_one_document_after_another(shared: Press) -> None:
    (pid,) = shared.worker_pids

    made = [shared.submit(one_page(f"<p>{number}</p>")).result() for number in range(3)]

    assert [pdf.pages for pdf in made] == [1, 1, 1]
    assert shared.worker_pids == (pid,)
    assert pid != os.getpid()


def test_nothing_is_rendered_in_the_process_that_asks() -> None:
    """The process that asks does not even load the PDF engine: shown in one that has not done so already."""
    code = (
        "import sys; from reports.press import Press; press = Press()\n"
        "print(press.submit('<html lang=sv><title>x</title><h1>x</h1>').result().pages)\n"
        "press.close(); print('weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )

    assert (done.stdout.split(), done.stderr) == (["1", "False"], "")


def test_a_refusal_comes_back_in_words(shared: Press) -> None:
    with pytest.raises(RenderingRefused, match="hämta något utifrån"):
        shared.submit(one_page('<img alt="x" src="http://example.org/a.png">')).result()


def test_what_the_gate_stops_comes_back_in_words(shared: Press) -> None:
    with pytest.raises(RenderingRefused, match="En rubriknivå hoppas över"):
        shared.submit(one_page("<h4>Långt ner</h4>")).result()


def test_a_document_that_the_engine_cannot_make_is_refused_and_the_worker_goes_on(
    press: Press, capfd: pytest.CaptureFixture[str]
) -> None:
    press.submit(one_page("")).result()
    pids = press.worker_pids
    breaks_weasyprint = "<style>li::marker { content: 'x' }</style><ol><li>Ett</li></ol>"

    with pytest.raises(RenderingRefused, match="klarade inte dokumentet"):
        press.submit(one_page(breaks_weasyprint)).result()

    assert "TypeError" in capfd.readouterr().err
    assert press.submit(one_page("")).result().pages == 1
    assert press.worker_pids == pids


def test_the_one_who_waits_is_told_how_far_it_has_come(shared: Press) -> None:
    told: list[str] = []

    shared.submit(HEAVY, told.append).result()

    assert told[0] == "Läser dokumentet"
    assert any(words.startswith("Bryter sida") for words in told)


def test_a_listener_that_fails_does_not_stop_the_document(
    shared: Press, caplog: pytest.LogCaptureFixture
) -> None:
    def listener(words: str) -> None:
        raise ValueError(words)

    assert shared.submit(sample(), listener).result().pages > 1
    assert "could not be told" in caplog.text


def test_a_worker_that_dies_is_replaced_and_its_document_made_all_the_same(press: Press) -> None:
    at_work = threading.Event()
    result = press.submit(sample(), lambda words: at_work.set() if words == AT_WORK else None)
    assert at_work.wait(30)
    (pid,) = press.worker_pids

    os.kill(pid, signal.SIGKILL)

    assert result.result(60).pages > 1
    assert press.worker_pids != (pid,)
    assert not is_alive(pid)


def test_a_document_that_kills_every_worker_is_given_up(press: Press) -> None:
    def kill(words: str) -> None:
        if words == AT_WORK:
            for pid in press.worker_pids:
                os.kill(pid, signal.SIGKILL)

    with pytest.raises(RenderingRefused, match="PDF-motorn slutade oväntat"):
        press.submit(sample(), kill).result(60)

    assert press.submit(one_page("")).result(60).pages == 1


def test_an_engine_that_does_not_start_is_told_of(
    press: Press, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("reports.press.PROJECT", tmp_path)
        with pytest.raises(RenderingRefused, match="går inte att starta"):
            press.submit(one_page("")).result(60)
        elsewhere.setattr("reports.press.PROJECT", tmp_path / "missing")
        with pytest.raises(FileNotFoundError):
            press.submit(one_page("")).result(60)

    assert press.submit(one_page("")).result(60).pages == 1


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_made() -> None:
    press = Press(timeout_seconds=1)
    press.submit(one_page("")).result()
    (pid,) = press.worker_pids
    try:
        with pytest.raises(RenderingRefused, match="längre än 1 sekunder"):
            press.submit(HEAVY).result(60)
        assert not is_alive(pid)
        assert press.submit(one_page("")).result(60).pages == 1
    finally:
        press.close()


def test_a_document_that_grows_too_long_is_refused() -> None:
    press = Press(max_pages=3)
    try:
        with pytest.raises(RenderingRefused, match="längre än 3 sidor"):
            press.submit(sample()).result()
    finally:
        press.close()


def test_a_worker_is_replaced_after_a_number_of_documents() -> None:
    press = Press(jobs_per_worker=2)
    try:
        pids = set()
        for number in range(4):
            press.submit(one_page(f"<p>{number}</p>"), lambda _: pids.update(press.worker_pids)).result()
        assert len(pids) == 2
    finally:
        press.close()


def test_several_workers_work_at_the_same_time() -> None:
    press = Press(workers=2)
    try:
        results = [press.submit(sample()) for _ in range(2)]
        assert len({result.result(60).data for result in results}) == 1
        assert len(press.worker_pids) == 2
    finally:
        press.close()


def test_a_closed_press_ends_at_once_and_says_so(press: Press) -> None:
    at_work = threading.Event()
    running = press.submit(HEAVY, lambda words: at_work.set() if words == AT_WORK else None)
    waiting = press.submit(one_page(""))
    assert at_work.wait(30)
    pids = press.worker_pids
    started = time.monotonic()

    press.close()

    assert time.monotonic() - started < 5
    assert isinstance(running.exception(5), PressClosed)
    assert isinstance(waiting.exception(5), PressClosed)
    assert not any(is_alive(pid) for pid in pids)
    with pytest.raises(PressClosed):
        press.submit(one_page(""))


def test_nothing_is_left_behind_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    press = Press()
    at_work = threading.Event()
    press.submit(one_page("")).result()
    assert list(tmp_path.rglob("weasyprint-*"))
    press.submit(HEAVY, lambda _: at_work.set())
    assert at_work.wait(30)

    press.close()

    assert list(tmp_path.iterdir()) == []


def test_a_worker_ends_when_the_one_it_works_for_is_gone(press: Press) -> None:
    press.submit(one_page("")).result()
    (pid,) = press.worker_pids
    (worker,) = press._workers

    worker._connection.close()

    deadline = time.monotonic() + 10
    while worker._process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(pid)


def test_a_worker_sees_no_secrets(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hemligt")
    press.submit(one_page("")).result()
    (pid,) = press.worker_pids

    assert b"hemligt" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_a_style_sheet_that_changes_is_read_again(shared: Press) -> None:
    """A developer sees a change without a new start: the workers ask for the stamp before every document."""
    before = pdf_inputs.stamp()
    sheet = pdf_inputs.STATIC_FILES / "documents" / "fonts.css"
    times = sheet.stat()
    try:
        os.utime(sheet, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
        assert pdf_inputs.stamp() != before
        assert shared.submit(one_page("")).result().pages == 1
    finally:
        os.utime(sheet, ns=(times.st_atime_ns, times.st_mtime_ns))
