"""The budget's pages as their users meet them: the sheet that is read, and the forms it is written with.

What is refused, and how, is in `tests.test_bad_input`; who may see what in `tests.test_access`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from budgets import services
from budgets.models import Budget, BudgetLine, CostCentre
from finsam.swedish import NBSP
from members.models import Role
from plans.models import Section
from tests import factories as make
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2023 as golden
from tests.pages import form_data, messages, words
from tests.reading import Grid, main_of, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(demo: Demo) -> Callable[..., HttpResponse]:
    """Opens a page's form as the director, types over it, saves and follows: `send("line_add", label="Resor")`."""
    client = demo.client()

    def typed(page: str, pk: int | None = None, /, **changes: Any) -> HttpResponse:
        url = demo.url(page, **({} if pk is None else {"pk": pk}))
        answer: HttpResponse = client.post(url, form_data(client.get(url), **changes), follow=True)
        assert answer.redirect_chain, words(answer)  # type: ignore[attr-defined]
        return answer

    return typed


def sheet(client: Client, url: str) -> dict[str, Grid]:
    """The tables of the budget page by caption, without the marks of findings."""
    return tables(
        re.sub(r'<a class="badge-mark.*?</a>', "", client.get(url).content.decode(), flags=re.DOTALL)
    )


def in_kronor(tkr: str) -> str:
    """An amount in tkr as it is written in kronor: 1 298 becomes 1 298 000."""
    return tkr if tkr in ("–", "0") else f"{tkr}{NBSP}000"


# --- The sheet -----------------------------------------------------------------------------------------------------


def test_the_board_reads_the_published_budget_in_kronor(demo: Demo) -> None:
    """Every line of "Verksamhetsplan och budget år 2023", with the sum of Administration 2022 as its lines give it."""
    expected = [["ID", "Beskrivning", *golden("budget_table")["columns"]]]
    for row in golden("budget_table")["rows"]:
        amounts = [in_kronor(each) for each in row.get("shown", ())] or ["", ""]
        code = row["account"] or row["id"] if row["kind"] in ("heading", "line") else ""
        expected.append([code, row["label"].removesuffix(" (not 1)"), *amounts])

    assert sheet(demo.client(Role.BOARD), demo.url("budget"))["Budget per ID och kontogrupp kr"] == expected


def test_the_board_reads_the_long_term_budget_with_each_years_result(demo: Demo) -> None:
    found = sheet(demo.client(Role.BOARD), demo.url("budget"))["Årstilldelning, budget och eget kapital kr"]

    assert [[cell.replace(NBSP, " ") for cell in row] for row in found] == [
        ["År", "Årstilldelning", "Budget", "Resultat", "Eget kapital 31/12"],
        ["2021", "6 322 000", "6 660 000", "−338 000", "1 262 000"],
        ["2022", "6 322 000", "7 185 000", "−262 000", "1 000 000*"],
        ["2023", "6 308 000", "6 908 000", "−600 000", "400 000*"],
        ["2024", "7 500 000**", "7 200 000*", "300 000", "700 000*"],
        ["2025", "7 500 000**", "7 500 000*", "0", "700 000*"],
        ["2026", "7 500 000**", "7 800 000*", "−300 000", "400 000*"],
    ]


def test_the_board_reads_funds_rules_and_contributions(demo: Demo) -> None:
    text = words(demo.client(Role.BOARD).get(demo.url("budget")))

    for expected in (
        "Budgetram från medlemmarna 6 308 000 kr",
        "Eget kapital vid årets ingång 1 000 000 kr",
        "Avgår: lägsta nivå 400 000 kr",
        "Tillgängligt 2023 6 908 000 kr",
        "Lägsta nivå 400 000 kr",
        "Högsta nivå 20 % av årets medelstilldelning",
        "Försäkringskassan med Arbetsförmedlingen 50 % 3 154 000",
        "Totalt 100 % 6 308 000",
        "2022: Prognosen visar ett mindre underskott än det budgeterade.",
    ):
        assert expected in text


def test_where_there_are_ore_the_outlook_and_the_funds_are_told_to_the_ore(demo: Demo) -> None:
    """Rounded, 600 001 would be taken from 1 000 000 and 400 000 left."""
    line = BudgetLine.objects.filter(budget__year=2023, nature="cost", amount__gt=0).earliest("pk")
    line.amount += Decimal("0.50")
    line.save()
    funding = BudgetLine.objects.get(budget__year=2023, nature="contribution")
    funding.amount -= Decimal("0.10")
    funding.save()
    client = demo.client(Role.BOARD)

    outlook = sheet(client, demo.url("budget"))["Årstilldelning, budget och eget kapital kr"]
    told = words(client.get(demo.url("budget")))

    assert [[cell.replace(NBSP, " ") for cell in row] for row in outlook[2:4]] == [
        ["2022", "6 322 000,00", "7 185 000,00", "−262 000,00", "1 000 000,00*"],
        ["2023", "6 308 000,10", "6 908 000,50", "−600 000,40", "399 999,60*"],
    ]
    for expected in (
        "Budgetram från medlemmarna 6 308 000,10 kr",
        "Eget kapital vid årets ingång 1 000 000,00 kr",
        "Avgår: lägsta nivå 400 000,00 kr",
        "Tillgängligt 2023 6 908 000,10 kr",
    ):
        assert expected in told
    plan = words(client.get(demo.url("plan")))
    assert "Avgår: lägsta nivå för det egna kapitalet 400 000,00 Tillgängligt 2023 6 908 000,10" in plan


def links(client: Client, url: str) -> set[str]:
    """Where the page itself leads, without the frame."""
    return {link.get("href", "") for link in main_of(client.get(url).content.decode()).iter("a")}


def test_the_director_reaches_every_row_from_the_sheet_and_the_board_none(demo: Demo) -> None:
    rows = {
        *(
            demo.url("line", pk=pk)
            for pk in BudgetLine.objects.filter(budget__year=2023).values_list("pk", flat=True)
        ),
        *(demo.url("cost_centre", pk=pk) for pk in CostCentre.objects.values_list("pk", flat=True)),
        *(f"{demo.url('line_add')}?id={pk}" for pk in CostCentre.objects.values_list("pk", flat=True)),
        *(demo.url("outlook_year", pk=each.pk) for each in Budget.objects.get(year=2023).outlook_years.all()),
        *(demo.url("equity_rule", pk=each.pk) for each in demo.federation.equity_rules.all()),
        *(demo.url(f"{name}_add") for name in ("line", "cost_centre", "outlook_year", "equity_rule")),
        demo.url("account_groups"),
    }

    assert links(demo.client(), demo.url("budget")) >= rows
    assert links(demo.client(Role.BOARD), demo.url("budget")) & rows == set()


def test_an_adopted_budget_offers_nothing_to_change(demo: Demo) -> None:
    """The budget of 2022 is adopted."""
    found = links(demo.client(), demo.url("budget", year=2022))

    assert [
        link for link in found if "/rad/" in link or "/id/" in link or re.search(r"/langsiktig/.", link)
    ] == []


def test_a_line_of_an_adopted_budget_is_not_opened_for_change_by_its_address(demo: Demo) -> None:
    line = BudgetLine.objects.filter(budget__year=2022).first()
    assert line is not None
    client, url = demo.client(), demo.url("line", year=2022, pk=line.pk)

    answer = client.post(url, form_data(client.get(url), amount="1"))

    assert answer.status_code == 422
    assert "Budgeten för 2022 är fastställd och ändras inte." in words(answer)


def test_an_amount_without_a_known_equity_is_a_dash(demo: Demo) -> None:
    """Without the outlook of the budget of 2022 nobody knows what it began with."""
    demo.federation.budgets.get(year=2022).outlook_years.all().delete()

    found = sheet(demo.client(Role.BOARD), demo.url("budget", year=2022))

    assert found["Årstilldelning, budget och eget kapital kr"][1:] == [
        ["2022", f"6{NBSP}322{NBSP}000", f"7{NBSP}185{NBSP}000", f"−863{NBSP}000", "–"]
    ]
    assert "Tillgängligt 2022 –" in words(demo.client(Role.BOARD).get(demo.url("budget", year=2022)))


# --- A year that is not begun ------------------------------------------------------------------------------------


def test_an_empty_year_says_who_begins_it(demo: Demo) -> None:
    url = demo.url("budget", year=2025)

    assert "Börja budgeten för 2025" in words(demo.client().get(url))
    board = words(demo.client(Role.BOARD).get(url))
    assert "Budgeten för 2025 är inte påbörjad Förbundschefen eller ekonomen börjar den." in board


def test_a_begun_year_says_what_to_do_first(demo: Demo) -> None:
    client = demo.client(Role.FINANCE)
    begin = demo.url("budget_start", year=2024)

    assert client.get(begin, follow=True).redirect_chain == [(demo.url("budget", year=2024), 302)]
    assert not Budget.objects.filter(year=2024).exists()
    answer = client.post(begin, follow=True)

    assert messages(answer) == ["Budget 2024 version 1 är påbörjad. Lägg till ID och rader."]
    assert Budget.objects.get(year=2024).previous == Budget.objects.get(year=2023)
    assert "Årsbudget 2023" in words(answer)  # last year's lines stand there to be carried on


def test_the_first_budget_of_all_has_no_rows_to_show(sign_in_as: Callable[..., Client]) -> None:
    federation = make.FederationFactory()
    client = sign_in_as(federation)
    address = f"/{federation.slug}/2023/budget/"

    answer = client.post(f"{address}borja/", follow=True)

    assert "Budgeten har inga rader ännu" in words(answer)
    assert "Den långsiktiga budgeten har inga år ännu." not in words(answer)  # the year itself stands there
    assert Budget.objects.get().previous is None


# --- Forms -------------------------------------------------------------------------------------------------------


def test_a_new_id_and_its_first_line_stand_in_the_table(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    answer = send("cost_centre_add", code="38000", name="Samverkansteam Norberg", purpose="initiative")
    centre = CostCentre.objects.get(code="38000")
    group = demo.federation.account_groups.get(code="35")

    answer = send("line_add", cost_centre=centre.pk, account_group=group.pk, label="Bidrag", amount="250 000")

    rows = tables(answer.content.decode())["Budget per ID och kontogrupp kr"]
    place = rows.index(
        [f"38{NBSP}000", "Samverkansteam Norberg", "", "", f"Ändra ID 38{NBSP}000 Samverkansteam Norberg"]
    )
    assert [row[:4] for row in rows[place + 1 : place + 3]] == [
        ["35", "Bidrag", f"250{NBSP}000", "–"],
        ["", "Totalt", f"250{NBSP}000", "0"],
    ]
    assert messages(answer) == ["Sparat: Bidrag."]


def test_a_new_line_begins_under_the_id_it_was_asked_for_at(demo: Demo) -> None:
    centre = CostCentre.objects.get(code="29000")

    form = demo.client().get(f"{demo.url('line_add')}?id={centre.pk}").context["form"]

    assert form["cost_centre"].value() == str(centre.pk)


def test_last_years_lines_are_offered_by_id_and_account_until_they_are_carried_on(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    """Five lines of the budget of 2022 are called Bidrag: their IDs tell them apart."""
    bidrag = BudgetLine.objects.get(budget__year=2023, cost_centre__code="36000")
    services.remove_line(federation=demo.federation, pk=bidrag.pk, revision=bidrag.revision)

    def offered() -> dict[Any, str]:
        choices = demo.client().get(demo.url("line_add")).context["form"].fields["continues"].choices
        return {getattr(value, "value", value): str(label) for value, label in choices if value}

    (last_year,) = offered()
    assert offered() == {last_year: f"36{NBSP}000 · 35 Bidrag"}
    answer = send(
        "line_add",
        cost_centre=bidrag.cost_centre_id,
        account_group=bidrag.account_group_id,
        label="Bidrag till teamet",
        amount="1 800 000",
        continues=last_year,
    )
    assert offered() == {}
    row = next(
        row
        for row in tables(answer.content.decode())["Budget per ID och kontogrupp kr"]
        if row[1] == "Bidrag till teamet"
    )
    assert row[:4] == ["35", "Bidrag till teamet", f"1{NBSP}800{NBSP}000", f"1{NBSP}980{NBSP}000"]


def test_what_is_typed_with_spaces_and_kr_is_shown_again_as_it_is_written(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    line = BudgetLine.objects.get(budget__year=2023, cost_centre__code="20000", account_group__code="50")

    send("line", line.pk, amount=" 712 000,50 kr ")

    assert line_amount(line) == Decimal("712000.50")
    shown = demo.client().get(demo.url("line", pk=line.pk)).context["form"]["amount"].value()
    assert shown == f"712{NBSP}000,50"


def line_amount(line: BudgetLine) -> Any:
    """What is stored now."""
    line.refresh_from_db()
    return line.amount


def test_a_line_is_taken_away_after_a_question(demo: Demo) -> None:
    line = BudgetLine.objects.get(budget__year=2023, cost_centre__code="29000", account_group__code="72")
    client, url = demo.client(), demo.url("line_remove", pk=line.pk)
    question = client.get(url)
    assert "Annonser, reklam och information" in words(question)

    answer = client.post(url, {"revision": line.revision}, follow=True)

    rows = tables(answer.content.decode())["Budget per ID och kontogrupp kr"]
    assert [f"25{NBSP}000", f"10{NBSP}000"] not in [row[2:4] for row in rows]
    assert ["72", "Annonser, reklam och information", "–", f"10{NBSP}000"] in [row[:4] for row in rows]
    assert messages(answer) == ["Borttaget: Annonser, reklam och information."]


def test_a_year_of_the_outlook_is_added_and_rolled_on(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    send("outlook_year_add", year="2027", funding="7 500 000", cost="7 600 000")

    rows = sheet(demo.client(), demo.url("budget"))["Årstilldelning, budget och eget kapital kr"]
    assert [cell.replace(NBSP, " ") for cell in rows[-1][:5]] == [
        "2027",
        "7 500 000**",
        "7 600 000*",
        "−100 000",
        "300 000*",
    ]


def test_another_floor_from_the_year_moves_what_is_available(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    send("equity_rule_add", kind="floor", amount="500 000", from_year="2023", source="Styrelsens beslut § 9")

    assert "Tillgängligt 2023 6 808 000 kr" in words(demo.client().get(demo.url("budget")))


def test_account_groups_are_read_and_added(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    answer = send("account_group_add", code="74", name="Försäkringar")

    found = tables(answer.content.decode())["Kontogrupper"]
    assert [row[:2] for row in found][-2:] == [["74", "Försäkringar"], ["76", "Diverse kostnader"]]
    assert [
        row[:2] for row in sheet(demo.client(Role.BOARD), demo.url("account_groups"))["Kontogrupper"]
    ] == [row[:2] for row in found]


def test_finance_writes_the_budget_as_the_director_does(demo: Demo) -> None:
    client = demo.client(Role.FINANCE)
    line = BudgetLine.objects.get(budget__year=2023, cost_centre__code="20000", account_group__code="50")
    url = demo.url("line", pk=line.pk)

    client.post(url, form_data(client.get(url), amount="712 000"))

    assert line_amount(line) == 712_000


def test_an_editor_sees_the_version_that_is_worked_on_and_a_reader_the_one_in_force(demo: Demo) -> None:
    budget = Budget.objects.get(year=2022)
    correction = services.new_budget_version(federation=demo.federation, pk=budget.pk)
    line = correction.lines.get(cost_centre__code="20000", account_group__code="50")
    services.save_line(federation=demo.federation, pk=line.pk, revision=1, amount=658_000)
    url = demo.url("budget", year=2022)

    editor, reader = words(demo.client().get(url)), words(demo.client(Role.AUDITOR).get(url))

    assert ("Utkast version 2" in editor, "658 000" in editor) == (True, True)
    assert ("Fastställd version 1" in reader, "658 000" in reader) == (True, False)


def test_note_1_can_be_had_in_thousands_that_add_up(demo: Demo) -> None:
    """Note 1 of "Årsredovisning 2018": 6 734 tkr by the same shares, where half up would add up to 6 735."""
    line = BudgetLine.objects.get(budget__year=2023, cost_centre__code="50000")
    services.save_line(
        federation=demo.federation, pk=line.pk, revision=line.revision, amount=Decimal(-6_734_000)
    )
    Section.objects.filter(block="budgets.contributions").update(block="budgets.contributions:tkr")

    html = demo.client(Role.BOARD).get(demo.url("plan")).content.decode()

    assert [
        [cell.replace(NBSP, " ") for cell in row]
        for row in tables(html)["Not 1 Medelstilldelning från förbundets medlemmar 2023, tkr"][1:]
    ] == [
        ["Försäkringskassan med Arbetsförmedlingen", "50 %", "3 367"],
        ["Region Dalarna", "25 %", "1 683"],
        ["Avesta kommun", "11 %", "741"],
        ["Hedemora kommun", "8 %", "539"],
        ["Säters kommun", "6 %", "404"],
        ["Totalt", "100 %", "6 734"],
    ]


@pytest.mark.parametrize("text", ["²", "x", "9" * 5000])
def test_a_line_of_last_year_that_is_no_number_is_not_looked_for(demo: Demo, text: str) -> None:
    assert demo.client().get(demo.url("line_add"), {"fortsatter": text}).status_code == 200


def test_a_line_of_last_year_is_filled_in_from_its_own_row(demo: Demo) -> None:
    """A begun year shows last year's lines; each leads to a form where all but the amount stands already."""
    client = demo.client()
    client.post(demo.url("budget_start", year=2024))
    old = BudgetLine.objects.get(budget__year=2023, cost_centre__code="21000", account_group__code="47")
    url = f"{demo.url('line_add', year=2024)}?fortsatter={old.pk}"
    assert url in client.get(demo.url("budget", year=2024)).content.decode()

    answer = client.post(url, form_data(client.get(url), amount="240 000"))

    assert answer.status_code == 302
    new = BudgetLine.objects.get(budget__year=2024)
    assert (new.key, new.cost_centre, new.account_group, new.label, new.nature, new.amount, new.position) == (
        old.key,
        old.cost_centre,
        old.account_group,
        "Kompetensutvecklingsinsatser",
        "cost",
        240_000,
        old.position,
    )


def test_an_id_without_lines_can_be_reached_by_those_who_edit(demo: Demo) -> None:
    centre = make.CostCentreFactory(federation=demo.federation, code="38000", name="Testinsats")
    url = demo.url("cost_centre", pk=centre.pk)

    assert url in demo.client().get(demo.url("budget")).content.decode()
    assert "Testinsats" not in demo.client(Role.BOARD).get(demo.url("budget")).content.decode()
