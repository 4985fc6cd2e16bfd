"""Comparative figures: what last year's adopted annual report kept, and what the ledger has come to say since."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from budgets.annual_queries import annual_facts
from budgets.domain.annual_checks import comparatives_are_as_adopted
from budgets.models import BalanceFigure, LedgerFigure
from finsam import adopted, blocks
from finsam.scope import Scope
from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import from_data, to_data
from reports.models import Publication
from tests import factories as make
from tests.conftest import Demo

pytestmark = pytest.mark.django_db

STATEMENTS = (
    "budgets.income_statement",
    "budgets.balance_sheet",
    "budgets.note:receivables",
    "budgets.note:costs",
    "budgets.note:contributions",
    "budgets.cash_flow",
    "budgets.balance_requirement",
)


def report_of(demo: Demo, year: int, *chosen: str) -> Document:
    document: Document = make.DocumentFactory(
        federation=demo.federation, kind=Document.Kind.ANNUAL_REPORT, year=year, version=7
    )
    for place, block in enumerate(chosen):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    return document


def adopt(demo: Demo, year: int, stage: str = Publication.Stage.ADOPTED) -> Publication:
    """The year's annual report as it is frozen, with the statements and notes."""
    document = report_of(demo, year, *STATEMENTS, "budgets.audit_cost")
    publication: Publication = make.PublicationFactory(
        document=document, stage=stage, content=to_data(resolve_document(document))
    )
    return publication


def content(demo: Demo, block: str, year: int = 2018) -> Any:
    found, argument = blocks.find(block)
    built = found.build(Scope(demo.federation.pk, year), argument)
    assert built is not None
    return built.result


def shown(demo: Demo, block: str) -> tuple[Any, Any]:
    """The rows of a table and what is remarked on below it."""
    result = content(demo, block)
    if hasattr(result, "rows"):
        return result.rows, result.remarks
    table = getattr(result, "sheet", result)
    return table.lines, table.notes


def change_last_year(demo: Demo) -> None:
    """20 000 kr more in cost of December 2017, owed by a customer less: the books still balance."""
    row = LedgerFigure.objects.get(federation=demo.federation, year=2017, month=12, cost_centre__code="35000")
    row.amount += 20_000
    row.save()
    item = BalanceFigure.objects.get(federation=demo.federation, year=2017, label="Kundfordringar")
    item.amount -= 20_000
    item.save()


def test_an_annual_report_keeps_the_exact_amounts_of_its_statements(accounts_demo: Demo) -> None:
    resolved = resolve_document(report_of(accounts_demo, 2017, *STATEMENTS))
    kept = dict(resolved.kept)

    assert {
        name: kept[name] for name in ("income.contributions", "income.cost", "balance.cash", "balance.result")
    } == {
        "income.contributions": "7000000.00",
        "income.cost": "-6136900.00",
        "balance.cash": "3276057.00",
        "balance.result": "1384120.00",
    }
    assert kept["note.receivables.Kundfordringar"] == "180800.00"
    assert kept["note.costs.Direkta kostnader"] == "4768100.00"
    assert from_data(to_data(resolved)) == resolved


def test_a_part_of_a_year_keeps_nothing(accounts_demo: Demo) -> None:
    document = report_of(accounts_demo, 2018, "budgets.income_statement:6")

    assert resolve_document(document).kept == ()


def test_while_the_ledger_says_what_was_adopted_nothing_is_remarked_on(accounts_demo: Demo) -> None:
    before = [shown(accounts_demo, block) for block in STATEMENTS]
    adopt(accounts_demo, 2017)

    assert [shown(accounts_demo, block) for block in STATEMENTS] == before


def test_the_comparison_stays_as_adopted_and_both_figures_are_told_when_the_ledger_has_changed(
    accounts_demo: Demo,
) -> None:
    adopt(accounts_demo, 2017)
    change_last_year(accounts_demo)

    statement = content(accounts_demo, "budgets.income_statement")
    assert statement.amount("cost", "before") == Decimal("-6136900.00")
    assert statement.amount("result", "before") == Decimal("1384120.00")
    (told,) = (note for note in statement.notes if note.startswith("Ändrat"))
    assert told.replace("\u00a0", " ") == (
        "Ändrat jämförelsetal: ”Verksamhetens kostnader” 2017 står med −6 136 900 kr, som i den fastställda "
        "årsredovisningen. I bokföringen är beloppet nu −6 156 900 kr."
    )
    balance = content(accounts_demo, "budgets.balance_sheet").sheet
    assert balance.amount("receivables", 1) == Decimal("231400.00")
    assert [each.split("”")[1] for each in balance.changes] == ["Kortfristiga fordringar", "Årets resultat"]
    note = content(accounts_demo, "budgets.note:receivables")
    assert note.total_before == balance.amount("receivables", 1)
    assert [each.split("”")[1] for each in note.remarks] == ["Kundfordringar"]
    costs = content(accounts_demo, "budgets.note:costs")
    assert costs.total_before == -statement.amount("cost", "before")


def test_all_of_last_year_has_the_adopted_report_as_its_one_source(accounts_demo: Demo) -> None:
    federation = accounts_demo.federation
    administration = federation.cost_centres.get(code="35000")
    for year in (2017, 2018):
        make.YearEndEntryFactory(
            federation=federation, year=year, amount=None, cost_centre=administration, label="Revision"
        )
    adopt(accounts_demo, 2017)
    change_last_year(accounts_demo)
    shares = federation.share_sets.get(year=2017).shares.order_by("pk")
    first, second = shares[0], shares[1]
    first.percent, second.percent = first.percent + 1, second.percent - 1
    first.save()
    second.save()

    kept = adopted.amounts(Scope(federation.pk, 2017))
    requirement = content(accounts_demo, "budgets.balance_requirement")
    statement = content(accounts_demo, "budgets.income_statement")
    assert requirement.rows[-1].before == statement.amount("result", "before") == Decimal("1384120.00")
    assert [each.label for each in requirement.changed] == ["Årets resultat"]
    audit = content(accounts_demo, "budgets.audit_cost")
    assert audit.total.before == kept["note.audit-cost.Revision"]
    assert [(each.adopted - each.present) for each in audit.changed] == [-20_000]
    members = content(accounts_demo, "budgets.note:contributions")
    slugs = [each.member.slug for each in (first, second)]
    assert [row.before for row in members.rows if row.key in slugs] == [
        kept[f"note.contributions.{slug}"] for slug in slugs
    ]
    assert len(members.changed) == 2
    flow = content(accounts_demo, "budgets.cash_flow")
    balance = content(accounts_demo, "budgets.balance_sheet").sheet
    assert flow.amount("receivables") == balance.amount("receivables", 1) - balance.amount("receivables")
    told = annual_facts(Scope(federation.pk, 2018))
    (finding,) = comparatives_are_as_adopted(told)
    for place in (
        "Resultaträkningen",
        "Balansräkningen",
        "Kassaflödesanalysen",
        "Balanskravsutredningen",
        "Noten",
    ):
        assert f"{place}" in finding.message


def test_without_an_adopted_report_the_ledger_is_compared_with(accounts_demo: Demo) -> None:
    change_last_year(accounts_demo)
    statement = content(accounts_demo, "budgets.income_statement")

    assert statement.amount("cost", "before") == Decimal("-6156900.00")
    assert not any("jämförelsetal" in note for note in statement.notes)


def test_what_was_only_proposed_or_is_anothers_is_not_compared_with(accounts_demo: Demo) -> None:
    adopt(accounts_demo, 2017, Publication.Stage.PROPOSAL)
    other = make.FederationFactory()
    make.PublicationFactory(
        document=make.DocumentFactory(federation=other, kind=Document.Kind.ANNUAL_REPORT, year=2017),
        stage=Publication.Stage.ADOPTED,
        content={"kept": [["income.cost", "-1"]]},
    )

    assert adopted.amounts(Scope(accounts_demo.federation.pk, 2017)) == {}
    assert adopted.amounts(Scope(other.pk, 2017)) == {"income.cost": Decimal(-1)}


def test_a_report_adopted_before_amounts_were_kept_is_as_none(accounts_demo: Demo) -> None:
    publication = adopt(accounts_demo, 2017)
    content_then = {name: value for name, value in publication.content.items() if name != "kept"}
    Publication.objects.filter(pk=publication.pk).update(content=content_then)

    assert adopted.amounts(Scope(accounts_demo.federation.pk, 2017)) == {}
    assert from_data(content_then).kept == ()
