"""Budgets as files: what is exported is read in again to the same budget, cell for cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, CategoryFact, CentreFact, LineFact
from budgets.exports import as_csv, as_xlsx, export_rows
from budgets.import_queries import import_facts
from budgets.imports.cells import guarded, unguarded
from budgets.imports.choices import Choices
from budgets.imports.columns import find_header, proposed
from budgets.imports.files import read_file
from budgets.imports.plan import applied
from budgets.imports.planning import plan_import
from budgets.imports.rows import read_rows
from budgets.services.importing import import_budget
from tests.conftest import Demo

YEAR = 2023
WRITERS = [as_xlsx, as_csv]
CENTRES = (
    CentreFact(1, None, "10000", "Styrelsen", "operations", "10000"),
    CentreFact(2, None, "", 'Insatser; "nya"', "operations", "insatser"),
    CentreFact(3, 2, "", "Team", "initiative", "team"),
    CentreFact(4, 3, "", "Team", "initiative", "team-2"),
    CentreFact(5, None, "50000", "=Intäkter", "funding", "50000"),
)
CATEGORIES = (CategoryFact(1, "individ", "Individinriktat"), CategoryFact(2, "struktur", "Struktur"))
ACCOUNTS = {"35": "Bidrag", "50": "Löner"}

amounts = st.one_of(
    st.none(), st.integers(-99_999_999_999_999, 99_999_999_999_999).map(lambda ore: Decimal(ore).scaleb(-2))
)
words = (
    st.one_of(
        st.sampled_from(
            [
                "=1+1",
                "-5",
                "'=x",
                "''",
                "@a",
                "+46",
                "_x0041_",
                'a;b"c',
                "två\nrader",
                "1 234",
                "10-12",
                "Löner",
                "Totalt",
                "Summa övrigt",
                "Kostnader",
            ]
        ),
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=20),
    )
    .map(lambda text: text.strip())
    .filter(bool)
)
notes = st.one_of(st.just(""), words)


@st.composite
def lines(draw: Any, number: int, parts: int) -> LineFact:
    """A line that may stand in a budget of so many parts."""
    centre = draw(st.sampled_from(CENTRES))
    nature = draw(st.sampled_from(["income", "contribution"] if centre.is_funding else ["cost", "income"]))

    def amount() -> Decimal | None:
        value = draw(amounts)
        return value if value is None or nature == "cost" else -abs(value)

    slots = [("part", YEAR, part) for part in range(1, parts + 1)] if parts > 1 else []
    slots += [("forecast", YEAR - 1, 0), ("plan", YEAR + 1, 0), ("plan", YEAR + 3, 0)]
    others = [AmountFact(*slot, amount(), draw(notes)) for slot in slots if draw(st.booleans())]
    return LineFact(
        pk=number,
        key=None,  # type: ignore[arg-type]  # an identity is not what a file holds
        centre=centre.pk,
        account=draw(st.sampled_from(["", *ACCOUNTS])),
        label=f"{draw(words)} {number}".strip(),
        nature=nature,
        whole=amount() if parts == 1 else None,
        note=draw(notes) if parts == 1 else "",
        label_note=draw(notes),
        category=draw(st.sampled_from([None, 1, 2])),
        others=tuple(each for each in others if each.amount is not None or each.note),
    )


@st.composite
def budgets(draw: Any) -> BudgetFact:
    """A budget of any shape."""
    parts = draw(st.sampled_from([1, 1, 2, 3, 4, 12]))
    found = [draw(lines(number, parts)) for number in range(1, draw(st.integers(2, 7)))]
    return BudgetFact(1, YEAR, 1, "draft", tuple(found), parts)


def facts_of(budget: BudgetFact | None) -> BudgetFacts:
    """A year's facts of nothing but a budget."""
    return BudgetFacts(YEAR, budget, None, CENTRES, (), (), None, CATEGORIES)


def comparable(budget: BudgetFact) -> list[LineFact]:
    """All that a file holds of the lines: in the order of IDs and then their own, without keys."""
    order = [centre.pk for centre in CENTRES]
    found = sorted(budget.lines, key=lambda line: order.index(line.centre))
    return [
        replace(
            line,
            pk=0,
            key=None,
            others=tuple(sorted(line.others, key=lambda each: (each.kind, each.year, each.part))),
        )  # type: ignore[arg-type]
        for line in found
    ]


@given(budgets(), st.sampled_from(WRITERS))
def test_any_budget_exported_and_read_into_an_empty_year_is_equal(budget: BudgetFact, write: Any) -> None:
    (table,) = read_file(write(export_rows(facts_of(budget))), "budget").tables
    header = find_header(table)
    assert header is not None
    mapping = proposed(header)
    assert mapping.unused == ()
    plan = plan_import(read_rows(table, mapping), mapping, facts_of(None), ACCOUNTS, Choices(), {})
    assert plan.problems == ()
    assert plan.can_be_read
    empty = BudgetFact(1, YEAR, 1, "draft", ())
    assert comparable(applied(empty, plan.parts, plan.rows)) == comparable(budget)
    assert plan.parts == budget.parts


@given(budgets(), st.sampled_from(WRITERS))
def test_any_budget_exported_and_read_into_itself_changes_nothing(budget: BudgetFact, write: Any) -> None:
    (table,) = read_file(write(export_rows(facts_of(budget))), "budget").tables
    header = find_header(table)
    assert header is not None
    mapping = proposed(header)
    plan = plan_import(read_rows(table, mapping), mapping, facts_of(budget), ACCOUNTS, Choices(), {})
    assert (plan.problems, plan.changed, plan.kept) == ((), 0, ())


@given(st.text(max_size=8))
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_amounts_are_numbers_and_free_text_is_no_formula_in_excel() -> None:
    line = LineFact(1, None, 1, "50", "=cmd|'/c calc'!A0", "cost", Decimal("1234.50"))  # type: ignore[arg-type]
    rows = export_rows(facts_of(BudgetFact(1, YEAR, 1, "draft", (line,))))
    header, row = openpyxl.load_workbook(BytesIO(as_xlsx(rows))).active.iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True)) == {
        "radtyp": "rad",
        "kortnamn": "10000",
        "id": "10000",
        "grupp": None,
        "id_namn": "Styrelsen",
        "konto": "50",
        "benamning": "'=cmd|'/c calc'!A0",
        "slag": "kostnad",
        "belopp_kr": 1234.5,
        "kategori": None,
        "radnot": None,
    }
    assert as_csv(rows).decode("utf-8-sig").splitlines()[1] == (
        "rad;10000;10000;;Styrelsen;50;'=cmd|'/c calc'!A0;kostnad;1234,5;;"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITERS)
def test_the_budget_of_2023_is_read_into_the_emptied_year(demo: Demo, write: Any) -> None:
    before = import_facts(demo.federation, 2023)
    assert before.budget is not None
    content = write(export_rows(before))
    demo.federation.budgets.get(year=2023).lines.all().delete()
    import_budget(federation=demo.federation, year=2023, name="budget", content=content, choices=Choices())
    after = import_facts(demo.federation, 2023).budget
    assert after is not None
    order = [centre.pk for centre in before.centres]

    def lines(budget: BudgetFact) -> list[LineFact]:
        found = sorted(budget.lines, key=lambda line: order.index(line.centre))
        return [replace(line, pk=0, key=None) for line in found]  # type: ignore[arg-type]

    assert lines(after) == lines(before.budget)
