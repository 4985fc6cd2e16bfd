"""What accounts and objects mean, as pages say it: what has no meaning, what is proposed, what a change changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.domain.ledger_meanings import AccountMeaning, Meanings, ObjectMeaning, meanings
from budgets.ledger_meaning_queries import meaning_facts
from budgets.ledger_queries import ledger_facts
from budgets.models import CostCentre, LedgerAccountMap, LedgerImport, LedgerObjectMap
from budgets.services.ledger_meanings import AccountSaid, ObjectSaid, save_meanings
from budgets.services.ledger_months import close_months
from finsam.scope import Scope
from members.models import ChangeLogEntry, Federation, Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db
YEAR = 2023
CLOSED = (
    "Januari 2023 är stängd, och ändringen skulle räkna belopp där på annat sätt (konto 9999). "
    "Öppna igen under Uppföljning › Månader, med en motivering, om det ska ändras."
)


@pytest.fixture
def director(demo: Demo) -> Client:
    """The director, signed in."""
    return demo.client()


@pytest.fixture
def federation() -> Federation:
    """A federation without anything."""
    found: Federation = make.FederationFactory()
    return found


@pytest.fixture
def file(demo: Demo) -> LedgerImport:
    """A file with an account and an object that nothing says the meaning of, and one of each that are known."""
    found: LedgerImport = make.LedgerImportFactory(
        federation=demo.federation,
        name="bok.se",
        names={"accounts": {"9999": "Blandat"}, "objects": {"77": "Team Norr"}},
    )
    for month, number, code, kronor in (
        (1, "9999", "77", "100.50"),
        (2, "9999", "21000", "20"),
        (2, "4711", "77", "3"),
        (2, "1930", "", "-123.50"),
    ):
        make.FileFigureFactory(
            ledger_import=found,
            month=month,
            account_number=number,
            object_code=code,
            amount=Decimal(kronor),
        )
    return found


def found_in(federation: Federation, year: int = YEAR, *, is_all: bool = False) -> Meanings:
    return meanings(meaning_facts(Scope(federation.pk, year), is_all=is_all), is_all=is_all)


def shown(page: HttpResponse) -> str:
    return words(page).replace("\u00a0", " ")


def centre(demo: Demo, code: str = "21000") -> CostCentre:
    found: CostCentre = demo.federation.cost_centres.get(code=code)
    return found


def review(demo: Demo, client: Client, **typed: Any) -> HttpResponse:
    """The list's form with what is typed over it, sent to be reviewed."""
    page = client.get(demo.url("ledger_meanings"))
    return client.post(demo.url("ledger_meanings_review"), form_data(page, **typed))


def carry_out(demo: Demo, client: Client, page: HttpResponse, **more: str) -> HttpResponse:
    """The review's own form, sent by its button."""
    context: Any = page.context  # type: ignore[attr-defined]
    sent = {**dict(context["sent"]), "basis": context["trial"].effects.basis, "spara": "1"}
    return client.post(demo.url("ledger_meanings_review"), {**sent, **more}, follow=True)


# --- Which mean something ----------------------------------------------------------------------------------


def test_what_has_no_meaning_is_told_with_its_amount_its_name_and_its_file(
    demo: Demo, file: LedgerImport
) -> None:
    found = found_in(demo.federation)

    assert found.unmapped_accounts == (
        AccountMeaning(
            number="9999",
            name="Blandat",
            amount=Decimal("120.50"),
            files=("bok.se",),
            is_balance=False,
            group="",
            line="",
            is_unmapped=True,
        ),
    )
    assert found.unmapped_objects == (
        ObjectMeaning(
            dimension="1",
            code="77",
            name="Team Norr",
            amount=Decimal("103.50"),
            files=("bok.se",),
            centre=None,
            is_unmapped=True,
        ),
    )
    assert [(each.number, each.group, each.line) for each in found.mapped_accounts] == [
        ("1930", "", "cash"),
        ("4711", "47", ""),
    ]
    assert [(each.code, each.centre) for each in found.mapped_objects] == [("21000", centre(demo).pk)]


def test_what_is_not_mapped_is_counted_once_and_as_the_ledger_has_it(demo: Demo, file: LedgerImport) -> None:
    of_the_ledger = ledger_facts(Scope(demo.federation.pk, YEAR)).unmapped

    assert found_in(demo.federation).unmapped == Decimal("123.50")
    assert sum(row.amount for row in of_the_ledger) == Decimal("123.50")


def test_an_object_with_the_code_or_the_name_of_an_id_is_proposed(federation: Federation) -> None:
    north = make.CostCentreFactory(federation=federation, code="35000", name="Team Norr")
    file = make.LedgerImportFactory(federation=federation, names={"objects": {"9": "team  norr"}})
    for code in ("035 000", "9", "8"):
        make.FileFigureFactory(ledger_import=file, object_code=code)

    found = {each.code: each.proposal for each in found_in(federation).objects}

    assert {code: (each.value, each.why) if each else None for code, each in found.items()} == {
        "035 000": (str(north.pk), "samma kod"),
        "9": (str(north.pk), "samma namn"),
        "8": None,
    }


def test_an_account_is_proposed_the_group_of_those_beside_it_or_of_its_name(federation: Federation) -> None:
    make.AccountGroupFactory(federation=federation, code="L", name="Lokaler")
    porto = make.AccountGroupFactory(federation=federation, code="P", name="Porto")
    file = make.LedgerImportFactory(federation=federation, names={"accounts": {"5010": "LOKALER"}})
    for number in ("5010", "6251", "7010", "6300"):
        make.FileFigureFactory(ledger_import=file, account_number=number)
    make.LedgerAccountMapFactory(federation=federation, account_number="6250", account_group=porto)

    found = {each.number: each.proposal for each in found_in(federation).accounts}

    assert {number: (each.value, each.why) if each else None for number, each in found.items()} == {
        "5010": ("L", "samma namn"),
        "6251": ("P", "konto 6250 hör dit"),
        "7010": None,
        "6300": None,
    }


def test_all_that_was_ever_mapped_is_shown_on_demand(demo: Demo, director: Client) -> None:
    make.LedgerObjectMapFactory(federation=demo.federation, object_code="555")

    year, every = (director.get(demo.url("ledger_meanings") + more) for more in ("", "?alla=ja"))

    assert "Bokföringen har inga konton än" in shown(year)
    assert "Objekt 555" in shown(every)
    assert "Bokföringen har inga konton än" not in shown(every)


# --- The pages ---------------------------------------------------------------------------------------------


def test_those_who_read_see_what_is_not_mapped_and_change_nothing(demo: Demo, file: LedgerImport) -> None:
    auditor = demo.client(Role.AUDITOR)

    page = auditor.get(demo.url("ledger_meanings"))

    assert "1 konto och 1 objekt är inte kopplade: 123,50 kr." in shown(page)
    assert "Konto 9999 Blandat" in shown(page)
    assert "Granska" not in shown(page)
    assert "Ändra" not in shown(page)
    sent = {"sedd-k-9999": "", "k-9999": "grupp:47"}
    assert auditor.post(demo.url("ledger_meanings_review"), sent).status_code == 403


def test_a_mapping_is_reviewed_before_it_is_saved_and_moves_what_was_shown(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    page = review(demo, director, **{"k-9999": "grupp:47", "o-1-77": str(centre(demo).pk)})

    text = shown(page)
    assert "Inget är sparat än." in text
    assert "Konto 9999 Blandat Utan kontogrupp 47" in text
    assert "Objekt 77 Team Norr Inte fördelat på ID 21 000" in text
    (year_and_rows,) = page.context["moved"]  # type: ignore[attr-defined]
    assert year_and_rows[0] == YEAR
    moved = [(each["months"], each["before"], each["after"]) for each in year_and_rows[1]]
    assert moved == [
        ("januari", Decimal("100.50"), Decimal(0)),
        ("februari", Decimal(3), Decimal(0)),
        ("februari", Decimal(20), Decimal(0)),
        ("januari och februari", Decimal(0), Decimal("123.50")),
    ]
    assert not LedgerAccountMap.objects.exists()
    assert not ChangeLogEntry.objects.filter(content_type__model="ledgeraccountmap").exists()

    done = carry_out(demo, director, page)

    assert messages(done) == ["2 kopplingar är sparade."]
    assert "Alla konton och objekt i bokföringen 2023 är kopplade." in shown(done)
    rows = ledger_facts(Scope(demo.federation.pk, YEAR)).rows
    assert {(row.centre, row.account) for row in rows} == {(centre(demo).pk, "47")}


def test_what_is_chosen_can_be_changed_before_it_is_saved(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    page = review(demo, director, **{"k-9999": "grupp:47"})
    sent = dict(page.context["sent"])  # type: ignore[attr-defined]

    back = director.post(demo.url("ledger_meanings_review"), {**sent, "andra": "1"})

    assert back.status_code == 200
    assert form_data(back)["k-9999"] == "grupp:47"
    assert not LedgerAccountMap.objects.exists()


def test_nothing_chosen_is_told(demo: Demo, director: Client, file: LedgerImport) -> None:
    page = review(demo, director)

    assert (page.status_code, errors(page)) == (422, {"": ["Välj minst en koppling att ändra."]})


def test_a_mapping_is_removed_after_a_review(demo: Demo, director: Client, file: LedgerImport) -> None:
    save_meanings(federation=demo.federation, objects=[ObjectSaid("1", "77", centre(demo).pk)])
    one = director.get(demo.url("ledger_meaning"), {"dimension": "1", "objekt": "77"})
    assert "Hör nu till: 21 000" in shown(one)

    page = director.post(demo.url("ledger_meanings_review"), form_data(one, **{"o-1-77": "", "en": "1"}))
    assert "Ingen egen koppling: objektets kod avgör" in shown(page)
    done = carry_out(demo, director, page)

    assert messages(done) == ["Kopplingen är sparad."]
    assert not LedgerObjectMap.objects.exists()


def test_an_account_may_have_an_id_for_its_rows_without_object_and_keeps_it(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    pk = centre(demo).pk
    one = director.get(demo.url("ledger_meaning"), {"konto": "9999"})
    page = director.post(
        demo.url("ledger_meanings_review"), form_data(one, **{"id-k-9999": str(pk), "en": "1"})
    )
    assert "Inga bokförda belopp ändras." in shown(page)
    carry_out(demo, director, page)

    carry_out(demo, director, review(demo, director, **{"k-9999": "grupp:47"}))

    kept = LedgerAccountMap.objects.get()
    assert (kept.account_group and kept.account_group.code, kept.cost_centre_id) == ("47", pk)
    wrong = director.post(
        demo.url("ledger_meanings_review"),
        form_data(
            director.get(demo.url("ledger_meaning"), {"konto": "9999"}),
            **{"k-9999": "balans:cash", "en": "1"},
        ),
    )
    assert errors(wrong) == {"id-k-9999": ["Ett konto i balansräkningen har inget ID. Välj ”Inget bestämt”."]}


def test_another_line_of_the_balance_sheet_moves_balances_too(demo: Demo, director: Client) -> None:
    file = make.LedgerImportFactory(federation=demo.federation)
    make.BalanceFigureFactory(
        federation=demo.federation, ledger_import=file, line="", account_number="1930", amount=Decimal(500)
    )
    one = director.get(demo.url("ledger_meaning"), {"konto": "1930"})

    page = director.post(
        demo.url("ledger_meanings_review"), form_data(one, **{"k-1930": "balans:receivables", "en": "1"})
    )

    assert "Balansräkningen · Kassa och bank, saldo vid utgången av december 500 0" in shown(page)
    assert "Balansräkningen · Kortfristiga fordringar, saldo vid utgången av december 0 500" in shown(page)


def test_one_that_is_not_in_the_ledger_leads_to_the_list(demo: Demo, director: Client) -> None:
    page = director.get(demo.url("ledger_meaning"), {"konto": "1"}, follow=True)

    assert messages(page) == ["Kontot eller objektet finns inte i bokföringen. Välj i listan."]


# --- Closed months, and two at once ------------------------------------------------------------------------


def test_a_closed_month_is_told_in_the_review_and_refuses(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    close_months(federation=demo.federation, year=YEAR, through=1, user=None)

    page = review(demo, director, **{"k-9999": "grupp:47"})

    assert page.status_code == 200
    assert CLOSED in shown(page)
    assert "Spara kopplingarna" not in shown(page)
    refused = carry_out(demo, director, page)
    assert refused.status_code == 409
    assert CLOSED in shown(refused)
    assert not LedgerAccountMap.objects.exists()


def test_a_month_closed_after_the_review_refuses(demo: Demo, director: Client, file: LedgerImport) -> None:
    page = review(demo, director, **{"k-9999": "grupp:47"})
    close_months(federation=demo.federation, year=YEAR, through=1, user=None)

    refused = carry_out(demo, director, page)

    assert (refused.status_code, CLOSED in shown(refused)) == (409, True)
    assert not LedgerAccountMap.objects.exists()


def test_the_second_of_two_who_map_the_same_account_is_told_and_may_then_go_on(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    opened = director.get(demo.url("ledger_meanings"))
    save_meanings(federation=demo.federation, accounts=[AccountSaid("9999", line="cash")])

    told = director.post(demo.url("ledger_meanings_review"), form_data(opened, **{"k-9999": "grupp:47"}))

    assert told.status_code == 409
    said = (
        "Konto 9999 har fått en annan koppling sedan du öppnade sidan. "
        "Ingenting är sparat: se vad som gäller nu och välj på nytt."
    )
    assert errors(told) == {"": [said]}
    again = director.post(demo.url("ledger_meanings_review"), form_data(told))
    assert "Konto 9999 Blandat Kassa och bank 47" in shown(again)
    assert LedgerAccountMap.objects.get().balance_line == "cash"


def test_other_amounts_than_those_shown_are_reviewed_anew(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    page = review(demo, director, **{"k-9999": "grupp:47"})
    make.FileFigureFactory(ledger_import=file, month=3, account_number="9999", object_code="21000")

    again = carry_out(demo, director, page)

    assert again.status_code == 409
    assert "Bokföringen har ändrats sedan du granskade" in shown(again)
    assert not LedgerAccountMap.objects.exists()
    assert messages(carry_out(demo, director, again)) == ["Kopplingen är sparad."]


def test_what_has_been_removed_meanwhile_cannot_be_chosen(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    group = make.AccountGroupFactory(federation=demo.federation, code="98", name="Annat")
    page = review(demo, director, **{"k-9999": "grupp:98"})
    group.delete()

    refused = carry_out(demo, director, page)

    assert refused.status_code == 422
    assert list(errors(refused)) == ["k-9999"]


# --- Apart, and at what cost -------------------------------------------------------------------------------


def test_another_federations_accounts_ids_and_mappings_are_neither_shown_nor_taken(
    demo: Demo, director: Client, file: LedgerImport
) -> None:
    elsewhere = make.FederationFactory()
    theirs = make.CostCentreFactory(federation=elsewhere, code="88000")
    make.LedgerObjectMapFactory(federation=elsewhere, object_code="4321", cost_centre=theirs)
    make.FileFigureFactory(ledger_import__federation=elsewhere, account_number="8123")

    page = director.get(demo.url("ledger_meanings") + "?alla=ja")

    assert "8123" not in shown(page)
    assert "4321" not in shown(page)
    refused = review(demo, director, **{"o-1-77": str(theirs.pk)})
    assert (refused.status_code, list(errors(refused))) == (422, ["o-1-77"])
    unknown = director.post(
        demo.url("ledger_meanings_review"), {"sedd-k-8123": "", "k-8123": "grupp:47"}, follow=True
    )
    assert messages(unknown) == ["Det du valde finns inte i bokföringen längre. Välj i listan."]


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_cost_as_much_for_thirty_accounts_and_objects_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    client = signed_in(make.MandateFactory(federation=federation).user)
    make.LedgerClosingFactory(federation=federation, month=12)
    sent = {}
    for number in range(size):
        file = make.LedgerImportFactory(federation=federation, year=YEAR - number % 3)
        make.FileFigureFactory(ledger_import=file, account_number=f"9{number}", object_code=f"X{number}")
        make.LedgerAccountMapFactory(federation=federation)
        group = make.AccountGroupFactory(federation=federation, code=f"7{number:02}")
        mapped = make.LedgerObjectMapFactory(federation=federation)
        sent[f"sedd-o-1-{mapped.object_code}"] = f"{mapped.pk}.1"
    sent["sedd-k-90"], sent["k-90"] = "", f"grupp:{group.code}"
    cost = {}
    place = {"slug": federation.slug, "year": YEAR}
    for name, ask in (
        ("list", lambda: client.get(reverse("ledger_meanings", kwargs=place))),
        ("one", lambda: client.get(reverse("ledger_meaning", kwargs=place), {"konto": "90"})),
        ("review", lambda: client.post(reverse("ledger_meanings_review", kwargs=place), sent)),
    ):
        ask()
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code == 200
        cost[name] = len(asked)

    assert cost == {"list": 17, "one": 17, "review": 66}
