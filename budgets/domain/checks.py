"""Checks over a year's budget and its equity. What is filled in and what is missing is in `filling_checks`."""

from collections.abc import Iterator
from decimal import Decimal

from budgets.domain.amendments import funding_mismatch
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds, outlook, rule_in_force
from budgets.domain.facts import BudgetFacts
from budgets.domain.filling_checks import FILLING_CHECKS
from budgets.domain.totals import totals
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import percent_of
from finsam.sources import municipal_act
from members.domain.checks import SHARE_CHECKS


def equity_stays_above_floor(facts: BudgetFacts) -> Iterator[Finding]:
    """No year of the outlook ends under the floor (the board's own rule)."""
    for row in outlook(facts).rows:
        equity, rule = row.closing_equity.amount, rule_in_force(facts.rules, "floor", row.year)
        if equity is not None and row.floor is not None and rule is not None and equity < row.floor:
            yield Finding(
                code="budget.equity_below_floor",
                severity=Severity.WARNING,
                where=f"Långsiktig budget {row.year}",
                message=f"Det egna kapitalet blir {swedish.amount_with_unit(row.floor - equity)} under lägsta nivå.",
                expected=f"minst {swedish.amount_with_unit(row.floor)}",
                found=swedish.amount_with_unit(equity),
                remedy="Sänk kostnaderna, eller motivera varför nivån underskrids.",
                source=rule.source,
                about=(_equity(facts, row.year),),
            )


def adopted_budgets_keep_the_floor(facts: BudgetFacts) -> Iterator[Finding]:
    """No adopted budget breaks the floor if it is fully spent, though a forecast shows more equity.

    Last year's budget stands beside this year's: what the board adopted then is what may still be spent. A year whose
    equity is known from the accounts is over.
    """
    rows = outlook(facts)
    entered = {each.year: each for each in facts.outlook}
    for budget in (facts.previous, facts.budget):
        row = rows.row(budget.year) if budget is not None and budget.is_decided else None
        rule = rule_in_force(facts.rules, "floor", row.year) if row else None
        if budget is None or row is None or rule is None or rule.amount is None or row.opening_equity is None:
            continue
        shown, entry = row.closing_equity, entered.get(row.year)
        is_known = entry is not None and entry.closing_equity is not None and shown.basis == "actual"
        left = row.opening_equity + totals(budget, facts.centres).result
        if left < rule.amount and not is_known and (shown.amount is None or shown.amount >= rule.amount):
            yield Finding(
                code="budget.adopted_below_floor",
                severity=Severity.WARNING,
                where=f"Budget {budget.year}",
                message=(
                    f"Används hela den fastställda budgeten blir det egna kapitalet "
                    f"{swedish.amount_with_unit(rule.amount - left)} under lägsta nivå. "
                    f"Prognosen visar {swedish.amount_with_unit(shown.amount)}."
                ),
                expected=f"minst {swedish.amount_with_unit(rule.amount)}",
                found=swedish.amount_with_unit(left),
                remedy="Följ upp att kostnaderna stannar under budgeten, eller motivera varför nivån får underskridas.",
                source=rule.source,
                about=(_equity(facts, row.year), f"budget.cost_total@{budget.year}"),
            )


def equity_stays_under_ceiling(facts: BudgetFacts) -> Iterator[Finding]:
    """No year of the outlook ends over the recommended ceiling, in per cent of the stated denominator.

    What a year before last ended with is over and done: it is told with the annual report.
    """
    for row in outlook(facts).rows:
        if row.year < facts.year - 1 and row.closing_equity.basis == "actual":
            continue
        equity, rule = row.closing_equity.amount, rule_in_force(facts.rules, "ceiling", row.year)
        if equity is not None and row.ceiling is not None and rule is not None and equity > row.ceiling:
            share = percent_of(equity * (rule.percent or 0) / 100, row.ceiling)
            yield Finding(
                code="budget.equity_above_ceiling",
                severity=Severity.WARNING,
                where=f"Långsiktig budget {row.year}",
                message=f"Det egna kapitalet blir {swedish.amount_with_unit(equity - row.ceiling)} över högsta nivå.",
                expected=f"högst {swedish.percent(rule.percent)}, {swedish.amount_with_unit(row.ceiling)}",
                found=f"{swedish.percent(share, 1)}, {swedish.amount_with_unit(equity)}",
                remedy="Motivera nivån, eller planera hur kapitalet ska användas.",
                source=rule.source,
                about=(_equity(facts, row.year),),
            )


def cost_within_available_funds(facts: BudgetFacts) -> Iterator[Finding]:
    """The budget does not cost more than there is to spend."""
    funds = available_funds(facts)
    if facts.budget is None or funds is None or funds.available is None:
        return
    over = totals(facts.budget, facts.centres).cost - funds.available
    if over > 0:
        yield Finding(
            code="budget.cost_above_available",
            severity=Severity.WARNING,
            where=f"Budget {facts.year}",
            message=f"Budgeten kostar {swedish.amount_with_unit(over)} mer än de tillgängliga medlen.",
            expected=f"högst {swedish.amount_with_unit(funds.available)}",
            found=swedish.amount_with_unit(funds.available + over),
            remedy="Sänk kostnaderna, eller motivera att lägsta nivå för det egna kapitalet underskrids.",
            about=(f"budget.cost_total@{facts.year}",),
        )


def compared_with_what_is_in_force(facts: BudgetFacts) -> Iterator[Finding]:
    """The budget beside which the year's stands is no version that another has superseded."""
    if facts.budget is None or facts.previous is None or facts.previous.status != "superseded":
        return
    year, version = facts.previous.year, facts.previous.version
    remedy = (
        f"Budgeten för {facts.year} är fastställd och ändras inte. Ska den jämföras med den version som gäller "
        "görs det i en ny version under Budget › Ändringar."
        if facts.budget.is_decided
        else f"Välj den version av budgeten för {year} som gäller som förra årets budget."
    )
    yield Finding(
        code="budget.compared_with_superseded",
        severity=Severity.WARNING,
        where=f"Budget {facts.year}",
        message=f"Budgeten jämförs med en ersatt version av budgeten för {year}, version {version}.",
        remedy=remedy,
        about=(f"budget.cost_total@{facts.year}",),
    )


def contributions_are_whole_kronor(facts: BudgetFacts) -> Iterator[Finding]:
    """The members pay whole kronor: what they pay together is the funding when that has no öre."""
    if facts.budget is None or facts.shares is None or not facts.shares.shares:
        return
    funding = totals(facts.budget, facts.centres).funding
    paid = contributions(funding, facts.shares).amount
    if paid != funding:
        yield Finding(
            code="budget.contributions_rounded",
            severity=Severity.ROUNDING,
            where=f"Medelstilldelning {facts.year}",
            message=(
                f"Medlemmarna betalar hela kronor: tillsammans {_exact(abs(paid - funding))} "
                f"{'mer' if paid > funding else 'mindre'} än medelstilldelningen i budgeten."
            ),
            expected=_exact(funding),
            found=_exact(paid),
            remedy="Skriv medelstilldelningen i hela kronor om beloppen ska vara lika.",
            about=(f"budget.funding_total@{facts.year}",),
        )


def changes_are_financed_as_said(facts: BudgetFacts) -> Iterator[Finding]:
    """What a change during the year is said to be paid with is what its lines show."""
    if facts.budget is None or facts.amended is None or not facts.budget.funding_source:
        return
    mismatch = funding_mismatch(facts.amended, facts.budget, facts.centres)
    if mismatch:
        yield Finding(
            code="budget.change_financed_otherwise",
            severity=Severity.WARNING,
            where=f"Budget {facts.year}, version {facts.budget.version}",
            message=mismatch,
            remedy="Ändra raderna, eller välj hur ändringen finansieras på nytt under Ändringar.",
            source=municipal_act("11 kap. 15 §"),
            about=(f"budget.result@{facts.year}",),
        )


def shares_are_settled(facts: BudgetFacts) -> Iterator[Finding]:
    """There are shares for a year that has a budget, and they hold by the members' own checks."""
    if facts.budget is None:
        return
    if facts.shares is None:
        yield Finding(
            code="budget.shares_missing",
            severity=Severity.WARNING,
            where=f"Fördelningstal {facts.year}",
            message="Det finns inga fördelningstal för året, så medelstilldelningen kan inte fördelas.",
            remedy="Lägg in fördelningstalen under Medlemmar.",
            about=(f"budget.contribution@{facts.year}",),
        )
        return
    for check in SHARE_CHECKS:
        yield from check(facts.shares)


def _exact(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"


def _equity(facts: BudgetFacts, year: int) -> str:
    return f"outlook.closing_equity:{year}@{facts.year}"


BUDGET_CHECKS = (
    shares_are_settled,
    cost_within_available_funds,
    equity_stays_above_floor,
    adopted_budgets_keep_the_floor,
    equity_stays_under_ceiling,
    *FILLING_CHECKS,
    changes_are_financed_as_said,
    compared_with_what_is_in_force,
    contributions_are_whole_kronor,
)
