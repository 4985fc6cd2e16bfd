"""Checks of equity when a year has ended: its floor and ceiling over the years, and a deficit to be explained."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.balance_requirement import balance_requirement
from budgets.domain.equity import rule_in_force
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import Unit, in_unit, percent_of
from finsam.sources import Source, accounting_act, finsam_paragraph


def equity_is_known_alike(facts: AnnualFacts) -> Iterator[Finding]:
    """What the outlooks of budgets call the outcome of equity is what the balance sheet says."""
    for budget_year, entry in facts.history_facts.outlooks:
        known = facts.history_facts.equity.get(entry.year)
        if known is None or entry.closing_equity is None or entry.closing_equity_basis != "actual":
            continue
        if entry.closing_equity == known:
            continue
        is_rounded = entry.closing_equity == in_unit(known, Unit.TKR) * Unit.TKR.kronor
        yield Finding(
            code="annual.outlook_equity_differs",
            severity=Severity.ROUNDING if is_rounded else Severity.WARNING,
            where=f"Långsiktig budget i budget {budget_year}, {entry.year}",
            message="Det egna kapital som står som utfall i den långsiktiga budgeten är inte balansräkningens.",
            expected=_kronor(known),
            found=_kronor(entry.closing_equity),
            remedy="Ändra beloppet i den långsiktiga budgeten, om budgeten inte är fastställd.",
            about=(f"outlook.closing_equity:{entry.year}@{budget_year}",),
        )


def equity_has_kept_its_limits(facts: AnnualFacts) -> Iterator[Finding]:
    """No year that is over has ended under the floor or over the ceiling in force, in per cent of what it is taken of.

    Names the figure that the budget's own check tells of too, so that what both find can be told once.
    """
    if facts.history is None:
        return
    rules = facts.history_facts.base.rules
    for row in facts.history.found.rows:
        equity = row.closing_equity.amount
        if equity is None or row.year > facts.year or row.closing_equity.basis != "actual":
            continue
        about = (f"history.equity:{row.year}@{facts.year}", f"outlook.closing_equity:{row.year}@{facts.year}")
        floor, ceiling = (rule_in_force(rules, kind, row.year) for kind in ("floor", "ceiling"))
        if floor is not None and row.floor is not None and equity < row.floor:
            yield _limit(
                "annual.equity_below_floor",
                f"Eget kapital {row.year}",
                f"Det egna kapitalet var {swedish.amount_with_unit(row.floor - equity)} under lägsta nivå.",
                f"minst {swedish.amount_with_unit(row.floor)}",
                swedish.amount_with_unit(equity),
                floor.source,
                about,
            )
        if ceiling is not None and row.ceiling is not None and equity > row.ceiling:
            share = percent_of(equity * (ceiling.percent or 0) / 100, row.ceiling)
            of = "årets" if ceiling.denominator == "this_year" else "nästa års"
            yield _limit(
                "annual.equity_above_ceiling",
                f"Eget kapital {row.year}",
                f"Det egna kapitalet var {swedish.percent(share, 1)} av {of} medelstilldelning, "
                f"{swedish.amount_with_unit(equity - row.ceiling)} över högsta nivå.",
                f"högst {swedish.percent(ceiling.percent)}, {swedish.amount_with_unit(row.ceiling)}",
                f"{swedish.percent(share, 1)}, {swedish.amount_with_unit(equity)}",
                ceiling.source,
                about,
            )


def _limit(
    code: str,
    where: str,
    message: str,
    expected: str,
    found: str,
    source: Source,
    about: tuple[str, ...],
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        where=where,
        message=message,
        expected=expected,
        found=found,
        remedy="Förklara i förvaltningsberättelsen, och hur kapitalet ska användas eller byggas upp.",
        source=source,
        about=about,
    )


def deficit_is_explained(facts: AnnualFacts) -> Iterator[Finding]:
    """A deficit by the balance requirement, and equity under zero, are told: they need an explanation."""
    found = balance_requirement(facts.year_end)
    if found is not None and found.result < 0:
        yield Finding(
            code="annual.deficit",
            severity=Severity.WARNING,
            where=f"Balanskravsutredning {facts.year}",
            message=f"Balanskravsresultatet är ett underskott på {_kronor(-found.result)}.",
            remedy="Förklara underskottet i förvaltningsberättelsen, och vad det täcks med.",
            source=accounting_act("11 kap. 10 §"),
            about=(f"equity.balance_requirement@{facts.year}",),
        )
    if facts.balance is not None and facts.balance.equity < 0:
        yield Finding(
            code="annual.equity_negative",
            severity=Severity.WARNING,
            where=f"Balansräkning {facts.year}",
            message=f"Det egna kapitalet är negativt: {_kronor(facts.balance.equity)}.",
            remedy="Kan förbundet inte betala bidrar medlemmarna efter sina andelar. Förklara vad som ska göras.",
            source=finsam_paragraph("22 §"),
            about=(f"balance.equity@{facts.year}",),
        )


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"


EQUITY_CHECKS = (equity_is_known_alike, equity_has_kept_its_limits, deficit_is_explained)
