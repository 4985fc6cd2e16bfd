"""What follows at the year's end: the balance requirement, the investments, what audit and staff have cost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.balance_requirement import ADJUSTMENTS, SIGNS, balance_requirement
from budgets.domain.cost_notes import audit_cost, staff_costs
from budgets.domain.investments import investments
from budgets.models import YearEndEntry
from tests.budgets.facts import OPERATIONS
from tests.budgets.statement_facts import TEAM, follow_up, row
from tests.budgets.year_end_facts import said, year_end

CASH_ONLY = [(12, "cash", 100)]


# --- The balance requirement -------------------------------------------------------------------------------------


def test_every_adjustment_of_the_form_has_a_sign_and_a_row() -> None:
    entered = {str(each) for each in YearEndEntry.Kind} - {"audit_cost"}

    assert {each for each in entered if not each.startswith("planned")} == set(SIGNS) == set(ADJUSTMENTS)


def test_with_nothing_to_adjust_it_is_one_line() -> None:
    found = balance_requirement(year_end(follow_up(row(-255), before=[row(-1384)])))

    assert found is not None
    assert [(each.label, each.amount, each.before) for each in found.rows] == [
        ("Årets resultat, som är balanskravsresultatet", 255, 1384)
    ]
    assert (found.result, found.is_adjusted) == (255, False)


def test_gains_go_off_and_what_is_exempted_comes_back() -> None:
    found = balance_requirement(
        year_end(
            follow_up(row(-100), before=[row(50)]),
            said("realised_gains", 40, label="såld bil"),
            said("realised_gains_kept", 10),
            said("unrealised_losses", 5, year=2022),
        )
    )

    assert found is not None
    assert [(each.label, each.amount, each.before) for each in found.rows] == [
        ("Årets resultat", 100, -50),
        ("Realisationsvinster", -40, 0),
        ("Realisationsvinster enligt undantag", 10, 0),
        ("Orealiserade förluster i värdepapper", 0, 5),
        ("Balanskravsresultat", 70, -45),
    ]
    assert found.remarks == (
        "Realisationsvinster: såld bil.",
        "Realisationsvinster enligt undantag: realised_gains_kept.",
    )


def test_a_year_that_is_not_booked_has_none() -> None:
    assert balance_requirement(year_end(follow_up())) is None


@given(st.integers(-900, 900), st.lists(st.tuples(st.sampled_from(sorted(SIGNS)), st.integers(0, 900))))
def test_the_rows_always_come_to_the_result(booked: int, adjusted: list[tuple[str, int]]) -> None:
    entries = [said(kind, kronor) for kind, kronor in adjusted]
    found = balance_requirement(year_end(follow_up(row(booked)), *entries))

    assert found is not None
    assert found.result == -booked + sum(SIGNS[kind] * kronor for kind, kronor in adjusted)
    assert found.rows[-1].amount == found.result
    if found.is_adjusted:
        assert sum(each.amount or 0 for each in found.rows[:-1]) == found.result


# --- Investments -------------------------------------------------------------------------------------------------


def test_without_fixed_assets_and_plans_there_is_nothing_to_tell() -> None:
    found = investments(year_end(follow_up(), items=CASH_ONLY, items_before=CASH_ONLY))

    assert found is not None
    assert (found.rows, found.total, found.none) == ((), None, 0)


def test_what_was_invested_is_what_assets_grew_by_and_what_was_written_off() -> None:
    found = investments(
        year_end(
            follow_up(row(30, group="79")),
            said("planned_tangible", 200),
            items=[(12, "tangible_assets", 320), (12, "financial_assets", 90)],
            items_before=[(12, "tangible_assets", 200), (12, "financial_assets", 100)],
        )
    )

    assert found is not None
    assert [
        (each.label, each.opening, each.acquired, each.written_off, each.closing, each.planned)
        for each in found.rows
    ] == [
        ("Materiella anläggningstillgångar", 200, 150, -30, 320, 200),
        ("Finansiella anläggningstillgångar", 100, -10, 0, 90, 0),
        ("Summa anläggningstillgångar", 300, 140, -30, 410, 200),
    ]
    assert found.notes == ()


def test_depreciation_of_several_kinds_is_told_of_all_together() -> None:
    found = investments(
        year_end(
            follow_up(row(30, group="79")),
            items=[(12, "tangible_assets", 300), (12, "intangible_assets", 50)],
            items_before=[(12, "tangible_assets", 320), (12, "intangible_assets", 60)],
        )
    )

    assert found is not None
    assert [(each.acquired, each.written_off) for each in found.rows] == [
        (None, None),
        (None, None),
        (0, -30),
    ]
    assert found.notes == ("Avskrivningarna är bokförda för flera slag av tillgångar tillsammans.",)


@given(*(st.integers(0, 900) for _ in range(3)))
def test_what_there_was_and_was_invested_less_what_was_written_off_is_what_there_is(
    opening: int, closing: int, written_off: int
) -> None:
    found = investments(
        year_end(
            follow_up(row(written_off, group="79")),
            items=[(12, "tangible_assets", closing), *CASH_ONLY],
            items_before=[(12, "tangible_assets", opening), *CASH_ONLY],
        )
    )

    assert found is not None
    for each in found.rows:
        assert each.acquired is not None
        assert each.depreciated is not None
        assert each.opening + each.acquired - each.depreciated == each.closing


# --- Audit and staff ---------------------------------------------------------------------------------------------


def test_what_the_audit_cost_is_as_entered_or_what_the_ledger_holds_where_it_says() -> None:
    found = audit_cost(
        year_end(
            follow_up(
                row(48, group="47"),
                row(7, 1, TEAM.pk, group="47"),
                row(9, group="60"),
                before=[row(41, group="47")],
            ),
            said("audit_cost", None, label="Auktoriserad revisor", centre=OPERATIONS.pk, account="47"),
            said(
                "audit_cost",
                None,
                label="Auktoriserad revisor",
                centre=OPERATIONS.pk,
                account="47",
                year=2022,
            ),
            said("audit_cost", 5, label="Förtroendevalda revisorer"),
        )
    )

    assert found is not None
    assert [(each.label, each.amount, each.before) for each in found.rows] == [
        ("Auktoriserad revisor", 48, 41),
        ("Förtroendevalda revisorer", 5, None),
        ("Revisionens kostnad totalt", 53, 41),
    ]


def test_staff_costs_are_those_of_class_5_by_account_group() -> None:
    found = staff_costs(
        year_end(
            follow_up(
                row(700, group="50"), row(300, group="56"), row(80, group="60"), before=[row(600, group="50")]
            )
        )
    )

    assert found is not None
    assert [(each.label, each.amount, each.before) for each in found.rows] == [
        ("Konto 50", 700, 600),
        ("Konto 56", 300, 0),
        ("Personalkostnader totalt", 1000, 600),
    ]
    assert staff_costs(year_end(follow_up(row(80, group="60")))) is None
