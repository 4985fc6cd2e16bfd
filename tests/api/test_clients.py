"""The API read over the wire by the programs that people use: curl, requests and pandas."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas
import pytest
import requests

from members.models import Federation, Role
from tests import factories as make
from tests.api.conftest import CLOSED, OPEN, Asker, key_for
from tests.conftest import Demo

Who = Callable[..., Asker]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(federation: Federation, live_server: Any) -> str:
    """The address of the API on a running server, with lines in the adopted budget and in the draft."""
    for budget in federation.budgets.all():
        make.ContributionLineFactory(budget=budget, amount=Decimal(-6_308_000))
        make.BudgetLineFactory(budget=budget, label="Köp av tjänster", amount=Decimal("6908000.50"))
    return f"{live_server.url}/api/v1/"


def curl(*arguments: str) -> tuple[str, dict[str, str], str]:
    """What curl is told: status, headers and body."""
    program = shutil.which("curl")
    assert program, "curl is not installed"
    done = subprocess.run([program, "-sS", "-i", *arguments], capture_output=True, check=True, timeout=60)
    head, _, body = done.stdout.decode().partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    return status.split()[1], dict(line.split(": ", 1) for line in lines), body


def test_curl_reads_what_is_open_follows_a_forgotten_slash_and_gets_304_for_what_it_has(api: str) -> None:
    url = f"{api}federations/oppna/budgets/{OPEN}"
    status, headers, body = curl("-L", "-H", "Accept: text/csv", f"{url}/")
    assert (status, headers["Content-Type"]) == ("200", "text/csv; charset=utf-8")
    assert "Köp av tjänster,cost,,budget,2022,0,6908000.50,,cost_plus_income_minus" in body
    assert curl(url)[0] == "301"
    again = curl("-H", "Accept: text/csv", "-H", f"If-None-Match: {headers['ETag']}", f"{url}/")
    assert (again[0], again[1]["ETag"], again[2]) == ("304", headers["ETag"], "")
    other = curl("-H", f"If-None-Match: {headers['ETag']}", f"{url}/")
    assert (other[0], other[1]["Content-Type"]) == ("200", "application/json")
    assert curl("--head", f"{url}/")[0] == "200"
    assert curl("-X", "OPTIONS", f"{url}/")[1]["Allow"] == "GET, HEAD, OPTIONS"
    assert curl("-X", "DELETE", f"{url}/")[0] == "405"


def test_an_etag_is_new_when_a_figure_is(api: str, federation: Federation) -> None:
    url = f"{api}federations/oppna/budgets/"
    with requests.Session() as session:
        first = session.get(url, timeout=30)
        line = federation.budgets.get(year=OPEN).lines.get(nature="cost")
        line.amount += Decimal("0.01")
        line.save()
        second = session.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (second.status_code, second.json()["results"][0]["cost"]) == (200, "6908000.51")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.DIRECTOR, 200),
        (Role.BOARD, 200),
        (Role.REVIEWER, 403),
        (Role.API_READER, 403),
        ("other", 404),
        ("", 401),
    ],
)
def test_requests_reads_a_draft_with_a_key_whose_user_may(
    api: str, federation: Federation, secret: Federation, asker: Who, role: str, status: int
) -> None:
    key = (asker(secret) if role == "other" else asker(federation, role) if role else asker()).key
    with requests.Session() as session:
        if key:
            session.headers["Authorization"] = f"Bearer {key}"
        draft = session.get(f"{api}federations/oppna/budgets/{CLOSED}/", timeout=30)
        adopted = session.get(f"{api}federations/oppna/budgets/{OPEN}/", timeout=30)
    assert (draft.status_code, adopted.status_code) == (status, 200)
    if status != 200:
        assert draft.headers["Content-Type"] == "application/problem+json"
        assert sorted(draft.json()) == ["detail", "status", "title"]
    else:
        assert draft.json()["totals"]["result"] == "-600000.50"


def test_requests_follows_the_pages_of_a_list(api: str, federation: Federation) -> None:
    for number in range(5):
        make.MemberFactory(federation=federation, slug=f"medlem-{number}")
    url, found = f"{api}federations/oppna/members/?page_size=4", []
    with requests.Session() as session:
        while url:
            page = session.get(url, timeout=30).json()
            found += [row["member"] for row in page["results"]]
            url = page["next"]
    assert len(found) == page["count"] == 9
    assert len(set(found)) == 9


def test_pandas_sums_a_budget_exactly_and_all_federations_adopted_budgets(
    api: str, federation: Federation, asker: Who
) -> None:
    exact: Any = {"amount": Decimal, "cost": Decimal}
    lines = pandas.read_csv(f"{api}federations/oppna/budgets/{OPEN}/?format=csv", converters=exact)
    assert lines.loc[lines["column"] == "budget", "amount"].sum() == Decimal("600000.50")
    budgets = pandas.read_csv(f"{api}budgets/?year={OPEN}&status=adopted&format=csv", converters=exact)
    assert budgets["cost"].sum() == Decimal("6908000.50")
    key = {"Authorization": f"Bearer {asker(federation).key}"}
    drafts = pandas.read_csv(f"{api}budgets/?status=draft&format=csv", storage_options=key)
    assert list(drafts["year"]) == [CLOSED]
    shares = pandas.read_csv(f"{api}federations/oppna/shares/?format=csv")
    assert shares.groupby("year")["percent"].sum().to_dict() == {OPEN: 100}


def test_the_examples_of_the_guide_give_what_they_say(
    demo: Demo, live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Södra Dalarna's budget of 2022: income 6 322 tkr, cost 7 185 tkr, of which the board 160 tkr."""
    with requests.Session() as session:
        page = session.get(f"{live_server.url}/api/", timeout=30).text
    samples = [
        html.unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    ]
    curls = [sample for sample in samples if sample.startswith("curl")]
    programs = [sample for sample in samples if "pandas" in sample]
    assert (len(curls), len(programs)) == (2, 2)
    scope: dict[str, Any] = {}
    for program in programs:
        exec(program, scope)
    told = capsys.readouterr().out
    assert told.startswith("6322000.00 7185000.00\n")
    assert re.search(r"^Styrelsen +160000\.00$", told, re.MULTILINE)
    director = demo.user(Role.DIRECTOR)
    for command in curls:
        environment = {**os.environ, "FINSAM_KEY": key_for(director, demo.federation)}
        done = subprocess.run(
            ["bash", "-c", f"{command} -sS"], capture_output=True, check=True, env=environment
        )
        assert "results" in json.loads(done.stdout), command


def test_more_questions_than_allowed_are_told_when_to_come_back(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache
    from rest_framework.throttling import SimpleRateThrottle

    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": None})
    cache.clear()
    with requests.Session() as session:
        answers = [session.get(f"{api}federations/", timeout=30) for _ in range(3)]
    cache.clear()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["title"] == "För många frågor"
