"""Contributions, budget and equity over the years: table 21 of "Årsredovisning 2018" from its inputs, in tkr."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgets.domain.equity_history import EquityHistory, HistoryFacts, equity_history, equity_of, known_years
from budgets.domain.facts import BudgetFact, BudgetFacts
from budgets.domain.ledger import LedgerFacts
from budgets.year_end_queries import history_facts
from finsam.scope import Scope
from plans.models import Document
from tests import factories as make
from tests.budgets.facts import CEILING_20, FUNDING, OPERATIONS, budget, entry, facts, kr, line
from tests.budgets.statement_facts import balance, row
from tests.conftest import Demo

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


def test_a_budget_that_holds_the_contributions_alone_says_nothing_of_what_the_year_costs() -> None:
    """The cost of such a year is not known, or what an outlook says, and never nought."""
    alone = budget(
        2017, line(2, FUNDING.pk, "Bidrag", -6000, nature="contribution"), line(1, OPERATIONS.pk, "Kostnader", None),
        status="adopted",
    )  # fmt: skip
    base = facts(2019, BUDGET_2019, BUDGET_2018)
    unknown = history(base, alone, BUDGET_2018, BUDGET_2019)
    told = history(
        base,
        alone,
        BUDGET_2018,
        BUDGET_2019,
        outlooks=((2018, entry(2017, cost=5900, cost_basis="forecast")),),
    )

    assert [
        found
        and (row := found.row(2017))
        and (in_tkr(row.funding.amount), in_tkr(row.cost.amount), row.cost.mark)
        for found in (unknown, told)
    ] == [(6000, None, ""), (6000, 5900, "*")]


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


def test_a_budget_that_is_not_adopted_is_told_of_in_words() -> None:
    draft = replace(BUDGET_2019, status="draft")
    proposed = replace(BUDGET_2018, status="proposed")
    found = history(facts(2019, draft, proposed), proposed, draft, equity={2018: 2016})

    assert found is not None
    assert found.notes == (
        "Årstilldelning och budget 2019 är enligt budgetens utkast: budgeten är inte fastställd.",
        "Årstilldelning och budget 2018 är enligt framlagd budget: budgeten är inte fastställd.",
    )
    assert not any("inte fastställd" in each for each in table_21().notes)


def test_equity_that_an_outlook_says_without_a_source_is_told_to_be_so() -> None:
    found = history(
        facts(2019, BUDGET_2019, BUDGET_2018),
        BUDGET_2018,
        BUDGET_2019,
        outlooks=((2019, entry(2017, equity=1761)), (2019, entry(2018, equity=1900))),
        equity={2018: 2016},
    )

    assert found is not None
    assert found.notes == (
        "Eget kapital 2017 är det som står i den långsiktiga budgeten: någon balansräkning är inte införd.",
    )


def test_equity_is_of_every_balance_sheet_and_else_of_what_the_next_years_files_open_with() -> None:
    years = [
        balance(LedgerFacts(2009, (row(-30),)), (12, "cash", 130), (12, "equity", 100)),
        balance(LedgerFacts(2012), files=[(0, "1940", 70), (0, "2010", -70)]),
        balance(LedgerFacts(2013), (6, "cash", 5), (6, "equity", 5)),
    ]

    assert equity_of(years) == {2009: 130, 2011: 70}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 12])
def test_every_years_balance_is_in_the_history_at_the_cost_of_one(number: int) -> None:
    federation = make.FederationFactory()
    years = range(2018 - number, 2018)
    for year in years:
        make.BalanceFigureFactory(federation=federation, year=year, month=12, line="equity", amount=-year)
        make.LedgerFigureFactory(federation=federation, year=year, month=12, amount=-1)
    scope = Scope(federation.pk, 2018)

    with CaptureQueriesContext(connection) as asked:
        found = history_facts(scope)

    assert found.equity == {year: year + 1 for year in years}
    assert len(asked) == 24


@pytest.mark.django_db
def test_equity_of_last_year_is_the_adopted_reports(accounts_demo: Demo) -> None:
    document = make.DocumentFactory(
        federation=accounts_demo.federation, kind=Document.Kind.ANNUAL_REPORT, year=2017, version=7
    )
    kept = [["balance.equity", "376877"], ["balance.result", "1384000"], ["balance.cash", "1"]]
    make.PublicationFactory(document=document, stage="adopted", content={"kept": kept})

    found = history_facts(Scope(accounts_demo.federation.pk, 2018))

    assert (found.equity[2017], found.equity[2018]) == (1_760_877, Decimal("2015532.00"))


def test_without_anything_there_is_no_history() -> None:
    assert history(facts(2018, None)) is None


def in_tkr(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount / 1000)
