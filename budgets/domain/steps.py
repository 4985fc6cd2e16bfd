"""Which figures a document adds up to another, one step below it, and which references mean the same figure.

An area's total has its lines and the totals of the areas under it, "Kostnader totalt" the totals of the areas, the
result income and cost, equity what it was and the result; those of the statements are in `statement_cells`. What a
document printed is held to these steps in `printed_checks`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from budgets.domain.books import Books, Sums
from budgets.domain.contributions import contributions
from budgets.domain.equity import OutlookRow, available_funds
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, OutlookInput, total
from budgets.domain.step_parts import Name, Part, Step
from budgets.domain.totals import used_centres

EQUITY = "outlook.closing_equity"


def same_figure(name: Name, books: Books) -> Name:
    """One name for figures that are the same by definition: "Budget 2022" in an outlook is that budget's cost."""
    cells = books.cells.get(name.year)
    if cells is not None and name in cells.same:
        return cells.same[name]
    if name.key in ("budget.opening_equity", "budget.closing_equity"):
        name = Name(f"outlook.{name.key.removeprefix('budget.')}", str(name.year), name.year)
    outlook = books.outlook(name.year)
    if not name.argument.isdecimal() or outlook is None:
        return name
    year, entry = int(name.argument), _entry(books.by_year[name.year], int(name.argument))
    takes_funding = entry is None or entry.funding is None
    takes_cost = entry is None or entry.cost is None
    is_budget = _holds_budget(books.by_year[name.year], year)
    if name.key == "outlook.opening_equity" and outlook.row(year - 1):
        return Name(EQUITY, str(year - 1), name.year)
    if name.key == "outlook.cost" and is_budget and takes_cost:
        return Name("budget.cost_total", "", year)
    if name.key == "outlook.funding" and is_budget and takes_funding:
        return Name("budget.funding_total", "", year)
    if name.key == "outlook.income" and is_budget and takes_funding:
        return Name("budget.income_total", "", year)
    if name.key == "outlook.result" and is_budget and takes_cost and takes_funding:
        return Name("budget.result", "", year)
    is_forecast = year == name.year - 1 and (entry is None or entry.forecast_result is None)
    if name.key == "outlook.forecast_result" and is_forecast and books.sums("forecast", name.year):
        return Name("forecast.result", "", name.year)
    return name


def steps_of(name: Name, books: Books, printed: Collection[Name]) -> list[Step]:
    """The ways a document may have added up to a figure (as `same_figure` calls it), the most direct first.

    `printed` are the figures it printed: an area that it printed no total of is followed down to those it did.
    """
    cells = books.cells.get(name.year)
    return [*_budget_steps(name, books, printed), *(cells.ways(name, printed) if cells else ())]


def _budget_steps(name: Name, books: Books, printed: Collection[Name]) -> list[Step]:
    source, _, key = name.key.partition(".")
    if source == "outlook":
        return _outlook_steps(name, books)
    sums = books.sums(source, name.year) if source in ("budget", "forecast") else None
    if sums is None:
        return []
    if key == "cost_centre_total":
        centre = next((each for each in sums.centres if each.slug == name.argument), None)
        return [_under(centre.pk, source, name.year, sums, printed)] if centre else []
    if key in ("cost_total", "income_total"):
        areas = _areas(key == "income_total", source, name.year, sums, printed)
        return [areas, *_income_by_kind(source, name.year, sums)] if key == "income_total" else [areas]
    if key == "result":
        return [
            (
                Part(Name(f"{source}.income_total", "", name.year), sums.totals.income),
                Part(Name(f"{source}.cost_total", "", name.year), sums.totals.cost, -1),
            )
        ]
    facts = books.by_year.get(name.year)
    return _other_steps(key, name.year, sums, facts) if facts and source == "budget" else []


def _other_steps(key: str, year: int, sums: Sums, facts: BudgetFacts) -> list[Step]:
    found = sums.totals
    if key == "funding_total" and facts.shares is not None:
        rows = contributions(found.funding, facts.shares).rows
        return [tuple(Part(Name("budget.contribution", row.member.slug, year), row.amount) for row in rows)]
    if key == "available_funds":
        funds = available_funds(facts)
        if funds is None:
            return []
        return [
            (
                Part(Name("budget.funding_total", "", year), funds.funding),
                Part(Name("budget.opening_equity", "", year), funds.opening_equity.amount),
                Part(Name("budget.equity_floor", "", year), funds.floor, -1),
            )
        ]
    if key == "equity_above_floor":
        funds = available_funds(facts)
        if funds is None:
            return []
        return [
            (
                Part(Name("budget.opening_equity", "", year), funds.opening_equity.amount),
                Part(Name("budget.equity_floor", "", year), funds.floor, -1),
            )
        ]
    if key == "from_equity" and found.result < 0:
        income = Part(Name("budget.income_total", "", year), found.income, -1)
        return [
            (Part(Name("budget.result", "", year), found.result, -1),),
            (Part(Name("budget.cost_total", "", year), found.cost), income),
        ]
    if key == "funding_decrease" and facts.previous is not None:
        before = total(tuple(line for line in facts.previous.lines if line.nature == "contribution"))
        return [
            (
                Part(Name("budget.funding_total", "", year - 1), -before),
                Part(Name("budget.funding_total", "", year), found.funding, -1),
            )
        ]
    return []


def _income_by_kind(source: str, year: int, sums: Sums) -> list[Step]:
    other = Part(Name(f"{source}.other_income_total", "", year), sums.totals.other_income)
    funding = Part(Name(f"{source}.funding_total", "", year), sums.totals.funding)
    return [(funding, other) if sums.totals.other_income else (funding,)]


def _areas(is_funding: bool, source: str, year: int, sums: Sums, printed: Collection[Name]) -> Step:
    """The areas that stand for themselves: what they cost, or bring in."""
    used = used_with_money(sums.budget, sums.centres)
    found: list[Part] = []
    for centre in sums.centres:
        if centre.parent is None and centre.pk in used and centre.is_funding == is_funding:
            found += _area(centre, source, year, sums, printed, -1 if is_funding else 1)
    return tuple(found)


def _area(
    centre: CentreFact, source: str, year: int, sums: Sums, printed: Collection[Name], sign: int
) -> list[Part]:
    """The area by its total, or where the document printed none but totals under it, by those and its own lines."""
    name = Name(f"{source}.cost_centre_total", centre.slug, year)
    if name not in printed and _has_printed_under(centre.pk, source, year, sums.centres, printed):
        return list(_under(centre.pk, source, year, sums, printed, sign))
    return [Part(name, sums.totals.by_centre[centre.pk], sign)]


def _under(pk: int, source: str, year: int, sums: Sums, printed: Collection[Name], sign: int = 1) -> Step:
    used = used_with_money(sums.budget, sums.centres)
    lines = tuple(line for line in sums.budget.lines if line.centre == pk and line.amount is not None)
    found = [Part(None, total(lines), sign, len(lines))] if lines else []
    for centre in sums.centres:
        if centre.parent == pk and centre.pk in used:
            found += _area(centre, source, year, sums, printed, sign)
    return tuple(found)


def _has_printed_under(
    pk: int, source: str, year: int, centres: tuple[CentreFact, ...], printed: Collection[Name]
) -> bool:
    return any(
        Name(f"{source}.cost_centre_total", centre.slug, year) in printed
        or _has_printed_under(centre.pk, source, year, centres, printed)
        for centre in centres
        if centre.parent == pk
    )


def _outlook_steps(name: Name, books: Books) -> list[Step]:
    outlook = books.outlook(name.year)
    row = outlook.row(int(name.argument)) if outlook and name.argument.isdecimal() else None
    if row is None:
        return []
    of = _OfRow(row, name.year, books)
    if name.key == "outlook.decision_space":
        return [(of.part("opening_equity"), *income) for income in of.income()]
    if name.key == "outlook.result":
        return [(*income, of.part("cost", -1)) for income in of.income()]
    if name.key == EQUITY:
        entry = _entry(books.by_year[name.year], row.year)
        if entry is not None and entry.closing_equity is not None:
            return []  # from the accounts, or another figure with a reason: no step leads to it
        opening = of.part("opening_equity")
        if row.forecast_result is not None:
            return [(opening, of.part("forecast_result"))]
        return [
            (of.part("decision_space"), of.part("cost", -1)),
            (opening, of.part("result")),
            *spent_as_budgeted(row, name.year, books),
        ]
    return []


def spent_as_budgeted(row: OutlookRow, year: int, books: Books) -> list[Step]:
    """What a year would leave if its whole budget were spent: what there was, its income, less its cost."""
    of = _OfRow(row, year, books)
    return [(of.part("opening_equity"), *income, of.part("cost", -1)) for income in of.income()]


@dataclass(frozen=True)
class _OfRow:
    """The terms that a year of an outlook is added up of."""

    row: OutlookRow
    year: int
    books: Books

    def part(self, measure: str, sign: int = 1) -> Part:
        name = Name(f"outlook.{measure}", str(self.row.year), self.year)
        return Part(name, self.row.measure(measure).amount, sign)

    def income(self) -> list[Step]:
        """The year's income as one figure, where a budget gives it, and as contributions and other income."""
        funding, own = self.part("funding"), self.row.year
        if not _holds_budget(self.books.by_year[self.year], own):
            return [(funding,)] if not self.row.other_income else [(funding, self._other_income())]
        whole = Part(Name("budget.income_total", "", own), self.row.income.amount)
        return [(whole,), (funding, self._other_income()) if self.row.other_income else (funding,)]

    def _other_income(self) -> Part:
        return Part(Name("budget.other_income_total", "", self.row.year), self.row.other_income)


def _holds_budget(facts: BudgetFacts, year: int) -> bool:
    return facts.column("budget", year) is not None


def _entry(facts: BudgetFacts, year: int) -> OutlookInput | None:
    return next((each for each in facts.outlook if each.year == year), None)


def terms_of(key: str, argument: str, facts: BudgetFacts) -> int:
    """How many figures a document adds up to this one, in the step just before it.

    An ID's total has its lines, "Kostnader totalt" the totals of the IDs, the result income and cost, equity the year's
    movements. Counted from the lines right up to the sum of all, twenty-four lines would let ten wrong tkr pass as
    rounding; and a document that rounds its totals from öre has drifted less the longer the column.
    """
    source, _, measure = key.partition(".")
    centres = facts.centres
    budget = facts.column("forecast", facts.year - 1) if source == "forecast" else facts.budget
    if measure == "cost_centre_total":
        pk = next((centre.pk for centre in centres if centre.slug == argument), None)
        return _terms_of_centre(pk, budget, centres)
    if measure in ("income_total", "cost_total"):
        return _terms_of_summary(budget, centres, is_funding=measure == "income_total")
    if measure == "funding_total":
        return _terms_of_lines(budget, "contribution")
    if measure == "other_income_total":
        return _terms_of_other_income(budget, centres)
    if key in ("budget.opening_equity", "budget.closing_equity"):
        return _terms_of_equity(facts, facts.year - (measure == "opening_equity"))
    if source == "outlook" and argument.isdecimal():
        return _terms_of_outlook(measure, int(argument), facts)
    return {"result": 2, "from_equity": 2, "funding_decrease": 2, "available_funds": 3}.get(measure, 1)


def _terms_of_outlook(measure: str, year: int, facts: BudgetFacts) -> int:
    if measure in ("closing_equity", "opening_equity"):
        return _terms_of_equity(facts, year - (measure == "opening_equity"))
    entry = _entry(facts, year)
    budget = next((each for each in (facts.budget, facts.previous) if each and each.year == year), None)
    if measure == "funding" and (entry is None or entry.funding is None):
        return _terms_of_lines(budget, "contribution")
    if measure == "cost" and (entry is None or entry.cost is None):
        column = budget or facts.column("plan", year)
        return _terms_of_summary(column, facts.centres, is_funding=False)
    if measure == "forecast_result":
        return 1 if entry is not None and entry.forecast_result is not None else 2
    return 2 if measure in ("result", "decision_space") else 1


def _terms_of_equity(facts: BudgetFacts, year: int) -> int:
    """One where equity is entered; opening and a forecast result; or opening, funding and cost."""
    entry = _entry(facts, year)
    if entry is not None and entry.closing_equity is not None:
        return 1
    return 2 if entry is not None and entry.forecast_result is not None else 3


def _terms_of_lines(budget: BudgetFact | None, nature: str) -> int:
    lines = budget.lines if budget else ()
    return max(1, sum(line.nature == nature and line.amount is not None for line in lines))


def _terms_of_other_income(budget: BudgetFact | None, centres: tuple[CentreFact, ...]) -> int:
    funding = {centre.pk for centre in centres if centre.is_funding}
    lines = budget.lines if budget else ()
    return max(
        1,
        sum(
            line.centre in funding and line.nature != "contribution" and line.amount is not None
            for line in lines
        ),
    )


def _terms_of_centre(pk: int | None, budget: BudgetFact | None, centres: tuple[CentreFact, ...]) -> int:
    lines = sum(line.centre == pk and line.amount is not None for line in budget.lines) if budget else 0
    below = used_with_money(budget, centres)
    return max(1, lines + sum(centre.parent == pk and centre.pk in below for centre in centres))


def _terms_of_summary(budget: BudgetFact | None, centres: tuple[CentreFact, ...], *, is_funding: bool) -> int:
    used = used_with_money(budget, centres)
    return max(
        1,
        sum(
            centre.parent is None and centre.pk in used and centre.is_funding == is_funding
            for centre in centres
        ),
    )


def used_with_money(budget: BudgetFact | None, centres: tuple[CentreFact, ...]) -> set[int]:
    """Centres that hold an amount, and those above them."""
    if budget is None:
        return set()
    lines = tuple(line for line in budget.lines if line.amount is not None)
    return used_centres(centres, [BudgetFact(budget.pk, budget.year, budget.version, budget.status, lines)])


def chain_to(name: Name, books: Books) -> Step:
    """What a balance rests on all the way back: the equity that is entered, and each year's result since.

    Empty when it is entered itself, or when no equity is.
    """
    facts, outlook = books.by_year.get(name.year), books.outlook(name.year)
    year, results = int(name.argument), list[Part]()
    while facts and outlook and (row := outlook.row(year)) is not None:
        entry = _entry(facts, year)
        if entry is not None and entry.closing_equity is not None:
            start = Part(Name(EQUITY, str(year), name.year), entry.closing_equity)
            return (start, *reversed(results)) if results else ()
        of = _OfRow(row, name.year, books)
        results.append(of.part("result" if row.forecast_result is None else "forecast_result"))
        year -= 1
    return ()
