"""Pages of what documents printed of outcomes: read as they were laid out, changed, and read in as whole tables."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from finsam.swedish import NBSP
from members.models import Federation, Role
from plans.models import DisclosureRule, PublishedOutcome
from plans.services.published_outcomes import keep_published_outcomes, save_published_outcome
from reports.outcome_rules import OUTCOMES_HIDDEN
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, messages, words

pytestmark = pytest.mark.django_db

TABLE = {"document": "Årsredovisning 2023", "place": "Tabell 3", "measure": "exits", "period": "year"}
ROWS = "Rad;Delår 2022;2022\nTeamet;10;19\nTotalt;10;19"


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation without anything."""
    return make.FederationFactory()


@pytest.fixture
def director(federation: Federation) -> Client:
    """Its director, signed in."""
    return signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)


def url(federation: Federation, name: str, **more: Any) -> str:
    """A page of 2023."""
    return reverse(name, kwargs={"slug": federation.slug, "year": 2023, **more})


def kept(federation: Federation) -> list[tuple[str, int, str, str, str, Decimal | None, bool]]:
    """All that is kept, in the order it was."""
    return list(
        federation.published_outcomes.order_by("pk").values_list(
            "label", "year", "period", "measure", "printed", "value", "is_total"
        )
    )


# --- Reading -----------------------------------------------------------------------------------------------


def test_the_page_shows_each_table_as_it_was_printed_with_a_mark_beside_what_is_found(
    accounts_demo: Demo,
) -> None:
    """Södra Dalarna, "Årsredovisning 2018", tables 7, 9, 11 and 12 to 16."""
    answer = accounts_demo.client().get(accounts_demo.url("published_outcomes"))

    ((title, tables),) = answer.context["documents"]
    shares = next(each for each in tables if each[0].place == "Tabell 14")
    assert title == "Årsredovisning 2018"
    assert [table.place for table, _ in tables] == [
        f"Tabell {number}" for number in (7, 9, 11, 12, 13, 14, 15, 16)
    ]
    assert [
        (row.label, [cell.printed if cell else "" for cell, _ in cells], [bool(mark) for _, mark in cells])
        for row, cells in shares[1]
    ] == [
        (
            "Hedemora",
            ["58", "55", "", "", "", "", "61", "63"],
            [False, True, False, False, False, False, False, False],
        ),
        ("Hedemora/Säter", ["", "", "56", "52", "56", "67", "", ""], [False] * 8),
        ("Säter", ["", "", "", "", "", "", "", "66"], [False] * 7 + [True]),
        ("Avesta", ["18", "25", "50", "50", "52", "46", "50", "61"], [False] * 8),
        (
            "Andel resultat i mål totalt",
            ["", "52", "53", "51", "55", "57", "54,5", "62,5"],
            [False, True, False, False, True, False, True, False],
        ),
    ]
    text = words(answer)
    assert "Avesta 2014: skrivs Fyrsteget med frågetecken, utan tal." in text
    assert "Sex fel, nio varningar och en avrundning att se över." in text


def test_an_empty_page_leads_to_reading_a_table_in(federation: Federation, director: Client) -> None:
    content = director.get(url(federation, "published_outcomes")).content.decode()

    assert "Inga tryckta resultat ännu" in content
    assert f'href="{url(federation, "published_outcomes_table")}"' in content


@pytest.mark.parametrize("role", [Role.BOARD, Role.FINANCE])
def test_one_who_may_not_see_small_counts_reads_no_printed_ones_and_is_led_to_none(
    accounts_demo: Demo, role: Role
) -> None:
    """Säter 2018 printed 3 exits. The auditor reads them."""
    page, client = accounts_demo.url("published_outcomes"), accounts_demo.client(role)

    assert client.get(page).status_code == 403
    for name in ("outcomes", "results_told", "checks"):
        assert f'href="{page}' not in client.get(accounts_demo.url(name)).content.decode()
    assert accounts_demo.client(Role.AUDITOR).get(page).status_code == 200


@pytest.mark.parametrize(("is_on", "is_told"), [(True, False), (False, True)])
def test_where_small_counts_are_hidden_the_checks_tell_the_board_where_something_is_and_not_what(
    accounts_demo: Demo, is_on: bool, is_told: bool
) -> None:
    """Säter 2018: two of three. Hidden or not is the year's setting; the auditor is told in either case."""
    DisclosureRule.objects.filter(federation=accounts_demo.federation, year=2018).update(
        is_on=is_on, reason="" if is_on else "Rapporten är redan tryckt."
    )
    said, where = "2 av 3 avslut är 66,7 %.", "Tabell 14, Säter 2018, andel i mål."
    board, auditor = (
        words(accounts_demo.client(role).get(accounts_demo.url("checks"))).replace(NBSP, " ")
        for role in (Role.BOARD, Role.AUDITOR)
    )

    assert (said in board, OUTCOMES_HIDDEN in board) == (is_told, not is_told)
    assert where in board
    assert said in auditor
    assert OUTCOMES_HIDDEN not in auditor


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_costs_as_many_queries_for_thirty_as_for_one(
    size: int, federation: Federation, director: Client
) -> None:
    for _ in range(size):
        make.PublishedOutcomeFactory(federation=federation)
    page = url(federation, "published_outcomes")
    director.get(page)

    with CaptureQueriesContext(connection) as asked:
        answer = director.get(page)
    assert len(answer.context["documents"][0][1]) == size
    assert len(asked) == 12


# --- One figure --------------------------------------------------------------------------------------------


def test_a_figure_is_entered_as_it_is_printed_and_its_value_is_read_of_that(
    federation: Federation, director: Client
) -> None:
    typed = {
        **TABLE,
        "label": "Totalt",
        "is_total": "on",
        "year": "2022",
        "measure": "goal_share",
        "printed": "54,5 %",
    }

    answer = director.post(url(federation, "published_outcome_add"), typed, follow=True)

    assert messages(answer) == ["Sparat: Totalt 2022: 54,5 %."]
    assert kept(federation) == [("Totalt", 2022, "year", "goal_share", "54,5 %", Decimal("54.5"), True)]


def test_what_cannot_be_read_is_refused_at_its_field(federation: Federation, director: Client) -> None:
    typed = {**TABLE, "label": "Teamet", "year": "2022", "printed": "19,5"}

    answer = director.post(url(federation, "published_outcome_add"), typed)

    assert answer.status_code == 422
    assert errors(answer) == {"printed": ["”19,5” är inget helt antal. Antal avslut räknas i hela tal."]}
    assert kept(federation) == []


def test_the_same_row_twice_is_refused(federation: Federation, director: Client) -> None:
    row = make.PublishedOutcomeFactory(federation=federation, place="Tabell 3")
    typed = {**TABLE, "label": row.label, "year": "2022", "printed": "20"}

    answer = director.post(url(federation, "published_outcome_add"), typed)

    assert answer.status_code == 422
    assert errors(answer) == {"": ["Dokumentet har redan ett värde där."]}


def test_a_total_is_of_no_initiative(accounts_demo: Demo) -> None:
    avesta = accounts_demo.federation.initiatives.get(code="avesta")

    with pytest.raises(ValidationError, match="En summa av alla insatser hör inte till en av dem"):
        save_published_outcome(
            federation=accounts_demo.federation,
            document="Rapport",
            document_year=2018,
            label="Totalt",
            year=2018,
            measure="exits",
            printed="3",
            initiative=avesta,
            is_total=True,
        )


def test_another_measure_reads_the_printed_figure_anew(federation: Federation) -> None:
    row = make.PublishedOutcomeFactory(federation=federation, measure="goal_share", printed="54,5 %")

    with pytest.raises(ValidationError, match="är i procent"):
        save_published_outcome(federation=federation, pk=row.pk, measure="exits")
    changed = save_published_outcome(federation=federation, pk=row.pk, printed="55 %")
    assert (changed.value, changed.revision) == (Decimal(55), 2)


def test_a_figure_of_another_federation_is_not_reached(federation: Federation) -> None:
    other = make.PublishedOutcomeFactory()

    with pytest.raises(ValidationError):
        save_published_outcome(federation=federation, pk=other.pk, printed="1")
    assert PublishedOutcome.objects.get(pk=other.pk).printed == "19"


# --- A table -----------------------------------------------------------------------------------------------


def preview(director: Client, federation: Federation, **typed: Any) -> Any:
    """The page with the table as it would be read."""
    return director.post(
        url(federation, "published_outcomes_table"), {**TABLE, "rows": ROWS, "step_to": "visa", **typed}
    )


def test_a_table_is_shown_as_it_is_read_and_then_kept(federation: Federation, director: Client) -> None:
    shown = preview(director, federation)

    assert (shown.status_code, kept(federation)) == (200, [])
    assert [(label, owner) for _, label, owner, _ in shown.context["preview"]] == [
        ("Teamet", "ingen"),
        ("Totalt", "alla"),
    ]
    answer = director.post(
        url(federation, "published_outcomes_table"),
        {**TABLE, "rows": ROWS, "step_to": "lagg-in", "seen": shown.context["seen"]},
        follow=True,
    )
    assert messages(answer) == ["4 siffror är inlagda."]
    assert kept(federation) == [
        ("Teamet", 2022, "half_1", "exits", "10", Decimal(10), False),
        ("Teamet", 2022, "year", "exits", "19", Decimal(19), False),
        ("Totalt", 2022, "half_1", "exits", "10", Decimal(10), True),
        ("Totalt", 2022, "year", "exits", "19", Decimal(19), True),
    ]


def test_nothing_is_kept_that_was_not_shown(federation: Federation, director: Client) -> None:
    seen = preview(director, federation).context["seen"]

    answer = preview(director, federation, rows=ROWS.replace("19", "91"), step_to="lagg-in", seen=seen)

    assert (answer.status_code, kept(federation)) == (200, [])
    assert "91" in words(answer)


def test_a_row_is_of_the_initiative_that_its_label_names_or_that_is_chosen(accounts_demo: Demo) -> None:
    federation, client = accounts_demo.federation, accounts_demo.client()
    codes = {each.code: str(each.pk) for each in federation.initiatives.all()}
    typed = {**TABLE, "document": "Delårsrapport", "rows": "Rad;2017\nHedemora/Säter;27\nTeamet;24"}
    page = accounts_demo.url("published_outcomes_table")

    shown = client.post(page, {**typed, "step_to": "visa"})
    owners = [owner for _, _, owner, _ in shown.context["preview"]]
    client.post(
        page, {**typed, "step_to": "lagg-in", "seen": shown.context["seen"], "rad-1": codes["avesta"]}
    )

    assert owners == [codes["hedemora"], "ingen"]
    found = federation.published_outcomes.filter(document="Delårsrapport").order_by("pk")
    assert [row.initiative.code for row in found if row.initiative] == ["hedemora", "avesta"]
    again = client.post(page, {**typed, "step_to": "visa"})
    assert [owner for _, _, owner, _ in again.context["preview"]] == [codes["hedemora"], codes["avesta"]]


def test_a_figure_that_is_there_already_is_told_to_be_replaced(
    federation: Federation, director: Client
) -> None:
    keep_published_outcomes(
        federation=federation,
        document=TABLE["document"],
        document_year=2023,
        place=TABLE["place"],
        rows=[{"label": "Teamet", "year": 2022, "measure": "exits", "printed": "18"}],
    )
    shown = preview(director, federation)

    assert "antal avslut, 2022, ersätter 18" in words(shown)
    preview(director, federation, step_to="lagg-in", seen=shown.context["seen"])
    assert [each[4] for each in kept(federation)] == ["19", "10", "10", "19"]


def test_a_correction_by_hand_is_told_before_it_is_replaced_and_another_meanwhile_is_shown_first(
    federation: Federation, director: Client
) -> None:
    """The table is read in, Teamet's 18 is corrected to 17, and the table is read in again."""
    add = {**TABLE, "rows": "Rad;2022\nTeamet;18"}
    page = url(federation, "published_outcomes_table")
    first = director.post(page, {**add, "step_to": "visa"})
    assert first.context["replaced"] == 0
    director.post(page, {**add, "step_to": "lagg-in", "seen": first.context["seen"]})
    row = federation.published_outcomes.get()
    save_published_outcome(federation=federation, pk=row.pk, revision=row.revision, printed="17")

    shown = director.post(page, {**add, "step_to": "visa"})
    assert shown.context["replaced"] == 1
    assert "En siffra som redan finns byts ut. Vid den står vad den ersätter." in words(shown)
    assert "18 antal avslut, 2022, ersätter 17, som är rättat sedan det lades in" in words(shown)

    row.refresh_from_db()
    save_published_outcome(federation=federation, pk=row.pk, revision=row.revision, printed="16")
    late = director.post(page, {**add, "step_to": "lagg-in", "seen": shown.context["seen"]})
    assert (late.status_code, [each[4] for each in kept(federation)]) == (200, ["16"])
    assert "ersätter 16, som är rättat sedan det lades in" in words(late)
    director.post(page, {**add, "step_to": "lagg-in", "seen": late.context["seen"]})
    assert [each[4] for each in kept(federation)] == ["18"]


@pytest.mark.parametrize("size", [1, 30])
def test_the_initiatives_are_asked_for_once_for_a_table_of_any_length(
    size: int, federation: Federation, director: Client
) -> None:
    initiative = make.InitiativeFactory(federation=federation)
    rows = {f"rad-{place}": str(initiative.pk) for place in range(size)}
    typed = {"rows": "\n".join(["Rad;2022", *(f"Team {place};{place}" for place in range(size))]), **rows}
    seen = preview(director, federation, **typed).context["seen"]

    with CaptureQueriesContext(connection) as asked:
        preview(director, federation, **typed, step_to="lagg-in", seen=seen)
    assert federation.published_outcomes.filter(initiative=initiative).count() == size
    named = [each["sql"] for each in asked if 'FROM "plans_initiativename"' in each["sql"]]
    assert len(named) == 2


def test_a_table_with_anything_wrong_is_kept_in_no_part(federation: Federation, director: Client) -> None:
    wrong = preview(director, federation, rows="Rad;2022\nTeamet;19\nAndra;1,5")
    seen = wrong.context["seen"]
    again = preview(director, federation, rows="Rad;2022\nTeamet;19\nAndra;1,5", step_to="lagg-in", seen=seen)

    assert (wrong.status_code, again.status_code, kept(federation)) == (422, 422, [])
    assert "Rad 3, Andra: ”1,5” är inget helt antal." in words(wrong)


def test_a_heading_that_cannot_be_read_is_told_at_the_table(federation: Federation, director: Client) -> None:
    answer = preview(director, federation, rows="Rad;I fjol\nTeamet;19")

    assert answer.status_code == 422
    assert errors(answer)["rows"][0].startswith("Rubriken ”I fjol” går inte att tolka.")


def workbook() -> bytes:
    """The table as Excel has it: years and counts are numbers, and so is a share with a decimal."""
    book = Workbook()
    for row in (["Rad", "Delår 2022", 2022], ["Teamet", 50, 54.5], ["Totalt", 50, "< 5"]):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tabell.xlsx", workbook()),
        ("tabell.csv", "Rad;Delår 2022;2022\r\nTeamet;50;54,5\r\nTotalt;50;< 5\r\n".encode("cp1252")),
        ("tabell.csv", "Rad\tDelår 2022\t2022\nTeamet\t50\t54,5\nTotalt\t50\t< 5\n".encode()),
    ],
)
def test_a_table_is_read_from_a_file(
    name: str, content: bytes, federation: Federation, director: Client
) -> None:
    file = SimpleUploadedFile(name, content)
    shown = preview(director, federation, rows="", measure="goal_share", file=file)
    text = shown.context["form"].initial["rows"]

    preview(
        director,
        federation,
        rows=text,
        measure="goal_share",
        step_to="lagg-in",
        seen=shown.context["seen"],
    )
    assert [(each[0], each[2], each[4], each[5]) for each in kept(federation)] == [
        ("Teamet", "half_1", "50", Decimal(50)),
        ("Teamet", "year", "54,5", Decimal("54.5")),
        ("Totalt", "half_1", "50", Decimal(50)),
        ("Totalt", "year", "< 5", None),
    ]


def test_a_file_that_is_no_table_is_refused(federation: Federation, director: Client) -> None:
    file = SimpleUploadedFile("tabell.pdf", b"%PDF-1.7 ...")

    answer = preview(director, federation, rows="", file=file)

    assert answer.status_code == 422
    assert "är en PDF och inte ett kalkylark" in errors(answer)["file"][0]
