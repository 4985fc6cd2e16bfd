"""Nothing that can be computed is stored: no total, no member's amount, no equity rolled forward, no figure in a text.

The demo's stored rows are compared with the published document, "Verksamhetsplan och budget år 2023" of Södra Dalarna,
column by column, and its prose is searched for digits.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

from django.apps import apps
from django.db.models import DecimalField, FloatField

from budgets.models import BudgetLine, EquityRule, OutlookYear
from finsam import figures, richtext, swedish
from finsam.money import Unit
from finsam.swedish import NBSP
from members.models import Share
from plans.models import Document, GoalArea, PlannedActivity, Section
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2023 as golden


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
        "budgets.PublishedFigure": ("value",),
        "budgets.Instalment": ("percent",),
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


def test_the_stored_outlook_is_what_no_budget_and_no_roll_forward_gives(demo: Demo) -> None:
    """The computing starts with 2021; 2022 and 2023 have budgets; equity is rolled forward."""
    columns = ("year", "funding", "cost", "forecast_result", "closing_equity")
    stored = OutlookYear.objects.filter(budget__year=2023).order_by("year").values_list(*columns)
    before = OutlookYear.objects.filter(budget__year=2022).values_list(*columns)

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


def test_the_only_digits_typed_in_prose_are_those_that_no_table_knows(demo: Demo) -> None:
    """Names of laws and courses, a fee and a date. Amounts, years and counts of the plan are references."""
    texts = [
        *Section.objects.values_list("body", flat=True),
        *GoalArea.objects.values_list("description", flat=True),
    ]
    typed = {
        word.strip(".,;()")
        for text in texts
        for word in re.findall(r"[^ ]*\d[^ ]*", without_references(text))
    }
    lines = [
        *Section.objects.values_list("heading", flat=True),
        *GoalArea.objects.values_list("title", flat=True),
        *PlannedActivity.objects.values_list("text", flat=True),
        *PlannedActivity.objects.values_list("due", flat=True),
        *Document.objects.values_list("title", flat=True),
        *Document.objects.values_list("subtitle", flat=True),
        *Document.objects.values_list("motto", flat=True),
    ]

    assert typed == {
        "2003:1210",
        f"GULF{NBSP}16",
        f"GULF{NBSP}17",
        "LFsuicid2",
        f"3{NBSP}maj",
        f"6{NBSP}000{NBSP}kr",
    }
    assert [line for line in lines if re.search(r"\d", figures.fill(line, lambda reference: ""))] == []


def without_references(text: str) -> str:
    """Rich text as words, with nothing where a figure is referred to."""
    return html.unescape(re.sub(r"<[^>]*>|[\r\n]", " ", richtext.resolve(text, lambda reference: "")))
