"""Bad input through the real pages: a clear Swedish answer, what was typed still there, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from budgets.models import Budget, BudgetLine, CostCentre, OutlookYear
from members.models import Role
from plans.models import Document, Section
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, messages, words
from tests.test_access import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(demo: Demo) -> Client:
    """The demo's director, signed in."""
    return demo.client()


@pytest.fixture
def line(demo: Demo) -> BudgetLine:
    """Administration, salaries, 702 tkr: "Verksamhetsplan och budget år 2023", table of budget."""
    found = BudgetLine.objects.get(budget__year=2023, cost_centre__code="20000", account_group__code="50")
    assert found.amount == 702_000
    return found


@pytest.fixture
def send(demo: Demo, director: Client) -> Callable[..., HttpResponse]:
    """Opens a page's form, types over it and sends it: `send("line", pk, amount="12")`."""

    def typed(page: str, pk: int | None = None, /, **changes: Any) -> HttpResponse:
        url = demo.url(page, **({} if pk is None else {"pk": pk}))
        response: HttpResponse = director.post(url, form_data(director.get(url), **changes))
        return response

    return typed


def assert_refused(answer: HttpResponse, field: str, message: str, **typed: str) -> None:
    """Refused at the field (or for the whole form: ""), in these words, with what was typed still in the form."""
    assert answer.status_code == 422
    assert errors(answer) == {field: [message]}
    shown = words(answer)
    assert " ".join(message.split()) in " ".join(shown.split())
    assert "Det finns fel att rätta" in shown
    assert {name: str(answer.context["form"][name].value()) for name in typed} == typed  # type: ignore[attr-defined]


# --- Amounts --------------------------------------------------------------------------------------------------------

POINT = "”{}” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."
WORD = "”{}” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."
TOO_LARGE = "Beloppet är större än vad som går att spara."
TOO_LONG = "Det som står här är längre än 60 tecken. Skriv bara talet, till exempel 1\u00a0234,50."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("sjuhundra", WORD),
        ("702 tkr", "”{}” är i tusental kronor. Skriv det i kronor, till exempel 702\u00a0000."),
        ("50 %", "”{}” är i procent. Skriv det i kronor, till exempel 702\u00a0000."),
        ("702\t648", "”{}” är flera tal. Klistra in ett i taget."),
        ("7O2 000", WORD),
        ("<script>alert(1)</script>", WORD),
        ("1.234,50", POINT),
        ("1,234.50", POINT),
        ("702.000", POINT),
        ("12 34", "”{}” är grupperat på ett sätt som inte går att tolka: skriv till exempel 1\u00a0234,50."),
        ("1,2,3", "”{}” är grupperat på ett sätt som inte går att tolka: skriv till exempel 1\u00a0234,50."),
        ("702 000,005", "”{}” har fler än två decimaler."),
        ("1 000 000 000 000", TOO_LARGE),
        ("-1 000 000 000 000,00", TOO_LARGE),
        ("9" * 60, TOO_LARGE),
        ("9" * 61, TOO_LONG),
        ("9" * 5000, TOO_LONG),
    ],
)
def test_an_amount_that_cannot_be_read_or_kept_is_refused(
    demo: Demo, send: Callable[..., HttpResponse], line: BudgetLine, typed: str, message: str
) -> None:
    before = everything()
    assert_refused(send("line", line.pk, amount=typed), "amount", message.format(typed), amount=typed)
    line.refresh_from_db()
    assert line.amount == 702_000
    assert everything() == before


@pytest.mark.parametrize("typed", ["712 000", "712\u00a0000,00 kr", "712000", "712\u202f000:-"])
def test_an_amount_as_swedes_write_it_is_kept(
    send: Callable[..., HttpResponse], line: BudgetLine, typed: str
) -> None:
    assert send("line", line.pk, amount=typed).status_code == 302
    line.refresh_from_db()
    assert line.amount == 712_000


def test_the_dash_that_our_tables_print_for_nothing_is_nothing(
    send: Callable[..., HttpResponse], line: BudgetLine
) -> None:
    assert send("line", line.pk, amount="–").status_code == 302
    line.refresh_from_db()
    assert line.amount is None


def test_the_largest_amount_is_kept_and_shown_again_as_it_was(
    demo: Demo, director: Client, send: Callable[..., HttpResponse], line: BudgetLine
) -> None:
    assert send("line", line.pk, amount="999 999 999 999,99").status_code == 302
    form = director.get(demo.url("line", pk=line.pk)).context["form"]
    assert form["amount"].value().replace("\u00a0", " ") == "999 999 999 999,99"
    assert director.get(demo.url("budget")).status_code == 200


def test_income_without_a_minus_is_refused(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    """Income from agreements, −320 tkr: the plan's table of budget, 20 000 Administration, account group 36."""
    income = BudgetLine.objects.get(budget__year=2023, cost_centre__code="20000", account_group__code="36")
    before = everything()
    answer = send("line", income.pk, amount="320 000")
    assert_refused(answer, "amount", "En intäkt skrivs med minus framför beloppet.", amount="320 000")
    assert everything() == before
    assert send("line", income.pk, amount="−320 000").status_code == 302


# --- Years ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["20233", "1899", "-1", "99999999999999999999"])
def test_a_year_that_cannot_be_is_refused_in_the_outlook(
    send: Callable[..., HttpResponse], year: str
) -> None:
    before = everything()
    answer = send("outlook_year_add", year=year, cost="7 000 000")
    assert_refused(
        answer, "year", "Året ska vara ett årtal mellan 2004 och 2100.", year=year, cost="7 000 000"
    )
    assert everything() == before


def test_a_year_in_letters_is_refused_in_the_outlook(send: Callable[..., HttpResponse]) -> None:
    assert_refused(send("outlook_year_add", year="nästa"), "year", "Fyll i ett heltal.", year="nästa")


def test_a_year_that_stands_in_the_outlook_already_is_refused(send: Callable[..., HttpResponse]) -> None:
    """The outlook runs from 2021 to 2026: the plan, "Långsiktig budget"."""
    assert OutlookYear.objects.filter(budget__year=2023, year=2026).exists()
    before = everything()
    assert_refused(
        send("outlook_year_add", year="2026"), "", "Året finns redan i den långsiktiga budgeten.", year="2026"
    )
    assert everything() == before


def test_a_forecast_without_a_reason_is_refused(send: Callable[..., HttpResponse]) -> None:
    before = everything()
    assert_refused(
        send("outlook_year_add", year="2030", closing_equity="400 000"),
        "",
        "Skriv en motivering till prognosen eller det inskrivna egna kapitalet.",
        closing_equity="400 000",
    )
    assert everything() == before


# --- The same twice -------------------------------------------------------------------------------------------------


def test_an_id_that_is_taken_is_refused(send: Callable[..., HttpResponse]) -> None:
    """10 000 Styrelsen: the plan's table of budget."""
    before = everything()
    answer = send("cost_centre_add", code="10 000", name="Styrelsen igen")
    assert answer.status_code == 422
    taken = "ID:t finns redan i förbundet. Välj ett annat eller ändra det som finns."
    assert errors(answer)[""][0] == taken
    assert taken in words(answer)
    form = answer.context["form"]
    assert (form["code"].value(), form["name"].value()) == ("10 000", "Styrelsen igen")
    assert everything() == before


def test_an_id_of_letters_is_refused(send: Callable[..., HttpResponse]) -> None:
    assert_refused(
        send("cost_centre_add", code="10A00", name="Nytt"),
        "code",
        "Ett ID består av siffror, till exempel 10000.",
        code="10A00",
    )


def test_an_id_that_has_lines_is_not_removed(demo: Demo, director: Client) -> None:
    centre = CostCentre.objects.get(federation=demo.federation, code="10000")
    url, before = demo.url("cost_centre_remove", pk=centre.pk), everything()
    answer = director.post(url, form_data(director.get(url)), follow=True)
    assert messages(answer) == [
        "”ID\u00a010\u00a0000” går inte att ta bort, eftersom budgetrader använder det. Ta bort eller ändra dem först."
    ]
    assert everything() == before


def test_the_same_line_twice_is_refused(send: Callable[..., HttpResponse], line: BudgetLine) -> None:
    before = everything()
    assert_refused(
        send(
            "line_add",
            cost_centre=str(line.cost_centre_id),
            account_group=str(line.account_group_id),
            label=line.label,
            amount="1 000",
        ),
        "",
        "Det finns redan en rad med samma ID, kontogrupp och beskrivning i budgeten.",
        label=line.label,
        amount="1 000",
    )
    assert everything() == before


def test_an_account_group_that_is_taken_is_refused(send: Callable[..., HttpResponse]) -> None:
    assert_refused(
        send("account_group_add", code="47", name="Köp"),
        "",
        "Kontogruppen finns redan i förbundet.",
        code="47",
    )


# --- Texts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def section(demo: Demo) -> Section:
    """A section of the demo's plan."""
    found = Section.objects.filter(document__federation=demo.federation).exclude(body="").first()
    assert found
    return found


def test_a_script_in_a_text_is_taken_out_and_the_words_are_kept(
    demo: Demo, director: Client, send: Callable[..., HttpResponse], section: Section
) -> None:
    typed = (
        '<p onclick="alert(1)">Samverkan <script>alert("lomsk")</script>ger <img src=x onerror=alert(2)>'
        '<b>resultat</b> <a href="javascript:alert(3)">här</a></p>'
    )
    assert send("section", section.pk, body=typed).status_code == 302
    section.refresh_from_db()
    assert section.body == "<p>Samverkan ger <strong>resultat</strong> <a>här</a></p>"
    for page in ("plan", "outline"):
        assert "lomsk" not in director.get(demo.url(page)).content.decode()


def test_a_script_in_a_plain_line_is_shown_as_the_text_it_is(
    demo: Demo, director: Client, send: Callable[..., HttpResponse], section: Section, line: BudgetLine
) -> None:
    typed = "<script>alert(1)</script>"
    assert send("section", section.pk, heading=typed).status_code == 302
    assert send("line", line.pk, label=typed).status_code == 302
    for page in ("plan", "outline", "budget"):
        content = director.get(demo.url(page)).content.decode()
        assert typed not in content, page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content, page


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("body", '<p><data value="budget.gift/kr"></data></p>', "Siffran ”budget.gift” finns inte."),
        ("body", '<p><data value="6 308 000"></data></p>', "”6 308 000” är ingen hänvisning till en siffra."),
        ("heading", "Budget {document.yaer}", "Siffran ”document.yaer” finns inte."),
        ("heading", "", "Det här fältet är obligatoriskt."),
    ],
)
def test_a_text_that_refers_to_no_figure_is_refused(
    send: Callable[..., HttpResponse], section: Section, field: str, typed: str, message: str
) -> None:
    before = everything()
    assert_refused(send("section", section.pk, **{field: typed}), field, message, **{field: typed})
    assert everything() == before


def test_a_text_of_a_whole_pasted_file_is_refused(
    send: Callable[..., HttpResponse], section: Section
) -> None:
    typed = f"<p>{'ord ' * 60_000}</p>"
    message = "Texten är för lång (240\u00a0007 tecken, högst 200\u00a0000). Dela upp den på flera avsnitt."
    answer = send("section", section.pk, body=typed)
    assert (answer.status_code, errors(answer)) == (422, {"body": [message]})


def test_a_section_beneath_itself_is_refused(send: Callable[..., HttpResponse], section: Section) -> None:
    child = make.SectionFactory(parent=section)
    answer = send("section", section.pk, parent=str(child.pk))
    assert_refused(answer, "parent", "Ett avsnitt kan inte ligga under sig självt.", parent=str(child.pk))


# --- Two at once ----------------------------------------------------------------------------------------------------


def test_the_second_of_two_who_save_a_line_sees_both_and_decides(
    demo: Demo, director: Client, line: BudgetLine
) -> None:
    url = demo.url("line", pk=line.pk)
    mine = form_data(director.get(url), amount="712 000", label="Löner, min text")
    theirs = form_data(director.get(url), amount="722 000")
    assert demo.client(Role.FINANCE).post(url, theirs).status_code == 302

    answer = director.post(url, mine)
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    assert conflict["who"] == demo.user(Role.FINANCE).name
    assert [(each["label"], each["saved"], each["mine"]) for each in conflict["fields"]] == [
        ("Beskrivning", "Löner arbetad tid", "Löner, min text"),
        ("Belopp i kronor", "722\u00a0000", "712\u00a0000"),
    ]
    shown = words(answer)
    assert "Rune Räknefors har sparat medan du skrev" in shown
    assert "Inget av det du skrev är borta" in shown
    form = answer.context["form"]
    assert (form["amount"].value(), form["label"].value()) == ("712 000", "Löner, min text")
    line.refresh_from_db()
    assert (line.amount, line.label) == (722_000, "Löner arbetad tid")

    assert director.post(url, form_data(answer)).status_code == 302
    line.refresh_from_db()
    assert (line.amount, line.label) == (712_000, "Löner, min text")


def test_a_third_who_saves_while_one_compares_is_not_overwritten(
    demo: Demo, director: Client, line: BudgetLine
) -> None:
    url, finance = demo.url("line", pk=line.pk), demo.client(Role.FINANCE)
    mine = form_data(director.get(url), amount="712 000")
    finance.post(url, form_data(finance.get(url), amount="722 000"))
    compared = director.post(url, mine)
    finance.post(url, form_data(finance.get(url), amount="732 000"))
    again = director.post(url, form_data(compared))
    assert again.status_code == 409
    assert again.context["conflict"]["fields"][0]["saved"] == "732\u00a0000"
    line.refresh_from_db()
    assert line.amount == 732_000


def test_two_who_save_the_same_are_not_in_conflict_over_it(
    demo: Demo, director: Client, line: BudgetLine
) -> None:
    """The second is told that someone has saved; there is nothing to choose between."""
    url = demo.url("line", pk=line.pk)
    same = form_data(director.get(url), amount="712 000")
    assert demo.client(Role.FINANCE).post(url, same).status_code == 302
    answer = director.post(url, same)
    assert answer.status_code == 409
    assert answer.context["conflict"]["fields"] == []


@pytest.mark.parametrize("revision", ["", "0", "-1", "x", "999"])
def test_a_save_that_does_not_say_what_it_started_from_changes_nothing(
    demo: Demo, director: Client, line: BudgetLine, revision: str
) -> None:
    url, before = demo.url("line", pk=line.pk), everything()
    answer = director.post(url, form_data(director.get(url), amount="712 000", revision=revision))
    assert answer.status_code in (409, 422)
    assert answer.context["form"]["amount"].value() == "712 000"
    assert everything() == before


def test_the_second_of_two_who_write_a_section_keeps_every_word(
    demo: Demo, director: Client, section: Section
) -> None:
    url = demo.url("section", pk=section.pk)
    mine = form_data(director.get(url), body="<p>Min text om samverkan.</p>")
    section.save_next(body="<p>En annans text.</p>")
    answer = director.post(url, mine)
    assert answer.status_code == 409
    assert [(each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]] == [
        ("En annans text.", "Min text om samverkan.")
    ]
    assert answer.context["form"]["body"].value() == "<p>Min text om samverkan.</p>"


def test_removing_a_line_that_another_has_changed_asks_again(
    demo: Demo, director: Client, line: BudgetLine
) -> None:
    url = demo.url("line_remove", pk=line.pk)
    stale = form_data(director.get(url))
    line.save_next(amount=722_000)
    answer = director.post(url, stale)
    assert answer.status_code == 409
    assert "Någon annan har ändrat här. Läs igen innan du tar bort." in words(answer)
    assert BudgetLine.objects.filter(pk=line.pk).exists()
    assert director.post(url, form_data(answer)).status_code == 302
    assert not BudgetLine.objects.filter(pk=line.pk).exists()


# --- What has been decided ------------------------------------------------------------------------------------------


def test_an_adopted_budget_is_not_changed(demo: Demo, director: Client) -> None:
    """The budget of 2022 was adopted before the plan of 2023 was written."""
    adopted = Budget.objects.get(federation=demo.federation, year=2022)
    assert adopted.status == Budget.Status.ADOPTED
    row = adopted.lines.exclude(amount=None).first()
    assert row
    url, before = demo.url("line", year=2022, pk=row.pk), everything()
    answer = director.post(url, form_data(director.get(url), amount="1"))
    message = (
        "Budgeten för 2022 är fastställd och ändras inte. En rättelse görs i en ny version med eget beslut."
    )
    assert_refused(answer, "", message, amount="1")
    assert everything() == before


def test_what_is_begun_already_is_not_begun_again(demo: Demo, director: Client) -> None:
    before = everything()
    assert messages(director.post(demo.url("budget_start"), follow=True)) == [
        "Budgeten för 2023 är redan påbörjad."
    ]
    assert messages(director.post(demo.url("document_start"), follow=True)) == [
        "Verksamhetsplan 2023 är redan påbörjad."
    ]
    assert everything() == before


def test_an_adoption_without_a_decision_is_refused(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    assert_refused(send("adoption", minutes_ref=""), "minutes_ref", "Det här fältet är obligatoriskt.")
    assert demo.federation.documents.get(year=2023).status == Document.Status.PROPOSED


# --- What no page of ours sends -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1" * 5_000, "1" * 30, "²", "٣", "-1", ""])
@pytest.mark.parametrize("what", ["tillbaka:a", "upp:a", "upp:m", "ta_bort:m"])
def test_a_row_that_cannot_be_is_no_such_row(demo: Demo, director: Client, what: str, number: str) -> None:
    before = everything()
    url = demo.url("goal_areas")
    answer = director.post(url, form_data(director.get(url), gor=what + number), follow=True)
    assert answer.status_code == 404
    assert everything() == before


@pytest.mark.parametrize("year", ["1" * 5_000, "٢٠٢٣", "-2023", ""])
def test_a_year_that_cannot_be_is_refused_in_the_year_wheel(demo: Demo, director: Client, year: str) -> None:
    entry = demo.federation.wheel_entries.create(title="Uppföljning", month=3, day=1)
    answer = director.post(demo.url("wheel_entry_done", pk=entry.pk), {"galler": year}, follow=True)
    assert messages(answer) == ["Det är inget år som förbundet kan ha."]
    assert not entry.marks.exists()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x", ""])
def test_a_moment_beyond_the_calendar_is_now(demo: Demo, moment: str) -> None:
    board = demo.client(Role.BOARD)
    assert board.post(demo.url("board_looked"), {"shown_at": moment}).status_code == 302
    assert board.get(demo.url("board")).status_code == 200
