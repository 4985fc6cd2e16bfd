"""The demo's 2018 as a SIE file of type 4E, read in instead of what was typed: every figure is the same.

The file is written here as an accounting system would: letters in CP437, a checksum, opening and closing balances,
results, objects for the IDs, and a voucher for each month's amount against the bank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from budgets.domain.follow_up import OperatingStatement, operating_statement
from budgets.domain.follow_up_areas import area
from budgets.domain.ledger_balance import balance_sheet
from budgets.follow_up_queries import follow_up_facts
from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.sie.items import (
    Account,
    Balance,
    BalanceKind,
    Dimension,
    Info,
    Item,
    NamedObject,
    Voucher,
    VoucherEnd,
    VoucherRow,
    Year,
)
from budgets.ledger_queries import balance_facts
from budgets.models import BalanceFigure, LedgerFigure
from budgets.queries import name_in_year
from budgets.services import ledger
from budgets.services.ledger_import import import_ledger_file
from budgets.services.ledger_months import reopen_month
from finsam import swedish
from finsam.scope import Scope
from members.models import Role
from tests.budgets.imports.sie.writing import Manner, written
from tests.conftest import Demo
from tests.pages import words

pytestmark = pytest.mark.django_db

BANK, EQUITY, CARRIED = "1920", "2010", "8999"
COSTS = "4710"
"""The account of what the demo keeps for an ID as a whole."""
GROUPS = {"35": "3510", "36": "3610", "85": "8520"}
ITEMS = {
    "Kassa och bank": BANK,
    "Eget kapital": EQUITY,
    "Kundfordringar": "1510",
    "Fordran moms": "1650",
    "Diverse korta fordringar": "1690",
    "Avsättning pensioner": "2211",
    "Avsättning löneskatt": "2219",
    "Leverantörsskuld": "2440",
    "Redovisning mervärdesskatt": "2650",
    "Källskatt, personal": "2710",
    "Upplupna arbetsgivaravgifter": "2730",
    "Semesterlöneskuld": "2920",
    "Upplupen särskild löneskatt": "2940",
    "Upplupen pension, individuell del": "2950",
    "Interimsskulder": "2990",
}
"""The accounts of the balance sheet's items, each where Kommun-Bas puts its like."""


@pytest.mark.parametrize(
    "is_closed", [False, True], ids=["before closing", "closed, its result carried to equity"]
)
def test_the_year_read_from_a_file_is_the_year_that_was_typed(accounts_demo: Demo, is_closed: bool) -> None:
    content = written(items_of(accounts_demo, is_closed), Manner(checksum=True))
    assert "Övergripande samordning".encode("cp437") in content
    assert b"#KSUMMA" in content
    typed = told(accounts_demo)
    take_away_what_was_typed(accounts_demo)
    assert told(accounts_demo) != typed

    plan = import_ledger_file(
        federation=accounts_demo.federation,
        year=2018,
        name="bokforing-2018.se",
        content=content,
        choices=LedgerChoices(),
    )

    assert (plan.problems, plan.questions, plan.notices) == ((), (), ())
    assert [(check.ties, check.compared > 0) for check in plan.checks if check.compared] == [(True, True)] * 4
    assert (plan.accounts, plan.objects, plan.totals.unmapped, plan.totals.file) == ((), (), 0, 0)
    assert told(accounts_demo) == typed
    assert typed["result"] == Decimal(254_535)
    assert typed["equity"] == Decimal(2_015_532)


def test_the_rows_behind_a_figure_of_the_file_are_its_vouchers(accounts_demo: Demo) -> None:
    content = written(items_of(accounts_demo), Manner(checksum=True))
    take_away_what_was_typed(accounts_demo)
    import_ledger_file(
        federation=accounts_demo.federation,
        year=2018,
        name="bokforing-2018.se",
        content=content,
        choices=LedgerChoices(),
    )

    address = f"{accounts_demo.url('follow_up_rows', centre='21000')}?manad=12&konto={COSTS}&bara=3"
    page = words(accounts_demo.client(Role.AUDITOR).get(address)).replace("\u00a0", " ")

    assert "Övergripande samordning, mars" in page
    assert "Summa mars 80 240,00" in page
    assert "bokforing-2018.se" in page


# --- What the year says --------------------------------------------------------------------------------------


def told(demo: Demo) -> dict[str, Any]:
    """Every figure of the follow-up, to every month, and the balance sheet at the year's end."""
    scope = Scope(demo.federation.pk, 2018)
    facts, balances = scope.facts(follow_up_facts), scope.facts(balance_facts)
    sheet = balance_sheet(balances, 12)
    return {
        "statements": [statement(operating_statement(facts, month)) for month in range(1, 13)],
        "areas": [
            [(each.year, each.costs, each.income, each.outturn) for each in found.years] + list(found.months)
            for found in (area(facts, centre.pk, 12) for centre in facts.centres)
        ],
        "balance": {line.line: line.printed for line in (*sheet.assets, *sheet.liabilities)},
        "difference": sheet.difference,
        "result": sheet.result,
        "equity": sheet.equity,
    }


def statement(found: OperatingStatement) -> list[tuple[Any, ...]]:
    return [(row.code, row.outturn, row.before, row.is_large) for row in (*found.rows, found.total)]


def take_away_what_was_typed(demo: Demo) -> None:
    """All of 2018, through the services."""
    federation = demo.federation
    for month in range(1, 13):
        reopen_month(
            federation=federation, year=2018, month=month, reason="Läses in ur en fil i stället", user=None
        )
    for row in LedgerFigure.objects.filter(federation=federation, year=2018):
        ledger.save_ledger_amount(
            federation=federation,
            year=2018,
            month=row.month,
            cost_centre=row.cost_centre,  # type: ignore[arg-type]
            account_group=row.account_group,
            line_key=row.line_key,
            amount=None,
            user=None,
        )
    for item in BalanceFigure.objects.filter(federation=federation, year=2018):
        ledger.remove_balance(federation=federation, pk=item.pk, revision=None)


# --- The file ------------------------------------------------------------------------------------------------


def items_of(demo: Demo, is_closed: bool = False) -> Iterator[Item]:
    """What is typed of 2018 as records of a SIE file, in the standard's order.

    `is_closed`: with the voucher that closes the year, which carries its result from account 8999 to equity.
    """
    centres = {each.pk: each for each in demo.federation.cost_centres.prefetch_related("names")}
    opening, closing = balances(2017), balances(2018)
    opening[EQUITY] = closing[EQUITY]  # what 2017 ended at, with its result
    booked = list(
        LedgerFigure.objects.filter(federation=demo.federation, year=2018).select_related("account_group")
    )
    result = sum((row.amount for row in booked), Decimal(0)) if is_closed else Decimal(0)
    yield Info(0, "#FLAGGA", ("0",))
    yield Info(0, "#PROGRAM", ("Bokföringsprogram", "1.0"))
    yield Info(0, "#FORMAT", ("PC8",))
    yield Info(0, "#SIETYP", ("4",))
    yield Info(0, "#ORGNR", (demo.federation.organisation_number,))
    yield Info(0, "#FNAMN", (demo.federation.name,))
    yield Year(0, 0, date(2018, 1, 1), date(2018, 12, 31))
    yield Year(0, -1, date(2017, 1, 1), date(2017, 12, 31))
    for number in sorted({*GROUPS.values(), COSTS, *ITEMS.values(), CARRIED}):
        yield Account(0, number, f"Konto {number}")
    yield Dimension(0, "1", "Ansvar", "")
    for centre in centres.values():
        yield NamedObject(0, "1", centre.code, name_in_year(centre, 2018))
    for number in sorted(ITEMS.values()):
        yield Balance(0, BalanceKind.OPENING, 0, "", number, (), opening.get(number, Decimal(0)))
        ends_at = closing.get(number, Decimal(0)) + (result if number == EQUITY else 0)
        yield Balance(0, BalanceKind.CLOSING, 0, "", number, (), ends_at)
    results: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in booked:
        results[account_of(row)] += row.amount
    if result:
        results[CARRIED] = -result
    for number, amount in sorted(results.items()):
        yield Balance(0, BalanceKind.RESULT, 0, "", number, (), amount)
    for place, row in enumerate(booked, start=1):
        centre = centres[row.cost_centre_id]  # type: ignore[index]
        text = f"{name_in_year(centre, 2018)}, {swedish.MONTHS[row.month - 1]}"
        yield from voucher(
            place, date(2018, row.month, 15), text, account_of(row), row.amount, (("1", centre.code),)
        )
    for place, number in enumerate(sorted({*ITEMS.values()} - {BANK}), start=len(booked) + 1):
        moved = closing.get(number, Decimal(0)) - opening.get(number, Decimal(0))
        if moved:
            yield from voucher(place, date(2018, 12, 31), "Bokslut", number, moved, ())
    if result:
        last = len(booked) + len(ITEMS) + 1
        yield from voucher(last, date(2018, 12, 31), "Årets resultat", CARRIED, -result, (), against=EQUITY)


def voucher(
    number: int,
    day: date,
    text: str,
    account: str,
    amount: Decimal,
    objects: tuple[tuple[str, str], ...],
    against: str = BANK,
) -> Iterator[Item]:
    """An amount on an account, paid from or into the bank unless said otherwise."""
    head = Voucher(0, "A", str(number), day, text, None)
    yield head
    yield VoucherRow(0, head, account, objects, amount, day, text)
    yield VoucherRow(0, head, against, (), -amount, day, text)
    yield VoucherEnd(0, head, 2, Decimal(0))


def account_of(row: LedgerFigure) -> str:
    """The account that a typed amount is booked on."""
    return GROUPS[row.account_group.code] if row.account_group else COSTS


def balances(year: int) -> dict[str, Decimal]:
    """What the accounts of the balance sheet stood at when the year ended, as typed."""
    return {
        ITEMS[row.label]: row.amount
        for row in BalanceFigure.objects.filter(year=year, month=12, label__in=ITEMS)
    }
