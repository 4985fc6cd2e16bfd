"""Figures that budgets give to texts: totals, equity, available funds, outlook, contributions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgets.domain.contributions import ContributionRow, contributions
from budgets.domain.equity import OutlookRow, available_funds, floor_of, outlook, rule_in_force
from budgets.domain.facts import BudgetFacts, CentreFact
from budgets.domain.totals import Totals, cost_by_category, totals
from budgets.queries import budget_facts
from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.money import ZERO, percent_of
from finsam.scope import Scope


def _facts(scope: Scope) -> BudgetFacts:
    return scope.facts(budget_facts)


def _totals(scope: Scope) -> Totals | None:
    facts = _facts(scope)
    return totals(facts.budget, facts.centres) if facts.budget else None


def _of_totals(give: Callable[[Totals], Decimal]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = _totals(scope)
        return give(found) if found else None

    return compute


def _centre(scope: Scope, slug: str) -> CentreFact:
    found = next((centre for centre in _facts(scope).centres if centre.slug == slug), None)
    if found is None:
        raise UnknownFigure(f"ID {swedish.code(slug)} finns inte i förbundet.")
    return found


def _centre_with_name(scope: Scope, slug: str) -> Value:
    """As a text speaks of it: "ID 21 000 Personalinriktade insatser", by name alone where no ID is used."""
    centre = _centre(scope, slug)
    return f"ID\u00a0{swedish.code(centre.code)} {centre.name}" if centre.code else centre.name


def _centre_total(scope: Scope, code: str) -> Value:
    found = _totals(scope)
    return found.by_centre[_centre(scope, code).pk] if found else None


def _column_totals(scope: Scope) -> Totals | None:
    """What this year's budget forecasts for last year, added up."""
    facts = _facts(scope)
    column = facts.column("forecast", scope.year - 1)
    return totals(column, facts.centres) if column else None


def _of_forecast(give: Callable[[Totals], Decimal]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = _column_totals(scope)
        return give(found) if found else None

    return compute


def _forecast_centre_total(scope: Scope, code: str) -> Value:
    found = _column_totals(scope)
    return found.by_centre[_centre(scope, code).pk] if found else None


def _cost_share(scope: Scope, slug: str) -> Value:
    facts, found = _facts(scope), _totals(scope)
    category = next((each for each in facts.categories if each.slug == slug), None)
    if category is None:
        raise UnknownFigure(f"Fördelningsgruppen ”{slug}” finns inte i förbundet.")
    if facts.budget is None or found is None:
        return None
    return percent_of(cost_by_category(facts.budget, facts.centres).get(category.pk, ZERO), found.cost)


def _category_choices(scope: Scope) -> list[tuple[str, str]]:
    return [(category.slug, category.name) for category in _facts(scope).categories]


def _party(scope: Scope, group: str, give: Callable[[ContributionRow], Decimal]) -> Value:
    facts, found = _facts(scope), _totals(scope)
    if found is None or facts.shares is None or not facts.shares.shares:
        return None
    rows = contributions(found.funding, facts.shares).rows
    if group not in PARTIES:
        raise UnknownFigure(f"Det finns ingen part ”{group}”: skriv {swedish.listed(list(PARTIES))}.")
    return sum((give(row) for row in rows if row.member.group == group), ZERO)


def _from_equity(scope: Scope, argument: str) -> Value:
    found = _totals(scope)
    return max(-found.result, ZERO) if found else None


def _funding_decrease(scope: Scope, argument: str) -> Value:
    facts, found = _facts(scope), _totals(scope)
    if found is None or facts.previous is None:
        return None
    return totals(facts.previous, facts.centres).funding - found.funding


PARTIES = {"state": "staten", "region": "regionerna", "municipality": "kommunerna"}


def _own_row(scope: Scope) -> OutlookRow | None:
    return outlook(_facts(scope)).row(scope.year)


def _opening_equity(scope: Scope, argument: str) -> Value:
    row = _own_row(scope)
    return row.opening_equity if row else None


def _closing_equity(scope: Scope, argument: str) -> Value:
    row = _own_row(scope)
    return row.closing_equity.amount if row else None


def _above_floor(scope: Scope, argument: str) -> Value:
    opening = _opening_equity(scope, argument)
    floor = floor_of(_facts(scope), scope.year)
    return opening - floor if isinstance(opening, Decimal) and floor is not None else None


def _available(scope: Scope, argument: str) -> Value:
    funds = available_funds(_facts(scope))
    return funds.available if funds else None


def _ceiling(scope: Scope, argument: str) -> Value:
    rule = rule_in_force(_facts(scope).rules, "ceiling", scope.year)
    return rule.percent if rule else None


def _initiatives(scope: Scope, argument: str) -> int:
    facts = _facts(scope)
    with_lines = {line.centre for line in facts.budget.lines} if facts.budget else set()
    return sum(centre.purpose == "initiative" and centre.pk in with_lines for centre in facts.centres)


def _contribution(scope: Scope, slug: str) -> ContributionRow | None:
    facts, found = _facts(scope), _totals(scope)
    if found is None or facts.shares is None or not facts.shares.shares:
        return None
    row = contributions(found.funding, facts.shares).of(slug)
    if row is None:
        raise UnknownFigure(f"Ingen medlem med kortnamnet ”{slug}” betalar någon andel {scope.year}.")
    return row


def _contribution_amount(scope: Scope, slug: str) -> Value:
    row = _contribution(scope, slug)
    return row.amount if row else None


def _contribution_percent(scope: Scope, slug: str) -> Value:
    row = _contribution(scope, slug)
    return row.percent if row else None


def _outlook_years(scope: Scope) -> list[int]:
    return [row.year for row in outlook(_facts(scope)).rows] or [scope.year]


def _of_outlook(give: Callable[[OutlookRow], Decimal | None]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        row = outlook(_facts(scope)).row(int(argument)) if argument.isdecimal() else None
        if row is None:
            raise UnknownFigure(f"Den långsiktiga budgeten för {scope.year} har inget år ”{argument}”.")
        return give(row)

    return compute


def _centre_choices(scope: Scope) -> list[tuple[str, str]]:
    return [
        (centre.slug, f"{swedish.code(centre.code)} {centre.name}" if centre.code else centre.name)
        for centre in _facts(scope).centres
    ]


def _member_choices(scope: Scope) -> list[tuple[str, str]]:
    shares = _facts(scope).shares
    return [(share.member.slug, share.member.paying_name) for share in shares.shares] if shares else []


def _year_choices(scope: Scope) -> list[tuple[str, str]]:
    return [(str(row.year), str(row.year)) for row in outlook(_facts(scope)).rows]


FIGURES = (
    Figure(
        "budget.funding_total",
        "budgetram från medlemmarna",
        Kind.AMOUNT,
        _of_totals(lambda found: found.funding),
    ),
    Figure("budget.income_total", "intäkter totalt", Kind.AMOUNT, _of_totals(lambda found: found.income)),
    Figure(
        "budget.other_income_total",
        "övriga intäkter utöver medelstilldelningen",
        Kind.AMOUNT,
        _of_totals(lambda found: found.other_income),
    ),
    Figure("budget.cost_total", "kostnader totalt", Kind.AMOUNT, _of_totals(lambda found: found.cost)),
    Figure("budget.result", "resultat", Kind.AMOUNT, _of_totals(lambda found: found.result)),
    Figure("budget.opening_equity", "eget kapital vid årets ingång", Kind.AMOUNT, _opening_equity),
    Figure("budget.closing_equity", "eget kapital vid årets slut", Kind.AMOUNT, _closing_equity),
    Figure(
        "budget.equity_floor",
        "lägsta nivå för eget kapital",
        Kind.AMOUNT,
        lambda scope, argument: floor_of(_facts(scope), scope.year),
    ),
    Figure(
        "budget.equity_above_floor",
        "eget kapital över lägsta nivån vid årets ingång",
        Kind.AMOUNT,
        _above_floor,
    ),
    Figure("budget.equity_ceiling_percent", "högsta nivå för eget kapital", Kind.PERCENT, _ceiling),
    Figure("budget.available_funds", "tillgängliga medel", Kind.AMOUNT, _available),
    Figure("budget.initiative_count", "antal samverkansteam", Kind.COUNT, _initiatives),
    Figure(
        "budget.cost_centre_total",
        "kostnad för ett ID",
        Kind.AMOUNT,
        _centre_total,
        "ett ID",
        _centre_choices,
    ),
    Figure(
        "budget.cost_centre",
        "ID med namn",
        Kind.TEXT,
        _centre_with_name,
        "ett ID",
        _centre_choices,
    ),
    Figure(
        "budget.cost_centre_code",
        "ID utan namn",
        Kind.TEXT,
        lambda scope, code: swedish.code(_centre(scope, code).code),
        "ett ID",
        _centre_choices,
    ),
    Figure(
        "budget.cost_share",
        "andel av kostnaderna",
        Kind.PERCENT,
        _cost_share,
        "en fördelningsgrupp",
        _category_choices,
    ),
    Figure("budget.from_equity", "från eget kapital", Kind.AMOUNT, _from_equity),
    Figure(
        "budget.funding_decrease", "minskad medelstilldelning mot året före", Kind.AMOUNT, _funding_decrease
    ),
    Figure(
        "budget.party_contribution",
        "en parts bidrag",
        Kind.AMOUNT,
        lambda scope, group: _party(scope, group, lambda row: row.amount),
        "en part",
        lambda scope: list(PARTIES.items()),
    ),
    Figure(
        "budget.party_share",
        "en parts andel",
        Kind.PERCENT,
        lambda scope, group: _party(scope, group, lambda row: row.percent),
        "en part",
        lambda scope: list(PARTIES.items()),
    ),
    Figure(
        "forecast.income_total",
        "prognos förra året: intäkter",
        Kind.AMOUNT,
        _of_forecast(lambda found: found.income),
    ),
    Figure(
        "forecast.cost_total",
        "prognos förra året: kostnader",
        Kind.AMOUNT,
        _of_forecast(lambda found: found.cost),
    ),
    Figure(
        "forecast.result",
        "prognos förra året: resultat",
        Kind.AMOUNT,
        _of_forecast(lambda found: found.result),
    ),
    Figure(
        "forecast.cost_centre_total",
        "prognos förra året: kostnad för ett ID",
        Kind.AMOUNT,
        _forecast_centre_total,
        "ett ID",
        _centre_choices,
    ),
    Figure(
        "budget.contribution",
        "en medlems bidrag",
        Kind.AMOUNT,
        _contribution_amount,
        "en medlem",
        _member_choices,
    ),
    Figure(
        "budget.contribution_share",
        "en medlems andel",
        Kind.PERCENT,
        _contribution_percent,
        "en medlem",
        _member_choices,
    ),
    Figure(
        "outlook.first_year",
        "den långsiktiga budgetens första år",
        Kind.YEAR,
        lambda scope, argument: _outlook_years(scope)[0],
    ),
    Figure(
        "outlook.last_year",
        "den långsiktiga budgetens sista år",
        Kind.YEAR,
        lambda scope, argument: _outlook_years(scope)[-1],
    ),
    Figure(
        "outlook.funding",
        "årstilldelning i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.funding.amount),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.income",
        "intäkter i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.income.amount),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.cost",
        "kostnad i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.cost.amount),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.result",
        "budgeterat resultat i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.budgeted_result),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.forecast_result",
        "beräknat resultat i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.forecast_result),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.opening_equity",
        "ingående eget kapital i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.opening_equity),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.decision_space",
        "intäkter och ingående eget kapital i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.decision_space),
        "ett år",
        _year_choices,
    ),
    Figure(
        "outlook.closing_equity",
        "eget kapital i långsiktig budget",
        Kind.AMOUNT,
        _of_outlook(lambda row: row.closing_equity.amount),
        "ett år",
        _year_choices,
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
