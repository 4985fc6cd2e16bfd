"""The schema says all that the API does: asked by a fuzzer that knows nothing else, and read as a document."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from members.models import Federation, Role
from tests import factories as make
from tests.api.conftest import CLOSED, OPEN, Asker
from tests.test_architecture import ENGLISH

Who = Callable[..., Asker]


@cache
def description() -> dict[str, Any]:
    """The schema as it is served."""
    found: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return found


def fuzzed() -> Any:
    """The schema with federations and years that are there half of the time, so that more than refusals is seen."""
    told = copy.deepcopy(description())
    chosen = {
        "slug": ["oppna", "hemliga", "finns-inte"],
        "year": [OPEN, CLOSED, 2030],
        "version": [1, 2, 32767],
    }
    for operations in told["paths"].values():
        for parameter in operations["get"]["parameters"]:
            if parameter["in"] == "path":
                parameter["schema"]["enum"] = chosen[parameter["name"]]
    return schemathesis.openapi.from_dict(told)


SCHEMA = fuzzed()


@pytest.fixture
def filled(federation: Federation, secret: Federation) -> Federation:
    """Both federations with lines, a later year and a rule."""
    for each in (federation, secret):
        make.EquityRuleFactory(federation=each)
        for budget in each.budgets.all():
            make.ContributionLineFactory(budget=budget)
            make.BudgetLineFactory(budget=budget, amount=Decimal("0.50"), note="Not")
            make.BudgetLineFactory(budget=budget, amount=None)
            make.OutlookYearFactory(budget=budget, year=budget.year + 1, funding=Decimal(5))
    return federation


@pytest.fixture(params=["nokey", "director", "api_reader", "other"])
def headers(
    request: pytest.FixtureRequest, filled: Federation, secret: Federation, asker: Who
) -> dict[str, str]:
    """What someone without a key sends, and holders of three kinds of keys."""
    key = {
        "nokey": asker,
        "director": lambda: asker(filled),
        "api_reader": lambda: asker(filled, Role.API_READER),
        "other": lambda: asker(secret),
    }[request.param]().key
    return {"Authorization": f"Bearer {key}"} if key else {}


@pytest.mark.django_db(transaction=True)
@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_no_question_that_the_schema_allows_or_forbids_gets_an_undocumented_answer(
    case: Any, headers: dict[str, str], live_server: Any
) -> None:
    case.call_and_validate(base_url=live_server.url, headers=headers)


def test_every_operation_says_how_it_refuses_and_that_nothing_has_changed() -> None:
    for path, operations in description()["paths"].items():
        assert list(operations) == ["get"], path
        answers = operations["get"]["responses"]
        assert sorted(answers) == ["200", "304", "400", "401", "403", "404", "406", "429"], path
        assert sorted(answers["200"]["content"]) == ["application/json", "text/csv"], path
        assert operations["get"]["security"] == [{"apiKey": []}, {}], path


def texts(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every place in the schema that people read, and what stands there."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("description", "summary") and isinstance(value, str):
                yield place, value
            else:
                yield from texts(value, f"{place}.{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from texts(value, f"{place}[{number}]")


def test_the_schema_is_in_swedish_and_describes_every_field_and_parameter() -> None:
    told = dict(texts(description()))
    assert {place: ENGLISH.findall(text) for place, text in told.items() if ENGLISH.search(text)} == {}
    components = description()["components"]["schemas"]
    bare = [
        f"{name}.{field}"
        for name, component in components.items()
        for field, schema in component.get("properties", {}).items()
        if not schema.get("description")
    ]
    bare += [
        f"{path} {parameter['name']}"
        for path, operations in description()["paths"].items()
        for parameter in operations["get"]["parameters"]
        if not parameter.get("description")
    ]
    assert bare == []


def test_the_convention_of_signs_is_said_in_the_schema_and_in_the_answers() -> None:
    fields = description()["components"]["schemas"]["Budget"]["properties"]
    assert "kostnad +, intäkt −" in fields["sign_of_lines"]["description"]
    assert "positiva vid överskott" in fields["sign_of_totals"]["description"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "kind"), [("application/json", "application/json"), ("*/*", "application/vnd.oai.openapi")]
)
def test_the_schema_is_read_by_anyone(client: Client, accept: str, kind: str) -> None:
    answer = client.get("/api/v1/schema/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, kind)
    assert b"/api/v1/federations/{slug}/budgets/{year}/" in answer.content


@pytest.mark.django_db
def test_the_guide_is_read_by_anyone_in_swedish_and_names_every_address(client: Client) -> None:
    answer = client.get("/api/")
    page = answer.content.decode()
    said = re.sub(r"<(code|pre)\b.*?</\1>", " ", page, flags=re.DOTALL)
    assert (answer.status_code, ENGLISH.findall(re.sub(r"<[^>]*>", " ", said))) == (200, [])
    addresses = [re.sub(r"\{.*?\}", "<>", path.removeprefix("/api/v1/")) for path in description()["paths"]]
    named = [re.sub(r"<.*?>", "<>", html.unescape(code)) for code in re.findall(r"<code>(.*?)</code>", page)]
    assert [address for address in addresses if address not in named] == []


@pytest.mark.django_db
def test_an_address_that_is_none_is_told_so_to_a_program(client: Client) -> None:
    answer = client.get("/api/v1/finns-inte", follow=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
