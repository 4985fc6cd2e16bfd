"""The pages of the outlook as their users meet them: read with its origins, all years edited on one form.

The figures are those of "Verksamhetsplan och budget år 2023", Södra Dalarna, the long-term budget.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.models import Budget, BudgetLine, LineAmount, OutlookYear
from finsam.swedish import NBSP
from members.models import ChangeLogEntry, Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words
from tests.reading import main_of, tables
from tests.test_access import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(demo: Demo) -> Budget:
    """The demo's budget of 2023, which lies before the board."""
    found: Budget = demo.federation.budgets.get(year=2023)
    return found


@pytest.fixture
def director(demo: Demo) -> Client:
    """The demo's director, signed in."""
    return demo.client()


@pytest.fixture
def send(demo: Demo, director: Client) -> Callable[..., HttpResponse]:
    """Opens the form of all years as the director, types over it and sends it."""

    def typed(**changes: Any) -> HttpResponse:
        url = demo.url("outlook_edit")
        answer: HttpResponse = director.post(url, typed_over(director.get(url), **changes))
        return answer

    return typed


def typed_over(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What a browser sends: the form with `changes`, and beside each field what it was when the page was opened."""
    form = page.context["form"]  # type: ignore[attr-defined]
    opened = form_data(page)
    before = {
        f"initial-{name}": opened[name] for name, field in form.fields.items() if field.show_hidden_initial
    }
    return {**opened, **before, **changes}


def year(budget: Budget, year: int) -> OutlookYear:
    """What is entered for a year."""
    found: OutlookYear = budget.outlook_years.get(year=year)
    return found


def text(response: HttpResponse) -> str:
    """The page's words with ordinary spaces."""
    return words(response).replace(NBSP, " ")


# --- Read ------------------------------------------------------------------------------------------------------


def test_the_board_reads_every_figure_with_what_it_rests_on_and_where_it_comes_from(demo: Demo) -> None:
    rows = tables(demo.client(Role.BOARD).get(demo.url("outlook")).content.decode())["År för år kr"]

    assert [cell.replace(NBSP, " ") for cell in rows[3]] == [
        "2023",
        "6 308 000 ur årets budget, framlagd",
        "0 ur årets budget",
        "6 908 000 ur årets budget, framlagd",
        "−600 000 framräknat",
        "–",
        "1 000 000 prognos, från 31/12 2022",
        "400 000* prognos, framräknat",
        "400 000",
        "1 261 600 20 % av årets medelstilldelning",
        "6 908 000 framräknat",
    ]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("draft", "ur årets budget, utkast"),
        ("proposed", "ur årets budget, framlagd"),
        ("adopted", "beslutat, ur årets budget"),
    ],
)
def test_the_page_calls_decided_only_what_the_board_has_adopted(demo: Demo, status: str, words: str) -> None:
    adopted = status == "adopted"
    decision = (
        make.DecisionFactory(meeting__federation=demo.federation, meeting__label="extra") if adopted else None
    )
    demo.federation.budgets.filter(year=2023).update(status=status, decision=decision)

    rows = tables(demo.client(Role.BOARD).get(demo.url("outlook")).content.decode())["År för år kr"]

    told = [cell.replace(NBSP, " ") for cell in rows[3]]
    assert (told[1], told[3]) == (f"6 308 000 {words}", f"6 908 000 {words}")


def test_ore_are_shown_where_the_budget_has_them(demo: Demo, director: Client) -> None:
    line = demo.federation.budgets.get(year=2023).lines.filter(nature="cost", amount__isnull=False).first()
    assert line is not None
    demo.federation.budgets.get(year=2023).lines.filter(pk=line.pk).update(
        amount=line.amount + Decimal("0.25")
    )

    rows = tables(director.get(demo.url("outlook")).content.decode())["År för år kr"]

    assert [cell.replace(NBSP, " ").split(" ur ")[0] for cell in (rows[2][1], rows[3][3])] == [
        "6 322 000,00 beslutat,",
        "6 908 000,25",
    ]


def test_the_board_reads_how_equity_is_rolled_forward_and_the_rules(demo: Demo) -> None:
    read = text(demo.client(Role.BOARD).get(demo.url("outlook")))

    for expected in (
        "Prognos 2022, inskriven: −262 000 kr. 1 262 000 − 262 000 = 1 000 000 kr i eget kapital 31/12 2022.",
        "Motivering: Prognosen visar ett mindre underskott än det budgeterade.",
        "Högsta nivå 2023: 20 % av årets medelstilldelning = 1 261 600 kr.",
        "Eget kapital 31 december 2021–2026: som mest 1 262 tkr (2021), som minst 400 tkr (2023).",
    ):
        assert expected in read


def test_the_chart_has_its_data_beside_it(demo: Demo) -> None:
    found = tables(demo.client(Role.BOARD).get(demo.url("outlook")).content.decode())

    assert found["Eget kapital, lägsta och högsta nivå tkr"][:3] == [
        ["År", "Eget kapital 31/12", "Lägsta nivå", "Högsta nivå"],
        ["2021", f"1{NBSP}262", "400", f"1{NBSP}264"],
        ["2022", f"1{NBSP}000*", "400", f"1{NBSP}264"],
    ]


def test_a_figure_leads_to_where_it_is_changed(demo: Demo, director: Client) -> None:
    def links(client: Client) -> set[str]:
        page = client.get(demo.url("outlook")).content.decode()
        return {link.get("href", "") for link in main_of(page).iter("a")}

    rules = {demo.url("equity_rule", pk=rule.pk) for rule in demo.federation.equity_rules.all()}
    edits = {f"{demo.url('outlook_edit')}#ar-{year}" for year in (2021, 2022, 2024, 2025, 2026)}

    assert links(director) >= rules | edits | {demo.url("budget"), demo.url("budget", year=2022), "#regler"}
    assert links(demo.client(Role.BOARD)) & (rules | edits) == set()


def test_the_forecast_of_the_lines_is_told_until_it_is_whole(
    demo: Demo, budget: Budget, director: Client
) -> None:
    """One line of forty-odd has a forecast: it names those that lack one, and the budget of 2022 counts."""
    year(budget, 2022).delete()
    line = budget.lines.get(cost_centre__code="50000")
    services.save_amount(
        federation=demo.federation, line=line, kind="forecast", year=2022, amount=Decimal(-6_322_000)
    )

    read = text(director.get(demo.url("outlook")))

    assert (
        "Prognosen i raderna är påbörjad men räknas inte än. Belopp saknas för Konsulttjänster (revision), "
        in read
    )
    assert "Budgeterat resultat 2022: −863 000 kr." in read


def test_a_whole_forecast_of_the_lines_feeds_next_years_opening_equity(
    demo: Demo, budget: Budget, director: Client
) -> None:
    year(budget, 2022).delete()
    last_year = {line.key: line.amount for line in budget.previous.lines.all()}  # type: ignore[union-attr]
    for line in budget.lines.all():
        if last_year.get(line.key) is not None:
            LineAmount.objects.create(line=line, kind="forecast", year=2022, amount=last_year[line.key])
    for key in set(last_year) - set(budget.lines.values_list("key", flat=True)):
        old = BudgetLine.objects.get(budget=budget.previous, key=key)
        line = make.BudgetLineFactory(
            budget=budget,
            key=key,
            cost_centre=old.cost_centre,
            label=old.label,
            nature=old.nature,
            amount=None,
        )
        LineAmount.objects.create(line=line, kind="forecast", year=2022, amount=old.amount)

    read = text(director.get(demo.url("outlook")))

    assert (
        "Prognos 2022 ur raderna: −863 000 kr. 1 262 000 − 863 000 = 399 000 kr i eget kapital 31/12 2022."
        in read
    )


def test_an_empty_year_says_where_it_begins(demo: Demo) -> None:
    assert "Budgeten för 2025 är inte påbörjad" in words(demo.client().get(demo.url("outlook", year=2025)))
    board = words(demo.client(Role.BOARD).get(demo.url("outlook", year=2025)))
    assert "Förbundschefen eller ekonomen börjar den." in board


# --- Years added -----------------------------------------------------------------------------------------------


def test_an_outlook_shorter_than_the_law_asks_for_offers_the_years_that_lack(demo: Demo) -> None:
    """11 kap. 6 § of the Municipal Act: at least three years, the budget's first."""
    budget = services.start_budget(federation=demo.federation, year=2024)
    client, url = demo.client(), demo.url("outlook", year=2024)
    assert "Lagen kräver en plan för minst tre år" in text(client.get(url))

    answer = client.post(demo.url("outlook_add", year=2024), {"ar": ["2025", "2026"]}, follow=True)

    assert messages(answer) == ["Tillagt: 2025 och 2026. Fyll i vad som väntas."]
    assert list(budget.outlook_years.values_list("year", flat=True)) == [2025, 2026]
    assert "Lagen kräver" not in text(client.get(url))


def test_the_next_year_is_added_once(demo: Demo, director: Client, budget: Budget) -> None:
    for _ in range(2):
        answer = director.post(demo.url("outlook_add"), {"ar": "2027"}, follow=True)

    assert messages(answer) == ["Årtalet går inte att lägga till nu. Kanske finns det redan."]
    assert budget.outlook_years.filter(year=2027).count() == 1


def test_a_year_is_added_to_the_version_that_is_worked_on(demo: Demo, director: Client) -> None:
    first = demo.federation.budgets.get(year=2022)
    second = services.new_budget_version(federation=demo.federation, pk=first.pk)
    before = list(first.outlook_years.values_list("year", flat=True))
    offered = director.get(demo.url("outlook", year=2022)).context["sheet"].next_year

    answer = director.post(demo.url("outlook_add", year=2022), {"ar": str(offered)}, follow=True)

    assert messages(answer) == [f"Tillagt: {offered}. Fyll i vad som väntas."]
    assert list(second.outlook_years.values_list("year", flat=True)) == [*before, offered]
    assert list(first.outlook_years.values_list("year", flat=True)) == before


def test_no_year_is_added_while_there_is_no_budget(demo: Demo, director: Client) -> None:
    before = everything()
    answer = director.post(demo.url("outlook_add", year=2030), {"ar": "2030"}, follow=True)
    assert messages(answer) == ["Budgeten för 2030 är inte påbörjad. Börja den först."]
    assert everything() == before


@pytest.mark.parametrize("asked", ["2099", "-1", "nästa", ""])
def test_a_year_that_is_not_offered_is_not_added(demo: Demo, director: Client, asked: str) -> None:
    before = everything()
    director.post(demo.url("outlook_add"), {"ar": asked})
    assert everything() == before


# --- All years on one form -------------------------------------------------------------------------------------


def test_what_is_computed_stands_in_the_empty_boxes(demo: Demo, director: Client) -> None:
    form = director.get(demo.url("outlook_edit")).context["form"]

    def box(name: str) -> tuple[str, str]:
        shown, attrs = form[name].value(), form.fields[name].widget.attrs
        value = form.fields[name].prepare_value(shown)
        return (value or "").replace(NBSP, " "), attrs["placeholder"].replace(NBSP, " ")

    assert box("funding_2024") == ("7 500 000", "7 500 000")
    assert box("funding_2022") == ("", "6 322 000")
    assert box("closing_equity_2026") == ("", "400 000")
    assert box("forecast_result_2024") == ("", "–")
    assert "funding_2023" not in form.fields


def test_several_years_are_changed_at_once(
    demo: Demo, budget: Budget, send: Callable[..., HttpResponse]
) -> None:
    answer = send(
        cost_2024="7 300 000",
        cost_basis_2024="decided",
        closing_equity_2022="1 050 000",
        reason_2022="Enligt bokslutet",
        forecast_result_2023="−500 000",
        reason_2023="Vakanser",
    )

    assert (answer.status_code, answer["Location"]) == (302, demo.url("outlook"))
    found = {row.year: row for row in budget.outlook_years.all()}
    assert (found[2024].cost, found[2024].cost_basis, found[2024].revision) == (7_300_000, "decided", 2)
    assert (found[2022].closing_equity, found[2022].reason) == (1_050_000, "Enligt bokslutet")
    assert (found[2023].forecast_result, found[2023].reason) == (-500_000, "Vakanser")
    assert {found[each].revision for each in (2021, 2025, 2026)} == {1}


def test_a_save_without_changes_writes_nothing(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    before = everything()
    answer = send()
    assert answer.status_code == 302
    assert everything() == before


def test_the_next_year_is_added_with_the_save(budget: Budget, send: Callable[..., HttpResponse]) -> None:
    send(cost_2026="7 900 000", lagg_till="2027")

    assert year(budget, 2026).cost == 7_900_000
    assert year(budget, 2027).cost is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (
            {"funding_2024": "sju"},
            {"funding_2024": ["”sju” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."]},
        ),
        ({"cost_2024": "-7 000 000"}, {"cost_2024": ["Skriv beloppet utan minus."]}),
        (
            {"forecast_result_2023": "-1"},
            {"reason_2023": ["Skriv varför: en prognos eller ett inskrivet eget kapital har en motivering."]},
        ),
        (
            {"closing_equity_2025": "9" * 20},
            {"closing_equity_2025": ["Beloppet är större än vad som går att spara."]},
        ),
        (
            {"cost_basis_2024": "gissat"},
            {
                "cost_basis_2024": [
                    "Välj ett giltigt alternativ. gissat finns inte bland tillgängliga alternativ."
                ]
            },
        ),
        (
            {"reason_2022": "x" * 301},
            {"reason_2022": ["Säkerställ att detta värde har som mest 300 tecken (den har 301)."]},
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_cell_and_nothing_is_written(
    send: Callable[..., HttpResponse], typed: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    before = everything()

    answer = send(**{"cost_2026": "7 900 000", **typed})

    assert (answer.status_code, errors(answer)) == (422, wrong)
    assert everything() == before
    ((name, value),) = typed.items()
    assert answer.context["form"][name].value() == value  # type: ignore[attr-defined]
    (field,) = wrong
    assert f'href="#id_{field}"' in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_half_a_form_is_refused(demo: Demo, director: Client) -> None:
    answer = director.post(demo.url("outlook_edit"), {"cost_2024": "1"})

    assert (answer.status_code, errors(answer)) == (
        422,
        {"budget": ["Sidan kom inte fram hel. Ladda om den och försök igen."]},
    )


def test_a_form_of_an_older_version_of_the_budget_is_refused(
    demo: Demo, director: Client, budget: Budget
) -> None:
    data = typed_over(director.get(demo.url("outlook_edit")), cost_2024="1")
    decision = make.DecisionFactory(meeting=demo.federation.meetings.filter(kind="board").latest("held_on"))
    services.adopt_budget(federation=demo.federation, pk=budget.pk, decision=decision)
    services.new_budget_version(federation=demo.federation, pk=budget.pk)

    answer = director.post(demo.url("outlook_edit"), data)

    assert errors(answer) == {
        "budget": ["En ny version av budgeten är påbörjad sedan du öppnade sidan. Ladda om den."]
    }


def test_an_adopted_budgets_outlook_offers_no_change(demo: Demo, director: Client) -> None:
    read = words(director.get(demo.url("outlook", year=2022)))

    assert "Ändra åren" not in read
    assert director.get(demo.url("outlook_edit", year=2022)).status_code == 302
    assert director.post(demo.url("outlook_edit", year=2022), {}).status_code == 302


# --- Two editors -----------------------------------------------------------------------------------------------


def test_another_editors_year_is_left_alone_when_one_has_not_touched_it(
    demo: Demo, director: Client, budget: Budget
) -> None:
    opened = director.get(demo.url("outlook_edit"))
    row = year(budget, 2025)
    services.save_outlook_year(federation=demo.federation, pk=row.pk, revision=1, cost=Decimal(7_450_000))

    answer = director.post(demo.url("outlook_edit"), typed_over(opened, cost_2024="7 300 000"))

    assert answer.status_code == 302
    assert (year(budget, 2024).cost, year(budget, 2025).cost) == (7_300_000, 7_450_000)


def test_the_second_of_two_in_one_year_sees_both_and_nothing_is_written(
    demo: Demo, director: Client, budget: Budget
) -> None:
    opened = director.get(demo.url("outlook_edit"))
    colleague = demo.client(Role.FINANCE)
    colleague.post(demo.url("outlook_edit"), typed_over(opened, cost_2024="7 250 000"))

    answer = director.post(
        demo.url("outlook_edit"), typed_over(opened, cost_2024="7 300 000", cost_2025="7 550 000")
    )

    assert answer.status_code == 409
    sides = [(each["label"], each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]]
    assert [tuple(side.replace(NBSP, " ") for side in each) for each in sides] == [
        ("2024 kostnad", "7 250 000", "7 300 000")
    ]
    assert "Rune Räknefors har sparat medan du skrev" in words(answer)
    assert (year(budget, 2024).cost, year(budget, 2025).cost) == (7_250_000, 7_500_000)

    again = director.post(demo.url("outlook_edit"), typed_over(answer, **_kept(answer)))
    assert again.status_code == 302
    assert (year(budget, 2024).cost, year(budget, 2025).cost) == (7_300_000, 7_550_000)


def _kept(answer: HttpResponse) -> dict[str, Any]:
    """What the fields were when the page was first opened, which a bound form carries on."""
    return {name: value for name, value in answer.wsgi_request.POST.items() if name.startswith("initial-")}  # type: ignore[attr-defined]


def test_a_year_that_someone_has_removed_is_told_of_and_written_anew(
    demo: Demo, director: Client, budget: Budget
) -> None:
    opened = director.get(demo.url("outlook_edit"))
    row = year(budget, 2026)
    services.remove_outlook_year(federation=demo.federation, pk=row.pk, revision=1)
    data = typed_over(opened, cost_2026="7 900 000")

    answer = director.post(demo.url("outlook_edit"), data)

    assert errors(answer) == {
        "": [
            "Någon annan har tagit bort det som var inskrivet för 2026. Spara igen för att skriva in det på nytt."
        ]
    }
    assert answer.context["form"]["cost_2026"].value() == "7 900 000"
    director.post(demo.url("outlook_edit"), {**data, "revision_2026": ""})
    assert (year(budget, 2026).funding, year(budget, 2026).cost) == (7_500_000, 7_900_000)


def test_a_year_that_someone_has_added_meanwhile_is_a_conflict(
    demo: Demo, director: Client, budget: Budget
) -> None:
    opened = director.get(demo.url("outlook_edit"))
    services.save_outlook_year(
        federation=demo.federation,
        budget=budget,
        year=2023,
        forecast_result=Decimal(-550_000),
        reason="Prognos",
    )

    answer = director.post(
        demo.url("outlook_edit"),
        typed_over(opened, forecast_result_2023="−500 000", reason_2023="Vakanser"),
    )

    assert answer.status_code == 409
    assert year(budget, 2023).forecast_result == -550_000


def test_the_change_log_says_what_was_changed_and_nothing_more(
    budget: Budget, send: Callable[..., HttpResponse]
) -> None:
    before = ChangeLogEntry.objects.count()
    send(cost_2024="7 300 000")
    (entry,) = ChangeLogEntry.objects.order_by("-pk")[: ChangeLogEntry.objects.count() - before]
    assert set(entry.changes or {}) == {"cost"}


# --- What it costs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_cost_as_many_queries_for_thirty_years_as_for_one(db: None, size: int) -> None:
    mandate = make.MandateFactory()
    budget = make.BudgetFactory(federation=mandate.federation)
    make.ContributionLineFactory(budget=budget)
    make.EquityRuleFactory(federation=mandate.federation)
    for number in range(size):
        make.BudgetLineFactory(budget=budget)
        make.OutlookYearFactory(budget=budget, year=2024 + number, closing_equity=1, reason="Bokslutet")
    client = signed_in(mandate.user)
    client.get("/")

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/{mandate.federation.slug}/2023/budget/{name}").status_code == 200
        return len(asked)

    assert {name: cost(name) for name in ("langsiktig/", "langsiktig/andra/")} == {
        "langsiktig/": 21,
        "langsiktig/andra/": 20,
    }
