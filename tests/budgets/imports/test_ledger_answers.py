"""What the pages answer to a SIE file that is not as it should be: in words, with the way on, and nothing written."""

from __future__ import annotations

import pytest
from django.test import Client

from budgets.models import LedgerFigure, LedgerImport
from budgets.services.ledger_months import close_months
from members.models import Role
from tests.budgets.imports.test_ledger_import import sie
from tests.budgets.imports.test_ledger_import_pages import of_files, ours, send, shown, upload
from tests.conftest import Demo
from tests.pages import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(demo: Demo) -> Client:
    """The finance officer, signed in."""
    return demo.client(Role.FINANCE)


@pytest.fixture
def held(demo: Demo, clerk: Client) -> list[tuple[object, ...]]:
    """January, read in: 100 kr."""
    send(demo, clerk, upload(demo, clerk, ours(demo, {1: 100})), commit="1")
    found = of_files()
    assert len(found) == 2
    return found


def test_the_same_file_again_is_told_when_it_was_read(
    demo: Demo, clerk: Client, held: list[tuple[object, ...]]
) -> None:
    page = upload(demo, clerk, ours(demo, {1: 100}), name="kopia.se")

    assert page.status_code == 422
    assert errors(page)["file"][0].startswith("Samma fil är redan inläst, den ")
    assert (of_files(), LedgerImport.objects.count()) == (held, 1)


def test_overlapping_months_show_what_changes_and_count_nothing_twice(
    demo: Demo, clerk: Client, held: list[tuple[object, ...]]
) -> None:
    page = upload(demo, clerk, ours(demo, {1: 100, 2: 200}))
    assert "Januari 100 100 Samma belopp" in shown(page)
    assert "Februari 0 200 Ändras" in shown(page)

    send(demo, clerk, page, commit="1")

    costs = [row[3] for row in of_files() if row[1] == "5010"]
    assert costs == [100, 200]


def test_a_corrected_file_for_a_closed_month_leads_to_the_months(
    demo: Demo, clerk: Client, held: list[tuple[object, ...]]
) -> None:
    close_months(federation=demo.federation, year=2023, through=1, user=None)

    page = upload(demo, clerk, ours(demo, {1: 101}))

    assert "Januari 2023 är stängd, och filen har andra belopp där. Öppna igen under" in shown(page)
    assert "Läs in januari" not in shown(page)
    send(demo, clerk, page, commit="1")
    assert of_files() == held


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            {"year": 2022},
            "Filen gäller räkenskapsåret 1 januari 2022 till och med 31 december 2022, inte 2023. Välj rätt år",
        ),
        ({"extra": "#VALUTA EUR"}, "Filens belopp är i EUR. Bara kronor (SEK) kan läsas in."),
    ],
)
def test_a_file_of_another_year_or_currency_is_refused_whatever_is_sent(
    demo: Demo, clerk: Client, held: list[tuple[object, ...]], content: dict[str, object], said: str
) -> None:
    changed = {"orgnr": demo.federation.organisation_number, **content}
    extra = [str(changed.pop("extra"))] if "extra" in changed else []

    page = upload(demo, clerk, sie({1: 100}, *extra, **changed))  # type: ignore[arg-type]

    assert said in shown(page)
    send(demo, clerk, page, commit="1")
    assert of_files() == held


def test_balances_that_do_not_tie_are_shown_account_by_account_and_asked_about(
    demo: Demo, clerk: Client, held: list[tuple[object, ...]]
) -> None:
    wrong = ours(demo, {1: 100, 2: 200}).replace(b"#UB 0 1930 700.00", b"#UB 0 1930 750.00")

    page = upload(demo, clerk, wrong)

    assert "Filens uppgifter går inte ihop: ”Ingående balans och årets rader ger utgående balans”" in shown(
        page
    )
    assert "1930" in shown(page)
    assert "750 kr i stället för 700 kr" in shown(page)
    send(demo, clerk, page, commit="1")
    assert of_files() == held
    page = clerk.get(demo.url("ledger_file", pk=LedgerImport.objects.latest("pk").pk))
    send(demo, clerk, send(demo, clerk, page, accept_differences="on"), commit="1")
    assert LedgerFigure.objects.filter(month=2).exists()


def test_what_is_typed_in_its_months_is_asked_about_before_a_file_is_added_to_it(
    demo: Demo, clerk: Client
) -> None:
    cell = f"r{demo.federation.cost_centres.get(code='20000').pk}-g50.part-1"
    clerk.post(
        demo.url("ledger_cells"),
        {"cells": [{"cell": cell, "was": "", "now": "7"}]},
        content_type="application/json",
    )

    page = upload(demo, clerk, ours(demo, {1: 100}))

    assert "Januari 2023 har belopp som är införda för hand, 7 kr" in shown(page)
    send(demo, clerk, page, commit="1")
    assert not of_files()
    page = clerk.get(demo.url("ledger_file", pk=LedgerImport.objects.get().pk))
    send(demo, clerk, send(demo, clerk, page, accept_typed="on"), commit="1")
    assert len(of_files()) == 2
    told = shown(clerk.get(demo.url("ledger")))
    assert (
        "I januari finns både belopp ur en fil och belopp som är införda för hand, och båda räknas." in told
    )
