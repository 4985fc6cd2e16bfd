"""Nothing that can be computed is stored: no total, no member's amount, no equity rolled forward, no figure in a text.

The demo's stored rows are compared with the published documents column by column, and its prose is searched for digits.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import DecimalField, FloatField

from budgets.models import BudgetLine, EquityRule, LineAmount, OutlookYear
from finsam import figures, richtext, swedish
from finsam.money import Unit
from finsam.swedish import NBSP
from members.models import PartyGroup, Share
from plans.models import Document, PlannedActivity
from tests.conftest import Demo
from tests.golden import nedansiljan_2025, norra_vastmanland_2023
from tests.golden import sodra_dalarna_2023 as golden
from tests.golden.comparing import Golden


def test_these_are_all_places_where_an_amount_or_a_share_is_stored() -> None:
    stored = {
        model._meta.label: tuple(
            field.name for field in model._meta.local_fields if isinstance(field, DecimalField | FloatField)
        )
        for app in ("members", "budgets", "plans", "reports")
        for model in apps.get_app_config(app).get_models()
    }

    assert {label: fields for label, fields in stored.items() if fields} == {
        "members.StatutoryShare": ("percent",),
        "members.Share": ("percent",),
        "budgets.BudgetLine": ("amount",),
        "budgets.LineAmount": ("amount",),
        "budgets.OutlookYear": ("funding", "cost", "forecast_result", "closing_equity"),
        "budgets.EquityRule": ("amount", "percent"),
        "budgets.LedgerFigure": ("amount",),
        "budgets.BalanceFigure": ("amount",),
        "budgets.Forecast": ("amount",),
        "budgets.FollowUpRule": ("percent", "amount"),
        "budgets.PublishedFigure": ("value",),
        "budgets.Instalment": ("percent",),
        "plans.OutcomeCounts": ("mean_months", "benefit_years"),
        "plans.PublishedOutcome": ("value",),
        "plans.Measurement": ("value",),
        "budgets.YearEndEntry": ("amount",),
    }


def published_lines() -> Iterator[tuple[int, str, str, str, Decimal | None]]:
    """(year, ID, account group, description, kronor) of every line of the published budget, totals left out."""
    for row in golden("budget_table")["rows"]:
        if row["kind"] == "line":
            label = row["label"].removesuffix(" (not 1)")
            for year, printed in zip((2023, 2022), row["printed"], strict=True):
                tkr = None if printed == "–" else swedish.parse_decimal(printed)
                yield (
                    year,
                    row["id"].replace(NBSP, ""),
                    row["account"],
                    label,
                    None if tkr is None else tkr * Unit.TKR.kronor,
                )


def test_the_stored_budget_is_the_published_lines_and_nothing_else(demo: Demo) -> None:
    stored = BudgetLine.objects.values_list(
        "budget__year", "cost_centre__code", "account_group__code", "label", "amount"
    )

    assert set(stored) == set(published_lines())
    assert len(stored) == 56


OUTLOOK = ("year", "funding", "cost", "forecast_result", "closing_equity")


def test_the_stored_outlook_is_what_no_budget_and_no_roll_forward_gives(demo: Demo) -> None:
    """The computing starts with 2021; 2022 and 2023 have budgets; equity is rolled forward."""
    stored = OutlookYear.objects.filter(budget__year=2023).order_by("year").values_list(*OUTLOOK)
    before = OutlookYear.objects.filter(budget__year=2022).values_list(*OUTLOOK)

    assert list(before) == [(2021, None, None, None, 1_262_000)]
    assert list(stored) == [
        (2021, 6_322_000, 6_660_000, None, 1_262_000),
        (2022, None, None, -262_000, None),
        (2024, 7_500_000, 7_200_000, None, None),
        (2025, 7_500_000, 7_500_000, None, None),
        (2026, 7_500_000, 7_800_000, None, None),
    ]


def test_the_stored_rules_and_shares_are_the_published_ones(demo: Demo) -> None:
    shares = Share.objects.filter(share_set__year=2023).order_by("member__position")

    assert sorted(EquityRule.objects.values_list("kind", "amount", "percent")) == [
        ("ceiling", None, Decimal(20)),
        ("floor", Decimal(400_000), None),
    ]
    assert [swedish.percent(share.percent) for share in shares] == [
        row["shown"][0] for row in golden("contributions")["rows"] if row["kind"] == "line"
    ]


def printed_lines(golden: Golden, column: int) -> dict[str, Decimal]:
    """Kronor of every line in a column of a published budget, as it is printed; totals left out."""
    return {
        row["label"]: swedish.parse_decimal(row["printed"][column]) * Unit.TKR.kronor
        for row in golden("budget_table")["rows"]
        if row["kind"] == "line"
    }


def stored_lines(demo: Demo, year: int, kind: str = "") -> dict[str, Decimal]:
    """Kronor of every line of a stored budget, or of its other column of a kind: income as it is printed, +."""
    lines = BudgetLine.objects.filter(budget__federation=demo.federation)
    found = (
        LineAmount.objects.filter(line__in=lines, kind=kind, year=year).values_list(
            "line__label", "line__nature", "amount"
        )
        if kind
        else lines.filter(budget__year=year).values_list("label", "nature", "amount")
    )
    return {label: amount if nature == "cost" else -amount for label, nature, amount in found}


def test_the_stored_budget_and_plans_of_nedansiljan_are_the_published_lines(demos: dict[str, Demo]) -> None:
    """The mark of a row's note is no part of its name. Of 2024 the document tells nothing but the funding."""
    demo = demos["nedansiljan"]
    printed = [
        {
            label.removesuffix(f"{NBSP}*"): amount
            for label, amount in printed_lines(nedansiljan_2025, column).items()
        }
        for column in range(3)
    ]

    assert [
        stored_lines(demo, 2025),
        stored_lines(demo, 2026, "plan"),
        stored_lines(demo, 2027, "plan"),
    ] == printed
    assert stored_lines(demo, 2024) == {"Finansiella anslag": 3_352_000}
    assert list(OutlookYear.objects.filter(budget__federation=demo.federation).values_list(*OUTLOOK)) == [
        (2024, None, None, None, 1_000_000)
    ]


def test_the_stored_budgets_and_forecast_of_norra_vastmanland_are_the_published_lines(
    demos: dict[str, Demo],
) -> None:
    """Costs are printed with a minus, and stored without."""
    demo = demos["norra-vastmanland"]
    printed = [
        {label: abs(amount) for label, amount in printed_lines(norra_vastmanland_2023, column).items()}
        for column in range(3)
    ]

    assert [
        stored_lines(demo, 2022),
        stored_lines(demo, 2022, "forecast"),
        stored_lines(demo, 2023),
    ] == printed
    assert list(OutlookYear.objects.filter(budget__federation=demo.federation).values_list(*OUTLOOK)) == [
        (2022, None, None, None, 1_066_000)
    ]


@pytest.mark.parametrize(("slug", "year"), [("nedansiljan", 2025), ("norra-vastmanland", 2023)])
def test_the_stored_shares_are_the_published_ones_by_party(
    slug: str, year: int, demos: dict[str, Demo]
) -> None:
    """How the municipalities divide their quarter is not published, and assumed to be equal."""
    shares = Share.objects.filter(share_set__federation=demos[slug].federation, share_set__year=year)
    municipal = [share.percent for share in shares if share.member.party_group == PartyGroup.MUNICIPALITY]

    assert {
        group: sum(share.percent for share in shares if share.member.party_group == group)
        for group in PartyGroup
    } == {PartyGroup.STATE: 50, PartyGroup.REGION: 25, PartyGroup.MUNICIPALITY: 25}
    assert max(municipal) - min(municipal) == Decimal("0.01")


TYPED = {
    "sodra-dalarna": {
        "2003:1210",
        f"GULF{NBSP}16",
        f"GULF{NBSP}17",
        "LFsuicid2",
        f"3{NBSP}maj",
        f"6{NBSP}000{NBSP}kr",
    },
    "nedansiljan": {
        "2003:1210",
        "2007",
        f"1{NBSP}januari",
        "2019",
        f"16{NBSP}och",
        f"64{NBSP}år",
        f"60{NBSP}procent",
        "2023",
        "2026",
        f"23{NBSP}miljoner",
        "2022",
        "2030",
        f"24{NBSP}november",
        "2021",
        f"15{NBSP}kommuner",
    },
    "norra-vastmanland": {
        "2003:1210",
        "2005",
        "2010",
        f"73{NBSP}000",
        f"41{NBSP}300",
        f"16{NBSP}och",
        f"64{NBSP}år",
        "2030",
        f"20{NBSP}delmålen",
        f"130{NBSP}personer",
        f"5{NBSP}procent",
        f"2{NBSP}000{NBSP}personer",
        f"15{NBSP}kärnindikatorer",
    },
}
"""What no table knows: laws and courses, a fee and dates, years of what was and is to be, how many people there are."""


@pytest.mark.parametrize("slug", TYPED)
def test_the_only_digits_typed_in_prose_are_those_that_no_table_knows(
    slug: str, demos: dict[str, Demo]
) -> None:
    """Amounts, years and counts of the plan are references."""
    document = Document.objects.get(federation=demos[slug].federation)
    texts = [
        *document.sections.values_list("body", flat=True),
        *document.goal_areas.values_list("description", flat=True),
    ]
    typed = {
        word.strip(".,:;()")
        for text in texts
        for word in re.findall(r"[^ ]*\d[^ ]*", without_references(text))
    }
    activities = PlannedActivity.objects.filter(goal_area__document=document)
    lines = [
        *document.sections.values_list("heading", flat=True),
        *document.goal_areas.values_list("title", flat=True),
        *activities.values_list("text", flat=True),
        *activities.values_list("due", flat=True),
        document.title,
        document.subtitle,
        document.motto,
    ]

    assert typed == TYPED[slug]
    assert [line for line in lines if re.search(r"\d", figures.fill(line, lambda reference: ""))] == []


def without_references(text: str) -> str:
    """Rich text as words, with nothing where a figure is referred to."""
    return html.unescape(re.sub(r"<[^>]*>|[\r\n]", " ", richtext.resolve(text, lambda reference: "")))
