"""The page of the year-end: what is entered beside the ledger, who may, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.models import YearEndEntry
from members.models import Role
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, words

pytestmark = pytest.mark.django_db


def test_finance_enters_what_a_sale_gave_and_the_page_tells_what_it_leads_to(accounts_demo: Demo) -> None:
    client = accounts_demo.client(Role.FINANCE)
    entry = {"kind": "realised_gains", "label": "Såld bil", "amount": "12 500"}

    answer = client.post(accounts_demo.url("year_end_entry_add"), entry, follow=True)

    assert [(each.kind, each.amount) for each in YearEndEntry.objects.all()] == [
        ("realised_gains", Decimal(12_500))
    ]
    assert "Årets resultat är 254 535 kr. Med justeringarna blir balanskravsresultatet 242 035 kr." in words(
        answer
    ).replace("\u00a0", " ")


def test_without_entries_the_page_says_so_and_reads_for_the_auditor(accounts_demo: Demo) -> None:
    text = words(accounts_demo.client(Role.AUDITOR).get(accounts_demo.url("year_end"))).replace("\u00a0", " ")

    assert "Det finns inget att justera: balanskravsresultatet är årets resultat, 254 535 kr." in text
    assert "Förbundet har inga anläggningstillgångar, och inga investeringar är budgeterade." in text
    assert "Det är inte infört vad revisorernas granskning har kostat." in text
    assert "Lägg till en uppgift" not in text


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        pytest.param({"amount": ""}, "amount", "Skriv beloppet.", id="no amount"),
        pytest.param({"amount": "-5"}, "amount", "Skriv beloppet utan minus.", id="a minus"),
        pytest.param(
            {"kind": "audit_cost", "amount": ""},
            "amount",
            "Skriv ett belopp, eller välj ID eller kontogrupp i huvudboken.",
            id="an audit that nothing says the cost of",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    accounts_demo: Demo, typed: dict[str, str], field: str, message: str
) -> None:
    entry = {"kind": "realised_gains", "label": "Såld bil", "amount": "1", **typed}

    answer = accounts_demo.client(Role.FINANCE).post(accounts_demo.url("year_end_entry_add"), entry)

    assert answer.status_code == 422
    assert errors(answer)[field] == [message]
    assert not YearEndEntry.objects.exists()


@pytest.mark.parametrize("first", ["10000", "11000"], ids=["the ID over it", "the one under it"])
def test_a_place_in_the_ledger_is_named_once_and_an_id_with_all_under_it(
    accounts_demo: Demo, first: str
) -> None:
    federation = accounts_demo.federation
    board = federation.cost_centres.get(code="10000")
    under = make.CostCentreFactory(federation=federation, code="11000", parent=board)
    one, other = (board, under) if first == "10000" else (under, board)
    make.YearEndEntryFactory(
        federation=federation, year=2018, amount=None, cost_centre=one, label="Sakkunniga"
    )
    entry = {"kind": "audit_cost", "label": "Revision", "amount": "", "cost_centre": other.pk}
    client = accounts_demo.client(Role.FINANCE)

    for overlapping in (entry, {**entry, "cost_centre": one.pk}):
        answer = client.post(accounts_demo.url("year_end_entry_add"), overlapping)
        assert errors(answer)["cost_centre"][0].replace("\u00a0", " ") == (
            f"En del av det här räknas redan i ”Sakkunniga” (ID {first[:2]} 000 med underliggande), och skulle räknas "
            "två gånger. Ändra den raden, eller välj ett annat ID eller en annan kontogrupp."
        )
    assert federation.year_end_entries.count() == 1


def test_the_same_id_may_be_named_in_two_account_groups_but_not_in_one_and_all(accounts_demo: Demo) -> None:
    federation = accounts_demo.federation
    board = federation.cost_centres.get(code="10000")
    one, other = federation.account_groups.all()[:2]
    make.YearEndEntryFactory(
        federation=federation,
        year=2018,
        amount=None,
        cost_centre=board,
        account_group=one,
        label="Sakkunniga",
    )
    entry = {"kind": "audit_cost", "label": "Revision", "amount": "", "cost_centre": board.pk}
    client, add = accounts_demo.client(Role.FINANCE), accounts_demo.url("year_end_entry_add")

    assert "Sakkunniga" in errors(client.post(add, entry))["cost_centre"][0]
    group_alone = {**entry, "cost_centre": "", "account_group": one.pk}
    assert "Sakkunniga" in errors(client.post(add, group_alone))["account_group"][0]
    assert client.post(add, {**entry, "account_group": other.pk}).status_code == 302


def test_an_id_without_number_is_offered_by_its_name_in_the_year(accounts_demo: Demo) -> None:
    centre = make.CostCentreFactory(
        federation=accounts_demo.federation, code="", slug="fritt-omrade", name="Fritt område"
    )
    centre.names.create(name="Senare namn", from_year=2019)

    text = words(accounts_demo.client(Role.FINANCE).get(accounts_demo.url("year_end_entry_add")))

    assert "Fritt område" in text
    assert "fritt-omrade" not in text
    assert "Senare namn" not in text
