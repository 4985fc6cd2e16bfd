"""The bridge from net to gross: it ties for whatever is booked, and says how 7 464 net is 7 564 less 100."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.bridge import HEADINGS, bridge
from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import operating_statement
from budgets.domain.income_statement import kinds_of_actual
from budgets.domain.result_kinds import Kind, kinds_of_budget
from finsam.money import ZERO
from tests.budgets.consistent_books import Books, books
from tests.budgets.facts import FUNDING, OPERATIONS, budget, line
from tests.budgets.statement_facts import TEAM, follow_up, row


def test_every_kind_of_the_income_statement_has_a_column() -> None:
    assert set(HEADINGS) == set(Kind)


@given(found=books(), month=st.integers(1, 12))
def test_each_row_ties_and_the_columns_are_the_rows_of_the_income_statement(found: Books, month: int) -> None:
    facts = found.follow_up
    shown = bridge(facts, month)
    if shown is None:
        assert not facts.now.through(month)
        return

    assert all(row.ties for part in shown.parts for row in part.rows)
    actual, planned = (
        kinds_of_actual(facts, month),
        kinds_of_budget(facts.now.budget) if facts.now.budget else {},
    )
    for kind in Kind:
        assert shown.amount(kind) == actual.get(kind, ZERO)
        assert shown.amount(kind, 1) == planned.get(kind, ZERO)
    statement = operating_statement(facts, month)
    assert shown.parts[0].result.net == statement.total.actual
    assert shown.parts[1].result.net == statement.total.budget
    nets = sorted((row.name, row.net) for row in shown.parts[0].rows if not row.is_sum and row.net)
    assert nets == sorted((each.name, each.actual) for each in statement.rows if each.actual)


def test_the_budget_of_2018_is_7464_net_of_7564_in_costs_and_100_in_income() -> None:
    """In tkr, "Årsredovisning 2018": the operating statement's net, and the income statement's costs and income."""
    lines = (
        line(1, OPERATIONS.pk, "Övriga intäkter", -100, account="36", nature="income"),
        line(2, OPERATIONS.pk, "Administration", 1664, account="60"),
        line(3, TEAM.pk, "Bidrag", 5900, account="35"),
        line(4, FUNDING.pk, "Bidrag", -6734, account="35", nature="contribution"),
    )
    shown = bridge(follow_up(row(1), budget=budget(2023, *lines)), 12)

    assert shown is not None
    assert shown.kinds == (Kind.CONTRIBUTIONS, Kind.INCOME, Kind.COST)
    assert [(each.name, each.net, each.amounts) for each in shown.parts[1].rows if each.is_sum] == [
        ("Kostnader totalt, netto", tkr(-7464), (tkr(0), tkr(100), tkr(-7564))),
        ("Årets resultat", tkr(-730), (tkr(6734), tkr(100), tkr(-7564))),
    ]


def test_an_id_whose_costs_and_income_take_each_other_out_is_shown_too() -> None:
    shown = bridge(follow_up(row(70, group="60"), row(-70, group="36")), 12)

    assert shown is not None
    assert [(each.name, each.net, each.amounts) for each in shown.parts[0].rows] == [
        (OPERATIONS.name, 0, (70, -70)),
        ("Årets resultat", 0, (70, -70)),
    ]


def test_an_id_under_another_counts_once() -> None:
    under = CentreFact(77, TEAM.pk, "36100", "Del av teamet", "initiative", slug="36100")
    facts = follow_up(row(100, 1, TEAM.pk, group="60"), row(40, 1, 77, group="60"), centres=(TEAM, under))
    shown = bridge(facts, 12)

    assert shown is not None
    assert [(each.name, each.depth, each.net) for each in shown.parts[0].rows] == [
        (TEAM.name, 0, -140),
        ("Del av teamet", 1, -40),
        ("Årets resultat", 0, -140),
    ]


def tkr(amount: int) -> Decimal:
    return Decimal(amount * 1000)
