"""Dividing the funding so that the parts add up, the law's half and quarters, the board as a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import findings
from finsam.findings import Finding, Severity
from finsam.money import Unit, round_half_up
from finsam.sources import Source
from members.domain.allocation import allocate
from members.domain.board import BoardRow, BoardTable, board_table
from members.domain.checks import SHARE_CHECKS
from members.domain.facts import FederationFacts, MemberFact, SeatFact, ShareFact, ShareFacts

SHARES = [Decimal(percent) for percent in (50, 25, 11, 8, 6)]
"""Försäkringskassan with Arbetsförmedlingen, the region, Avesta, Hedemora, Säter: note 1 of the plan of 2023."""

totals = st.decimals(Decimal(-99_999_999), Decimal(99_999_999), places=2)
weights = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=12).filter(any)
units = st.sampled_from(Unit)


# --- Largest remainder ----------------------------------------------------------------------------------------------


def test_the_contributions_of_2023_are_those_of_note_1() -> None:
    """Note 1 of "Verksamhetsplan och budget år 2023": 6 308 000 kr."""
    parts = allocate(Decimal(6_308_000), SHARES)
    assert [int(part) for part in parts] == [3_154_000, 1_577_000, 693_880, 504_640, 378_480]


def test_the_contributions_of_2018_add_up_in_thousands_as_note_1_prints_them() -> None:
    """Note 1 of the annual report of 2018: 6 734 tkr, where half up would print 1 684 and 6 735."""
    parts = allocate(Decimal(6_734_000), SHARES, Unit.TKR)
    assert [int(part / 1000) for part in parts] == [3_367, 1_683, 741, 539, 404]
    assert sum(round_half_up(share * 6734 / 100) for share in SHARES) == 6_735


def test_the_contributions_of_2017_are_whole_thousands() -> None:
    """Note 1 of the annual report of 2018, last year's column: 7 000 tkr."""
    parts = allocate(Decimal(7_000_000), SHARES, Unit.TKR)
    assert [int(part / 1000) for part in parts] == [3_500, 1_750, 770, 560, 420]


def test_among_equal_remainders_the_earlier_party_goes_first() -> None:
    assert allocate(Decimal(2), [Decimal(1)] * 3) == (1, 1, 0)


def test_money_is_not_divided_among_nobody() -> None:
    with pytest.raises(ValueError, match="all weights are zero"):
        allocate(Decimal(100), [Decimal(0), Decimal(0)])
    with pytest.raises(ValueError, match="all weights are zero"):
        allocate(Decimal(100), [])
    with pytest.raises(ValueError, match="a weight is negative"):
        allocate(Decimal(100), [Decimal(50), Decimal(-1)])


@given(totals, weights, units)
def test_the_parts_add_up_to_the_total_in_whole_units(
    total: Decimal, parts: list[Decimal], unit: Unit
) -> None:
    divided = allocate(total, parts, unit)
    assert sum(divided) == round_half_up(total / unit.kronor) * unit.kronor
    assert all(part % unit.kronor == 0 for part in divided)


@given(totals, weights, units)
def test_each_part_is_less_than_one_unit_from_the_exact_share(
    total: Decimal, parts: list[Decimal], unit: Unit
) -> None:
    whole, rounded = sum(parts), round_half_up(total / unit.kronor)
    for part, weight in zip(allocate(total, parts, unit), parts, strict=True):
        assert abs(part / unit.kronor * whole - weight * rounded) < whole


@given(totals, weights, units)
def test_what_is_paid_back_is_divided_as_what_is_paid(
    total: Decimal, parts: list[Decimal], unit: Unit
) -> None:
    assert allocate(-total, parts, unit) == tuple(-part for part in allocate(total, parts, unit))


@given(totals, st.lists(st.integers(1, 9999), min_size=1, max_size=8, unique=True), units, st.data())
def test_the_order_of_the_parties_decides_nothing_but_ties(
    total: Decimal, hundredths: list[int], unit: Unit, data: st.DataObject
) -> None:
    """A party gets the same wherever it stands, unless its remainder equals another's."""
    parts = [Decimal(each) / 100 for each in hundredths]
    rounded = abs(round_half_up(total / unit.kronor))
    remainders = [each * int(rounded) % sum(hundredths) for each in hundredths]
    order = data.draw(st.permutations(range(len(parts))))
    straight, shuffled = (
        allocate(total, parts, unit),
        allocate(total, [parts[place] for place in order], unit),
    )
    for place, part in zip(order, shuffled, strict=True):
        if remainders.count(remainders[place]) == 1:
            assert part == straight[place]


@given(totals, units)
def test_one_party_pays_all(total: Decimal, unit: Unit) -> None:
    assert allocate(total, [Decimal(7)], unit) == (round_half_up(total / unit.kronor) * unit.kronor,)


# --- The law's half and quarters ------------------------------------------------------------------------------------

LAW = "5 § lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser"
HALF_QUARTER_QUARTER = (("state", Decimal(50)), ("region", Decimal(25)), ("municipality", Decimal(25)))


def shares_of(
    *percents: tuple[str, str, str], statutory: tuple[tuple[str, Decimal], ...] = HALF_QUARTER_QUARTER
) -> ShareFacts:
    """Shares of 2023 by name, group and per cent."""
    shares = tuple(
        ShareFact(MemberFact(pk, name, name.lower(), group), Decimal(percent))
        for pk, (name, group, percent) in enumerate(percents)
    )
    return ShareFacts(2023, "Slutliga", shares, statutory, LAW)


STATE, REGION = ("Försäkringskassan", "state", "50"), ("Region Dalarna", "region", "25")
TOWNS = (("Avesta", "municipality", "11"), ("Hedemora", "municipality", "8"), ("Säter", "municipality", "6"))


def test_the_shares_of_2023_give_no_finding() -> None:
    assert findings.run(SHARE_CHECKS, shares_of(STATE, REGION, *TOWNS)) == ()


def test_fifty_twentysix_twentyfour_breaks_the_law_twice() -> None:
    """5 § of the law: the state a half, the region a quarter, the municipalities a quarter."""
    facts = shares_of(STATE, ("Region Dalarna", "region", "26"), ("Avesta", "municipality", "24"))
    remedy = "Ändra andelarna inom gruppen, eller välj den paragraf som gäller för förbundet."

    def broken(group: str, found: str) -> Finding:
        return Finding(
            code="members.shares_by_law",
            severity=Severity.ERROR,
            where="Fördelningstal 2023",
            message=f"Andelen för {group} följer inte lagen.",
            expected="25\u00a0%",
            found=found,
            remedy=remedy,
            source=Source(LAW),
        )

    assert findings.run(SHARE_CHECKS, facts) == (
        broken("regionen", "26\u00a0%"),
        broken("kommunerna", "24\u00a0%"),
    )


def test_shares_that_are_not_whole_give_a_finding_with_what_they_are() -> None:
    facts = shares_of(STATE, REGION, ("Avesta", "municipality", "24.9"))
    assert [
        (finding.code, finding.expected, finding.found) for finding in findings.run(SHARE_CHECKS, facts)
    ] == [
        ("members.shares_total", "100\u00a0%", "99,9\u00a0%"),
        ("members.shares_by_law", "25\u00a0%", "24,9\u00a0%"),
    ]


def test_a_group_without_a_paying_member_is_found_to_pay_nothing() -> None:
    facts = shares_of(STATE, ("Avesta", "municipality", "50"))
    assert [(finding.message, finding.found) for finding in findings.run(SHARE_CHECKS, facts)] == [
        ("Andelen för regionen följer inte lagen.", "0\u00a0%"),
        ("Andelen för kommunerna följer inte lagen.", "50\u00a0%"),
    ]


def test_a_municipality_outside_a_region_pays_the_other_half() -> None:
    """5 a § of the law."""
    rule = (("state", Decimal(50)), ("municipality", Decimal(50)))
    assert (
        findings.run(SHARE_CHECKS, shares_of(STATE, ("Gotland", "municipality", "50"), statutory=rule)) == ()
    )
    found = findings.run(SHARE_CHECKS, shares_of(STATE, REGION, *TOWNS, statutory=rule))
    assert [(finding.expected, finding.found) for finding in found] == [("50\u00a0%", "25\u00a0%")]


# --- The board ------------------------------------------------------------------------------------------------------


def test_the_board_is_counted_by_who_has_appointed_whom() -> None:
    """Six members and six deputies, one each: the annual report of 2018, table 1."""
    names = [
        "Försäkringskassan",
        "Arbetsförmedlingen",
        "Landstinget Dalarna",
        "Avesta kommun",
        "Hedemora kommun",
        "Säters kommun",
    ]
    members = tuple(MemberFact(pk, name, name, "municipality") for pk, name in enumerate(names))
    seats = tuple(SeatFact(name, kind, "", "N. N.") for name in names for kind in ("member", "deputy"))
    table = board_table(FederationFacts(1, "Södra Dalarna", members, seats, date(2018, 12, 31)))
    assert table == BoardTable(tuple(BoardRow(name, 1, 1) for name in names))
    assert (table.members, table.deputies) == (6, 6)


def test_a_member_without_seats_is_listed_and_one_who_has_left_keeps_its_seats() -> None:
    facts = FederationFacts(
        1,
        "Södra Dalarna",
        (MemberFact(1, "Avesta kommun", "avesta", "municipality"),),
        (SeatFact("Fagersta kommun", "deputy", "", "N. N."),),
        date(2023, 1, 1),
    )
    assert board_table(facts).rows == (BoardRow("Avesta kommun", 0, 0), BoardRow("Fagersta kommun", 0, 1))
