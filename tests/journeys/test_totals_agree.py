"""One budget, one set of totals: in the sheet as the browser adds them up, on the page, in the PDF and in the export.

Trees of any shape, drawn from a seed so that a failure can be looked at again. The sums of the domain are what all are
held to; they themselves are held to the published documents elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import pytest
from django.test import Client
from playwright.sync_api import Page

from budgets.domain.totals import Totals, totals
from budgets.exports import as_csv, export_rows
from budgets.import_queries import prepared
from budgets.imports.choices import Choices
from budgets.models import Budget, BudgetLine, CostCentre
from budgets.queries import budget_facts
from finsam import swedish
from finsam.money import Unit
from finsam.scope import Scope
from members.models import Role
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from tests import factories as make
from tests.conftest import signed_in
from tests.reading import Paper, pdf_of, squeezed, tables

Sign = Callable[..., None]


@dataclass(frozen=True)
class Sums:
    """What a budget adds up to: each ID's total by name, in ledger sign, and the three sums of all."""

    centres: dict[str, Decimal]
    summary: tuple[Decimal, Decimal, Decimal]


def planted(seed: int) -> Budget:
    """A budget over a tree of IDs of any shape, in whole öre, with costs, income and contributions."""
    draw = Random(seed)
    budget = make.BudgetFactory(year=2023)
    centres: list[CostCentre] = []
    for number in range(draw.randint(3, 9)):
        parent = draw.choice([None, *centres])
        purpose = parent.purpose if parent else draw.choice(["operations", "initiative", "funding"])
        centres.append(
            make.CostCentreFactory(
                federation=budget.federation, name=f"Område {number}", parent=parent, purpose=purpose
            )
        )
    for number in range(draw.randint(5, 20)):
        centre = draw.choice(centres)
        is_funding = centre.purpose == CostCentre.Purpose.FUNDING
        nature = draw.choice(["contribution", "income"] if is_funding else ["cost", "cost", "income"])
        ore = draw.choice([0, 1, 49, 50, 99, 12_345, draw.randint(0, 999_999_999)])
        amount = Decimal(ore if nature == BudgetLine.Nature.COST else -ore).scaleb(-2)
        make.BudgetLineFactory(
            budget=budget, cost_centre=centre, nature=nature, label=f"Rad {number}", amount=amount
        )
    return budget


def sums_of(budget: Budget) -> Sums:
    """What the domain adds the budget up to."""
    facts = Scope(budget.federation_id, budget.year).facts(budget_facts)
    assert facts.budget is not None
    return as_sums(totals(facts.budget, facts.centres), {centre.pk: centre.name for centre in facts.centres})


def as_sums(found: Totals, names: dict[int, str]) -> Sums:
    """Totals by name."""
    return Sums(
        {names[pk]: total for pk, total in found.by_centre.items()}, (found.income, found.cost, found.result)
    )


def of_used(found: Sums, budget: Budget) -> Sums:
    """Without the IDs that hold no lines, which tables leave out."""
    used = {"Område"}
    for line in budget.lines.select_related("cost_centre__parent"):
        centre: CostCentre | None = line.cost_centre
        while centre is not None:
            used.add(centre.names.get().name)
            centre = centre.parent
    return Sums({name: total for name, total in found.centres.items() if name in used}, found.summary)


def of_table(rows: list[list[str]], column: int) -> tuple[dict[str, str], tuple[str, str, str]]:
    """The printed totals of a budget table: of each ID, by the heading it closes, and the last three rows."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for row in rows:
        if any(cell.startswith("Område") for cell in row):
            waiting.append(next(cell for cell in row if cell.startswith("Område")))
        elif "Totalt" in row:
            found[waiting.pop()] = row[column]
    income, cost, result = (row[column] for row in rows[-3:])
    return found, (income, cost, result)


def printed(found: Sums, unit: Unit) -> tuple[dict[str, str], tuple[str, ...]]:
    """The sums as a table in the unit prints them."""
    return (
        {name: swedish.amount(total, unit) for name, total in found.centres.items()},
        tuple(swedish.amount(total, unit) for total in found.summary),
    )


def shown_in_sheet(page: Page) -> Sums:
    """What the sheet in the browser shows now."""
    cells: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([
            ...[...document.querySelectorAll("tbody[data-total]")].map((body) => [
                document.getElementById("c" + body.dataset.total).dataset.title,
                body.querySelector("[data-sum]").innerText]),
            ...[...document.querySelectorAll("tr[data-summary]")].map((row) => [
                row.dataset.summary, row.querySelector("[data-sum]").innerText])])"""
    )
    amounts = {
        name: Decimal(0) if swedish.is_nothing(text) else swedish.parse_decimal(text)
        for name, text in cells.items()
    }
    summary = tuple(amounts.pop(key) for key in ("income", "cost", "result"))
    names = {name[name.index("Område") :]: amount for name, amount in amounts.items()}
    return Sums(names, (summary[0], summary[1], summary[2]))


@pytest.mark.parametrize("seed", range(8))
def test_every_total_is_the_same_in_browser_page_pdf_and_export(
    seed: int, page: Page, address: Callable[[str], str], sign_in: Sign
) -> None:
    budget = planted(seed)
    federation = budget.federation
    director = make.MandateFactory(federation=federation, role=Role.DIRECTOR).user
    director.set_password("en-lång-mening-att-minnas")
    director.save()
    base = f"/{federation.slug}/2023/budget/"

    sign_in(director.email, "en-lång-mening-att-minnas", to=f"{base}kalkylblad/")
    page.wait_for_url(f"**{base}kalkylblad/")
    assert of_used(shown_in_sheet(page), budget) == of_used(sums_of(budget), budget)

    # The browser's own arithmetic: an amount typed, before and after it is saved.
    line = budget.lines.filter(nature=BudgetLine.Nature.COST).last() or budget.lines.last()
    assert line is not None
    typed = Decimal("-98765.43") if line.nature != BudgetLine.Nature.COST else Decimal("98765.43")
    cell = page.locator(f"tr[data-row='r{line.pk}'] td.figure input").first
    if not cell.count():
        cell = page.locator("tr.sheet-line", has=page.locator(f"input[value='{line.label}']")).locator(
            "td.figure input"
        )
    with page.expect_response("**/celler/"):
        cell.fill(swedish.number(typed, 2))
        cell.press("Enter")
    in_browser = shown_in_sheet(page)
    line.refresh_from_db()
    assert line.amount == typed
    expected = sums_of(budget)
    assert of_used(in_browser, budget) == of_used(expected, budget)

    client: Client = signed_in(director)
    on_page = next(iter(tables(client.get(base).content.decode()).values()))
    assert of_table(on_page, 2) == printed(of_used(expected, budget), Unit.KR)

    document = make.DocumentFactory(federation=federation, budget=budget, year=2023)
    make.SectionFactory(document=document, heading="Budget", block="budgets.budget_table")
    paper = Paper(pdf_of(paper_html(resolve_document(document))).data)
    (on_paper,) = [table.rows for table in paper.tables() if table.caption.startswith("Tabell 1")]
    squeezed_rows = [[squeezed(cell) for cell in row] for row in on_paper]
    named, summary = printed(of_used(expected, budget), Unit.TKR)
    assert of_table([[cell.replace("Område", "Område ") for cell in row] for row in squeezed_rows], 2) == (
        {name: squeezed(text) for name, text in named.items()},
        tuple(map(squeezed, summary)),
    )

    facts = Scope(federation.pk, 2023).facts(budget_facts)
    read = prepared(federation, 2023, as_csv(export_rows(facts)), "budget.csv", Choices())
    assert read.problems == ()
    assert read.plan is not None and read.plan.totals is not None
    names = {centre.pk: centre.name for centre in facts.centres}
    assert as_sums(read.plan.totals, names) == expected
