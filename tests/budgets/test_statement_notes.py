"""Notes: what a line is made of beside last year, in stable order, and comparative figures that have changed."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.balance_sheet import printed_balance
from budgets.domain.income_statement import income_statement
from budgets.domain.ledger import LedgerFacts
from budgets.domain.ledger_balance import BalanceFacts, BalanceRow, balance_sheet
from budgets.domain.standard_forms import LKBR_BALANCE, OLDER_BALANCE
from budgets.domain.statement_notes import (
    NoteRow,
    balance_items,
    contributions_note,
    cost_items,
    note,
)
from finsam.money import Unit
from members.domain.facts import MemberFact, ShareFact, ShareFacts
from tests.budgets.consistent_books import ADMINISTRATION
from tests.budgets.facts import OPERATIONS
from tests.budgets.statement_facts import CENTRES, NAMES, TEAM, follow_up, row

HEADINGS = ("2023", "2022")


def amounts(**items: int) -> dict[str, Decimal]:
    return {label: Decimal(amount) for label, amount in items.items()}


def shares(year: int, **percents: str) -> ShareFacts:
    return ShareFacts(
        year,
        "",
        tuple(
            ShareFact(MemberFact(place, f"{slug} {year}", slug, "kommun"), Decimal(percent))
            for place, (slug, percent) in enumerate(percents.items())
        ),
    )


def test_rows_keep_this_years_order_and_last_years_own_come_after() -> None:
    found = note("receivables", HEADINGS, amounts(b=2, a=1), amounts(c=5, a=3), Unit.KR)

    assert found is not None
    assert found.rows == (
        NoteRow("b", Decimal(2), Decimal(0)),
        NoteRow("a", Decimal(1), Decimal(3)),
        NoteRow("c", Decimal(0), Decimal(5)),
    )
    assert (found.total, found.total_before, found.heading_before) == (Decimal(3), Decimal(8), "2022")


def test_without_last_year_there_is_no_column_of_it_and_without_anything_no_note() -> None:
    found = note("cash", HEADINGS, amounts(bank=2), None, Unit.KR)

    assert found is not None
    assert (found.heading_before, found.total_before, found.rows[0].before) == ("", None, None)
    assert note("cash", HEADINGS, {}, None, Unit.KR) is None
    assert note("cash", HEADINGS, amounts(bank=0), amounts(bank=0), Unit.KR) is None


def test_last_year_is_as_it_was_adopted_and_what_has_changed_since_is_told_with_both_figures() -> None:
    found = note(
        "cash", HEADINGS, amounts(bank=2), amounts(bank=7, kassa=1), Unit.KR, amounts(bank=5, kassa=1)
    )

    assert found is not None
    assert found.total_before == Decimal(6)
    assert found.remarks == (
        (
            "Ändrat jämförelsetal: ”bank” 2022 står med 5\u00a0kr, som i den fastställda årsredovisningen. "
            "I bokföringen är beloppet nu 7\u00a0kr."
        ),
    )


def test_items_that_are_called_the_same_are_one_row_and_accounts_go_by_their_names() -> None:
    rows = (
        BalanceRow(1, 12, "current_debts", "Skatt", Decimal(-5)),
        BalanceRow(2, 12, "current_debts", "Skatt", Decimal(-6)),
        BalanceRow(3, 12, "current_debts", "", Decimal(-7), account_number="2440"),
        BalanceRow(4, 12, "current_debts", "", Decimal(-8), account_number="2990"),
        BalanceRow(5, 12, "cash", "Bank", Decimal(26)),
    )
    sheet = balance_sheet(BalanceFacts(LedgerFacts(2023), rows, {}, NAMES), 12)

    assert balance_items(sheet, "current-debts", {"2440": "Leverantörsskulder"}) == {
        "Skatt": Decimal(11),
        "Leverantörsskulder": Decimal(7),
        "2990": Decimal(8),
    }


def test_costs_are_divided_by_what_their_ids_are_for_and_add_up_to_the_line() -> None:
    facts = follow_up(
        row(100, 1, ADMINISTRATION.pk, group="50"),
        row(30, 2, OPERATIONS.pk, group="46"),
        row(500, 3, TEAM.pk, group="46"),
        row(7, 3, None, group="46"),
        row(9, 3, ADMINISTRATION.pk, group="79"),
        row(-40, 3, ADMINISTRATION.pk, group="36"),
        centres=(ADMINISTRATION, *CENTRES),
    )
    found = cost_items(facts.now, facts.centres, 12)
    statement = income_statement(facts, 12)

    assert found == {"Direkta kostnader": 537, "Administrativa kostnader inklusive styrelse": 100}
    assert statement is not None
    assert statement.amount("cost") == -637


def test_a_member_is_one_row_under_its_present_name_whatever_it_was_called() -> None:
    now = (Decimal(1000), shares(2023, region="50", avesta="50"))
    before = (Decimal(900), shares(2022, region="50", gamla="50"))
    found = contributions_note(HEADINGS, now, before, Unit.KR)

    assert found is not None
    assert found.rows == (
        NoteRow("Driftbidrag från region 2023", Decimal(500), Decimal(450), "region"),
        NoteRow("Driftbidrag från avesta 2023", Decimal(500), Decimal(0), "avesta"),
        NoteRow("Driftbidrag från gamla 2022", Decimal(0), Decimal(450), "gamla"),
    )
    assert (found.total, found.total_before) == (Decimal(1000), Decimal(900))


def test_what_a_member_paid_last_year_is_as_adopted_though_the_shares_of_that_year_are_others_now() -> None:
    now = (Decimal(1000), shares(2023, region="50", avesta="50"))
    before = (Decimal(900), shares(2022, region="50", avesta="50"))
    adopted = (Decimal(900), amounts(**{"region": 600, "gamla-kommunen": 300}))
    found = contributions_note(HEADINGS, now, before, Unit.KR, adopted)

    assert found is not None
    assert [(each.label, each.now, each.before) for each in found.rows] == [
        ("Driftbidrag från region 2023", 500, 600),
        ("Driftbidrag från avesta 2023", 500, 0),
        ("Driftbidrag från Gamla kommunen", 0, 300),
    ]
    assert found.total_before == 900
    assert [(each.label, each.adopted, each.present) for each in found.changed] == [
        ("Driftbidrag från region 2023", 600, 450),
        ("Driftbidrag från Gamla kommunen", 300, 0),
        ("Driftbidrag från avesta 2023", 0, 450),
    ]


def test_grants_to_infrastructure_are_in_the_note_where_the_form_adds_them_to_fixed_assets() -> None:
    rows = (
        BalanceRow(1, 12, "tangible_assets", "Bil", Decimal(200)),
        BalanceRow(2, 12, "infrastructure", "Väg", Decimal(90)),
    )
    facts = BalanceFacts(LedgerFacts(2018, (row(0, 12),)), rows, {}, NAMES)
    for form, items in ((OLDER_BALANCE, {"Bil": 200, "Väg": 90}), (LKBR_BALANCE, {"Bil": 200})):
        sheet = printed_balance(facts, BalanceFacts(LedgerFacts(2017), (), {}, NAMES), 12, form)

        assert balance_items(balance_sheet(facts, 12), "fixed-assets", {}, form) == items
        assert sheet is not None
        assert sheet.amount("fixed-total") == sum(items.values())


# --- Comparisons with what was adopted ------------------------------------------------------------------------


def test_the_income_statement_compares_with_what_was_adopted_and_tells_what_has_changed() -> None:
    facts = follow_up(row(500, group="46"), before=[row(450, group="46"), row(-20, group="36")])
    found = income_statement(facts, 12, adopted={"cost": Decimal(-400), "income": Decimal(20)})

    assert found is not None
    assert found.amount("cost", "before") == -400
    assert found.amount("result", "before") == -380
    assert [each for each in found.notes if each.startswith("Ändrat")] == [
        (
            "Ändrat jämförelsetal: ”Verksamhetens kostnader” 2022 står med −400\u00a0kr, som i den fastställda "
            "årsredovisningen. I bokföringen är beloppet nu −450\u00a0kr."
        )
    ]


def test_what_was_adopted_is_compared_with_though_the_ledger_of_last_year_is_empty() -> None:
    found = income_statement(follow_up(row(500, group="46")), 12, adopted={"cost": Decimal(-400)})

    assert found is not None
    assert found.amount("result", "before") == -400
    assert not any("jämförelse" in each for each in found.notes)


def test_the_balance_sheet_compares_with_what_was_adopted_and_tells_what_has_changed() -> None:
    def facts(year: int, *items: tuple[str, int]) -> BalanceFacts:
        rows = tuple(
            BalanceRow(pk, 12, line, line, Decimal(amount)) for pk, (line, amount) in enumerate(items)
        )
        return BalanceFacts(LedgerFacts(year, (row(-30, 12),)), rows, {}, NAMES)

    now = facts(2023, ("cash", 130), ("equity", -100))
    before = facts(2022, ("cash", 100), ("receivables", 30), ("equity", -100))
    adopted = {"cash": Decimal(130), "receivables": Decimal(0), "equity": Decimal(100), "result": Decimal(30)}
    found = printed_balance(now, before, 12, adopted=adopted)

    assert found is not None
    assert found.amount("cash", 1) == 130
    assert found.changes == (
        (
            "Ändrat jämförelsetal: ”Kortfristiga fordringar” 31\u00a0december 2022 står med 0\u00a0kr, som i den "
            "fastställda årsredovisningen. I bokföringen är beloppet nu 30\u00a0kr."
        ),
        (
            "Ändrat jämförelsetal: ”Kassa och bank” 31\u00a0december 2022 står med 130\u00a0kr, som i den "
            "fastställda årsredovisningen. I bokföringen är beloppet nu 100\u00a0kr."
        ),
    )


def test_where_the_result_of_last_year_is_not_known_by_itself_only_equity_waits_for_it() -> None:
    now_rows = (
        BalanceRow(1, 0, "cash", "", Decimal(100), account_number="1940", is_of_file=True),
        BalanceRow(2, 0, "equity", "", Decimal(-100), account_number="2010", is_of_file=True),
        BalanceRow(3, 12, "cash", "", Decimal(100), account_number="1940", is_of_file=True),
        BalanceRow(4, 12, "equity", "", Decimal(-100), account_number="2010", is_of_file=True),
    )
    now = BalanceFacts(LedgerFacts(2023), now_rows, {}, NAMES)
    before = BalanceFacts(LedgerFacts(2022), (), {}, NAMES)
    adopted = amounts(cash=90, receivables=10, equity=70, result=30)

    found = printed_balance(now, before, 12, adopted=adopted)

    assert found is not None
    assert [(each.label, each.adopted, each.present) for each in found.changed] == [
        ("Kortfristiga fordringar", 10, 0),
        ("Kassa och bank", 90, 100),
    ]
    richer = printed_balance(now, before, 12, adopted={**adopted, "result": Decimal(50)})
    assert richer is not None
    assert [(each.label, each.adopted, each.present) for each in richer.changed][-1] == (
        "Eget kapital med årets resultat",
        120,
        100,
    )
