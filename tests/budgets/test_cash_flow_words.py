"""What the cash flow says of a comparison that cannot be made: it names the balance that is missing, and no other."""

from __future__ import annotations

from budgets.domain.balance_sheet import printed_balance
from budgets.domain.cash_flow import CashFlowYear, cash_flow
from budgets.domain.ledger import LedgerFacts
from tests.budgets.statement_facts import balance, row

BOOKED = row(-100, 12)


def year_of(year: int, *opening: tuple[int, str, float]) -> CashFlowYear:
    """A year that is booked, whose balance is known by its opening alone where that is given."""
    now = balance(LedgerFacts(year, (BOOKED,), (row(100, 12, None, number="1940"),)), files=opening)
    return CashFlowYear({}, now, balance(LedgerFacts(year - 1)))


def told(before: CashFlowYear) -> str:
    found = cash_flow(year_of(2023, (0, "1940", 1000), (0, "2010", -1000)), before, 12)
    assert found is not None
    return found.notes[0]


def test_a_balance_that_opens_the_year_is_not_said_to_be_missing() -> None:
    assert told(year_of(2022)) == ("Balansen vid utgången av 2021 är inte införd. Därför saknas jämförelsen.")


def test_a_balance_known_by_its_opening_alone_is_said_to_be_so() -> None:
    closed = balance(LedgerFacts(2021, (BOOKED,)), (12, "cash", 5), (12, "equity", 5))
    before = CashFlowYear({}, balance(LedgerFacts(2022, (BOOKED,))), closed)

    assert told(before) == (
        "Balansen vid utgången av 2022 är bara känd som ingående balans 2023, och inte införd för 2022. "
        "Därför saknas jämförelsen."
    )


def test_a_year_with_nothing_booked_has_a_result_that_is_not_known_rather_than_nought() -> None:
    closed = balance(LedgerFacts(2022, (BOOKED,)), (12, "cash", 1000), (12, "equity", 900))
    now = balance(LedgerFacts(2023), (12, "cash", 1000), (12, "equity", 1000))
    sheet = printed_balance(now, closed, 12)

    assert sheet is not None
    assert sheet.amount("result") is None
    assert sheet.notes == ("Inget är bokfört 2023, så att resultatet inte är känt.",)
    assert CashFlowYear({}, now, closed).lack(12) == "Inget är bokfört 2023."
    assert cash_flow(CashFlowYear({}, now, closed), year_of(2022), 12) is None
