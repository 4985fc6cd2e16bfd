"""What follows at the year's end: the balance requirement, the investments, what audit and staff have cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.balance_requirement import ADJUSTMENTS, SIGNS, balance_requirement
from budgets.domain.cash_flow import CashFlowYear, parts_of
from budgets.domain.cost_notes import audit_cost, staff_costs
from budgets.domain.investments import investments
from budgets.domain.result_kinds import kinds_of_ledger, natures
from budgets.models import YearEndEntry
from tests.budgets.facts import FUNDING, OPERATIONS
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


def test_last_year_is_as_its_adopted_report_tells_it_and_what_has_changed_is_told() -> None:
    facts = year_end(
        follow_up(row(-100), before=[row(-50)]),
        said("realised_gains", 40),
        said("realised_gains", 3, year=2022),
    )
    adopted = {
        "income.cost": Decimal(-5),
        "note.balance-requirement.result": Decimal(60),
        "note.balance-requirement.unrealised_gains": Decimal(-2),
    }
    found = balance_requirement(replace(facts, adopted=adopted))

    assert found is not None
    assert [(each.label, each.amount, each.before) for each in found.rows] == [
        ("Årets resultat", 100, 60),
        ("Realisationsvinster", -40, 0),
        ("Orealiserade vinster i värdepapper", 0, -2),
        ("Balanskravsresultat", 60, 58),
    ]
    assert [(each.label, each.adopted, each.present) for each in found.changed] == [
        ("Årets resultat", 60, 50),
        ("Orealiserade vinster i värdepapper", -2, 0),
        ("Realisationsvinster", 0, -3),
    ]
    assert found.remarks[-1].startswith("Ändrat jämförelsetal: ”Realisationsvinster” 2022 står med 0")
    assert dict(found.kept) == {
        "note.balance-requirement.result": 100,
        "note.balance-requirement.realised_gains": -40,
        "note.balance-requirement.unrealised_gains": 0,
    }


def test_without_the_requirement_in_the_adopted_report_the_result_is_its_income_statements() -> None:
    facts = year_end(follow_up(row(-100), before=[row(-50)]), said("realised_gains", 3, year=2022))
    adopted = {"income.contributions": Decimal(80), "income.cost": Decimal(-5)}
    found = balance_requirement(replace(facts, adopted=adopted))

    assert found is not None
    assert [each.before for each in found.rows] == [75, -3, 72]
    assert [(each.label, each.adopted, each.present) for each in found.changed] == [
        ("Årets resultat", 75, 50)
    ]


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


def test_depreciation_without_assets_is_told_and_not_laid_on_what_was_planned() -> None:
    found = investments(
        year_end(
            follow_up(row(30, group="79")),
            said("planned_tangible", 200),
            said("planned_intangible", 100),
            items=CASH_ONLY,
            items_before=CASH_ONLY,
        )
    )

    assert found is not None
    assert [(each.label, each.acquired, each.depreciated) for each in found.rows] == [
        ("Immateriella anläggningstillgångar", None, None),
        ("Materiella anläggningstillgångar", None, None),
        ("Summa anläggningstillgångar", 30, 30),
    ]
    assert found.notes == (
        (
            "Avskrivningar är bokförda, men ingen balansräkning har tillgångar som skrivs av: vilket slag de är av "
            "framgår inte."
        ),
    )


def test_depreciation_without_assets_and_plans_is_not_passed_over() -> None:
    found = investments(year_end(follow_up(row(30, group="79")), items=CASH_ONLY, items_before=CASH_ONLY))

    assert found is not None
    assert found.total is not None
    assert (found.total.acquired, found.total.depreciated) == (30, 30)


def test_what_is_only_planned_has_no_part_of_the_depreciation_of_what_there_is() -> None:
    found = investments(
        year_end(
            follow_up(row(30, group="79")),
            said("planned_intangible", 100),
            items=[(12, "tangible_assets", 170)],
            items_before=[(12, "tangible_assets", 200)],
        )
    )

    assert found is not None
    assert [(each.acquired, each.depreciated) for each in found.rows] == [(0, 0), (0, 30), (0, 30)]


def test_the_investments_begin_with_what_the_adopted_report_says() -> None:
    facts = year_end(
        follow_up(row(30, group="79")),
        items=[(12, "tangible_assets", 320)],
        items_before=[(12, "tangible_assets", 200)],
    )
    found = investments(replace(facts, adopted={"balance.tangible_assets": Decimal(210)}))

    assert found is not None
    assert [(each.opening, each.acquired, each.closing) for each in found.rows] == [(210, 140, 320)] * 2


@given(*(st.integers(0, 900) for _ in range(6)), st.integers(-300, 300), st.booleans())
def test_the_investments_are_what_the_cash_flow_says(
    tangible: int,
    before: int,
    roads: int,
    roads_before: int,
    shares: int,
    written_off: int,
    moved: int,
    is_kept: bool,
) -> None:
    ends = [
        [
            (12, "tangible_assets", one),
            (12, "infrastructure", two),
            (12, "financial_assets", shares),
            (12, "cash", 5),
        ]
        for one, two in ((tangible, roads), (before, roads_before))
    ]
    follow = follow_up(row(written_off, group="79"))
    facts = year_end(follow, items=ends[0], items_before=ends[1])
    opening = {"tangible_assets": Decimal(before + moved), "cash": Decimal(5)} if is_kept else None
    adopted = {f"balance.{name}": amount for name, amount in (opening or {}).items()}
    found = investments(replace(facts, adopted=adopted))
    flow = parts_of(
        CashFlowYear(
            kinds_of_ledger(follow.now.rows, natures(None, follow.centres)),
            facts.balance,
            facts.balance_before,
            opening,
        ),
        12,
    )

    assert found is not None
    invested = flow["fixed_assets"] + flow["infrastructure"] + flow["financial_assets"]
    assert (found.total.acquired if found.total else 0) == -invested
    own = {each.label: each.acquired for each in found.rows}
    assert own.get("Bidrag till infrastruktur", 0) == -flow["infrastructure"]
    tangible_row = own.get("Materiella anläggningstillgångar", 0)
    assert tangible_row in (-flow["fixed_assets"], None) or not (tangible or before)


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


def test_an_id_that_holds_the_audit_holds_it_with_all_under_it() -> None:
    under = replace(TEAM, parent=OPERATIONS.pk)
    found = audit_cost(
        year_end(
            follow_up(row(48), row(7, 1, TEAM.pk), row(9, 1, None), centres=(OPERATIONS, under, FUNDING)),
            said("audit_cost", None, label="Revision", centre=OPERATIONS.pk),
        )
    )

    assert found is not None
    assert found.total.amount == 55


def test_a_row_of_the_ledger_that_two_entries_hold_counts_once() -> None:
    under = replace(TEAM, parent=OPERATIONS.pk)
    found = audit_cost(
        year_end(
            follow_up(row(48), row(7, 1, TEAM.pk), centres=(OPERATIONS, under, FUNDING)),
            said("audit_cost", None, label="Auktoriserad", centre=TEAM.pk),
            said("audit_cost", None, label="Revision", centre=OPERATIONS.pk),
        )
    )

    assert found is not None
    assert [(each.label, each.amount) for each in found.rows] == [
        ("Auktoriserad", 7),
        ("Revision", 48),
        ("Revisionens kostnad totalt", 55),
    ]


def test_what_audit_and_staff_cost_last_year_is_as_adopted() -> None:
    facts = year_end(
        follow_up(row(700, group="50"), before=[row(600, group="50")]),
        said("audit_cost", 48, label="Revision"),
        said("audit_cost", 41, label="Revision", year=2022),
    )
    adopted = {
        "note.audit-cost.Revision": Decimal(40),
        "note.audit-cost.Lekmän": Decimal(5),
        "note.staff-costs.50": Decimal(590),
    }
    audit, staff = audit_cost(replace(facts, adopted=adopted)), staff_costs(replace(facts, adopted=adopted))

    assert audit is not None
    assert staff is not None
    assert [(each.label, each.amount, each.before) for each in audit.rows] == [
        ("Revision", 48, 40),
        ("Lekmän", None, 5),
        ("Revisionens kostnad totalt", 48, 45),
    ]
    assert [(each.label, each.adopted, each.present) for each in audit.changed] == [
        ("Revision", 40, 41),
        ("Lekmän", 5, 0),
    ]
    assert [(each.label, each.amount, each.before) for each in staff.rows] == [
        ("Konto 50", 700, 590),
        ("Personalkostnader totalt", 700, 590),
    ]
    assert [(each.label, each.adopted, each.present) for each in staff.changed] == [("Konto 50", 590, 600)]
    assert dict(audit.kept) == {"note.audit-cost.Revision": 48}
    assert dict(staff.kept) == {"note.staff-costs.50": 700}


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
