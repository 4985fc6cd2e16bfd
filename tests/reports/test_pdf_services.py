"""Asking for a PDF: made once, stored, served from disk, and made anew when it must be."""

import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from members.models import Federation
from reports import clerk, pdf_inputs, services
from reports.models import Rendering
from reports.pdf_inputs import Pdf
from reports.press import PressClosed
from tests.factories import FederationFactory
from tests.reports.pdf_sample import one_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def federation() -> Federation:
    return FederationFactory()


def make(federation: Federation, html: str = one_page("<p>Planen.")) -> Rendering:
    """The rendering of a document, made."""
    rendering = services.request_pdf(federation=federation, html=html, title="Verksamhetsplan 2023")
    return services.wait_for(rendering, seconds=60)


def stored_path(rendering: Rendering) -> Path:
    return Path(rendering.file.path)


def jobs_of_the_press() -> int:
    """How many documents the press has been given: the number of orders that this process has followed."""
    return sum(worker.jobs for worker in services.shared_clerk().press._workers)


def test_a_document_is_made_and_stored(federation: Federation, media: Path) -> None:
    rendering = make(federation)

    assert (rendering.state, rendering.error, rendering.pages) == ("done", "", 1)
    assert services.pdf_bytes(rendering).startswith(b"%PDF-1.7")
    assert stored_path(rendering).is_relative_to(media / "renderings" / str(federation.pk))
    assert rendering.heartbeat is None
    assert rendering.finished_at is not None


def test_an_unchanged_document_is_served_from_disk(federation: Federation) -> None:
    first = make(federation)
    jobs = jobs_of_the_press()

    again = services.request_pdf(
        federation=federation, html=one_page("<p>Planen."), title="Verksamhetsplan 2023"
    )

    assert (again.pk, again.state) == (first.pk, "done")
    assert services.pdf_bytes(again) == services.pdf_bytes(first)
    assert jobs_of_the_press() == jobs


def test_a_stored_document_costs_one_question_to_the_database(
    federation: Federation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make(federation)

    with django_assert_num_queries(1):
        services.request_pdf(federation=federation, html=one_page("<p>Planen."), title="Verksamhetsplan 2023")


def test_a_changed_document_is_another(federation: Federation) -> None:
    first = make(federation)

    second = make(federation, one_page("<p>Planen, ändrad."))

    assert second.pk != first.pk
    assert second.sha256 != first.sha256


def test_two_federations_never_share_a_rendering(federation: Federation) -> None:
    ours = make(federation)

    theirs = make(FederationFactory())

    assert theirs.pk != ours.pk
    assert stored_path(theirs) != stored_path(ours)
    assert theirs.sha256 == ours.sha256


def test_many_who_ask_at_the_same_time_share_one_making(federation: Federation) -> None:
    make(federation, one_page("<p>Uppvärmning."))
    jobs = jobs_of_the_press()
    html = one_page("<p>Alla frågar.</p>" * 200)
    start = threading.Barrier(5)

    def ask() -> int:
        try:
            start.wait()
            return services.request_pdf(federation=federation, html=html, title="Planen").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        asked = {future.result() for future in [pool.submit(ask) for _ in range(5)]}
    (pk,) = asked
    rendering = services.wait_for(Rendering.objects.get(pk=pk), seconds=60)

    assert rendering.is_done
    assert jobs_of_the_press() == jobs + 1


def test_a_document_that_cannot_be_made_says_why(federation: Federation) -> None:
    rendering = make(federation, one_page('<img alt="x" src="http://example.org/a.png">'))

    assert rendering.has_failed
    assert "hämta något utifrån" in rendering.error
    assert not rendering.file


def test_a_document_that_could_not_be_made_is_tried_again_when_asked_for(federation: Federation) -> None:
    rendering = make(federation)
    why = "PDF-motorn slutade oväntat."
    Rendering.objects.update(state="failed", error=why)

    # A page that reloads itself every few seconds gets to say why, before the making begins anew.
    assert make(federation).error == why

    told = timezone.now() - services.TIME_TO_TELL - timedelta(seconds=1)
    Rendering.objects.update(finished_at=told)
    again = make(federation)

    assert (again.pk, again.state, again.error) == (rendering.pk, "done", "")


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_stored_file_that_is_damaged_is_made_anew(federation: Federation, damage: str) -> None:
    rendering = make(federation)
    path, data = stored_path(rendering), services.pdf_bytes(rendering)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-100] if damage == "cut" else data[:500] + b"?" + data[501:])
    with pytest.raises(services.StoredPdfDamaged):
        services.pdf_bytes(rendering)

    again = make(federation)

    assert again.pk == rendering.pk
    assert services.pdf_bytes(again) == data
    assert not path.exists()


def test_a_rendering_that_no_living_process_makes_is_taken_over(federation: Federation) -> None:
    html = one_page("<p>Övergiven.")
    Rendering.objects.create(
        federation=federation,
        key=pdf_inputs.key_of(html),
        title="Planen",
        state="running",
        heartbeat=timezone.now() - clerk.STALE_AFTER - timedelta(seconds=1),
    )

    assert make(federation, html).is_done


def test_a_rendering_that_another_process_makes_is_left_to_it(federation: Federation) -> None:
    html = one_page("<p>På gång.")
    theirs = Rendering.objects.create(
        federation=federation,
        key=pdf_inputs.key_of(html),
        title="Planen",
        state="running",
        stage="Bryter sida 3",
        heartbeat=timezone.now(),
    )

    ours = services.request_pdf(federation=federation, html=html, title="Planen")

    assert (ours.pk, ours.state, ours.stage) == (theirs.pk, "running", "Bryter sida 3")
    started = time.monotonic()
    assert services.wait_for(ours, seconds=1).is_waiting
    assert time.monotonic() - started >= 1


def test_those_that_wait_give_signs_of_life_while_another_is_made(
    federation: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.clerk.SECONDS_BETWEEN_HEARTBEATS", 0.1)
    first = services.request_pdf(federation=federation, html=one_page("<p>Lång.</p>" * 1_500), title="Planen")
    second = services.request_pdf(federation=federation, html=one_page("<p>Väntar.</p>"), title="Planen")
    before = second.heartbeat
    assert before is not None

    while second.state == "queued" and second.heartbeat == before:
        time.sleep(0.02)
        second.refresh_from_db()

    assert (second.state, services.wait_for(first, seconds=60).state) == ("queued", "done")
    assert services.wait_for(second, seconds=60).is_done


def test_the_row_tells_how_far_it_has_come(federation: Federation) -> None:
    rendering = services.request_pdf(
        federation=federation, html=one_page("<p>Många ord om rehabilitering.</p>" * 1_500), title="Planen"
    )
    seen = {rendering.stage}
    deadline = time.monotonic() + 60
    while rendering.is_waiting and time.monotonic() < deadline:
        seen.add(rendering.stage)
        time.sleep(0.02)
        rendering.refresh_from_db()

    assert rendering.is_done
    assert any(words.startswith("Bryter sida") for words in seen), seen


def test_what_a_closed_press_left_can_be_taken_over_at_once(federation: Federation) -> None:
    rendering = Rendering.objects.create(
        federation=federation, key="k", title="Planen", state="running", heartbeat=timezone.now()
    )
    result: Future[Pdf] = Future()
    result.set_exception(PressClosed())

    clerk.write_result(rendering.pk, result)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.heartbeat) == ("queued", None)


def test_a_crash_between_file_and_row_leaves_a_row_that_waits(
    federation: Federation, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    rendering = Rendering.objects.create(
        federation=federation, key="k", title="Planen", state="running", heartbeat=timezone.now()
    )
    result: Future[Pdf] = Future()
    result.set_result(Pdf(b"%PDF-", 1))

    def crash() -> None:
        raise SystemExit

    monkeypatch.setattr("reports.clerk.timezone.now", crash)
    with pytest.raises(SystemExit):
        clerk.write_result(rendering.pk, result)

    rendering.refresh_from_db()
    assert len(list(media.rglob("*.pdf"))) == 1
    assert (rendering.state, rendering.file.name, rendering.sha256) == ("running", "", "")


def test_only_the_newest_are_kept(federation: Federation, media: Path) -> None:
    other = make(FederationFactory())
    made = [make(federation, one_page(f"<p>{number}")) for number in range(4)]
    waiting = Rendering.objects.create(federation=federation, key="k", title="Planen")

    removed = clerk.prune(federation.pk, keep=2)

    assert removed == 2
    assert set(Rendering.objects.all()) == {other, waiting, *made[2:]}
    assert len(list(media.rglob("*.pdf"))) == 3


def test_files_that_a_crash_left_are_removed_after_a_day(federation: Federation) -> None:
    rendering = make(federation)
    directory = stored_path(rendering).parent
    left, fresh = directory / "left.pdf", directory / "fresh.pdf"
    for path in (left, fresh):
        path.write_bytes(b"%PDF-")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (left, stored_path(rendering)):
        os.utime(path, (two_days_ago, two_days_ago))

    assert clerk.sweep(federation.pk) == 1
    assert set(directory.iterdir()) == {stored_path(rendering), fresh}


def test_a_rendering_cannot_be_asked_for_inside_a_transaction(federation: Federation) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        services.request_pdf(federation=federation, html=one_page(""), title="Planen")


def test_a_finished_rendering_without_bytes_cannot_be_stored(federation: Federation) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Rendering.objects.create(federation=federation, key="k", title="Planen", state="done")


def test_the_clerk_goes_home_when_nothing_is_awaited(federation: Federation) -> None:
    make(federation)

    deadline = time.monotonic() + 5
    while services.shared_clerk()._thread and time.monotonic() < deadline:
        time.sleep(0.02)
    assert services.shared_clerk()._thread is None
    assert connection.is_usable()
