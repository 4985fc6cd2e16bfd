"""What a published page costs: the frozen HTML, beside a constant Django view of the same size.

Both go through the real WSGI handler with all of the project's middleware, answer with the same bytes under the same
headers, and neither goes through a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from members.models import Federation
from reports import services
from reports.models import Publication, PublicNotice
from tests.benchmarks import constant_urls
from tests.benchmarks.measure import Ratio, medians

REQUESTS = 50
"""How many requests are timed together: one alone is shorter than the clock is fine."""
LEAST = 0.8
"""Of the constant view's throughput."""


def ratios(rounds: int) -> Iterator[Ratio]:
    """The published page, with its bound."""
    publication = _made_known()
    address = reverse("public_html", args=[publication.federation.slug, publication.pk])
    constant_urls.CONSTANT["data"] = bytes(publication.html)
    as_in_production = {"DEBUG": False, "ALLOWED_HOSTS": ["localhost"]}
    with override_settings(ROOT_URLCONF="tests.benchmarks.constant_urls", **as_in_production):
        clear_url_caches()
        ask = _asker()
        reset_queries()  # those of loading the demo fill the log, and no later one would be counted
        with CaptureQueriesContext(connection) as first:
            body, headers = ask(address)
        assert body == bytes(publication.html)
        own = (
            "ETag",
            "Cache-Control",
            "Content-Security-Policy",
        )  # what the page says itself, and no middleware
        constant_urls.HEADERS.update({name: headers[name] for name in own})
        with CaptureQueriesContext(connection) as later:
            assert ask(address) == ask("/konstant/") == (body, headers)
        print(f"{len(publication.html) // 1024} KB, {len(first)} questions at first, then {len(later)}")
        taken = medians({"ours": _times(ask, address), "constant": _times(ask, "/konstant/")}, rounds * 3)
    clear_url_caches()
    yield Ratio(
        "A published page, frozen",
        taken["ours"] / REQUESTS,
        "a constant view of the same size",
        taken["constant"] / REQUESTS,
        bound=1 / LEAST,
    )


def _made_known() -> Publication:
    """The demo's plan as a proposal that has been posted."""
    federation = Federation.objects.get(slug="sodra-dalarna")
    document = federation.documents.get(year=2023)
    publication = services.freeze(document, stage=Publication.Stage.PROPOSAL)
    PublicNotice.objects.create(
        federation=federation,
        kind=PublicNotice.Kind.MEETING,
        year=2023,
        publication=publication,
        heading="Kungörelse",
        posted_on=timezone.localdate(),
    )
    return publication


def _asker() -> Callable[[str], tuple[bytes, dict[str, str]]]:
    """Asks the project's own WSGI application, as a server does, and gives the body and the headers."""
    application = get_wsgi_application()

    def ask(path: str) -> tuple[bytes, dict[str, str]]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        told: list[tuple[str, dict[str, str]]] = []
        answer = application(environ, lambda status, headers: told.append((status, dict(headers))))
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        [(status, headers)] = told
        assert status == "200 OK", status
        return body, headers

    return ask


def _times(ask: Callable[[str], object], path: str) -> Callable[[], None]:
    def many() -> None:
        for _ in range(REQUESTS):
            ask(path)

    return many
