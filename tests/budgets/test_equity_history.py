"""Contributions, budget and equity over the years: table 21 of "Årsredovisning 2018" from its inputs, in tkr."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.equity_history import EquityHistory, HistoryFacts, equity_history, known_years
from budgets.domain.facts import BudgetFact, BudgetFacts
from tests.budgets.facts import CEILING_20, FUNDING, OPERATIONS, budget, entry, facts, kr, line

PRINTED = "Tryckt i årsredovisningarna"
TABLE_21 = [
    (2013, 3840, "", 5040, "", 1061, ""),
    (2014, 3840, "", 4540, "", 806, ""),
    (2015, 5000, "", 5110, "", 415, ""),
    (2016, 5609, "", 5768, "", 377, ""),
    (2017, 7000, "", 6000, "", 1761, ""),
    (2018, 6734, "", 7464, "", 2016, ""),
    (2019, 6360, "", 7830, "", 546, "*"),
    (2020, 7000, "**", 7100, "*", 446, "*"),
    (2021, 7200, "**", 7200, "*", 446, "*"),
]
"""Year, contributions, budget and equity, with their marks; 2017 is printed 6 000 + 1 000."""
BUDGET_2017 = budget(
    2017,
    line(1, OPERATIONS.pk, "Kostnader", 6000),
    line(2, FUNDING.pk, "Bidrag", -6000, nature="contribution"),
    line(9, FUNDING.pk, "Extra tilldelning", -1000, nature="contribution"),
    status="adopted",
)


def of_two_lines(year: int, funding: float, cost: float) -> BudgetFact:
    """A budget of the lines that go on from year to year."""
    return budget(
        year,
        line(1, OPERATIONS.pk, "Kostnader", cost),
        line(2, FUNDING.pk, "Bidrag", -funding, nature="contribution"),
        status="adopted",
    )


BUDGET_2018 = of_two_lines(2018, 6734, 7464)
BUDGET_2019 = of_two_lines(2019, 6360, 7830)
BEFORE = tuple(
    (
        2017,
        entry(
            year, funding, cost, equity=equity, funding_basis="decided", cost_basis="decided", reason=PRINTED
        ),
    )
    for year, funding, _, cost, _, equity, _ in TABLE_21[:4]
)
AHEAD = ((2019, entry(2020, 7000, 7100)), (2019, entry(2021, 7200, 7200)))


def history(
    base: BudgetFacts,
    *budgets: BudgetFact,
    outlooks: tuple[object, ...] = (),
    equity: dict[int, float] | None = None,
) -> EquityHistory | None:
    return equity_history(
        HistoryFacts(
            year=2018,
            base=base,
            budgets={each.year: each for each in budgets},
            outlooks=outlooks,  # type: ignore[arg-type]
            equity={year: amount for year, tkr in (equity or {}).items() if (amount := kr(tkr)) is not None},
        )
    )


def table_21() -> EquityHistory:
    found = history(
        facts(2019, BUDGET_2019, BUDGET_2018, rules=(CEILING_20,)),
        BUDGET_2017,
        BUDGET_2018,
        BUDGET_2019,
        outlooks=(*BEFORE, *AHEAD),
        equity={2016: 377, 2017: 1761, 2018: 2016},
    )
    assert found is not None
    return found


def test_table_21_comes_out_of_budgets_balance_sheets_and_what_was_printed_before_them() -> None:
    assert [
        (
            row.year,
            in_tkr(row.funding.amount),
            row.funding.mark,
            in_tkr(row.cost.amount),
            row.cost.mark,
            in_tkr(row.equity.amount),
            row.equity.mark,
        )
        for row in table_21().rows
    ] == TABLE_21


def test_what_only_one_year_has_is_told_beside_what_goes_on() -> None:
    found = table_21()

    assert {row.year: tuple(map(in_tkr, row.terms)) for row in found.rows if row.terms} == {
        2017: (6000, 1000)
    }
    assert found.notes == (
        "Av årstilldelningen 2017 är 1\u00a0000\u00a0tkr sådant som bara det året har: extra tilldelning.",
        "Uppgifter för 2013–2016: tryckt i årsredovisningarna.",
    )


def test_the_years_that_are_over_are_those_with_an_equity_to_hold_to_the_limits() -> None:
    assert known_years(table_21().rows) == tuple(range(2013, 2019))


def test_contributions_whose_lines_all_go_on_or_all_begin_anew_are_one_amount() -> None:
    anew = budget(
        2018,
        line(31, OPERATIONS.pk, "Kostnader", 100),
        line(32, FUNDING.pk, "Staten", -50, nature="contribution"),
        line(33, FUNDING.pk, "Regionen", -50, nature="contribution"),
        status="adopted",
    )
    found = history(facts(2019, BUDGET_2019, anew), anew, BUDGET_2019, equity={2018: 10})

    assert found is not None
    assert [row.terms for row in found.rows] == [(), ()]


def test_equity_of_the_balance_sheet_goes_before_what_an_outlook_says_and_rolls_on() -> None:
    found = history(
        facts(2019, BUDGET_2019, BUDGET_2018),
        BUDGET_2018,
        BUDGET_2019,
        outlooks=((2019, entry(2018, equity=1900, equity_basis="forecast", reason="Prognos")),),
        equity={2018: 2016},
    )

    assert found is not None
    assert [(row.year, in_tkr(row.equity.amount), row.equity.basis) for row in found.rows] == [
        (2018, 2016, "actual"),
        (2019, 546, "forecast"),
    ]


def test_without_anything_there_is_no_history() -> None:
    assert history(facts(2018, None)) is None


def in_tkr(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount / 1000)
