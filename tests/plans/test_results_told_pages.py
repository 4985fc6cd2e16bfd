"""The page of outcomes as they are published, its file, and the rule that hides small counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Federation, Role
from plans.models import DisclosureRule
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, words
from tests.reading import tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def federation() -> Federation:
    """Its team has 10 women at the start, 6 new, 4 to work, 1 to something else and 11 at the end of 2023."""
    found: Federation = make.FederationFactory()
    team = make.InitiativeFactory(federation=found, code="teamet", named=None)
    make.InitiativeNameFactory(initiative=team, name="Teamet")
    make.TeamOutcomeFactory(initiative=team)
    return found


@pytest.fixture
def client_of(federation: Federation) -> Callable[[str], Client]:
    return lambda role: signed_in(make.MandateFactory(federation=federation, role=role).user)


def at(federation: Federation, name: str) -> str:
    return reverse(name, kwargs={"slug": federation.slug, "year": 2023})


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR, Role.BOARD])
def test_the_page_hides_small_counts_from_those_too_who_may_see_them(
    federation: Federation, client_of: Any, role: str
) -> None:
    page = client_of(role).get(at(federation, "results_told")).content.decode()
    head, *rows = tables(page)["Resultat för deltagare i Teamet 2023"]
    cells = dict(zip([each.replace("\u00ad", "") for each in head], rows[-1], strict=True))

    assert (cells["I arbete"], cells["Till annat"], cells["Tidiga avhopp"]) == ("x", "x", "0")


def test_the_file_says_what_the_page_says(federation: Federation, client_of: Any) -> None:
    answer = client_of(Role.BOARD).get(at(federation, "results_told_csv"))
    text = answer.content.decode("utf-8-sig")

    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="resultat-{federation.slug}-2023.csv"'
    )
    assert "2023;Helår;Teamet;Totalt;Avslut till arbete;x;dolt" in text
    assert "2023;Helår;Teamet;Totalt;Tidiga avhopp;0;ja" in text


def test_the_director_shows_small_counts_with_a_reason_and_not_without(
    federation: Federation, client_of: Any
) -> None:
    client = client_of(Role.DIRECTOR)
    page = client.get(at(federation, "disclosure_rule"))
    data = {name: value for name, value in form_data(page).items() if name != "is_on"}

    refused = client.post(at(federation, "disclosure_rule"), {**data, "reason": ""})
    assert (refused.status_code, errors(refused)) == (422, {"reason": ["Skriv varför små antal ska visas."]})
    assert not DisclosureRule.objects.exists()

    saved = client.post(at(federation, "disclosure_rule"), {**data, "reason": "Redan tryckt."})
    assert saved.status_code == 302
    assert "Små antal 2023 döljs inte." in words(client.get(at(federation, "results_told")))
    assert "Avslut till arbete;4;ja" in client.get(at(federation, "results_told_csv")).content.decode(
        "utf-8-sig"
    )


def test_the_second_of_two_directors_is_told_who_was_first(federation: Federation, client_of: Any) -> None:
    DisclosureRule.objects.create(federation=federation, year=2023, is_on=True, smallest=5)
    first, second = client_of(Role.DIRECTOR), client_of(Role.DIRECTOR)
    data = form_data(second.get(at(federation, "disclosure_rule")))
    first.post(at(federation, "disclosure_rule"), {**data, "smallest": "10"})

    answer = second.post(at(federation, "disclosure_rule"), {**data, "smallest": "3"})
    assert answer.status_code == 409
    assert DisclosureRule.objects.get().smallest == 10


def test_a_year_without_outcomes_says_what_to_do_first(federation: Federation, client_of: Any) -> None:
    address = reverse("results_told", kwargs={"slug": federation.slug, "year": 2031})
    page = words(client_of(Role.BOARD).get(address))
    assert "Inget resultat är infört för 2031 ännu När deltagarna är införda under Insatser" in page


def test_the_page_costs_as_many_queries_for_ten_teams_as_for_one(
    federation: Federation, client_of: Any
) -> None:
    client = client_of(Role.BOARD)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            make.TeamOutcomeFactory(initiative=make.InitiativeFactory(federation=federation))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(federation, "results_told")).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
