"""Checks of how a budget is filled in: what is missing, what stands in the wrong place, what a change must say."""

from collections.abc import Callable, Iterator, Sequence

from budgets.domain.amendments import VersionFact, YearVersions, changes_anything
from budgets.domain.equity import NAMED, PLANNED_YEARS, missing_amounts, outlook, plan_years
from budgets.domain.facts import BudgetFact, BudgetFacts, LineFact
from budgets.domain.totals import cost_by_category, totals
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import percent_of
from finsam.sources import municipal_act


def forecast_and_plans_are_complete(facts: BudgetFacts) -> Iterator[Finding]:
    """A forecast or plan that is begun has an amount on every row that the budget has one on."""
    own = {line.key: line.pk for line in facts.budget.lines} if facts.budget else {}
    columns = [("forecast", facts.year - 1), *(("plan", year) for year in plan_years(facts.budget))]
    for source, year in columns:
        missing = missing_amounts(facts, source, year)
        if missing:
            word = "Prognosen" if source == "forecast" else "Planen"
            followed = facts.year - 1 if source == "forecast" else facts.year
            yield Finding(
                code=f"budget.{source}_incomplete",
                severity=Severity.WARNING,
                where=f"{word} för {year}",
                message=(
                    f"{_rows(missing, facts)} har belopp i budgeten för {followed} men inte här. "
                    f"{word} räknas inte med i den långsiktiga budgeten förrän alla rader är ifyllda."
                ),
                remedy="Fyll i beloppen. En rad som inte ska ha något får 0.",
                about=(
                    *(f"budget.line:{own[line.key]}" for line in missing if line.key in own),
                    f"outlook.closing_equity:{year}@{facts.year}",
                ),
            )


def lines_fit_their_areas(facts: BudgetFacts) -> Iterator[Finding]:
    """Contributions stand under an area of income, costs under one of cost, and income has no plus."""
    funding = {centre.pk for centre in facts.centres if centre.is_funding}
    wrong: tuple[tuple[str, str, Callable[[LineFact], bool]], ...] = (
        (
            "medelstilldelning under ett ID som inte är till för intäkter",
            "Flytta raden, eller ändra dess slag.",
            lambda line: line.nature == "contribution" and line.centre not in funding,
        ),
        (
            "en kostnad under ett ID som är till för intäkter",
            "Flytta raden, eller ändra dess slag.",
            lambda line: line.nature == "cost" and line.centre in funding,
        ),
        (
            "en intäkt som är skriven utan minus",
            "Skriv beloppet med minus, eller ändra radens slag.",
            lambda line: line.nature != "cost" and (line.amount or 0) > 0,
        ),
    )
    lines = facts.budget.lines if facts.budget else ()
    for what, remedy, is_wrong in wrong:
        found = [line for line in lines if is_wrong(line)]
        if found:
            yield Finding(
                code="budget.line_misplaced",
                severity=Severity.ERROR,
                where=f"Budget {facts.year}",
                message=f"{_rows(found, facts)} är {what}.",
                remedy=remedy,
                about=tuple(f"budget.line:{line.pk}" for line in found),
            )


def plan_covers_three_years(facts: BudgetFacts) -> Iterator[Finding]:
    """The outlook has contributions and cost for the budget's year and the two after it.

    Said while the budget can still be changed.
    """
    if facts.budget is None or facts.budget.is_decided:
        return
    rows = {row.year: row for row in outlook(facts).rows}
    wanted = range(facts.year, facts.year + PLANNED_YEARS)
    missing = [
        year
        for year in wanted
        if year not in rows or rows[year].funding.amount is None or rows[year].cost.amount is None
    ]
    if missing:
        years = swedish.listed([str(year) for year in missing])
        yield Finding(
            code="budget.plan_too_short",
            severity=Severity.WARNING,
            where="Långsiktig budget",
            message=f"Planen ska omfatta minst tre år med budgetåret först, men {years} saknas eller är inte ifyllt.",
            expected=f"{wanted[0]}–{wanted[-1]}",
            remedy="Lägg till året i den långsiktiga budgeten, eller fyll i planens kolumn.",
            source=municipal_act("11 kap. 6 §"),
            about=tuple(f"outlook.cost:{year}@{facts.year}" for year in missing),
        )


def cost_is_divided(facts: BudgetFacts) -> Iterator[Finding]:
    """Where cost is told in per cent of categories, all of it belongs to one."""
    if facts.budget is None or not facts.categories:
        return
    by_category = cost_by_category(facts.budget, facts.centres)
    outside = by_category.get(None)
    if not outside or len(by_category) == 1:
        return
    cost = totals(facts.budget, facts.centres).cost
    share = percent_of(cost - outside, cost)
    yield Finding(
        code="budget.cost_outside_categories",
        severity=Severity.WARNING,
        where=f"Budget {facts.year}",
        message=(
            f"Kostnader på {swedish.amount_with_unit(outside)} hör inte till någon fördelningsgrupp, "
            "så andelarna blir inte hela kostnaden."
        ),
        expected=swedish.percent(percent_of(cost, cost)),
        found=swedish.percent(share, 1),
        remedy="Välj fördelningsgrupp för de ID eller rader som saknar en.",
        about=(f"budget.cost_total@{facts.year}",),
    )


def changes_say_how_they_are_financed(facts: BudgetFacts) -> Iterator[Finding]:
    """A later version of a budget says where its money comes from, when it says anything else than the one before."""
    if facts.budget is None or facts.budget.version == 1 or facts.budget.funding_source:
        return
    if _changes_anything(facts.budget, facts):
        yield Finding(
            code="budget.change_not_financed",
            severity=Severity.ERROR,
            where=f"Budget {facts.year}, version {facts.budget.version}",
            message="Ändringen säger inte hur den finansieras.",
            remedy="Välj hur ändringen finansieras.",
            source=municipal_act("11 kap. 15 §"),
            about=(f"budget.result@{facts.year}",),
        )


def _changes_anything(budget: BudgetFact, facts: BudgetFacts) -> bool:
    if facts.amended is None:
        return True
    version = VersionFact(budget, outlook=facts.outlook)
    before = VersionFact(facts.amended, outlook=facts.amended_outlook)
    versions = YearVersions(facts.year, (version, before), facts.centres, facts.categories)
    return changes_anything(version, before, versions)


def _rows(lines: Sequence[LineFact], facts: BudgetFacts) -> str:
    """Raden Löner (10 000); or: Fem rader, bland dem Löner (10 000), Resor (10 000) och Porto (20 000),."""
    centres = {centre.pk: swedish.code(centre.code) or centre.name for centre in facts.centres}
    named = swedish.listed([f"{line.label} ({centres[line.centre]})" for line in lines[:NAMED]])
    if len(lines) == 1:
        return f"Raden {named}"
    number = swedish.count(len(lines)).capitalize()
    return f"{number} rader, {'bland dem ' if len(lines) > NAMED else ''}{named},"


FILLING_CHECKS = (
    lines_fit_their_areas,
    forecast_and_plans_are_complete,
    plan_covers_three_years,
    cost_is_divided,
    changes_say_how_they_are_financed,
)
