"""What each member pays: note 1 of two published documents, and that it always adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.contributions import ContributionRow, Contributions, contributions
from finsam.money import Unit
from members.domain.facts import MemberFact, ShareFact, ShareFacts

STATE = MemberFact(1, "Försäkringskassan", "forsakringskassan", "state", ("Arbetsförmedlingen",))
REGION = MemberFact(2, "Region Dalarna", "region-dalarna", "region")
AVESTA = MemberFact(3, "Avesta kommun", "avesta-kommun", "municipality")
HEDEMORA = MemberFact(4, "Hedemora kommun", "hedemora-kommun", "municipality")
SATER = MemberFact(5, "Säters kommun", "saters-kommun", "municipality")
PERCENTS = {STATE: 50, REGION: 25, AVESTA: 11, HEDEMORA: 8, SATER: 6}
"""The shares of the published notes of 2017, 2018 and 2023."""


def shares(year: int) -> ShareFacts:
    return ShareFacts(
        year, "slutligt", tuple(ShareFact(member, Decimal(percent)) for member, percent in PERCENTS.items())
    )


@pytest.mark.parametrize(
    ("year", "funding_kr", "unit", "amounts_kr"),
    [
        # "Verksamhetsplan och budget år 2023", note 1, in kronor
        (2023, 6_308_000, Unit.KR, (3_154_000, 1_577_000, 693_880, 504_640, 378_480)),
        # "Årsredovisning 2018", note 1, both columns, in tkr; 1 683,5 is printed 1 683 so that the note adds up
        (2018, 6_734_000, Unit.TKR, (3_367_000, 1_683_000, 741_000, 539_000, 404_000)),
        (2017, 7_000_000, Unit.TKR, (3_500_000, 1_750_000, 770_000, 560_000, 420_000)),
    ],
)
def test_the_published_notes_come_out(
    year: int, funding_kr: int, unit: Unit, amounts_kr: tuple[int, ...]
) -> None:
    found = contributions(Decimal(funding_kr), shares(year), unit)

    assert found == Contributions(
        year,
        unit,
        tuple(
            ContributionRow(member, Decimal(percent), Decimal(amount))
            for (member, percent), amount in zip(PERCENTS.items(), amounts_kr, strict=True)
        ),
    )
    assert (found.percent, found.amount) == (100, funding_kr)


def test_who_pays_for_another_is_named_with_it() -> None:
    found = contributions(Decimal(6_308_000), shares(2023))

    assert [row.member.paying_name for row in found.rows][:2] == [
        "Försäkringskassan med Arbetsförmedlingen",
        "Region Dalarna",
    ]
    assert found.of("saters-kommun") == ContributionRow(SATER, Decimal(6), Decimal(378_480))
    assert found.of("falu-kommun") is None


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10_000), min_size=1, max_size=15))
def test_what_the_members_pay_is_the_funding_to_the_krona(funding: int, hundredths: list[int]) -> None:
    parties = tuple(
        ShareFact(
            MemberFact(place, f"Kommun {place}", f"kommun-{place}", "municipality"), Decimal(part) / 100
        )
        for place, part in enumerate(hundredths)
    )

    found = contributions(Decimal(funding), ShareFacts(2023, "slutligt", parties))

    assert found.amount == funding
    assert all(row.amount == row.amount.to_integral_value() for row in found.rows)
