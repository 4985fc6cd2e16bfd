"""The outlines that documents start with: what stands in them can be shown, and an initiative has its own sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from budgets.domain.standard_forms import OLDER_INCOME
from budgets.services.layouts import save_layout
from finsam import blocks, figures
from plans.models import Document
from plans.outlined_initiatives import standard_outline
from plans.services.documents import start_document
from plans.standard_outline import OUTLINES, StandardSection
from plans.standard_outline.sections import EACH_INITIATIVE, OutlinedInitiative, expanded
from tests.conftest import Demo


def flat(sections: Iterable[StandardSection]) -> Iterator[StandardSection]:
    for section in sections:
        yield section
        yield from flat(section.children)


@pytest.mark.parametrize("kind", OUTLINES)
def test_every_block_and_figure_of_an_outline_is_one_there_is(kind: str) -> None:
    sections = list(flat(OUTLINES[kind]))
    references = [
        each
        for section in sections
        if section.heading != EACH_INITIATIVE
        for each in figures.line_references(section.heading)
    ]

    assert [problem for section in sections for problem in blocks.problems(section.block)] == []
    assert figures.problems(references) == []


@pytest.mark.parametrize("kind", OUTLINES)
def test_every_section_of_an_outline_guides_its_writer(kind: str) -> None:
    assert [section.heading for section in flat(OUTLINES[kind]) if len(section.guidance) < 15] == []


def test_the_annual_report_has_what_the_law_asks_of_its_management_report() -> None:
    """11 kap. 1–11 §§ of the act on municipal accounting, each in its section."""
    report = next(each for each in OUTLINES["arsredovisning"] if each.heading == "Förvaltningsberättelse")

    assert [section.heading for section in report.children] == [
        "Översikt över verksamhetens utveckling",
        "Viktiga förhållanden för resultat och ställning",
        "Händelser av väsentlig betydelse",
        "Förväntad utveckling",
        "Väsentliga personalförhållanden",
        "Styrning och uppföljning av verksamheten",
        "God ekonomisk hushållning",
        "Resultat och ekonomisk ställning",
        "Balanskravsresultat",
    ]


def test_an_initiative_stands_once_under_its_name_with_the_tables_it_has() -> None:
    template = StandardSection(
        EACH_INITIATIVE,
        "En i taget.",
        children=(
            StandardSection("Ekonomi", "", "budgets.operating_area"),
            StandardSection("Resultat", "", "plans.outcome_flow"),
        ),
    )
    with_centre = OutlinedInitiative("Teamet i norr", "norr", "35000")
    without = OutlinedInitiative("Teamet i söder", "soder", "")

    (chapter,) = expanded([StandardSection("Insatser", "", children=(template,))], [with_centre, without])

    assert [(each.heading, [child.block for child in each.children]) for each in chapter.children] == [
        ("Teamet i norr", ["budgets.operating_area:35000", "plans.outcome_flow:norr"]),
        ("Teamet i söder", ["plans.outcome_flow:soder"]),
    ]


@pytest.mark.django_db
def test_a_report_begins_with_the_initiatives_of_its_year_by_the_names_they_had(accounts_demo: Demo) -> None:
    """Säter had no team of its own in 2017."""
    federation = accounts_demo.federation
    document = start_document(federation=federation, kind=Document.Kind.ANNUAL_REPORT, year=2017)
    chapter = document.sections.get(heading="Insatser {document.year}")

    assert [each.heading for each in chapter.children.all()] == [
        "Samverkansteam Kraften Hedemora/Säter",
        "Samverkansteam Avesta",
    ]
    assert list(
        document.sections.filter(parent__parent=chapter).values_list("block", flat=True).order_by("pk")
    ) == [
        "budgets.operating_area:36000",
        "plans.outcome_flow:hedemora",
        "budgets.operating_area:35000",
        "plans.outcome_flow:avesta",
    ]


@pytest.mark.django_db
def test_a_federation_without_initiatives_gets_the_outline_without_them(demo: Demo) -> None:
    chapter = next(
        each
        for each in standard_outline(demo.federation.pk, 2023, "arsredovisning")
        if each.heading.startswith("Insatser")
    )

    assert chapter.children == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "first"),
    [
        pytest.param(2018, ["contributions", "costs"], id="the form of the older act"),
        pytest.param(2023, ["costs", "contributions"], id="the form of the act on municipal accounts"),
    ],
)
def test_the_notes_stand_in_the_order_that_the_statements_of_the_year_refer_to_them(
    demo: Demo, year: int, first: list[str]
) -> None:
    """As they are numbered: the income statement's first, in its rows' order."""
    outline = standard_outline(demo.federation.pk, year, "arsredovisning")
    notes = next(each for each in outline if each.heading == "Noter")

    assert [each.block for each in notes.children] == [
        *(f"budgets.note:{key}" for key in (*first, "receivables", "provisions", "current-debts")),
        "budgets.audit_cost",
    ]


@pytest.mark.django_db
def test_the_notes_follow_the_federations_own_form(demo: Demo) -> None:
    """A federation whose income statement has the older act's form in 2023 begins with the members' contributions."""
    save_layout(
        federation=demo.federation,
        rows=OLDER_INCOME.rows,
        columns=OLDER_INCOME.columns,
        statement="income",
        from_year=2020,
    )
    outline = standard_outline(demo.federation.pk, 2023, "arsredovisning")
    notes = next(each for each in outline if each.heading == "Noter")

    assert [each.block for each in notes.children[:2]] == ["budgets.note:contributions", "budgets.note:costs"]
