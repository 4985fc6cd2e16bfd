"""Who sees the texts of vouchers, which may hold people's names: those who may read the ledger, and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from budgets.imports.ledger_standing import LedgerChoices
from budgets.models import LedgerImport
from budgets.services.ledger_import import import_ledger_file
from members.models import Role
from tests.conftest import Demo

pytestmark = pytest.mark.django_db

NAME = "Anna Påhittsdotter"
READERS = (Role.DIRECTOR, Role.BOARD, Role.FINANCE, Role.AUDITOR)
OTHERS = (Role.REVIEWER, Role.INITIATIVE_OWNER, Role.API_READER)
PAGES = (
    "follow_up",
    "follow_up_board",
    "ledger",
    "balance",
    "ledger_months",
    "ledger_files",
    "checks",
    "overview",
    "budget",
    "plan",
)


@pytest.fixture
def named(demo: Demo) -> Demo:
    """The demo with a voucher whose head and row name somebody."""
    lines = (
        "#FLAGGA 0",
        "#SIETYP 4",
        "#RAR 0 20230101 20231231",
        "#DIM 1 Ansvar",
        f'#VER A 1 20230115 "Lön {NAME}"',
        "{",
        f'#TRANS 5010 {{1 20000}} 100.00 20230115 "{NAME}"',
        f'#TRANS 1930 {{}} -100.00 20230115 "{NAME}"',
        "}",
        "",
    )
    import_ledger_file(
        federation=demo.federation,
        year=2023,
        name="bok.se",
        content="\r\n".join(lines).encode("cp437"),
        choices=LedgerChoices(),
    )
    return demo


def rows_of(demo: Demo) -> str:
    return demo.url("follow_up_rows", centre="20000")


def exports_of(demo: Demo) -> tuple[str, ...]:
    return tuple(demo.url(f"follow_up_rows_{kind}", centre="20000") for kind in ("csv", "xlsx"))


@pytest.mark.parametrize("role", READERS)
def test_those_who_read_the_ledger_see_the_text_and_that_it_may_hold_names(named: Demo, role: str) -> None:
    page = named.client(role).get(rows_of(named)).content.decode()

    assert NAME in page
    assert "kan innehålla namn" in page


@pytest.mark.parametrize("role", OTHERS)
def test_no_one_else_of_the_federation_reaches_the_rows_or_the_file(named: Demo, role: str) -> None:
    file = named.url("ledger_file_original", pk=LedgerImport.objects.get().pk)

    for address in (rows_of(named), *exports_of(named), file):
        answer = named.client(role).get(address)
        assert answer.status_code in (403, 404)
        assert NAME not in answer.content.decode()


def test_no_other_page_tells_the_text(named: Demo) -> None:
    client = named.client(Role.DIRECTOR)

    for name in PAGES:
        answer = client.get(named.url(name))
        assert answer.status_code == 200, name
        assert NAME not in answer.content.decode(), name
    area = client.get(named.url("follow_up_area", centre="20000"))
    assert NAME not in area.content.decode()


def test_a_stranger_reads_no_text(named: Demo) -> None:
    file = named.url("ledger_file_original", pk=LedgerImport.objects.get().pk)
    for address in (rows_of(named), *exports_of(named), file):
        assert Client().get(address).status_code == 302
    for address in (
        reverse("public", kwargs={"slug": named.federation.slug}),
        f"/api/v1/federations/{named.federation.slug}/budgets/2022/",
    ):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert NAME not in answer.content.decode()
