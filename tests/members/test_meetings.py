"""The page of a meeting: which days it takes, and where one stands afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from members.models import Meeting
from tests.conftest import Demo
from tests.pages import errors, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(demo: Demo) -> Callable[..., HttpResponse]:
    """Opens the page that adds a meeting, with a query after its address, types over its form and sends it."""
    director: Client = demo.client()

    def typed(query: str = "", **changes: str) -> HttpResponse:
        url = demo.url("meeting_add") + query
        answer: HttpResponse = director.post(url, form_data(director.get(url), **changes))
        return answer

    return typed


@pytest.mark.parametrize(("day", "year"), [("0001-01-01", 1), ("2003-12-31", 2003), ("2101-01-01", 2101)])
def test_a_day_in_a_year_without_pages_is_refused(
    demo: Demo, send: Callable[..., HttpResponse], day: str, year: int
) -> None:
    before = demo.federation.meetings.count()
    answer = send(held_on=day)
    assert errors(answer) == {"held_on": [f"Året {year} kan inte stämma. Skriv ett år från 2004 till 2100."]}
    assert demo.federation.meetings.count() == before


@pytest.mark.parametrize("day", ["2004-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_with_pages_are_taken(
    demo: Demo, send: Callable[..., HttpResponse], day: str
) -> None:
    assert send(held_on=day).status_code == 302
    assert demo.federation.meetings.filter(held_on=day).exists()


def test_a_page_that_misses_a_consultation_leads_to_one_and_is_led_back_to(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    asking = demo.url("consultation")
    answer = send(f"?slag=consultation&tillbaka={asking}", held_on="2022-10-24")
    assert answer["Location"] == asking
    assert demo.federation.meetings.get(held_on="2022-10-24").kind == Meeting.Kind.CONSULTATION


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/sodra-dalarna/", "//sodra-dalarna/", "/nedansiljan/2025/", "samrad", ""],
)
def test_nobody_is_led_out_of_the_federation(
    demo: Demo, send: Callable[..., HttpResponse], elsewhere: str
) -> None:
    answer = send(f"?tillbaka={elsewhere}", held_on="2022-10-24")
    assert answer["Location"] == demo.url("members")
