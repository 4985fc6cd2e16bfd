"""What members pay, as pages and as a file: requisitions, payment days, and the years side by side.

The amounts are those of note 1 of Södra Dalarna's "Verksamhetsplan och budget år 2023"; when they are paid is not
published.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets import services as budget_services
from budgets.models import Instalment
from budgets.services import payments as services
from finsam.swedish import NBSP
from members.models import Federation, Member, PartyGroup, Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words
from tests.reading import Grid, tables

pytestmark = pytest.mark.django_db


def kr(text: str) -> str:
    """3 154 000 with its hard spaces."""
    return text.replace(" ", NBSP)


@pytest.fixture
def quarters(demo: Demo) -> Demo:
    """The demo, its members paying in quarters."""
    services.fill_instalments(federation=demo.federation, year=2023, way="quarters")
    return demo


def table(client: Client, url: str, caption: str) -> Grid:
    return tables(client.get(url).content.decode())[caption]


# --- The list ------------------------------------------------------------------------------------------------------


def test_before_there_are_days_the_contributions_stand_beside_the_usual_choices(demo: Demo) -> None:
    page = demo.client().get(demo.url("requisitions"))

    assert tables(page.content.decode())["Årets belopp kr"] == [
        ["Medlem", "Andel", "Hela året"],
        ["Försäkringskassan med Arbetsförmedlingen", kr("50 %"), kr("3 154 000")],
        ["Region Dalarna", kr("25 %"), kr("1 577 000")],
        ["Avesta kommun", kr("11 %"), kr("693 880")],
        ["Hedemora kommun", kr("8 %"), kr("504 640")],
        ["Säters kommun", kr("6 %"), kr("378 480")],
        ["Totalt", "", kr("6 308 000")],
    ]
    assert "När ska medlemmarna betala 2023? Välj det vanliga" in words(page)
    board = words(demo.client(Role.BOARD).get(demo.url("requisitions")))
    assert "Förbundschefen eller ekonomen lägger in betalningsdagarna." in board


def test_one_press_gives_four_quarters(demo: Demo) -> None:
    client = demo.client()

    answer = client.post(demo.url("instalments_fill"), {"way": "quarters"}, follow=True)

    assert messages(answer) == ["Sparat: fyra betalningsdagar för 2023."]
    found = table(client, demo.url("requisitions"), "Betalas senast kr")
    assert [found[0], found[1], found[-1]] == [
        ["Medlem", "Andel", "2023-01-15", "2023-04-15", "2023-07-15", "2023-10-15", "Hela året"],
        ["Försäkringskassan med Arbetsförmedlingen", kr("50 %"), *[kr("788 500")] * 4, kr("3 154 000")],
        ["Totalt", "", *[kr("1 577 000")] * 4, kr("6 308 000")],
    ]


def test_the_days_of_last_year_are_offered_and_come_a_year_later(quarters: Demo) -> None:
    make.ShareSetFactory(
        federation=quarters.federation,
        year=2024,
        percents={quarters.federation.members.first(): Decimal(100)},
    )
    budget = budget_services.start_budget(federation=quarters.federation, year=2024)
    funding = quarters.federation.cost_centres.get(purpose="funding")
    make.ContributionLineFactory(budget=budget, cost_centre=funding)
    client, url = quarters.client(), quarters.url("requisitions", year=2024)
    assert "Samma dagar som 2023" in words(client.get(url))

    client.post(quarters.url("instalments_fill", year=2024), {"way": "last_year"})

    days = quarters.federation.instalments.filter(year=2024)
    assert [(day.due_on, day.percent, day.party_group) for day in days] == [
        (date(2024, month, 15), 25, "") for month in (1, 4, 7, 10)
    ]


@pytest.mark.parametrize(
    ("year", "way", "message"),
    [
        (2023, "once", "Det finns redan betalningsdagar för 2023. Ändra dem, eller ta bort dem först."),
        (2025, "last_year", "Det finns inga betalningsdagar för 2024 att utgå från."),
        (2025, "varje dag", "Välj fyra kvartal, en betalning eller förra årets dagar."),
    ],
)
def test_days_are_never_filled_in_over_others_or_out_of_nothing(
    quarters: Demo, year: int, way: str, message: str
) -> None:
    answer = quarters.client().post(quarters.url("instalments_fill", year=year), {"way": way}, follow=True)

    assert (messages(answer), quarters.federation.instalments.count()) == ([message], 4)


def test_a_year_without_budget_or_shares_says_what_is_missing(demo: Demo) -> None:
    page = words(demo.client().get(demo.url("requisitions", year=2026)))

    assert (
        "Det finns inget att begära för 2026 ännu Rekvisitionerna räknas ur budgetens medelstilldelning"
        in page
    )


def test_days_that_do_not_add_up_are_told_and_their_party_is_asked_for_nothing(quarters: Demo) -> None:
    day = quarters.federation.instalments.earliest("due_on")
    services.save_instalment(
        federation=quarters.federation, pk=day.pk, revision=day.revision, percent=Decimal("20.5")
    )
    make.InstalmentFactory(federation=quarters.federation, party_group=PartyGroup.STATE)
    client = quarters.client()
    page = client.get(quarters.url("requisitions"))

    assert (
        "Dagarna för regionen blir inte hela årets belopp tillsammans. Väntat: 100 % . Funnet: 95,5 % ."
        in words(page).replace(NBSP, " ")
    )
    found = tables(page.content.decode())["Betalas senast kr"]
    assert found[:3] == [
        ["Medlem", "Andel", "2023-01-31", "Hela året"],
        ["Försäkringskassan med Arbetsförmedlingen", kr("50 %"), kr("3 154 000"), kr("3 154 000")],
        ["Region Dalarna", kr("25 %"), "–", kr("1 577 000")],
    ]
    refused = client.get(quarters.url("requisitions_csv"), follow=True)
    assert messages(refused) == ["Listan kan hämtas när varje part har dagar som tillsammans blir 100 %."]


def test_a_draft_is_told_beside_what_rests_on_it_and_a_decision_is_named(quarters: Demo) -> None:
    client, url = quarters.client(), quarters.url("requisitions")
    assert "Enligt budget 2023 version 1, som inte är fastställd (framlagd). Beloppen kan ändras." in words(
        client.get(url)
    )
    budget = quarters.federation.budgets.get(year=2023)
    meeting = make.MeetingFactory(federation=quarters.federation, held_on=date(2022, 12, 9))
    budget_services.adopt_budget(
        federation=quarters.federation,
        pk=budget.pk,
        decision=make.DecisionFactory(meeting=meeting, minutes_ref="§ 47"),
    )

    page = words(client.get(url)).replace(NBSP, " ")

    assert "Enligt budget 2023 version 1, fastställd vid styrelsemöte 9 december 2022, § 47." in page


def test_money_is_asked_for_by_the_budget_in_force_also_when_a_new_version_is_written(quarters: Demo) -> None:
    budget = quarters.federation.budgets.get(year=2023)
    meeting = make.MeetingFactory(federation=quarters.federation, held_on=date(2022, 12, 9))
    budget_services.adopt_budget(
        federation=quarters.federation, pk=budget.pk, decision=make.DecisionFactory(meeting=meeting)
    )
    newer = budget_services.new_budget_version(federation=quarters.federation, pk=budget.pk)
    line = newer.lines.get(nature="contribution")
    budget_services.save_line(
        federation=quarters.federation, pk=line.pk, revision=None, amount=Decimal(-9_000_000)
    )

    found = table(quarters.client(), quarters.url("requisitions"), "Betalas senast kr")

    assert found[-1][-1] == kr("6 308 000")


# --- One member ----------------------------------------------------------------------------------------------------


def test_a_members_requisition_says_what_is_asked_for_when_and_by_what(quarters: Demo) -> None:
    url = quarters.url("requisition", member="region-dalarna")
    page = quarters.client(Role.BOARD).get(url)

    assert tables(page.content.decode())["Betalningar 2023 kr"] == [
        ["Betalas senast", "Del av året", "Belopp"],
        *(
            [kr(f"15 {month} 2023").replace(f"{NBSP}2023", " 2023"), kr("25 %"), kr("394 250")]
            for month in ("januari", "april", "juli", "oktober")
        ),
        ["Hela året", kr("100 %"), kr("1 577 000")],
    ]
    text = words(page).replace(NBSP, " ")
    assert "Rekvisition till Region Dalarna" in text
    assert "Till Region Dalarna Avser Medelstilldelning 2023, 25 % av 6 308 000 kr" in text
    assert "Grund Enligt budget 2023 version 1" in text


def test_who_pays_for_another_is_asked_in_both_names(quarters: Demo) -> None:
    page = quarters.client().get(quarters.url("requisition", member="forsakringskassan"))

    assert "Rekvisition till Försäkringskassan med Arbetsförmedlingen" in words(page)


@pytest.mark.parametrize("member", ["arbetsformedlingen", "falu-kommun"])
def test_who_pays_nothing_has_no_requisition(quarters: Demo, member: str) -> None:
    assert quarters.client().get(quarters.url("requisition", member=member)).status_code == 404


# --- The file ------------------------------------------------------------------------------------------------------


def test_the_list_is_read_by_excel_in_swedish(quarters: Demo) -> None:
    answer = quarters.client(Role.AUDITOR).get(quarters.url("requisitions_csv"))

    lines = answer.content.split(b"\r\n")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="rekvisitioner-sodra-dalarna-2023.csv"',
    )
    assert lines[:2] == [
        b"\xef\xbb\xbfmedlem;andel_procent;betalas_senast;del_av_aret_procent;belopp_kr;budgetens_status;beslut",
        "Försäkringskassan med Arbetsförmedlingen;50;2023-01-15;25;788500;Framlagd;".encode(),
    ]
    assert (len(lines), lines[-2:]) == (22, ["Säters kommun;6;2023-10-15;25;94620;Framlagd;".encode(), b""])


def test_a_share_has_a_decimal_comma_and_a_name_is_no_formula(quarters: Demo) -> None:
    """A name that a spreadsheet would compute stands with an apostrophe before it."""
    Member.objects.filter(slug="saters-kommun").update(name='=HYPERLINK("http://example.com";"Säter")')
    day = quarters.federation.instalments.latest("due_on")
    services.save_instalment(
        federation=quarters.federation, pk=day.pk, revision=None, percent=Decimal("12.5")
    )
    make.InstalmentFactory(federation=quarters.federation, due_on=date(2023, 12, 1), percent=Decimal("12.5"))

    last = quarters.client().get(quarters.url("requisitions_csv")).content.decode().splitlines()[-1]

    assert last == '"\'=HYPERLINK(""http://example.com"";""Säter"")";6;2023-12-01;12,5;47310;Framlagd;'


def test_the_list_says_which_decision_it_rests_on_when_there_is_one(quarters: Demo) -> None:
    budget = quarters.federation.budgets.get(year=2023)
    meeting = make.MeetingFactory(federation=quarters.federation, held_on=date(2022, 12, 9))
    budget_services.adopt_budget(
        federation=quarters.federation,
        pk=budget.pk,
        decision=make.DecisionFactory(meeting=meeting, minutes_ref="§ 47"),
    )

    last = quarters.client().get(quarters.url("requisitions_csv")).content.decode().splitlines()[-1]

    assert last.replace(NBSP, " ").endswith(";94620;Fastställd;styrelsemöte 9 december 2022, § 47")


def test_contributions_that_are_rounded_to_whole_kronor_are_said_to_be(quarters: Demo) -> None:
    client, url = quarters.client(), quarters.url("requisitions")
    assert "avrundade till hela kronor" not in words(client.get(url))
    line = quarters.federation.budgets.get(year=2023).lines.filter(nature="contribution").latest("pk")
    line.amount -= Decimal("0.50")
    line.save()

    assert (
        "Beloppen är avrundade till hela kronor. Medelstilldelningen i budgeten är 6 308 000,50 kr."
        in words(client.get(url)).replace(NBSP, " ")
    )


# --- The days ------------------------------------------------------------------------------------------------------


@pytest.fixture
def send(quarters: Demo) -> Callable[..., HttpResponse]:
    """Opens a page of payment days as the finance officer, types, saves and follows."""
    client = quarters.client(Role.FINANCE)

    def typed(page: str, pk: int | None = None, /, **changes: Any) -> HttpResponse:
        url = quarters.url(page, **({} if pk is None else {"pk": pk}))
        answer: HttpResponse = client.post(url, form_data(client.get(url), **changes), follow=True)
        return answer

    return typed


def test_a_day_is_added_changed_and_removed(quarters: Demo, send: Callable[..., HttpResponse]) -> None:
    added = send("instalment_add", due_on="2023-12-01", percent="12,5 %", party_group="state")
    day = quarters.federation.instalments.get(due_on=date(2023, 12, 1))
    assert (messages(added), day.percent, day.party_group) == (
        [f"Sparat: 1{NBSP}december 2023."],
        Decimal("12.5"),
        "state",
    )

    send("instalment", day.pk, percent="100")
    day.refresh_from_db()
    assert (day.percent, day.revision) == (100, 2)

    removed = send("instalment_remove", day.pk)
    assert (messages(removed), quarters.federation.instalments.count()) == (
        [f"Borttaget: 1{NBSP}december 2023."],
        4,
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"due_on": ""}, {"due_on": ["Det här fältet är obligatoriskt."]}),
        ({"due_on": "31 februari"}, {"due_on": ["Fyll i ett giltigt datum."]}),
        ({"due_on": "2032-01-15"}, {"due_on": ["Dagen ligger långt från 2023. Kontrollera årtalet."]}),
        ({"percent": "0"}, {"percent": ["Skriv en andel som är större än 0 %."]}),
        ({"percent": "101"}, {"percent": ["En andel kan inte vara större än 100 %."]}),
        ({"percent": "-5"}, {"percent": ["Skriv en andel som är större än 0 %."]}),
        (
            {"percent": "fjärdedel"},
            {"percent": ["”fjärdedel” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."]},
        ),
        ({"due_on": "2023-04-15"}, {"": ["Den betalningsdagen finns redan."]}),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    quarters: Demo, send: Callable[..., HttpResponse], typed: dict[str, str], expected: dict[str, list[str]]
) -> None:
    answer = send("instalment_add", **{"due_on": "2023-12-01", "percent": "25", **typed})

    assert (answer.status_code, errors(answer), quarters.federation.instalments.count()) == (422, expected, 4)


def test_another_federations_days_are_out_of_reach(quarters: Demo) -> None:
    foreign: Instalment = make.InstalmentFactory()
    for write in (
        lambda: services.save_instalment(federation=quarters.federation, pk=foreign.pk, percent=Decimal(1)),
        lambda: services.remove_instalment(federation=quarters.federation, pk=foreign.pk, revision=None),
    ):
        with pytest.raises(ValidationError, match="Raden hör till ett annat förbund"):
            write()


# --- The years side by side ----------------------------------------------------------------------------------------


def test_the_years_stand_side_by_side_the_latest_first(demo: Demo) -> None:
    found = table(demo.client(Role.AUDITOR), demo.url("contribution_history"), "Andel och belopp kr")

    assert found[2:4] == [
        [
            "Försäkringskassan med Arbetsförmedlingen",
            kr("50 %"),
            kr("3 154 000"),
            kr("50 %"),
            kr("3 161 000"),
        ],
        ["Region Dalarna", kr("25 %"), kr("1 577 000"), kr("25 %"), kr("1 580 500")],
    ]
    assert found[-1] == ["Totalt", kr("100 %"), kr("6 308 000"), kr("100 %"), kr("6 322 000")]


def test_a_year_that_lacks_something_says_what(demo: Demo) -> None:
    make.ShareSetFactory(
        federation=demo.federation, year=2025, percents={demo.federation.members.first(): Decimal(100)}
    )
    budget = make.BudgetFactory(federation=demo.federation, year=2024)
    make.ContributionLineFactory(
        budget=budget, cost_centre=demo.federation.cost_centres.get(purpose="funding")
    )

    page = words(demo.client().get(demo.url("contribution_history")))

    assert "2025 visas inte: året saknar budget med medelstilldelning." in page
    assert "2024 visas inte: året saknar fördelningstal." in page


def test_without_any_year_the_page_says_what_to_do_first(sign_in_as: Callable[..., Client]) -> None:
    federation: Federation = make.FederationFactory()
    url = reverse("contribution_history", kwargs={"slug": federation.slug, "year": 2023})

    assert "Inget år har både budget och fördelningstal ännu" in words(sign_in_as(federation).get(url))


# --- What it costs -------------------------------------------------------------------------------------------------

COST = {"contribution_history": 16, "requisitions": 23, "requisition": 23, "requisitions_csv": 20}


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_as_much_for_thirty_years_and_members_as_for_one(size: int) -> None:
    federation: Federation = make.FederationFactory()
    members = [make.MemberFactory(federation=federation, slug=f"m-{number}") for number in range(size)]
    whole = {member: Decimal(0) for member in members} | {members[0]: Decimal(100)}
    for number in range(size):
        make.ShareSetFactory(federation=federation, year=2023 - number, percents=whole)
        make.ContributionLineFactory(budget__federation=federation, budget__year=2023 - number)
    for number in range(size):
        percent = Decimal(100) if size == 1 else Decimal(3)
        make.InstalmentFactory(federation=federation, due_on=date(2023, 1, 1 + number), percent=percent)
    if size == 30:
        make.InstalmentFactory(federation=federation, due_on=date(2023, 12, 1), percent=Decimal(10))
    client = signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)
    client.get("/")
    found = {}
    for name in COST:
        more = {"member": "m-0"} if name == "requisition" else {}
        url = reverse(name, kwargs={"slug": federation.slug, "year": 2023, **more})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        found[name] = len(asked)
    assert found == COST
