"""The checks of an interim report, each by itself: what passes, and what is found in words."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.facts import BudgetFact
from budgets.domain.interim_checks import INTERIM_CHECKS, InterimFacts
from budgets.domain.ledger import LedgerRow
from finsam import findings
from finsam.findings import Finding
from finsam.sources import accounting_act
from finsam.swedish import NBSP
from reports.interim_rules import INTERIM_RULES
from tests.budgets.facts import FUNDING, OPERATIONS, budget, line
from tests.budgets.statement_facts import TEAM, follow_up, forecast, interim, row

BUDGET = budget(
    2023,
    line(1, OPERATIONS.pk, "Köp", 500),
    line(3, TEAM.pk, "Bidrag till team", 300),
    line(4, FUNDING.pk, "Bidrag", -800, nature="contribution"),
)
ROWS = (
    *(row(40_000, month, line=1) for month in range(1, 7)),
    row(150_000, 6, TEAM.pk, line=3),
    row(-400_000, 6, FUNDING.pk, line=4),
)
"""A half-year that has cost 390 000 and brought in 400 000."""
FORECASTS = (
    forecast(480_000, OPERATIONS.pk),
    forecast(300_000, TEAM.pk),
    forecast(-800_000, FUNDING.pk),
)
AT_YEAR_END = ((12, "cash", 120), (12, "equity", 100), (12, "current_debts", 20))
AT_HALF_YEAR = ((6, "cash", 10_130), (6, "equity", 100), (6, "current_debts", 30))


def half_year(
    *more: LedgerRow,
    budget: BudgetFact | None = BUDGET,
    forecasts: tuple = FORECASTS,  # type: ignore[type-arg]
    **others: object,
) -> InterimFacts:
    """A half-year with nothing to remark on, unless said otherwise."""
    given: dict[str, object] = {"items": AT_HALF_YEAR, "items_before": AT_YEAR_END, **others}
    follow = follow_up(*ROWS, *more, budget=budget, forecasts=forecasts)
    return interim(6, follow, **given)  # type: ignore[arg-type]


def found(facts: InterimFacts) -> dict[str, Finding]:
    """What the checks find, by code; one finding of each."""
    told = findings.run(INTERIM_CHECKS, facts)
    assert len({each.code for each in told}) == len(told)
    return {each.code: each for each in told}


def test_a_half_year_that_is_whole_and_ties_has_nothing_to_remark_on() -> None:
    assert found(half_year()) == {}


def test_every_check_is_a_rule_with_what_it_is_held_to() -> None:
    assert tuple(check for check, _, _ in INTERIM_RULES) == INTERIM_CHECKS
    told = {rule: extent(half_year()) for _, rule, extent in INTERIM_RULES}
    assert told == {
        "Allt som är bokfört i perioden hör till ett ID och en kontogrupp": "Januari–juni 2023",
        "Periodens månader är bokförda och stängda": "Sex månader",
        "Balansräkningen är införd och balanserar": f"Balans 30{NBSP}juni 2023",
        "Ingående balans är förra årets utgående balans": "",
        "Det egna kapitalet ändras med periodens resultat": "Januari–juni 2023",
        "Varje ID med budget eller utfall har en prognos": "Prognos 2023",
        "Ingen prognos är lägre än det som redan är bokfört": "Tre prognoser",
    }


def test_what_is_not_mapped_is_an_error_that_names_account_and_object_and_leads_to_where_it_is_mapped() -> (
    None
):
    facts = half_year(
        row(12_500, 3, None, number="4600", code="777"),
        row(500, 4, None, number="4600", code="777"),
        row(-100, 2, None, number="3010"),
        row(900, 7, None, number="4600", code="888"),
        row(75, 5, number="9999"),
        items=(),
        groups=(("46", "Konsulter"),),
    )

    told = found(facts)

    assert told["ledger.without_centre"].severity == "error"
    assert told["ledger.without_centre"].where == "Januari–juni 2023"
    assert told["ledger.without_centre"].message == (
        f"12{NBSP}900{NBSP}kr av det bokförda hör inte till något ID: objekt 777 (13{NBSP}000{NBSP}kr) och "
        f"konto 3010 (−100{NBSP}kr)."
    )
    assert told["ledger.without_centre"].page == "ledger_meanings"
    assert told["ledger.without_group"].severity == "error"
    assert told["ledger.without_group"].message == (
        f"75{NBSP}kr av det bokförda hör till konton utan kontogrupp: konto 9999 (75{NBSP}kr)."
    )


def test_many_unmapped_accounts_are_counted_after_the_largest() -> None:
    accounts = [row(number, 1, None, number=str(number)) for number in range(4001, 4012)]

    message = found(half_year(*accounts, items=()))["ledger.without_centre"].message

    assert "konto 4011" in message
    assert "konto 4006" in message
    assert "konto 4005" not in message
    assert message.endswith("och fem till.")


def test_months_that_are_empty_or_open_are_warned_of() -> None:
    rows = [each for each in ROWS if each.month not in (2, 3)]
    facts = interim(
        6,
        follow_up(*rows, budget=BUDGET, forecasts=FORECASTS),
        closed=(1, 2, 3, 4, 5),
        items=((6, "cash", 90_130), (6, "equity", 100), (6, "current_debts", 30)),
        items_before=AT_YEAR_END,
    )

    told = found(facts)

    assert {code: each.message for code, each in told.items()} == {
        "interim.months_empty": "Februari och mars är inte bokförda.",
        "interim.months_open": "Juni är inte stängd.",
    }
    assert {each.severity.value for each in told.values()} == {"warning"}


def test_a_year_without_months_is_told() -> None:
    facts = interim(6, follow_up(row(700, 0)), closed=(), items_before=AT_YEAR_END)

    message = found(facts)["interim.whole_year"].message

    assert message == f"700{NBSP}kr är bokfört för hela 2023 utan månad, och ingår inte i perioden."


def test_a_ledger_kept_by_the_year_alone_misses_no_months_when_the_whole_year_is_told_of() -> None:
    by_year = interim(12, follow_up(row(700, 0)))
    with_a_month = interim(12, follow_up(row(700, 0), row(100, 1)))
    nothing = interim(12, follow_up())

    assert "interim.months_empty" not in found(by_year)
    assert found(with_a_month)["interim.months_empty"].message.startswith("Februari, mars")
    assert found(nothing)["interim.months_empty"].message.startswith("Januari, februari")


def test_a_missing_balance_sheet_is_held_to_the_law_of_the_report_it_is_missing_in() -> None:
    of_half_year = found(half_year(items=()))["interim.balance_missing"]
    of_year = found(interim(12, follow_up(*ROWS, budget=BUDGET)))["interim.balance_missing"]

    assert (of_half_year.source, of_half_year.severity) == (accounting_act("13 kap."), "warning")
    assert (of_year.source, of_year.severity) == (accounting_act("4 kap. 1 §"), "error")


def test_a_balance_sheet_that_is_missing_is_warned_of_and_one_that_does_not_balance_is_an_error() -> None:
    missing = found(half_year(items=()))
    differs = found(half_year(items=((6, "cash", 10_000), (6, "equity", 100), (6, "current_debts", 30))))

    assert list(missing) == ["interim.balance_missing"]
    assert missing["interim.balance_missing"].severity == "warning"
    assert list(differs) == ["interim.balance_differs"]
    assert differs["interim.balance_differs"].severity == "error"
    assert differs["interim.balance_differs"].message.endswith(f"skiljer 130{NBSP}kr.")
    assert differs["interim.balance_differs"].expected == f"10{NBSP}000{NBSP}kr"
    assert differs["interim.balance_differs"].found == f"10{NBSP}130{NBSP}kr"


def test_an_account_without_row_in_the_balance_sheet_is_an_error() -> None:
    told = found(half_year(items=(*AT_HALF_YEAR, (6, "", 40))))

    assert told["interim.balance_without_line"].severity == "error"


def test_equity_that_has_moved_by_anything_but_the_result_is_an_error() -> None:
    told = found(half_year(items=((6, "cash", 10_530), (6, "equity", 500), (6, "current_debts", 30))))

    assert list(told) == ["interim.equity_moved"]
    assert told["interim.equity_moved"].severity == "error"
    assert told["interim.equity_moved"].expected == f"10{NBSP}100{NBSP}kr"
    assert told["interim.equity_moved"].found == f"10{NBSP}500{NBSP}kr"


def test_opening_balances_that_are_not_what_the_year_before_closed_with_are_errors() -> None:
    files = [(0, "1940", 150), (0, "2010", -130), (0, "2440", -20)]
    moved = [LedgerRow(6, Decimal(10_000), None, account_number="1940")]

    facts = half_year(items=(), files=files, movements=moved)
    told = [each for each in findings.run(INTERIM_CHECKS, facts) if each.code == "interim.opening_differs"]

    assert [(each.expected, each.found) for each in told] == [
        (f"120{NBSP}kr", f"150{NBSP}kr"),
        (f"100{NBSP}kr", f"130{NBSP}kr"),
    ]
    assert {each.severity.value for each in told} == {"error"}


def test_files_that_open_with_what_the_year_before_closed_with_tie() -> None:
    files = [(0, "1940", 120), (0, "2010", -100), (0, "2440", -20)]
    moved = [LedgerRow(6, Decimal(10_000), None, account_number="1940")]

    assert found(half_year(items=(), files=files, movements=moved)) == {}


def test_an_id_with_budget_and_no_forecast_is_warned_of() -> None:
    told = found(half_year(forecasts=FORECASTS[1:]))

    assert list(told) == ["interim.forecast_missing"]
    assert told["interim.forecast_missing"].severity == "warning"
    assert told["interim.forecast_missing"].message == (
        f"Prognos saknas för ID{NBSP}20{NBSP}000 Administration. I årets resultat räknas det som budgeterat."
    )
    assert "interim.forecast_missing" not in found(half_year(budget=None, forecasts=()))


def test_an_id_that_is_booked_on_without_budget_is_to_be_forecast_too() -> None:
    unbudgeted = budget(2023, *[each for each in BUDGET.lines if each.centre != TEAM.pk])

    told = found(half_year(budget=unbudgeted, forecasts=(FORECASTS[0], FORECASTS[2])))

    assert told["interim.forecast_missing"].message.startswith(
        f"Prognos saknas för ID{NBSP}36{NBSP}000 Samverkansteam."
    )


def test_a_forecast_below_what_has_been_spent_already_is_warned_of() -> None:
    low = (forecast(200_000, OPERATIONS.pk), forecast(300_000, TEAM.pk), forecast(-300_000, FUNDING.pk))

    told = findings.run(INTERIM_CHECKS, half_year(forecasts=low))

    assert [(each.code, each.message) for each in told] == [
        (
            "interim.forecast_passed",
            f"ID{NBSP}20{NBSP}000 Administration har redan kostat mer än vad hela året väntas kosta.",
        ),
        (
            "interim.forecast_passed",
            f"ID{NBSP}50{NBSP}000 Intäkter har redan gett mer än vad hela året väntas ge.",
        ),
    ]
    assert [(each.expected, each.found) for each in told] == [
        (f"minst 240{NBSP}000{NBSP}kr", f"200{NBSP}000{NBSP}kr"),
        (f"minst 400{NBSP}000{NBSP}kr", f"300{NBSP}000{NBSP}kr"),
    ]


def test_a_whole_year_is_asked_for_no_forecast() -> None:
    facts = interim(12, follow_up(*ROWS, budget=BUDGET), closed=range(1, 13))

    assert not {"interim.forecast_missing", "interim.forecast_passed"} & set(found(facts))
