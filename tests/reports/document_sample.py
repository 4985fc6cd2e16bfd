"""A small resolved document with every computed table in it, without a database.

The figures are from Södra Dalarnas Samordningsförbund, "Verksamhetsplan och budget år 2023": two areas of its budget,
its outlook and its note 1. Words are the tests' own.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.template.loader import render_to_string

from budgets.domain.budget_table import budget_table
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, EquityRuleFact, LineFact, OutlookInput
from budgets.domain.years_table import years_table
from finsam.sources import Source
from members.domain.board import BoardRow, BoardTable
from members.domain.facts import MemberFact, ShareFact, ShareFacts
from plans.domain.facts import ActivityFact, GoalAreaFact
from reports.documents.resolved import Cover, ResolvedBlock, ResolvedDocument, ResolvedSection

OTHERS = {"budgets_contributions": {"label": "Not 1", "anchor": "budgets-contributions"}}


def budget_facts() -> BudgetFacts:
    """Budget 2023 beside 2022: ID 20 000 (two of its lines), 21 000 and the funding."""
    centres = (
        CentreFact(1, None, "20000", "Administration", "operations"),
        CentreFact(2, None, "21000", "Personalinriktade insatser", "operations"),
        CentreFact(3, None, "50000", "Intäkter (medelstilldelning från medlemmarna)", "funding"),
    )
    lines = (
        (1, "50", "Löner arbetad tid", "cost", 702, 648),
        (1, "60", "Lokal- och markhyror, fastighetsservice", "cost", None, None),
        (2, "36", "Kursintäkter", "income", -200, -170),
        (2, "47", "Kompetensutvecklingsinsatser", "cost", 230, 200),
        (3, "35", "Bidrag", "contribution", -6308, -6322),
    )

    def budget(year: int) -> BudgetFact:
        return BudgetFact(
            year,
            year,
            1,
            "adopted",
            tuple(
                LineFact(
                    number,
                    uuid5(NAMESPACE_URL, f"{centre}-{account}"),
                    centre,
                    account,
                    label,
                    nature,
                    tkr(this_year if year == 2023 else last_year),
                )
                for number, (centre, account, label, nature, this_year, last_year) in enumerate(lines)
            ),
        )

    return BudgetFacts(
        year=2023,
        budget=budget(2023),
        previous=budget(2022),
        centres=centres,
        outlook=(
            OutlookInput(
                1, 2021, tkr(6322), "decided", tkr(6660), "decided", None, tkr(1262), "actual", "Bokslut"
            ),
            OutlookInput(2, 2022, None, "requested", None, "forecast", tkr(-262), None, "actual", "Prognos"),
            OutlookInput(3, 2024, tkr(7500), "requested", tkr(7200), "forecast", None, None, "actual", ""),
        ),
        rules=(
            EquityRuleFact("floor", tkr(400), None, "this_year", 2021, None, Source("Styrelsens beslut")),
        ),
        shares=shares(),
    )


def shares() -> ShareFacts:
    """The shares of note 1."""
    members = (
        MemberFact(1, "Försäkringskassan", "forsakringskassan", "state", ("Arbetsförmedlingen",)),
        MemberFact(2, "Region Dalarna", "region-dalarna", "region"),
        MemberFact(3, "Avesta kommun", "avesta-kommun", "municipality"),
        MemberFact(4, "Hedemora kommun", "hedemora-kommun", "municipality"),
        MemberFact(5, "Säters kommun", "saters-kommun", "municipality"),
    )
    percents = ("50.00", "25.00", "11.00", "8.00", "6.00")
    return ShareFacts(
        2023,
        "Slutliga",
        tuple(ShareFact(member, Decimal(share)) for member, share in zip(members, percents, strict=True)),
    )


def block(template: str, result: object, label: str, caption: str, anchor: str) -> ResolvedBlock:
    """A block as the builder renders it."""
    context = {"result": result, "label": label, "caption": caption, "anchor": anchor, "others": OTHERS}
    return ResolvedBlock(anchor, render_to_string(template, context), label, caption, anchor)


def document(**changes: Any) -> ResolvedDocument:
    """A draft of two chapters with all tables, and an unnumbered foreword. `changes` replace fields of it."""
    facts = budget_facts()
    funding = Decimal(6_308_000)
    area = GoalAreaFact(
        1,
        1,
        "Samverkan",
        "",
        (ActivityFact(1, "Ordna en dag", "Förbundschefen", "Maj"), ActivityFact(2, "Följa upp", "", "")),
    )
    goals = ResolvedSection(
        "mal",
        "1",
        1,
        "Mål",
        "<p>Målen gäller året.</p>",
        block(
            "members/blocks/board.html",
            BoardTable((BoardRow("Avesta kommun", 1, 1),)),
            "Tabell 1",
            "Styrelsen",
            "board",
        ),
        (
            ResolvedSection(
                "malomrade-1",
                "1.1",
                2,
                "Målområde 1",
                "",
                block("plans/blocks/activities.html", area, "Tabell 2", "Aktiviteter", "activities"),
                (ResolvedSection("djupare", "1.1.1", 3, "En nivå till", "<p>Text.</p>", None),),
            ),
        ),
    )
    money = ResolvedSection(
        "budget",
        "2",
        1,
        "Budget",
        '<p>Se <a href="#mal">målen</a>.</p>',
        block(
            "budgets/blocks/table.html", budget_table(facts), "Tabell 3", "Budget 2023, tkr", "budget-table"
        ),
        (
            ResolvedSection(
                "langsiktig",
                "2.1",
                2,
                "Långsiktig budget",
                "",
                block(
                    "budgets/blocks/outlook.html",
                    years_table(facts),
                    "Tabell 4",
                    "Långsiktig budget, tkr",
                    "outlook",
                ),
            ),
            ResolvedSection(
                "medel",
                "2.2",
                2,
                "Medel till förfogande",
                "",
                block(
                    "budgets/blocks/available_funds.html",
                    available_funds(facts),
                    "Tabell 5",
                    "Medel, kr",
                    "funds",
                ),
            ),
        ),
    )
    note = ResolvedSection(
        "not",
        "3",
        1,
        "Medelstilldelning",
        "",
        block(
            "budgets/blocks/contributions.html",
            contributions(funding, shares()),
            "Not 1",
            "Medelstilldelning 2023, kr",
            "budgets-contributions",
        ),
    )
    cover = Cover(
        federation="Södra Dalarnas Samordningsförbund",
        title="Verksamhetsplan och budget år 2023",
        subtitle="Långsiktig inriktning 2024–2026",
        motto="Alla får plats",
        year=2023,
        kind="Verksamhetsplan",
        status="Utkast",
        decision=None,
        accent="#1d5c63",
        logo=None,
    )
    foreword = ResolvedSection("forord", "", 1, "Förord", "<p>Ord &amp; bild.</p>", None)
    whole = ResolvedDocument(cover, True, (foreword, goals, money, note), date(2022, 11, 25))
    return replace(whole, **changes)


def adopted() -> ResolvedDocument:
    """The same document when the board has decided."""
    draft = document()
    cover = replace(
        draft.cover, status="Fastställd", decision="Fastställd av styrelsen den 25 november 2022, § 47"
    )
    return replace(draft, cover=cover, is_draft=False)


def tkr(amount: int | None) -> Decimal | None:
    """Thousands of kronor as kronor."""
    return None if amount is None else Decimal(amount) * 1000
