"""Who pays what when, and what each has paid over the years: sums exact, and the published contributions.

The contributions are those of note 1 of Södra Dalarna's "Verksamhetsplan och budget år 2023" and of Nedansiljan's plan
for 2025, section 5; when they are paid is not published.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.contribution_history import (
    ContributionHistory,
    FundedYear,
    HistoryFacts,
    contribution_history,
)
from budgets.domain.contributions import ContributionRow, Contributions, contributions
from budgets.domain.requisitions import (
    InstalmentFact,
    Payment,
    Requisition,
    a_year_later,
    days_add_up,
    requisitions,
    usual_days,
)
from finsam.findings import Severity
from members.domain.facts import MemberFact, ShareFact, ShareFacts

STATE = MemberFact(1, "Försäkringskassan", "forsakringskassan", "state", ("Arbetsförmedlingen",))
REGION = MemberFact(2, "Region Dalarna", "region-dalarna", "region")
AVESTA = MemberFact(3, "Avesta kommun", "avesta-kommun", "municipality")
HEDEMORA = MemberFact(4, "Hedemora kommun", "hedemora-kommun", "municipality")
SATER = MemberFact(5, "Säters kommun", "saters-kommun", "municipality")
PERCENTS = {STATE: 50, REGION: 25, AVESTA: 11, HEDEMORA: 8, SATER: 6}


def shares(year: int = 2023, percents: dict[MemberFact, int] | None = None) -> ShareFacts:
    found = (percents or PERCENTS).items()
    return ShareFacts(
        year, "Slutliga", tuple(ShareFact(member, Decimal(percent)) for member, percent in found)
    )


NOTE_1 = contributions(Decimal(6_308_000), shares())
"""Södra Dalarna 2023."""


def day(number: int, month: int, percent: str | int, party: str = "") -> InstalmentFact:
    return InstalmentFact(number, date(2023, month, number), Decimal(percent), party)


def test_the_published_contributions_are_asked_for_in_four_quarters() -> None:
    found = requisitions(NOTE_1, usual_days("quarters", 2023))

    assert [
        (row.member.paying_name, row.amount, [each.amount for each in row.payments]) for row in found.rows
    ] == [
        ("Försäkringskassan med Arbetsförmedlingen", 3_154_000, [788_500] * 4),
        ("Region Dalarna", 1_577_000, [394_250] * 4),
        ("Avesta kommun", 693_880, [173_470] * 4),
        ("Hedemora kommun", 504_640, [126_160] * 4),
        ("Säters kommun", 378_480, [94_620] * 4),
    ]
    assert found.days == (date(2023, 1, 15), date(2023, 4, 15), date(2023, 7, 15), date(2023, 10, 15))
    assert found.by_day == tuple((each, Decimal(1_577_000)) for each in found.days)
    assert (found.amount, found.is_complete) == (6_308_000, True)
    assert found.of("saters-kommun") == found.rows[-1]
    assert found.of("falu-kommun") is None


def test_the_state_of_nedansiljan_2025_is_asked_for_all_at_once() -> None:
    found = requisitions(
        contributions(Decimal(3_286_000), shares(2025, {STATE: 50, REGION: 25, AVESTA: 25})),
        usual_days("once", 2025),
    )

    assert found.rows[0] == Requisition(
        STATE,
        Decimal(50),
        Decimal(1_643_000),
        (Payment(date(2025, 1, 31), Decimal(100), Decimal(1_643_000)),),
    )


def test_what_does_not_divide_evenly_goes_to_the_largest_remainders() -> None:
    thirds = (day(1, 1, "33.33"), day(1, 5, "33.33"), day(1, 9, "33.34"))

    found = requisitions(contributions(Decimal(100), shares(percents={STATE: 100})), thirds)

    assert [each.amount for each in found.rows[0].payments] == [33, 33, 34]


def test_a_party_with_days_of_its_own_follows_those() -> None:
    found = requisitions(NOTE_1, (day(15, 1, 50), day(15, 7, 50), day(31, 1, 100, "state")))

    assert found.days == (date(2023, 1, 15), date(2023, 1, 31), date(2023, 7, 15))
    assert [amounts for _row, amounts in found.cells] == [
        (None, 3_154_000, None),
        (788_500, None, 788_500),
        (346_940, None, 346_940),
        (252_320, None, 252_320),
        (189_240, None, 189_240),
    ]


def test_a_party_whose_days_do_not_add_up_is_asked_for_nothing_and_told() -> None:
    days = (day(15, 1, 50), day(15, 7, 40), day(31, 1, 100, "state"))

    found, findings = requisitions(NOTE_1, days), list(days_add_up(NOTE_1, days))

    assert [len(row.payments) for row in found.rows] == [1, 0, 0, 0, 0]
    assert not found.is_complete
    assert [(each.severity, each.message, each.expected, each.found) for each in findings] == [
        (
            Severity.ERROR,
            f"Dagarna för {party} blir inte hela årets belopp tillsammans.",
            "100\u00a0%",
            "90\u00a0%",
        )
        for party in ("regionen", "kommunerna")
    ]


def test_without_days_nothing_is_asked_for_and_nothing_is_wrong() -> None:
    found = requisitions(NOTE_1, ())

    assert (found.days, found.is_complete, list(days_add_up(NOTE_1, ()))) == ((), False, [])


def test_last_years_days_come_a_year_later() -> None:
    leap = InstalmentFact(7, date(2024, 2, 29), Decimal(40), "region")

    assert a_year_later((leap, InstalmentFact(8, date(2024, 10, 1), Decimal(60)))) == (
        InstalmentFact(0, date(2025, 2, 28), Decimal(40), "region"),
        InstalmentFact(0, date(2025, 10, 1), Decimal(60)),
    )


@given(
    st.integers(0, 10**9), st.lists(st.integers(1, 100), min_size=1, max_size=12), st.permutations(range(5))
)
def test_each_members_days_add_up_to_its_contribution_in_whole_kronor(
    funding: int, weights: list[int], order: list[int]
) -> None:
    percents = [Decimal(weight * 10_000 // sum(weights)) / 100 for weight in weights]
    percents[0] += Decimal(100) - sum(percents)
    days = tuple(
        InstalmentFact(place, date(2023, place + 1, 1), percent) for place, percent in enumerate(percents)
    )
    members = [list(PERCENTS)[place] for place in order]
    owed = contributions(Decimal(funding), shares(percents={member: PERCENTS[member] for member in members}))

    found = requisitions(owed, days)

    asked = [payment.amount for row in found.rows for payment in row.payments]
    assert all(amount == amount.to_integral_value() and amount >= 0 for amount in asked)
    assert [sum(payment.amount for payment in row.payments) for row in found.rows] == [
        row.amount for row in owed.rows
    ]
    assert sum(amount for _day, amount in found.by_day) == funding == found.amount


# --- The years side by side ----------------------------------------------------------------------------------------


def test_each_year_is_divided_by_its_own_shares_the_latest_first() -> None:
    former = shares(2022, {STATE: 50, REGION: 25, AVESTA: 25})
    facts = HistoryFacts(
        funded=(
            FundedYear(2022, Decimal(6_322_000), is_decided=True),
            FundedYear(2023, Decimal(6_308_000), is_decided=False),
            FundedYear(2024, Decimal(7_500_000), is_decided=False),
            FundedYear(2026, Decimal(0), is_decided=False),
        ),
        shares=(former, shares(2023), shares(2025)),
    )

    found = contribution_history(facts)

    assert found == ContributionHistory(
        years=(NOTE_1, contributions(Decimal(6_322_000), former)),
        decided=(2022,),
        incomplete=((2025, "budget med medelstilldelning"), (2024, "fördelningstal")),
    )
    assert found.rows[3:] == (
        (HEDEMORA, (ContributionRow(HEDEMORA, Decimal(8), Decimal(504_640)), None)),
        (SATER, (ContributionRow(SATER, Decimal(6), Decimal(378_480)), None)),
    )
    assert found.amount == 12_630_000


def test_no_years_are_no_history() -> None:
    found = contribution_history(HistoryFacts((), ()))

    assert (found, found.rows) == (ContributionHistory((), (), ()), ())


def test_a_member_is_named_as_in_its_latest_year() -> None:
    alone = replace(STATE, pays_for=())
    years: tuple[Contributions, ...] = (
        contributions(Decimal(10), shares(2023, {STATE: 100})),
        contributions(Decimal(10), shares(2022, {alone: 100})),
    )

    assert [member.paying_name for member, _ in ContributionHistory(years, (), ()).rows] == [
        "Försäkringskassan med Arbetsförmedlingen"
    ]
