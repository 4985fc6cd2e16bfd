"""The checks of an annual report: nothing is found in consistent books, and each fault is found with both figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from budgets.domain.annual_checks import LEDGER_CHECKS, STATEMENT_CHECKS
from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.balance_sheet import amounts_of, printed_balance, year_end
from budgets.domain.bridge import bridge
from budgets.domain.cash_flow import CashFlowYear, cash_flow
from budgets.domain.comparatives import Change
from budgets.domain.equity_history import HistoryFacts, equity_history
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals, operating_statement
from budgets.domain.income_statement import income_statement
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.ledger import YEAR_END, LedgerFacts, LedgerRow
from budgets.domain.ledger_balance import balance_sheet
from budgets.domain.result_kinds import kinds_of_ledger, natures
from budgets.domain.statement_notes import BALANCE_NOTES, balance_items, cost_items, note
from budgets.domain.year_end import YearEndFacts
from finsam.findings import Finding, Severity, run
from finsam.money import Unit
from tests.budgets.consistent_books import CENTRES, Books, books
from tests.budgets.facts import CEILING_20, FLOOR_400, FUNDING, budget, entry, facts, kr, line, simple_budget
from tests.budgets.statement_facts import balance, row
from tests.budgets.year_end_facts import said

NO_DEFICIT = tuple(
    check
    for check in STATEMENT_CHECKS
    if check.__name__ not in ("deficit_is_explained", "audit_cost_is_told", "result_is_booked")
)
"""Those that consistent books never break, whatever their result, and with nothing in them."""


def annual(found: Books) -> AnnualFacts:
    """All statements of a year of books."""
    follow = found.follow_up
    sheet = balance_sheet(found.balance, YEAR_END)
    end = year_end(found.balance_before, found.balance)
    assert end is not None
    headings = ("2023", "2022")
    notes = [
        note(key, headings, balance_items(sheet, key, {}), balance_items(end.sheet, key, {}), Unit.TKR)
        for key in BALANCE_NOTES
    ]
    notes.append(note("costs", headings, cost_items(follow.now, follow.centres, YEAR_END), None, Unit.TKR))
    kinds = [
        kinds_of_ledger(each.rows, natures(each.budget, follow.centres))
        for each in (follow.now, follow.before)
    ]
    history = HistoryFacts(2023, facts(2024, None), {}, (), {2023: sheet.equity})
    return AnnualFacts(
        interim=InterimFacts(YEAR_END, follow, found.balance.ledger, found.balance, found.balance_before),
        year_end=YearEndFacts(follow, found.balance, found.balance_before, (said("audit_cost", 5),)),
        operating=operating_statement(follow, YEAR_END),
        statement=income_statement(follow, YEAR_END),
        balance=printed_balance(found.balance, found.balance_before, YEAR_END),
        cash_flow=cash_flow(
            CashFlowYear(kinds[0], found.balance, found.balance_before),
            CashFlowYear(kinds[1], found.balance_before, found.balance_long_before),
            YEAR_END,
        ),
        bridge=bridge(follow, YEAR_END),
        notes=tuple(each for each in notes if each),
        history=equity_history(history),
        history_facts=history,
        adopted={},
        kinds_before=kinds[1],
        balance_before=amounts_of(end.sheet, end.result),
    )


@given(found=books())
def test_in_consistent_books_no_statement_contradicts_another(found: Books) -> None:
    assert run(NO_DEFICIT, annual(found)) == ()


# --- Faults ------------------------------------------------------------------------------------------------------


def table_21(year: int, funding: float, equity: float) -> AnnualFacts:
    """A year that ended with an equity in tkr, by its balance sheet."""
    base = facts(year, simple_budget(year, funding, funding), rules=(CEILING_20, FLOOR_400))
    known = kr(equity)
    assert known is not None
    history = HistoryFacts(year, base, {year: base.budget} if base.budget else {}, (), {year: known})
    return replace(SOUND, history=equity_history(history), history_facts=history, interim=interim_of(year))


def interim_of(year: int) -> InterimFacts:
    ledger = replace(SOUND.interim.ledger, year=year)
    return replace(SOUND.interim, ledger=ledger)


def codes(found: AnnualFacts) -> list[str]:
    return [each.code for each in run(STATEMENT_CHECKS, found)]


def only(found: AnnualFacts, code: str) -> Finding:
    (one,) = (each for each in run(STATEMENT_CHECKS, found) if each.code == code)
    return one


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def small_books() -> Books:
    """Books of one voucher: 100 kr of income to the bank, over opening cash of 1 000."""
    rows = (row(-100, group="36"),)
    months = frozenset(range(1, 13))
    moves = (LedgerRow(1, Decimal(100), None, account_number="1940"), LedgerRow(12, Decimal(0), None))
    now = LedgerFacts(2023, rows, moves, CENTRES, closed=months)
    before = LedgerFacts(2022, (), (LedgerRow(12, Decimal(0), None),), CENTRES)
    opening = [(0, "1940", 1000.0), (0, "2010", -1000.0)]
    return Books(
        FollowUpFacts(YearOfActuals(2023, None, rows), YearOfActuals(2022, None, ()), CENTRES),
        balance(now, files=opening),
        balance(before, files=opening),
        balance(LedgerFacts(2021)),
    )


SOUND = annual(small_books())


def test_a_sound_year_has_no_findings() -> None:
    assert codes(SOUND) == []


@pytest.mark.parametrize(
    ("spoil", "code", "expected", "found"),
    [
        pytest.param(
            lambda sound: replace(
                sound,
                balance=replace(sound.balance, amounts={**sound.balance.amounts, "result": Decimal(90)}),
            ),
            "annual.result_differs",
            "100 kr",
            "90 kr",
            id="another result in the balance sheet",
        ),
        pytest.param(
            lambda sound: replace(sound, balance=replace(sound.balance, cash=Decimal(1000))),
            "annual.cash_differs",
            "1 000 kr",
            "1 100 kr",
            id="cash that the cash flow does not end at",
        ),
        pytest.param(
            lambda sound: replace(sound, cash_flow=replace(sound.cash_flow, unexplained=Decimal(7))),
            "annual.cash_flow_differs",
            "107 kr",
            "100 kr",
            id="a flow that does not explain what cash has moved by",
        ),
        pytest.param(
            lambda sound: replace(sound, cash_flow=None),
            "annual.cash_flow_missing",
            "",
            "",
            id="no balance to derive the cash flow from",
        ),
        pytest.param(
            lambda sound: replace(
                sound,
                notes=tuple(
                    replace(each, total=each.total + 5) for each in sound.notes if each.key == "cash"
                ),
            ),
            "annual.note_differs",
            "1 100 kr",
            "1 105 kr",
            id="a note that is not its line",
        ),
        pytest.param(
            lambda sound: replace(sound, adopted={"income.cost": Decimal(-60)}),
            "annual.comparatives_changed",
            "−60 kr",
            "0 kr",
            id="a ledger of last year that is not what was adopted",
        ),
        pytest.param(
            lambda sound: replace(sound, year_end=replace(sound.year_end, entries=())),
            "annual.audit_cost_missing",
            "",
            "",
            id="nothing says what the audit cost",
        ),
    ],
)
def test_each_fault_is_found_with_both_figures(
    spoil: Callable[[AnnualFacts], AnnualFacts], code: str, expected: str, found: str
) -> None:
    finding = only(spoil(SOUND), code)

    assert (plain(finding.expected), plain(finding.found)) == (expected, found)


def test_every_row_of_last_year_that_is_not_as_adopted_is_named_with_both_figures() -> None:
    adopted = {
        "income.cost": Decimal(-60),
        "income.income": Decimal(-60),
        "balance.cash": Decimal(900),
        "balance.equity": Decimal(1000),
        "balance.result": Decimal(0),
    }

    found = only(replace(SOUND, adopted=adopted), "annual.comparatives_changed")

    assert plain(found.message).startswith(
        "Bokföringen för 2022 har ändrats sedan årsredovisningen för 2022 fastställdes, på tre ställen. "
        "Resultaträkningen: Övriga intäkter (fastställt −60 kr, nu 0 kr) och "
        "Verksamhetens kostnader (fastställt −60 kr, nu 0 kr); "
        "Balansräkningen: Kassa och bank (fastställt 900 kr, nu 1 000 kr)."
    )


def test_what_the_balance_requirement_and_the_notes_compare_with_is_held_to_the_adopted_report_too() -> None:
    adopted = {
        "note.balance-requirement.result": Decimal(30),
        "note.audit-cost.Revision": Decimal(40),
        "note.cash.Konto 1940": Decimal(7),
    }
    told = replace(SOUND.year_end, adopted=adopted)
    told = replace(
        told,
        follow_up=replace(
            told.follow_up, before=replace(told.follow_up.before, rows=(row(-20, group="36"),))
        ),
    )
    note = replace(SOUND.notes[0], changed=(Change("Bank", Decimal(7), Decimal(9)),))

    found = only(replace(SOUND, year_end=told, notes=(note,)), "annual.comparatives_changed")

    text = plain(found.message)
    assert f"Noten ”{note.title}”: Bank (fastställt 7 kr, nu 9 kr)" in text
    assert "Balanskravsutredningen: Årets resultat (fastställt 30 kr, nu 20 kr)" in text
    assert "Noten ”Revisionens kostnad”: Revision (fastställt 40 kr, nu 0 kr)" in text


def test_equity_that_only_the_opening_balance_tells_is_no_change_of_it() -> None:
    adopted = {"balance.cash": Decimal(1000), "balance.equity": Decimal(700), "balance.result": Decimal(300)}
    opened = {**SOUND.balance_before, "result": None}

    assert codes(replace(SOUND, adopted=adopted, balance_before=opened)) == []


def paid(*amounts: LedgerRow, decided: float, status: str = "adopted") -> AnnualFacts:
    """A year with what is booked in an area for funding, and what the budget says in tkr that members pay."""
    now = budget(
        2023, line(1, FUNDING.pk, "Tilldelning", -decided, account="", nature="contribution"), status=status
    )
    follow = replace(SOUND.interim.follow_up, now=YearOfActuals(2023, now, amounts))
    return replace(
        SOUND,
        interim=replace(SOUND.interim, follow_up=follow),
        statement=income_statement(follow, YEAR_END),
        bridge=None,
        notes=(),
        balance=None,
        cash_flow=None,
        operating=None,
    )


def test_a_year_with_nothing_booked_has_no_statements_to_report_with() -> None:
    """4 kap. 1 § LKBR. An error, not a warning to accept: without accounts there is no annual report."""
    follow = replace(SOUND.interim.follow_up, now=replace(SOUND.interim.follow_up.now, rows=()))
    interim = replace(SOUND.interim, follow_up=follow)

    for found in (replace(SOUND, interim=interim, operating=None), replace(SOUND, statement=None)):
        finding = only(found, "annual.result_missing")
        assert finding.severity is Severity.ERROR
        assert finding.message.startswith("Resultaträkning och driftredovisning går inte att ta fram")


def test_a_cash_flow_that_cannot_be_drawn_up_stops_the_report() -> None:
    assert only(replace(SOUND, cash_flow=None), "annual.cash_flow_missing").severity is Severity.ERROR


def test_contributions_that_are_not_those_decided_are_told_with_both_amounts() -> None:
    booked = (row(-7_030_000, 1, FUNDING.pk, number="3510"), row(-123_456.5, 2, FUNDING.pk, number="3590"))

    found = only(paid(*booked, decided=7030), "annual.contributions_differ")

    assert found.severity is Severity.WARNING
    assert (plain(found.expected), plain(found.found)) == ("7 030 000 kr", "7 153 456,50 kr")
    assert plain(found.message) == (
        "Det som är bokfört som medlemmarnas bidrag är 123 456,50 kr mer än medelstilldelningen i budgeten som gäller."
    )
    assert "annual.contributions_differ" in codes(paid(row(50, 1), decided=7030))


def test_contributions_as_decided_but_for_ore_or_of_no_decided_budget_are_not_remarked_on() -> None:
    booked = (row(-7_030_000.4, 1, FUNDING.pk, number="3510"), row(-90_000, 2, FUNDING.pk, number="3610"))

    assert codes(paid(*booked, decided=7030)) == []
    assert codes(paid(*booked, decided=7000, status="draft")) == []


def test_a_bridge_that_does_not_tie_is_an_error_at_its_row() -> None:
    assert SOUND.bridge is not None
    part = SOUND.bridge.parts[0]
    rows = tuple(replace(each, amounts=(Decimal(101),)) for each in part.rows)
    spoilt = replace(SOUND, bridge=replace(SOUND.bridge, parts=(replace(part, rows=rows),)))

    found = [
        (each.message, plain(each.expected), plain(each.found)) for each in run(STATEMENT_CHECKS, spoilt)
    ]

    assert found == [
        (
            "Administration: intäkter och kostnader ger inte nettobeloppet i driftredovisningen.",
            "100 kr",
            "101 kr",
        ),
        (
            "Årets resultat: intäkter och kostnader ger inte nettobeloppet i driftredovisningen.",
            "100 kr",
            "101 kr",
        ),
        ("Övergången från netto till brutto ger inte resultaträkningens rad.", "100 kr", "101 kr"),
    ]


def test_an_annual_report_before_lkbr_need_not_tell_what_the_audit_cost() -> None:
    older = replace(SOUND, year_end=replace(SOUND.year_end, entries=()), interim=interim_of(2018))

    assert "annual.audit_cost_missing" not in codes(older)


@pytest.mark.parametrize(
    ("year", "funding", "equity", "over", "share"),
    [(2013, 3840, 1061, "293 000 kr", "27,6 %"), (2014, 3840, 806, "38 000 kr", "21,0 %"),
     (2017, 7000, 1761, "361 000 kr", "25,2 %"), (2018, 6734, 2016, "669 200 kr", "29,9 %")],
)  # fmt: skip
def test_the_years_of_table_21_over_the_ceiling_are_told_with_their_share(
    year: int, funding: float, equity: float, over: str, share: str
) -> None:
    found = only(table_21(year, funding, equity), "annual.equity_above_ceiling")

    assert plain(found.where) == f"Eget kapital {year}"
    assert plain(found.message) == (
        f"Det egna kapitalet var {share} av årets medelstilldelning, {over} över högsta nivå."
    )
    assert plain(found.found).startswith(share)


@pytest.mark.parametrize(("funding", "equity"), [(5000, 415), (5609, 1000), (6734, 1346.8)])
def test_a_year_within_floor_and_ceiling_is_not_told(funding: float, equity: float) -> None:
    assert codes(table_21(2018, funding, equity)) == []


def test_equity_under_the_floor_is_told() -> None:
    found = only(table_21(2016, 5609, 377), "annual.equity_below_floor")

    assert plain(found.message) == "Det egna kapitalet var 23 000 kr under lägsta nivå."


@pytest.mark.parametrize(
    ("entered", "severity"), [(2016, "rounding"), (2010, "warning")], ids=["rounded to tkr", "another amount"]
)
def test_an_outlook_that_knows_another_equity_than_the_balance_sheet_is_told(
    entered: float, severity: str
) -> None:
    known = {2018: Decimal(2015532)}
    history = replace(
        SOUND.history_facts, outlooks=((2019, entry(2018, equity=entered, reason="Bokslut")),), equity=known
    )

    found = only(replace(SOUND, history_facts=history), "annual.outlook_equity_differs")

    assert (found.severity.value, plain(found.expected)) == (severity, "2 015 532 kr")


def test_a_deficit_is_told_so_that_it_is_explained() -> None:
    spent = small_books()
    cost = replace(spent.follow_up.now.rows[0], amount=Decimal(40), account="60")
    follow = replace(spent.follow_up, now=replace(spent.follow_up.now, rows=(cost,)))
    deficit = replace(SOUND, year_end=replace(SOUND.year_end, follow_up=follow))

    assert (
        plain(only(deficit, "annual.deficit").message) == "Balanskravsresultatet är ett underskott på 40 kr."
    )


def test_the_ledgers_checks_are_held_to_december() -> None:
    still_open = replace(SOUND.interim, ledger=replace(SOUND.interim.ledger, closed=frozenset({1, 2})))

    found = run(LEDGER_CHECKS, still_open)

    assert [each.code for each in found] == ["interim.months_empty", "interim.months_open"]
    assert found[1].message.startswith("Mars, april")
