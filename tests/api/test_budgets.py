"""Budgets over REST: the same figures as on the pages and in print, and nobody's draft but one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgets.models import Budget, BudgetLine, LineAmount
from finsam import swedish
from finsam.money import Unit
from members.domain.decisions import adoption_sentence
from members.models import Federation, Role
from tests import factories as make
from tests.access_table import ROLES
from tests.api.conftest import CLOSED, OPEN, Asker, adopt
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2023 as golden

Who = Callable[..., Asker]


def table(asker: Asker, path: str, **query: str) -> list[dict[str, str]]:
    """The rows of an answer as CSV."""
    text = asker.get(path, format="csv", **query).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def kronor(printed: str) -> str | None:
    """A figure printed in tkr, with or without a mark, as the API tells it."""
    bare = printed.rstrip("*")
    return None if bare == "–" else f"{swedish.parse_decimal(bare) * Unit.TKR.kronor:.2f}"


# --- The figures: Södra Dalarna, "Verksamhetsplan och budget år 2023" ------------------------------------------------

BUDGET = "federations/sodra-dalarna/budgets/2023/"
BASIS = {"": "decided", "*": "forecast", "**": "requested"}
"""What the marks of the published outlook mean; the accounts of 2021 are an outcome."""


@pytest.fixture
def adopted(demo: Demo) -> Demo:
    """The demo once its budget of 2023 is adopted."""
    adopt(demo.federation.budgets.get(year=2023))
    return demo


@pytest.fixture
def told(adopted: Demo) -> Any:
    """The budget of 2023, asked for without a key."""
    return Asker().get(BUDGET).json()


def test_the_totals_are_those_of_the_published_budget(told: Any) -> None:
    shown = {
        row["label"]: kronor(row["shown"][0])
        for row in golden("budget_table")["rows"]
        if row["kind"] == "summary"
    }
    assert told["totals"] == {
        "funding": "6308000.00",
        "other_income": "0.00",
        "income": shown["Intäkter totalt"],
        "cost": shown["Kostnader totalt"],
        "result": shown["Resultat"],
    }
    assert told["columns"] == [{"column": "budget", "year": 2023, "part": 0, "totals": told["totals"]}]


def test_each_area_adds_up_to_what_is_published(told: Any) -> None:
    published = {
        row["id"].replace(swedish.NBSP, ""): kronor(row["shown"][0])
        for row in golden("budget_table")["rows"]
        if row["kind"] == "total"
    }
    assert {area["code"]: area["total"] for area in told["areas"]} == published


def test_the_lines_are_the_published_ones_in_order_in_json_and_in_csv(told: Any) -> None:
    published = [
        (
            row["id"].replace(swedish.NBSP, ""),
            row["account"],
            row["label"].removesuffix(" (not 1)"),
            kronor(row["shown"][0]),
        )
        for row in golden("budget_table")["rows"]
        if row["kind"] == "line"
    ]
    lines = [
        (line["area_code"], line["account_group"], line["label"], cell["amount"])
        for line in told["lines"]
        for cell in line["amounts"]
    ]
    rows = [
        (row["area_code"], row["account_group"], row["label"], row["amount"] or None)
        for row in table(Asker(), BUDGET)
    ]
    assert lines == rows == published
    assert sum(Decimal(amount) for *_place, amount in rows if amount) == -Decimal(told["totals"]["result"])


def test_the_outlook_is_the_published_one_with_what_each_figure_rests_on(told: Any) -> None:
    def based(printed: str, unmarked: str = "decided") -> dict[str, Any]:
        mark = printed.lstrip("0123456789 \u00a0")
        return {"amount": kronor(printed), "basis": BASIS[mark] if mark else unmarked}

    published = {
        row["year"]: [based(row["shown"][0]), based(row["shown"][1]), based(row["shown"][2], "actual")]
        for row in golden("outlook")["rows"]
    }
    shown = {row["year"]: [row["funding"], row["cost"], row["closing_equity"]] for row in told["outlook"]}
    assert {year: cells[2] for year, cells in shown.items()} == {
        year: cells[2] for year, cells in published.items()
    }
    assert {year: cells[:2] for year, cells in shown.items() if year > 2021} == {
        year: cells[:2] for year, cells in published.items() if year > 2021
    }


@pytest.mark.parametrize(
    ("status", "basis"), [("draft", "draft"), ("proposed", "proposed"), ("adopted", "decided")]
)
def test_a_figure_out_of_a_budget_that_is_not_adopted_is_never_told_as_decided(
    demo: Demo, asker: Who, status: str, basis: str
) -> None:
    budget = demo.federation.budgets.get(year=2023)
    if status == "adopted":
        adopt(budget)
    else:
        demo.federation.budgets.filter(pk=budget.pk).update(status=status)

    shown = {row["year"]: row for row in asker(demo.federation).get(BUDGET).json()["outlook"]}

    assert (shown[2023]["funding"], shown[2023]["cost"]) == (
        {"amount": "6308000.00", "basis": basis},
        {"amount": "6908000.00", "basis": basis},
    )
    assert {year: row["funding"]["basis"] for year, row in shown.items() if year != 2023} == {
        2021: "decided",
        2022: "decided",
        2024: "requested",
        2025: "requested",
        2026: "requested",
    }


def test_equity_and_available_funds_are_the_published_ones(told: Any) -> None:
    figures = {row["reference"]: row["shown"] for row in golden("available_funds")["rows"]}

    def published(reference: str) -> str:
        return f"{swedish.parse_decimal(figures[reference]):.2f}"

    assert told["equity"] == {
        "opening_equity": {"amount": published("budget.opening_equity"), "basis": "forecast"},
        "closing_equity": {"amount": "400000.00", "basis": "forecast"},
        "equity_floor": published("budget.equity_floor"),
        "equity_ceiling": "1261600.00",
        "available_funds": published("budget.available_funds"),
    }


def test_the_members_pay_what_the_published_note_says(told: Any) -> None:
    published = [
        (row["label"], f"{swedish.parse_decimal(row['shown'][1]):.2f}")
        for row in golden("contributions")["rows"]
        if row["kind"] == "line"
    ]
    assert [(row["name"], row["amount"]) for row in told["contributions"]] == published


def test_the_head_says_which_budget_by_what_decision_and_how_amounts_are_meant(
    adopted: Demo, told: Any
) -> None:
    decision = adopted.federation.budgets.get(year=2023).decision
    assert {name: value for name, value in told.items() if not isinstance(value, list | dict)} == {
        "federation": "sodra-dalarna",
        "federation_name": "Södra Dalarnas Samordningsförbund",
        "year": 2023,
        "version": 1,
        "status": "adopted",
        "decided_on": decision.meeting.held_on.isoformat(),
        "minutes_ref": decision.minutes_ref,
        "decision_sentence": f"Fastställd av styrelsen den 26\u00a0november 2021, {decision.minutes_ref}",
        "reservations": "",
        "change_reason": "",
        "funding_source": "",
        "currency": "SEK",
        "sign_of_lines": "cost_plus_income_minus",
        "sign_of_totals": "income_plus_cost_plus_surplus_plus",
    }


def test_a_draft_names_no_decision(federation: Federation, asker: Who) -> None:
    draft = asker(federation).get(f"federations/{federation.slug}/budgets/{CLOSED}/").json()
    named = ("status", "decided_on", "minutes_ref", "decision_sentence", "reservations", "deciders")
    assert [draft[name] for name in named] == ["draft", None, None, None, None, []]
    assert draft["equity"]["equity_floor"] is None


def test_who_decided_is_told_by_office_and_member_with_reservations_and_never_by_name(
    federation: Federation,
) -> None:
    decision = federation.budgets.get(year=OPEN).decision
    assert decision is not None
    decision.reservations = "Andelarna borde ha setts över.\nDet kan göras nästa år."
    decision.save()
    for member, office, reserved in (("region", "", True), ("nyland", "chair", False)):
        seat = make.BoardSeatFactory(
            federation=federation,
            appointed_by=federation.members.get(slug=member),
            office=office,
            holder=f"Namn från {member}",
        )
        decision.participants.create(seat=seat, has_reservation=reserved)

    answer = Asker().get(f"federations/{federation.slug}/budgets/{OPEN}/")

    told = answer.json()
    assert told["decision_sentence"] == adoption_sentence(decision.meeting.held_on, decision.minutes_ref)
    assert told["reservations"] == decision.reservations
    assert told["deciders"] == [
        {"office": "Ordförande", "appointed_by": "Nyland i oppna", "has_reservation": False},
        {"office": "Ledamot", "appointed_by": "Region i oppna", "has_reservation": True},
    ]
    assert "Namn från" not in answer.content.decode()


def test_a_list_tells_the_sentence_and_the_reservations_of_each_decision_in_json_and_in_csv(
    federation: Federation,
) -> None:
    decision = federation.budgets.get(year=OPEN).decision
    assert decision is not None
    decision.reservations = "Andelarna borde ha setts över."
    decision.save()
    told = {
        "decision_sentence": adoption_sentence(decision.meeting.held_on, decision.minutes_ref),
        "reservations": decision.reservations,
    }
    for path in ("budgets/", f"federations/{federation.slug}/budgets/"):
        [row], [line] = Asker().rows(path), table(Asker(), path)
        assert [{name: each[name] for name in told} for each in (row, line)] == [told, told], path


def test_parts_of_the_year_a_forecast_and_a_plan_are_columns_of_their_own(federation: Federation) -> None:
    budget = federation.budgets.get(year=OPEN)
    budget.parts = Budget.Parts.HALVES
    budget.save()
    line = make.BudgetLineFactory(budget=budget, amount=None, label="Hyra", note="Ny lokal")
    for kind, year, part, amount in (
        ("part", OPEN, 1, 10),
        ("part", OPEN, 2, 20),
        ("forecast", OPEN - 1, 0, 25),
        ("plan", OPEN + 1, 0, 40),
    ):
        LineAmount.objects.create(line=line, kind=kind, year=year, part=part, amount=Decimal(amount))
    path = f"federations/{federation.slug}/budgets/{OPEN}/"
    cells = [
        (cell["column"], cell["year"], cell["part"], cell["amount"])
        for cell in Asker().get(path).json()["lines"][0]["amounts"]
    ]
    assert sorted(cells) == [
        ("budget", OPEN, 0, "30.00"),
        ("forecast", OPEN - 1, 0, "25.00"),
        ("part", OPEN, 1, "10.00"),
        ("part", OPEN, 2, "20.00"),
        ("plan", OPEN + 1, 0, "40.00"),
    ]
    columns = Asker().get(path).json()["columns"]
    assert [(each["column"], each["year"], each["part"], each["totals"]["cost"]) for each in columns] == [
        ("budget", OPEN, 0, "30.00"),
        ("part", OPEN, 1, "10.00"),
        ("part", OPEN, 2, "20.00"),
        ("forecast", OPEN - 1, 0, "25.00"),
        ("plan", OPEN + 1, 0, "40.00"),
    ]
    assert sorted((row["column"], row["amount"]) for row in table(Asker(), path)) == sorted(
        (column, amount) for column, _year, _part, amount in cells
    )


def test_all_federations_adopted_budgets_are_summed_without_knowing_what_a_line_is(
    federation: Federation, secret: Federation
) -> None:
    other = make.FederationFactory()
    for each, funding in ((federation, -1_000_000), (other, -2_500_000)):
        budget = each.budgets.filter(year=OPEN).first() or adopt(
            make.BudgetFactory(federation=each, year=OPEN)
        )
        make.ContributionLineFactory(budget=budget, amount=Decimal(funding))
        make.BudgetLineFactory(budget=budget, amount=Decimal("1200.50"))
    make.ContributionLineFactory(budget=secret.budgets.get(year=OPEN), amount=Decimal(-9_000_000))
    rows = Asker().rows("budgets/", year=OPEN, status="adopted")
    assert sum(Decimal(row["funding"]) for row in rows) == Decimal(3_500_000)
    assert sum(Decimal(row["result"]) for row in rows) == Decimal("3497599.00")
    assert [row["funding"] for row in rows] == [
        row["funding"] for row in table(Asker(), "budgets/", year=str(OPEN), status="adopted")
    ]


# --- Who reads which version ------------------------------------------------------------------------------------------

SECRET = Decimal(7777777)


@pytest.fixture
def versions(federation: Federation, secret: Federation) -> Federation:
    """2022 was adopted, replaced, and is drafted anew; 2024 has a draft and a proposal; 2025 a draft.

    Each that is not adopted has a line of 7 777 777 kr.
    """
    federation.budgets.all().delete()

    def version(year: int, number: int, status: str) -> Budget:
        budget: Budget = make.BudgetFactory(federation=federation, year=year, version=number)
        if status in ("adopted", "superseded"):
            return adopt(budget, status)
        budget.status = status
        budget.save()
        make.BudgetLineFactory(budget=budget, amount=SECRET)
        return budget

    for year, number, status in (
        (2022, 1, "superseded"),
        (2022, 2, "adopted"),
        (2022, 3, "draft"),
        (2024, 1, "draft"),
        (2024, 2, "proposed"),
        (2025, 1, "draft"),
    ):
        version(year, number, status)
    return federation


DECIDED = [(2022, 2), (2022, 1)]
IN_FORCE = [(2025, 1), (2024, 2), *DECIDED]
ALL = [(2025, 1), (2024, 2), (2024, 1), (2022, 3), *DECIDED]
READS = {
    Role.DIRECTOR: ALL,
    Role.BOARD: IN_FORCE,
    Role.FINANCE: ALL,
    Role.AUDITOR: IN_FORCE,
    Role.REVIEWER: DECIDED,
    Role.INITIATIVE_OWNER: DECIDED,
    Role.API_READER: DECIDED,
    "other": DECIDED,
    "nokey": DECIDED,
}
"""The budgets each reads: an editor all versions, a reader the one in force as on the page, anyone what is decided."""
REFUSED = {
    Role.DIRECTOR: 404,
    Role.BOARD: 404,
    Role.FINANCE: 404,
    Role.AUDITOR: 404,
    "other": 404,
    "nokey": 401,
}
"""What each is told of the others; who has a role without the right, 403."""


def test_who_reads_which_version_of_a_budget(versions: Federation, secret: Federation, asker: Who) -> None:
    askers = {role: asker(versions, role) for role in ROLES} | {"other": asker(secret), "nokey": asker()}
    path = f"federations/{versions.slug}/budgets/"
    seen = {who: [(row["year"], row["version"]) for row in each.rows(path)] for who, each in askers.items()}
    assert seen == READS
    for who, each in askers.items():
        mine = [row for row in each.rows("budgets/") if row["federation"] == versions.slug]
        assert [(row["year"], row["version"]) for row in mine] == READS[who]
        told = {
            (year, number): each.get(f"{path}{year}/versions/{number}/").status_code
            for year, number in [*ALL, (2024, 3), (2030, 1), (2022, 99999), (2022, 10**30)]
        }
        no = REFUSED.get(who, 403)
        assert told == {place: 200 if place in READS[who] else no for place in told}, who


def test_the_years_budget_is_the_adopted_one_and_else_the_newest_for_who_may_read_it(
    versions: Federation, secret: Federation, asker: Who
) -> None:
    path = f"federations/{versions.slug}/budgets/"
    told = {}
    for who, each in {
        "board": asker(versions, Role.BOARD),
        "api": asker(versions, Role.API_READER),
        "nokey": asker(),
    }.items():
        answers = [each.get(f"{path}{year}/") for year in (2022, 2024, 2025, 2030)]
        told[who] = [answer.json().get("version") or answer.status_code for answer in answers]
    assert told == {"board": [2, 2, 1, 404], "api": [2, 403, 403, 403], "nokey": [2, 401, 401, 401]}


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INITIATIVE_OWNER, Role.API_READER, "other", "nokey"])
def test_no_figure_of_what_is_not_adopted_reaches_who_may_not_read_it(
    versions: Federation, secret: Federation, asker: Who, role: str
) -> None:
    """Not even through an adopted budget that was begun from a draft, whose figures its outlook rests on."""
    before = versions.budgets.get(year=2024, version=1)
    adopt(make.BudgetFactory(federation=versions, year=2026, previous=versions.budgets.get(year=2025)))
    adopt(make.BudgetFactory(federation=versions, year=2027, previous=before))
    make.OutlookYearFactory(budget=versions.budgets.get(year=2026), year=2025)
    who = {"other": lambda: asker(secret), "nokey": asker}.get(role, lambda: asker(versions, role))()
    paths = ["budgets/", f"federations/{versions.slug}/budgets/"]
    paths += [f"federations/{versions.slug}/budgets/{year}/" for year in range(2021, 2029)]
    paths += [f"{path}versions/{number}/" for path in paths[2:] for number in (1, 2, 3)]
    found = "".join(
        who.get(path, **query).content.decode() for path in paths for query in ({}, {"format": "csv"})
    )
    assert "2026" in found
    assert "7777777" not in found
    board = asker(versions, Role.BOARD).get(f"federations/{versions.slug}/budgets/2026/").content.decode()
    assert "7777777" in board


# --- Questions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({}, [2025, 2024, 2024, 2022, 2022, 2022]),
        ({"year": 2024}, [2024, 2024]),
        ({"status": "draft"}, [2025, 2024, 2022]),
        ({"year": 2022, "status": "adopted"}, [2022]),
        ({"federation": "finns-inte"}, []),
        ({"federation": "oppna", "page_size": 2, "page": 2}, [2024, 2022]),
    ],
)
def test_budgets_are_chosen_by_year_status_and_federation_and_come_in_pages(
    versions: Federation, asker: Who, query: dict[str, Any], years: list[int]
) -> None:
    assert [row["year"] for row in asker(versions).rows("budgets/", **query)] == years


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"year": "2023,5"}, {"year": ["Skriv året med fyra siffror."]}),
        ({"year": "1999"}, {"year": ["Kontrollera att detta värde är större än eller lika med 2004."]}),
        ({"year": "9999"}, {"year": ["Kontrollera att detta värde är mindre än eller lika med 2100."]}),
        ({"year": "99999999999999999999"}, {"year": ["Skriv året med fyra siffror."]}),
        ({"yaer": "2023"}, {"yaer": ["Den parametern finns inte."]}),
        ({"status": ""}, {"status": ["Parametern är tom. Ange ett värde eller ta bort den."]}),
        ({"year": ["2022", "2023"]}, {"year": ["Ange parametern en gång."]}),
        ({"year": "2022.0"}, {"year": ["Skriv året med fyra siffror."]}),
        ({"page": "sista"}, {"page": ["Skriv ett heltal mellan 1 och 1000000."]}),
        ({"page_size": "1001"}, {"page_size": ["Skriv ett heltal mellan 1 och 1000."]}),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_parameter_in_swedish(
    federation: Federation, query: dict[str, Any], wrong: dict[str, list[str]]
) -> None:
    answer = Asker().get("budgets/", **query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json() == {
        "title": "Frågan går inte att besvara",
        "status": 400,
        "detail": "Rätta det som står under errors och fråga igen.",
        "errors": wrong,
    }


def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_csv_and_amounts_are_left_alone(
    federation: Federation,
) -> None:
    budget = federation.budgets.get(year=OPEN)
    make.BudgetLineFactory(budget=budget, label='=HYPERLINK("http://x")', note="@SUM(A1)", amount=Decimal(-5))
    make.BudgetLineFactory(budget=budget, label='Mat, "fika" och\nvatten', amount=None)
    rows = table(Asker(), f"federations/{federation.slug}/budgets/{OPEN}/")
    assert [(row["label"], row["note"], row["amount"]) for row in rows] == [
        ('\'=HYPERLINK("http://x")', "'@SUM(A1)", "-5.00"),
        ('Mat, "fika" och\nvatten', "", ""),
    ]


# --- What it costs ----------------------------------------------------------------------------------------------------

COST = {
    ("budgets/", "json"): 5,
    ("budgets/", "csv"): 4,
    ("federations/{slug}/budgets/", "json"): 7,
    ("federations/{slug}/budgets/", "csv"): 6,
    ("federations/{slug}/budgets/2022/", "json"): 18,
    ("federations/{slug}/budgets/2022/", "csv"): 18,
    ("federations/{slug}/budgets/2022/versions/1/", "json"): 18,
}
"""Queries without a key, however many lines, areas, other amounts and deciders there are."""


@pytest.mark.parametrize("size", [30, 3000])
def test_a_budget_costs_as_many_queries_for_3000_lines_as_for_30(federation: Federation, size: int) -> None:
    budget = federation.budgets.get(year=OPEN)
    centres = [make.CostCentreFactory(federation=federation) for _ in range(size // 30)]
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            cost_centre=centres[number % len(centres)],
            label=f"Rad {number}",
            amount=Decimal(1),
        )
        for number in range(size)
    )
    LineAmount.objects.bulk_create(
        LineAmount(line=line, kind="plan", year=OPEN + 1, amount=Decimal(2)) for line in lines
    )
    for _ in centres:
        budget.decision.participants.create(seat=make.BoardSeatFactory(federation=federation))
    told, cost = {}, {}
    for path, form in COST:
        with CaptureQueriesContext(connection) as asked:
            told[path, form] = Asker().get(path.format(slug=federation.slug), format=form)
        cost[path, form] = len(asked)
    assert cost == COST
    whole = told["federations/{slug}/budgets/2022/", "json"].json()
    assert (len(whole["lines"]), whole["totals"]["cost"]) == (size, f"{size}.00")
    assert len(whole["deciders"]) == len(centres)
    assert told["federations/{slug}/budgets/2022/", "csv"].content.count(b"\n") == 2 * size + 1


@pytest.mark.parametrize("path", ["members/", "shares/", "budgets/"])
def test_a_year_is_four_digits_and_nothing_that_a_number_could_be_read_from(
    federation: Federation, path: str
) -> None:
    for written in ("2023.0", "2023,0", " 2023 x", "2e3", "²023", "٢٠٢٣"):
        answer = Asker().get(f"federations/{federation.slug}/{path}", year=written)
        assert (answer.status_code, answer.json()["errors"]) == (
            400,
            {"year": ["Skriv året med fyra siffror."]},
        )
