"""Files read in through the pages: upload, columns, preview, commit; and every attack refused with nothing written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import BudgetImport, BudgetLine, CostCentre
from budgets.services import importing as services
from tests import factories as make
from tests.budgets.imports.making import ods, raw_xlsx, text, xlsx
from tests.budgets.imports.test_files import MANY, bomb
from tests.budgets.imports.test_importing import PLAIN, PUBLISHED, counts, lines_of
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db
REVISION = ("10000", "Styrelsen", "47", "Konsulttjänster (revision)")


@pytest.fixture
def director(demo: Demo) -> Client:
    """The director, signed in."""
    return demo.client()


def upload(demo: Demo, client: Client, content: bytes, name: str = "budget.csv") -> HttpResponse:
    """The file chosen and sent; the page it leads to."""
    return client.post(
        demo.url("budget_import_add"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def uploaded(demo: Demo, client: Client, *rows: tuple[str, ...]) -> HttpResponse:
    """A text file of the rows, sent."""
    return upload(demo, client, text(rows).encode())


def send(demo: Demo, client: Client, page: HttpResponse, **typed: Any) -> HttpResponse:
    """The preview's form sent as it stands, with what is typed over it."""
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    return client.post(demo.url("budget_import", pk=pk), form_data(page, **typed), follow=True)


def test_a_file_is_shown_row_by_row_and_then_read_in(demo: Demo, director: Client) -> None:
    before = lines_of(demo.federation, 2023)
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"), ("10000", "", "50", "Löner arbetad tid", "35"))
    assert lines_of(demo.federation, 2023) == before
    shown = words(page)
    assert "0 nya rader, 1 ändras, 1 är som förut." in shown
    assert "2 10 000 Styrelsen 47 Konsulttjänster (revision) Budget 2023: 50 000 → 55 000" in shown.replace(
        "\u00a0", " "
    )
    assert "Läs in 1 ändring" in shown
    done = send(demo, director, page, commit="1")
    assert messages(done) == ["”budget.csv” är inläst: 1 ändringar."]
    assert BudgetLine.objects.get(budget__year=2023, label=REVISION[3]).amount == 55_000
    kept = BudgetImport.objects.get()
    assert (kept.status, kept.name, len(kept.sha256)) == ("committed", "budget.csv", 64)


def test_unknown_ids_and_accounts_and_kinds_of_income_are_chosen_on_the_page(
    demo: Demo, director: Client
) -> None:
    page = uploaded(
        demo,
        director,
        PLAIN,
        ("11111", "Nytt område", "99", "Löner", "123,5"),
        ("22222", "Adm", "50", "Arvode", "10"),
        ("50000", "", "35", "Extra bidrag", "-20"),
    )
    assert 'name="commit"' not in page.content.decode()
    known = CostCentre.objects.get(federation=demo.federation, code="20000")
    (row,) = page.context["plan"].nature_needs  # type: ignore[attr-defined]
    typed = {
        "centre_0": "ny",
        "centre_0_name": "Nytt område",
        "centre_0_purpose": "initiative",
        "centre_1": f"ar:{known.pk}",
        "account_0": "ny",
        "account_0_name": "Övrigt",
        f"nature_{row.number}": "contribution",
    }
    page = send(demo, director, page, **typed, commit="1")
    assert messages(page) == ["Dina val är sparade. Granska ändringarna och läs sedan in dem."]
    assert "Läs in 3 ändringar" in words(page)
    send(demo, director, page, commit="1")
    new = BudgetLine.objects.filter(budget__year=2023, label__in=("Löner", "Arvode", "Extra bidrag"))
    assert sorted(
        (line.cost_centre.code, str(line.account_group), line.nature, line.amount) for line in new
    ) == [
        ("11111", "99 Övrigt", "cost", Decimal(123_500)),
        ("20000", "50 Löner arbetad tid", "cost", Decimal(10_000)),
        ("50000", "35 Bidrag", "contribution", Decimal(-20_000)),
    ]


def test_a_new_id_needs_a_name_and_a_purpose(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, ("id", "benamning", "belopp_kr"), ("11111", "Avgift", "-5"))
    wrong = send(demo, director, page, centre_0="ny", centre_0_name="", centre_0_purpose="")
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {"centre_0_name": ["Skriv ett namn."], "centre_0_purpose": ["Välj vad ID:t är till för."]},
    )


def test_columns_that_are_not_known_are_chosen_and_remembered(demo: Demo, director: Client) -> None:
    rows = (("Södra Dalarna",), (), ("Enhet", "Vad", "Utgift"), ("10000", "Arvode", "-93"))
    page = uploaded(demo, director, *rows)
    assert page.redirect_chain[-1][0].endswith("/kolumner/")  # type: ignore[attr-defined]
    typed = {
        "header_row": 3,
    }
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    url = demo.url("budget_import_columns", pk=pk)
    page = director.post(url, form_data(page, **typed), follow=True)
    typed = {
        "column_1": "id",
        "column_2": "benamning",
        "column_3": "belopp_tkr",
        "cost_sign": "minus",
        "income_sign": "plus",
    }
    page = director.post(url, form_data(page, **typed), follow=True)
    assert "Ny rad. Budget 2023: 93 000" in words(page).replace("\u00a0", " ")
    send(demo, director, page, commit="1")
    again = upload(demo, director, text((*rows[2:3], ("10000", "Annat", "-7"))).encode(), "nästa.csv")
    assert "Ny rad. Budget 2023: 7 000" in words(again).replace("\u00a0", " ")


def test_the_second_of_two_is_told_that_the_budget_has_changed(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    BudgetLine.objects.get(budget__year=2023, label=REVISION[3]).save_next(amount=Decimal(51_000))
    refused = send(demo, director, page, commit="1")
    assert refused.status_code == 409
    assert errors(refused)[""] == [
        "Budgeten har ändrats sedan förhandsvisningen. Ingenting är inläst: granska ändringarna på nytt."
    ]
    assert "51 000 → 55 000" in words(refused).replace("\u00a0", " ")
    assert BudgetLine.objects.get(budget__year=2023, label=REVISION[3]).amount == 51_000
    send(demo, director, refused, commit="1")
    assert BudgetLine.objects.get(budget__year=2023, label=REVISION[3]).amount == 55_000


def test_a_file_is_read_in_once(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    send(demo, director, page, commit="1")
    assert send(demo, director, page, commit="1").status_code == 404


def test_the_second_of_two_who_choose_columns_is_told_and_overwrites_nothing(
    demo: Demo, director: Client
) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    url = demo.url("budget_import_columns", pk=pk)
    first, second = director.get(url), director.get(url)
    director.post(url, form_data(first, column_5="belopp_kr"))
    answer = director.post(url, form_data(second, column_5="belopp_mnkr"), follow=True)
    assert messages(answer) == [
        "Någon annan har gjort andra val för filen sedan du öppnade sidan. Så här är det nu: välj på nytt."
    ]
    assert answer.context["form"]["column_5"].initial == "belopp_kr"
    assert BudgetImport.objects.get().choices["columns"]["belopp_tkr"] == "belopp_kr"


def test_choices_that_take_the_preview_away_meanwhile_lead_to_the_columns(
    demo: Demo, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    commit = services.commit_import

    def after_another(**arguments: Any) -> Any:
        file = BudgetImport.objects.get()
        file.save_next(choices={**file.choices, "columns": {"belopp_tkr": ""}})
        return commit(**arguments)

    monkeypatch.setattr(services, "commit_import", after_another)
    answer = send(demo, director, page, commit="1")
    assert answer.redirect_chain[-1][0].endswith("/kolumner/")  # type: ignore[attr-defined]
    assert messages(answer)[0].startswith("Någon annan har gjort andra val")


@pytest.mark.parametrize("name", ["commit_import", "save_import_choices", "discard_import"])
def test_a_file_that_another_discards_at_the_same_moment_leads_to_the_page_to_choose_one(
    demo: Demo, director: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    columns = director.get(demo.url("budget_import_columns", pk=pk))
    own, discard = getattr(services, name), services.discard_import

    def after_another(**arguments: Any) -> Any:
        discard(federation=demo.federation, pk=pk)
        return own(**{**arguments, "revision": None} if "revision" in arguments else arguments)

    monkeypatch.setattr(services, name, after_another)
    answer = {
        "commit_import": lambda: send(demo, director, page, commit="1"),
        "save_import_choices": lambda: director.post(
            demo.url("budget_import_columns", pk=pk), form_data(columns), follow=True
        ),
        "discard_import": lambda: director.post(demo.url("budget_import_discard", pk=pk), follow=True),
    }[name]()
    assert answer.request["PATH_INFO"] == demo.url("budget_import_add")
    assert messages(answer) == ["Filen är redan inläst eller avbruten. Välj den på nytt."]


def test_a_discarded_file_keeps_no_bytes_and_one_that_is_read_in_does(demo: Demo, director: Client) -> None:
    left = uploaded(demo, director, PLAIN, (*REVISION, "54")).context["file"]  # type: ignore[attr-defined]
    director.post(demo.url("budget_import_discard", pk=left.pk))
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    send(demo, director, page, commit="1")
    assert [
        (each.status, bytes(each.content), len(each.sha256)) for each in BudgetImport.objects.order_by("pk")
    ] == [("discarded", b"", 64), ("committed", text((PLAIN, (*REVISION, "55"))).encode(), 64)]


def test_a_file_whose_uploader_is_gone_is_read_in_all_the_same(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "55"))
    BudgetImport.objects.update(uploaded_by=None)
    send(demo, director, page, commit="1")
    assert BudgetImport.objects.get().status == "committed"
    assert BudgetLine.objects.get(budget__year=2023, label=REVISION[3]).amount == 55_000


def test_a_file_with_problems_cannot_be_read_in_whatever_is_sent(demo: Demo, director: Client) -> None:
    page = uploaded(
        demo, director, PLAIN, (*REVISION, "55"), ("10000", "", "50", "Löner arbetad tid", "1.234")
    )
    assert "Cell E3: ”1.234” kan betyda både" in words(page)
    before, lines = counts(), lines_of(demo.federation, 2023)
    refused = send(demo, director, page, commit="1")
    assert refused.status_code == 409
    assert (counts(), lines_of(demo.federation, 2023)) == (before, lines)


def test_sums_are_shown_beside_what_is_computed(demo: Demo, director: Client) -> None:
    content = PUBLISHED.read_text(encoding="utf-8").replace("Bidrag (not 1)", "Bidrag").encode()
    page = upload(demo, director, content)
    shown = words(page).replace("\u00a0", " ")
    assert "25 20 000 Totalt Budget 2022 905 000 895 000 10 000" in shown
    assert "48 Resultat Budget 2022 −873 000 −863 000 −10 000" in shown
    done = send(demo, director, page, document="Tabellen 2023")
    send(demo, director, done, commit="1")
    assert demo.federation.published_figures.filter(document="Tabellen 2023").count() == 22


def test_a_row_that_reads_as_a_sum_is_asked_about_and_is_what_is_answered(
    demo: Demo, director: Client
) -> None:
    page = uploaded(
        demo,
        director,
        PLAIN,
        (*REVISION, "55,0005"),
        ("10000", "", "", "Totalt", "165"),
        ("20000", "", "76", "Summa övrigt", "15"),
        ("", "", "", "Delsumma", "7"),
    )
    shown = words(page).replace("\u00a0", " ")
    assert "Cell D3: ”Totalt” ser ut som en summa" in shown
    assert "Intäkter, kostnader och resultat räknas när du har valt vad summorna är." in shown
    assert 'name="commit"' not in page.content.decode()
    fields = page.context["form"].question_fields()  # type: ignore[attr-defined]
    assert [(field.name, field.initial) for field in fields] == [
        ("answer_all", None),
        ("answer_3", "total"),
        ("answer_4", ""),
        ("answer_5", ""),
    ]
    before = lines_of(demo.federation, 2023)
    assert send(demo, director, page, answer_3="").context["plan"].totals is None  # type: ignore[attr-defined]
    assert BudgetImport.objects.get().choices["answers"] == {}
    refused = send(demo, director, page, answer_3="", commit="1")
    assert (refused.status_code, lines_of(demo.federation, 2023)) == (409, before)
    assert "Cell D3: ”Totalt” ser ut som en summa" in errors(refused)[""][0]
    page = send(demo, director, refused, answer_3="total", answer_4="rad", answer_5="bort")
    shown = words(page).replace("\u00a0", " ")
    assert "Budget 2023: 50 000 → 55 000,50" in shown
    assert "5 Delsumma Läses inte." in shown
    assert "3 10 000 Totalt Budget 2023 165 000 165 000,50 −0,50" in shown
    assert "Kostnader 6 928 000,50 kr" in shown
    send(demo, director, page, commit="1")
    after = [line[:3] for line in lines_of(demo.federation, 2023)]
    assert sorted(after) == sorted([*(line[:3] for line in before), ("20000", "76", "Summa övrigt")])


@pytest.mark.parametrize(
    ("answer", "answers"),
    [
        ("rad", {"2": "rad", "3": "rad"}),
        ("bort", {"2": "bort", "3": "bort"}),
        ("summa", {"2": "total"}),
    ],
)
def test_all_rows_that_read_as_sums_are_answered_at_once(
    demo: Demo, director: Client, answer: str, answers: dict[str, str]
) -> None:
    """A sum of what nobody can tell is asked about still."""
    rows = (("10000", "", "", "Totalt", "1"), ("10000", "", "", "Summa övrigt", "2"))
    page = uploaded(demo, director, PLAIN, *rows)
    send(demo, director, page, answer_all=answer)
    assert BudgetImport.objects.get().choices["answers"] == answers


def test_a_file_of_many_rows_that_read_as_sums_asks_about_a_hundred_at_a_time(
    demo: Demo, director: Client
) -> None:
    page = uploaded(
        demo, director, PLAIN, *(("10000", "", "", f"Summa {number}", "1") for number in range(250))
    )
    assert len(page.context["form"].question_fields()) == 101  # type: ignore[attr-defined]
    page = send(demo, director, page, answer_2="bort")
    assert len(page.context["form"].question_fields()) == 102  # type: ignore[attr-defined]
    page = send(demo, director, page, answer_all="rad")
    assert page.context["plan"].can_be_read  # type: ignore[attr-defined]
    assert "Läs in 249 ändringar" in words(page)


def test_answers_are_about_the_rows_of_one_sheet(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, ("", ""), PLAIN, ("10000", "", "", "Totalt", "1"))
    send(demo, director, page, answer_3="bort")
    url = demo.url("budget_import_columns", pk=page.context["file"].pk)  # type: ignore[attr-defined]
    director.post(url, form_data(director.get(url)))
    assert BudgetImport.objects.get().choices["answers"] == {"3": "bort"}
    director.post(url, form_data(director.get(url), header_row=3))
    assert BudgetImport.objects.get().choices["answers"] == {}


def test_a_refused_row_shows_no_change_and_no_sums_are_shown(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, (*REVISION, "51"), (*REVISION, "61"))
    shown = words(page).replace("\u00a0", " ")
    assert "1 ändras, 0 är som förut, 1 stoppas av fel." in shown
    assert "50 000 → 51 000" in shown
    assert "61 000" not in shown
    assert "Intäkter, kostnader och resultat räknas när felen är rättade." in shown
    assert 'class="key-figures"' not in page.content.decode()


def test_a_missing_account_is_offered_where_it_is_told(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, ("10000", "", "99", "Löner", "5"))
    html = page.content.decode()
    assert '<a href="#id_account_0">Kontogrupp 99 finns inte i förbundet (rad 2)</a>' in html
    assert 'id="id_account_0"' in html
    assert f'href="{demo.url("account_groups")}"' in html


def test_the_page_to_choose_a_file_says_what_radtyp_may_be(demo: Demo, director: Client) -> None:
    shown = words(director.get(demo.url("budget_import_add")))
    for kind in ("radtyp", "rad En budgetrad", "delsumma , total Summan av ett ID", "summa Summan av allt"):
        assert kind in shown


ATTACKS = {
    "a renamed PDF": (b"%PDF-1.7\n", "är en PDF"),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "äldre format"),
    "HTML": (b"<html><table></table></html>", "webbsida"),
    "wrong encoding": (b"id;benamning;belopp_kr\n1;\x81\x8d\x8f\x90\x9d\xff\xfe;5\n", "går inte att läsa"),
    "NUL": (b"id;benamning\x00;belopp_kr\n", "varken ett kalkylark"),
    "a zip bomb": (bomb("xl/workbook.xml"), "packas upp"),
    "50 000 rows": (MANY["csv"](), "fler än 20\u00a0000 rader"),
    "50 000 rows of Excel": (MANY["xlsx"](), "fler än 20\u00a0000 rader"),
    "too large": (b"x" * 5_000_001, "större än 5"),
    "empty": (b" ", "är tom"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_cannot_be_read_is_refused_at_the_field_and_not_kept(
    demo: Demo, director: Client, attack: str
) -> None:
    content, says = ATTACKS[attack]
    before = counts()
    page = upload(demo, director, content, "budget.xlsx")
    assert page.status_code == 422
    assert says in errors(page)["file"][0]
    assert counts() == before


HEADER = ("grupp", "benamning", "belopp_tkr")
CELLS = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{title}</t></is></c>'
    for letter, title in zip("ABC", HEADER, strict=True)
)
BAD_ROWS = {
    "formula without a value": (
        xlsx([HEADER, ("Styrelsen", "Lön", "=1+1")]),
        "cell C2: Cellen innehåller en formel",
    ),
    "merged cells": (
        raw_xlsx(
            f'<row r="1">{CELLS}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c>'
            '<c r="C2"><v>1</v></c></row>',
            '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        ),
        "cell A2: Cellerna A2:A3 är sammanfogade.",
    ),
    "noise past öre": (
        xlsx([HEADER, ("Styrelsen", "Lön", Decimal("0.0000123"))]),
        "cell C2: ”0,0000123” tkr har delar",
    ),
    "an error": (
        raw_xlsx(
            f'<row r="1">{CELLS}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c>'
            '<c r="C2" t="e"><v>#REF!</v></c></row>'
        ),
        "cell C2: Cellen innehåller felet #REF!.",
    ),
    "duplicate rows": (
        ods([HEADER, ("Styrelsen", "Lön", "1"), ("Styrelsen", "Lön", "2")]),
        "Rad 2 och rad 3 är samma rad",
    ),
}


@pytest.mark.parametrize("attack", BAD_ROWS)
def test_a_row_that_cannot_be_read_stops_the_whole_file(demo: Demo, director: Client, attack: str) -> None:
    content, says = BAD_ROWS[attack]
    page = upload(demo, director, content, "budget.xlsx")
    assert says in words(page)
    before, lines = counts(), lines_of(demo.federation, 2023)
    assert send(demo, director, page, commit="1").status_code == 409
    assert (counts(), lines_of(demo.federation, 2023)) == (before, lines)


def test_markup_in_a_file_is_text_on_the_page(demo: Demo, director: Client) -> None:
    page = uploaded(demo, director, PLAIN, ("10000", "", "47", "<script>alert(1)</script>", "5"))
    assert "<script>alert(1)" not in page.content.decode()
    assert "<script>alert(1)</script>" in words(page)


@pytest.mark.parametrize(("name", "content_type"), [("xlsx", "application/vnd.openxml"), ("csv", "text/csv")])
def test_the_budget_is_fetched_as_a_file_and_read_in_again(
    demo: Demo, director: Client, name: str, content_type: str
) -> None:
    file = director.get(demo.url(f"budget_export_{name}"))
    assert file.headers["Content-Type"].startswith(content_type)
    assert file.headers["Content-Disposition"] == f'attachment; filename="budget-sodra-dalarna-2023.{name}"'
    page = upload(demo, director, file.content, f"x.{name}")
    assert "Budgeten är redan som filen: det finns inget att läsa in." in words(page)
    assert director.get(demo.url(f"budget_export_{name}", year=2031)).status_code == 404


COST = {"budget_import": 21, "budget_import_columns": 21, "budget_export_csv": 15}
"""Queries per page, the session and the user's roles included."""


def cost(size: int) -> dict[str, int]:
    """How many queries the pages ask about a file and a budget of so many lines."""
    federation = make.FederationFactory()
    client = signed_in(make.MandateFactory(federation=federation).user)
    budget = make.BudgetFactory(federation=federation)
    centres = [
        make.CostCentreFactory(federation=federation, code=f"{7000 + number}") for number in range(size)
    ]
    for centre in centres:
        make.BudgetLineFactory(budget=budget, cost_centre=centre)
    rows = [
        ("id", "konto", "benamning", "belopp_kr"),
        *((each.code, "47", "Ny rad", "5") for each in centres),
    ]
    file = make.BudgetImportFactory(federation=federation, content=text(rows).encode())
    found = {}
    for name in COST:
        more = {} if "export" in name else {"pk": file.pk}
        with CaptureQueriesContext(connection) as asked:
            assert client.get(Demo(federation, 2023).url(name, **more)).status_code == 200
        found[name] = len(asked)
    return found


def test_the_pages_ask_as_many_questions_of_one_row_as_of_thirty() -> None:
    assert cost(1) == COST
    assert cost(30) == COST
