"""The ledger: what accounts and objects mean, what months add up to, and what a closed month refuses."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.domain.ledger import Actuals, LedgerFacts, actuals, by_month, month_name
from budgets.imports.ledger_standing import LedgerChoices
from budgets.ledger_import_queries import plan_for
from budgets.ledger_queries import ledger_facts
from budgets.models import (
    AccountGroup,
    BalanceFigure,
    BalanceLine,
    CostCentre,
    Forecast,
    LedgerClosing,
    LedgerFigure,
    LedgerImport,
)
from budgets.services import ledger, ledger_import, ledger_months
from budgets.services.ledger_meanings import AccountSaid, ObjectSaid, save_meanings
from finsam.revisions import EditConflict, RowGone
from finsam.scope import Scope
from members.models import ChangeLogEntry, Federation, User
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = 2023
SAID = "Öppna igen under Uppföljning › Månader, med en motivering, om något ska rättas."


@pytest.fixture
def federation() -> Federation:
    return make.FederationFactory()


@pytest.fixture
def clerk() -> User:
    return make.UserFactory()


@pytest.fixture
def team(federation: Federation) -> CostCentre:
    return make.CostCentreFactory(federation=federation, code="35000", slug="35000")


@pytest.fixture
def consultants(federation: Federation) -> AccountGroup:
    return make.AccountGroupFactory(federation=federation, code="47")


def facts(federation: Federation, year: int = YEAR) -> LedgerFacts:
    return ledger_facts(Scope(federation.pk, year))


def refused(write: Callable[..., Any], **arguments: Any) -> list[str]:
    """What is said when a write is refused, by field where it concerns one."""
    with pytest.raises(ValidationError) as error:
        write(**arguments)
    if hasattr(error.value, "error_dict"):
        return [f"{field}: {text}" for field, texts in error.value.message_dict.items() for text in texts]
    return list(error.value.messages)


def type_amount(centre: CostCentre, month: int, kronor: str | None, **fields: Any) -> LedgerFigure | None:
    return ledger.save_ledger_amount(
        federation=centre.federation,
        year=YEAR,
        month=month,
        cost_centre=centre,
        amount=None if kronor is None else Decimal(kronor),
        **{"user": None, **fields},
    )


def map_account(
    *,
    federation: Federation,
    account_number: str,
    account_group: AccountGroup | None = None,
    cost_centre: CostCentre | None = None,
    balance_line: str = "",
) -> None:
    said = AccountSaid(
        account_number,
        group=account_group.code if account_group else "",
        line=balance_line,
        centre=cost_centre.pk if cost_centre else None,
    )
    save_meanings(federation=federation, accounts=[said])


def map_object(
    *, federation: Federation, dimension: str, object_code: str, cost_centre: CostCentre | None
) -> None:
    said = ObjectSaid(dimension, object_code, cost_centre.pk if cost_centre else None)
    save_meanings(federation=federation, objects=[said])


# --- Reading -----------------------------------------------------------------------------------------------


def test_an_account_means_the_group_its_number_begins_with_and_an_object_the_id_of_its_code(
    federation: Federation, team: CostCentre, consultants: AccountGroup
) -> None:
    make.FileFigureFactory(
        ledger_import__federation=federation,
        account_number="4711",
        object_code="35000",
        amount=Decimal("12.34"),
    )

    (row,) = facts(federation).rows

    assert (row.cell, row.amount) == ((team.pk, "47", None), Decimal("12.34"))
    assert facts(federation).unmapped == ()


def test_a_changed_mapping_takes_effect_at_once_and_changes_no_row(
    federation: Federation, team: CostCentre, consultants: AccountGroup
) -> None:
    figure = make.FileFigureFactory(
        ledger_import__federation=federation, account_number="9999", object_code="7"
    )
    before = facts(federation)

    map_account(federation=federation, account_number="9999", account_group=consultants)
    map_object(federation=federation, dimension="1", object_code="7", cost_centre=team)
    after = facts(federation)
    map_account(federation=federation, account_number="9999")
    map_object(federation=federation, dimension="1", object_code="7", cost_centre=None)

    assert [row.cell for row in before.rows] == [(None, "", None)]
    assert before.unmapped == before.rows
    assert [row.cell for row in after.rows] == [(team.pk, "47", None)]
    assert after.unmapped == ()
    assert facts(federation) == before
    assert LedgerFigure.objects.get().revision == figure.revision


def test_a_row_without_object_has_the_id_of_its_account_and_else_the_id_of_rows_without_object(
    federation: Federation, team: CostCentre
) -> None:
    office = make.CostCentreFactory(federation=federation, code="20000", slug="20000")
    file = make.LedgerImportFactory(federation=federation)
    make.FileFigureFactory(ledger_import=file, account_number="3500")
    make.FileFigureFactory(ledger_import=file, account_number="5010")
    map_account(federation=federation, account_number="3500", cost_centre=team)
    map_object(federation=federation, dimension="1", object_code="", cost_centre=office)

    assert {row.account_number: row.centre for row in facts(federation).rows} == {
        "3500": team.pk,
        "5010": office.pk,
    }


def test_accounts_of_the_balance_sheet_are_no_part_of_the_result(federation: Federation) -> None:
    file = make.LedgerImportFactory(federation=federation)
    for number, kronor in (("1940", -1000), ("2440", 400), ("4700", 600), ("1600", 77)):
        make.FileFigureFactory(ledger_import=file, account_number=number, amount=Decimal(kronor))
    map_account(federation=federation, account_number="4700", balance_line=BalanceLine.CASH)
    map_account(
        federation=federation,
        account_number="1600",
        account_group=make.AccountGroupFactory(federation=federation, code="60"),
    )

    found = facts(federation)

    assert [(row.account_number, row.account, row.amount) for row in found.rows] == [("1600", "60", 77)]
    assert sorted(row.account_number for row in found.movements) == ["1940", "2440", "4700"]


def test_what_belongs_to_no_id_is_in_the_total_and_stands_apart(
    federation: Federation, team: CostCentre, consultants: AccountGroup
) -> None:
    under = make.CostCentreFactory(federation=federation, code="35100", slug="35100", parent=team)
    file = make.LedgerImportFactory(federation=federation)
    make.FileFigureFactory(ledger_import=file, object_code="35000", amount=Decimal("100.10"))
    make.FileFigureFactory(ledger_import=file, object_code="35100", amount=Decimal("200.20"))
    make.FileFigureFactory(ledger_import=file, object_code="404", amount=Decimal("-5.05"))
    make.FileFigureFactory(ledger_import=file, object_code="35000", amount=Decimal(9), month=3)

    assert actuals(facts(federation), 2) == Actuals(
        month=2,
        by_cell={
            (team.pk, "47", None): Decimal("100.10"),
            (under.pk, "47", None): Decimal("200.20"),
            (None, "47", None): Decimal("-5.05"),
        },
        own={team.pk: Decimal("100.10"), under.pk: Decimal("200.20")},
        by_centre={team.pk: Decimal("300.30"), under.pk: Decimal("200.20")},
        without_centre=Decimal("-5.05"),
        total=Decimal("295.25"),
    )
    assert actuals(facts(federation), 2).result == Decimal("-295.25")
    assert by_month(facts(federation).rows) == {1: Decimal("295.25"), 3: 9}


def test_a_whole_year_counts_when_the_year_is_out(federation: Federation, team: CostCentre) -> None:
    type_amount(team, 0, "1200")

    found = facts(federation)

    assert (found.last_month, found.months) == (12, ())
    assert [actuals(found, month).total for month in (1, 11, 12)] == [0, 0, 1200]


def test_many_small_amounts_add_up_to_the_last_ore(federation: Federation) -> None:
    file = make.LedgerImportFactory(federation=federation)
    LedgerFigure.objects.bulk_create(
        make.FileFigureFactory.build(
            ledger_import=file, federation=federation, year=YEAR, amount=Decimal(amount)
        )
        for amount in ["0.10"] * 3000 + ["0.29"] * 1000 + ["999999999999.99", "-0.01"]
    )

    assert facts(federation).rows[0].amount == Decimal("1000000000589.98")


def test_a_year_is_read_in_as_many_queries_however_much_it_holds(federation: Federation) -> None:
    def reading() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            facts(federation)
        return len(queries)

    def fill() -> None:
        file = make.LedgerImportFactory(federation=federation)
        make.VoucherBlockFactory(ledger_import=file)
        make.FileFigureFactory(ledger_import=file)
        make.LedgerFigureFactory(federation=federation)
        make.ForecastFactory(federation=federation)
        make.LedgerAccountMapFactory(federation=federation)
        make.LedgerObjectMapFactory(federation=federation)

    fill()
    few = reading()
    for _time in range(29):
        fill()

    assert (few, reading()) == (8, 8)


def test_one_federations_ledger_is_not_anothers(federation: Federation, team: CostCentre) -> None:
    stranger = make.FederationFactory()
    make.FileFigureFactory(ledger_import__federation=stranger, object_code="35000")
    make.ForecastFactory(federation=stranger)
    make.LedgerClosingFactory(federation=stranger)

    found = facts(federation)

    assert (found.rows, found.movements, found.forecasts, found.closed) == ((), (), (), frozenset())


# --- Typing ------------------------------------------------------------------------------------------------


def test_an_amount_is_kept_with_whose_it_is_and_from_where(
    team: CostCentre, consultants: AccountGroup, clerk: User
) -> None:
    type_amount(team, 1, "100.50", account_group=consultants, source="Rapport januari", user=clerk)
    type_amount(team, 1, "200", account_group=consultants, source="Rapport mars", user=clerk)

    figure = LedgerFigure.objects.get()

    assert (figure.amount, figure.source, figure.entered_by, figure.revision) == (
        200,
        "Rapport mars",
        clerk,
        2,
    )
    assert (
        ChangeLogEntry.objects.filter(
            federation_id=team.federation_id, content_type__model="ledgerfigure"
        ).count()
        == 2
    )


def test_an_emptied_cell_holds_nothing(team: CostCentre) -> None:
    type_amount(team, 1, "100")
    type_amount(team, 1, None)
    type_amount(team, 2, None)

    assert not LedgerFigure.objects.exists()


def test_two_who_type_at_once_are_told(team: CostCentre) -> None:
    type_amount(team, 1, "100", revision=0)

    with pytest.raises(EditConflict) as conflict:
        type_amount(team, 1, "200", revision=0)
    type_amount(team, 1, "300", revision=1)
    with pytest.raises(EditConflict):
        type_amount(team, 1, "400", revision=1)
    type_amount(team, 1, None, revision=2)
    with pytest.raises(RowGone):
        type_amount(team, 1, "500", revision=2)

    assert conflict.value.current.amount == 100
    assert not LedgerFigure.objects.exists()


def test_months_and_the_whole_year_are_not_kept_together(federation: Federation, team: CostCentre) -> None:
    message = (
        "2023 har belopp både för månader och för hela året, och de skulle räknas två gånger. "
        "Skriv antingen månader eller hela året."
    )
    type_amount(team, 1, "100")

    assert refused(type_amount, centre=team, month=0, kronor="1200") == [message]
    type_amount(team, 1, None)
    type_amount(team, 0, "1200")
    assert refused(type_amount, centre=team, month=1, kronor="100") == [message]


def test_an_amount_stands_on_one_kind_of_row(team: CostCentre, consultants: AccountGroup) -> None:
    assert refused(
        type_amount, centre=team, month=1, kronor="1", account_group=consultants, line_key=uuid4()
    ) == ["__all__: Välj konto, kontogrupp eller budgetrad, bara ett av dem."]


def test_another_federations_id_and_account_group_are_refused(
    federation: Federation, team: CostCentre
) -> None:
    stranger = make.AccountGroupFactory()

    assert refused(type_amount, centre=team, month=1, kronor="1", account_group=stranger) == [
        "account_group: Välj något som hör till samma förbund."
    ]
    with pytest.raises(ValidationError, match="ett annat förbund"):
        ledger.save_ledger_amount(
            federation=federation,
            year=YEAR,
            month=1,
            cost_centre=make.CostCentreFactory(),
            amount=Decimal(1),
            user=None,
        )


def test_a_balance_is_kept_changed_and_taken_away(federation: Federation, clerk: User) -> None:
    row = ledger.save_balance(
        federation=federation,
        user=clerk,
        year=YEAR,
        month=12,
        line=BalanceLine.RECEIVABLES,
        label="Kundfordringar",
        amount=Decimal(67),
    )
    ledger.save_balance(federation=federation, user=clerk, pk=row.pk, revision=1, amount=Decimal(68))

    assert [(each.amount, each.entered_by) for each in federation.balance_figures.all()] == [(68, clerk)]
    with pytest.raises(EditConflict):
        ledger.save_balance(federation=federation, user=clerk, pk=row.pk, revision=1, amount=Decimal(69))
    ledger.remove_balance(federation=federation, pk=row.pk, revision=2)
    assert not federation.balance_figures.exists()


def test_a_balance_of_a_file_is_not_changed_by_hand(federation: Federation) -> None:
    row = make.BalanceFigureFactory(
        federation=federation,
        ledger_import=make.LedgerImportFactory(federation=federation),
        line="",
        account_number="1940",
    )
    message = ["Beloppet är inläst från en fil. Rätta det i ekonomisystemet och läs in filen igen."]

    assert (
        refused(ledger.save_balance, federation=federation, user=None, pk=row.pk, amount=Decimal(1))
        == message
    )
    assert refused(ledger.remove_balance, federation=federation, pk=row.pk, revision=None) == message


def test_a_forecast_is_kept_per_month_and_the_latest_holds(federation: Federation, team: CostCentre) -> None:
    def save(month: int, kronor: int | None, comment: str = "") -> Forecast | None:
        return ledger.save_forecast(
            federation=federation,
            year=YEAR,
            month=month,
            cost_centre=team,
            amount=None if kronor is None else Decimal(kronor),
            comment=comment,
            user=None,
        )

    save(4, 2700)
    save(8, 2500, "Teamet startade senare.")
    save(9, 1)
    save(9, None)

    found = facts(federation)
    key = (team.pk, None)

    assert [len(found.forecasts_at(month)) for month in (3, 4)] == [0, 1]
    assert [found.forecasts_at(month)[key].amount for month in (4, 7, 8, 12)] == [2700, 2700, 2500, 2500]
    assert found.forecasts_at(12)[key].comment == "Teamet startade senare."


# --- Closed months -----------------------------------------------------------------------------------------


def test_a_closed_month_refuses_every_change(federation: Federation, team: CostCentre, clerk: User) -> None:
    type_amount(team, 2, "100")
    balance = make.BalanceFigureFactory(federation=federation, month=2)
    assert ledger_months.close_months(federation=federation, year=YEAR, through=2, user=clerk) == [1, 2]
    before = list(LedgerFigure.objects.values()), list(BalanceFigure.objects.values())

    for write in (
        lambda: type_amount(team, 2, "200"),
        lambda: type_amount(team, 2, None),
        lambda: ledger.save_balance(federation=federation, user=None, pk=balance.pk, amount=Decimal(1)),
        lambda: ledger.save_balance(federation=federation, user=None, pk=balance.pk, month=3),
        lambda: ledger.remove_balance(federation=federation, pk=balance.pk, revision=None),
        lambda: ledger.save_balance(
            federation=federation, user=None, year=YEAR, month=2, line=BalanceLine.STOCK, amount=Decimal(1)
        ),
    ):
        assert refused(write) == [f"Februari 2023 är stängd och ändras inte. {SAID}"]
    assert refused(type_amount, centre=team, month=0, kronor="1") == [
        f"Januari och februari 2023 är stängda och ändras inte. {SAID}"
    ]
    assert (list(LedgerFigure.objects.values()), list(BalanceFigure.objects.values())) == before
    type_amount(team, 3, "300")


def test_a_month_is_opened_again_with_a_reason_and_its_history_is_kept(
    federation: Federation, team: CostCentre, clerk: User
) -> None:
    ledger_months.close_months(federation=federation, year=YEAR, through=1, user=clerk)

    def reopen(reason: str) -> Any:
        return ledger_months.reopen_month(
            federation=federation, year=YEAR, month=1, reason=reason, user=clerk
        )

    assert refused(reopen, reason="  ") == ["reason: Skriv varför månaden öppnas."]
    reopen("En faktura kom sent.")
    type_amount(team, 1, "100")
    ledger_months.close_months(federation=federation, year=YEAR, through=1, user=clerk)

    closings = LedgerClosing.objects.filter(federation=federation)
    assert [(row.reopened_by, row.reason) for row in closings] == [
        (clerk, "En faktura kom sent."),
        (None, ""),
    ]
    assert facts(federation).closed == {1}


def test_an_open_month_is_not_opened_and_a_closed_one_not_closed_again(
    federation: Federation, clerk: User
) -> None:
    assert refused(
        ledger_months.reopen_month, federation=federation, year=YEAR, month=3, reason="Fel", user=clerk
    ) == ["Mars 2023 är inte stängd."]
    ledger_months.close_months(federation=federation, year=YEAR, through=2, user=clerk)
    assert refused(ledger_months.close_months, federation=federation, year=YEAR, through=2, user=clerk) == [
        "through: Månaderna till och med februari 2023 är redan stängda."
    ]
    assert ledger_months.close_months(federation=federation, year=YEAR, through=4, user=clerk) == [3, 4]
    assert facts(federation, YEAR + 1).closed == frozenset()


def test_one_who_writes_while_the_month_is_closed_is_refused(
    at_two_desks: Callable[..., list[Any]],
) -> None:
    """The closing holds the ledger: the write waits for it, and finds the month closed."""
    federation = make.FederationFactory()
    centre = make.CostCentreFactory(federation=federation)
    has_closed = threading.Event()

    @transaction.atomic
    def close() -> str:
        ledger_months.close_months(federation=federation, year=YEAR, through=1, user=None)
        has_closed.set()
        threading.Event().wait(0.5)  # time for the other to look at the month, if it could
        return "closed"

    def write() -> Any:
        has_closed.wait(10)
        return type_amount(centre, 1, "100")

    closed, written = at_two_desks(close, write)

    assert (closed, type(written)) == ("closed", ledger_months.MonthClosed)
    assert not LedgerFigure.objects.exists()


def test_a_file_that_is_read_while_its_month_is_closed_is_refused_whole(
    at_two_desks: Callable[..., list[Any]],
) -> None:
    """The closing holds the ledger: the reading waits for it, and finds the month closed."""
    federation, kept, basis = waiting_file()
    has_closed = threading.Event()

    @transaction.atomic
    def close() -> str:
        ledger_months.close_months(federation=federation, year=YEAR, through=1, user=None)
        has_closed.set()
        threading.Event().wait(0.5)
        return "closed"

    def read_in() -> Any:
        has_closed.wait(10)
        return ledger_import.commit_ledger_file(
            federation=federation, pk=kept.pk, revision=None, basis=basis, user=None
        )

    closed, answer = at_two_desks(close, read_in)

    assert (closed, type(answer)) == ("closed", ValidationError)
    assert answer.messages[0].startswith("Januari 2023 är stängd, och filen har andra belopp där.")


def test_a_month_that_is_closed_while_a_file_is_read_is_closed_with_the_file(
    at_two_desks: Callable[..., list[Any]],
) -> None:
    """The reading holds the ledger: the closing waits for it, and no row is written after it."""
    federation, kept, basis = waiting_file()
    is_reading, said = threading.Event(), []

    @transaction.atomic
    def read_in() -> list[str]:
        ledger_months.lock_ledger(federation)
        is_reading.set()
        threading.Event().wait(0.5)  # time for the other to close the month, if it could
        said.append("read")
        plan = ledger_import.commit_ledger_file(
            federation=federation, pk=kept.pk, revision=None, basis=basis, user=None
        )
        return [month_name(month) for month in plan.taken]

    def close() -> list[int]:
        is_reading.wait(10)
        closed = ledger_months.close_months(federation=federation, year=YEAR, through=1, user=None)
        said.append("closed")
        return closed

    assert at_two_desks(read_in, close) == [["januari"], [1]]
    assert said == ["read", "closed"]


def waiting_file() -> tuple[Federation, LedgerImport, str]:
    """A file of January that waits to be read in, as it was shown."""
    federation = make.FederationFactory()
    content = (
        b"#FLAGGA 0\n#RAR 0 20230101 20231231\n#VER A 1 20230115\n{\n#TRANS 4700 {} 5\n#TRANS 1930 {} -5\n}\n"
    )
    kept = ledger_import.keep_ledger_file(
        federation=federation, year=YEAR, name="jan.se", content=content, user=None
    )
    return federation, kept, plan_for(federation, YEAR, content, LedgerChoices()).basis


# --- What the rows of a closed month mean ------------------------------------------------------------------


def closed_january(federation: Federation) -> None:
    """A closed January with a row that is mapped by its codes, and one that nothing maps."""
    file = make.LedgerImportFactory(federation=federation)
    make.FileFigureFactory(ledger_import=file, account_number="4711", object_code="35000")
    make.FileFigureFactory(ledger_import=file, account_number="9999", object_code="7")
    make.BalanceFigureFactory(
        federation=federation, ledger_import=file, month=1, line="", label="", account_number="1930"
    )
    ledger_months.close_months(federation=federation, year=YEAR, through=1, user=None)


def read_otherwise(account: str) -> str:
    return (
        f"Januari 2023 är stängd, och ändringen skulle räkna belopp där på annat sätt (konto {account}). "
        "Öppna igen under Uppföljning › Månader, med en motivering, om det ska ändras."
    )


def test_no_other_meaning_is_given_to_what_a_closed_month_holds(
    federation: Federation, team: CostCentre, consultants: AccountGroup
) -> None:
    closed_january(federation)
    before = facts(federation)

    def mapped(number: str, **meaning: Any) -> Callable[[], Any]:
        return lambda: map_account(federation=federation, account_number=number, **meaning)

    for account, write in (
        ("9999", mapped("9999", account_group=consultants)),
        ("4711", mapped("4711", balance_line=BalanceLine.CASH)),
        ("1930", mapped("1930", balance_line=BalanceLine.STOCK)),
        (
            "9999",
            lambda: map_object(federation=federation, dimension="1", object_code="7", cost_centre=team),
        ),
        ("4711", lambda: services.save_account_group(federation=federation, code="471", name="Smalare")),
        (
            "4711",
            lambda: services.save_account_group(
                federation=federation, pk=consultants.pk, revision=None, code="48", name="Annan"
            ),
        ),
        (
            "4711",
            lambda: services.remove_account_group(federation=federation, pk=consultants.pk, revision=None),
        ),
        (
            "9999",
            lambda: services.save_cost_centre(federation=federation, year=YEAR, name="Ny", code="7"),
        ),
        (
            "4711",
            lambda: services.save_cost_centre(
                federation=federation, pk=team.pk, year=YEAR, name="Team", code="36000"
            ),
        ),
        ("4711", lambda: services.remove_cost_centre(federation=federation, pk=team.pk, revision=None)),
    ):
        assert refused(write) == [read_otherwise(account)]

    assert facts(federation) == before
    assert not federation.ledger_account_maps.exists()
    assert not federation.ledger_object_maps.exists()


def test_what_changes_no_closed_month_may_be_said_of_accounts_and_ids(
    federation: Federation, team: CostCentre, consultants: AccountGroup
) -> None:
    closed_january(federation)
    before = facts(federation).rows

    map_account(federation=federation, account_number="4711", account_group=consultants)
    map_account(federation=federation, account_number="5010", account_group=consultants)
    services.save_account_group(federation=federation, code="62", name="Tele")
    services.save_cost_centre(federation=federation, pk=team.pk, year=YEAR, name="Nytt namn")

    assert facts(federation).rows == before


def test_a_month_that_is_opened_again_may_be_read_otherwise(federation: Federation, team: CostCentre) -> None:
    closed_january(federation)
    ledger_months.reopen_month(federation=federation, year=YEAR, month=1, reason="Objekt 7", user=None)

    map_object(federation=federation, dimension="1", object_code="7", cost_centre=team)

    assert {row.centre for row in facts(federation).rows if row.account_number == "9999"} == {team.pk}
