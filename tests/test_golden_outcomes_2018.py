"""The outcomes that Södra Dalarna printed for 2018, cell by cell, in a document of the demo: page and PDF; and the same
document with small counts hidden.

The figures are from `tests/golden/sodra_dalarna_2018/outcomes.yaml`, written from the published document
"Årsredovisning 2018", never from the program.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from finsam.scope import Scope
from plans.domain.disclosure_means import printed as printed_mean
from plans.domain.outcomes import MEANS, MEASURES
from plans.models import Document
from plans.outcome_results_queries import outcome_results
from reports import pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from tests import factories as make
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.plans.outcome_attack import HIDDEN, Attack
from tests.reading import Grid, Paper, parsed, pdf_of, tables, text_of

pytestmark = pytest.mark.django_db

TEAMS = ("hedemora", "avesta", "sater")
SERIES = ("participants", "exits", "goal_share", "mean_months")
golden = partial(sodra_dalarna_2018, "outcomes")


def flow_caption(team: str) -> str:
    return f"Resultat för deltagare i {golden()['flows']['tables'][team]['name']} 2018"


def printed_flow(team: str) -> Grid:
    """A team's table with what is computed where print differs, and the transfers, which print leaves out."""
    flows = golden()["flows"]
    table = flows["tables"][team]
    cells = dict(zip(flows["columns"], table["printed"], strict=True))
    for each in flows["differences"]:
        if each["table"] == team:
            assert cells[each["column"]] == each["printed"]
            cells[each["column"]] = each["shown"]
    if team == "hedemora":
        cells["Till annan insats"] = "14"
    day, count = table["start"]
    return [
        ["Insats", f"Inskrivna {day}", *cells, "Aktiva 31 december 2018"],
        [table["name"], count, *cells.values(), table["end"]],
    ]


def printed_series(measure: str) -> Grid:
    """A series with what is computed where print differs."""
    series = golden()["series"]
    columns = series["columns"]
    rows = [[row["label"], *row["printed"]] for row in series["tables"][measure]["rows"]]
    for each in series["differences"]:
        if each["table"] == measure:
            row = next(row for row in rows if row[0] == each["label"])
            place = 1 + columns.index(each["column"])
            assert row[place] == each["printed"]
            row[place] = each["shown"]
    return [["Insats", *columns], *rows]


def every_table() -> dict[str, Grid]:
    return {
        **{flow_caption(team): printed_flow(team) for team in TEAMS},
        **{golden()["captions"][measure]: printed_series(measure) for measure in SERIES},
    }


def document_of(demo: Demo) -> Document:
    """A document with every table and chart of outcomes, and figures in its text."""
    document: Document = make.DocumentFactory(
        federation=demo.federation, kind=Document.Kind.ANNUAL_REPORT, year=2018, version=90, title="Resultat"
    )
    chosen = [
        *(f"plans.outcome_flow:{team}" for team in TEAMS),
        "plans.outcome_flow",
        "plans.outcome_goals",
        *(f"plans.outcome_series:{measure}" for measure in SERIES),
        *(f"plans.outcome_chart:{measure}" for measure in SERIES),
    ]
    for place, block in enumerate(chosen):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    names = ("participants", "exits", "in_goal", "goal_share", "mean_months", "exits_to_work")
    text = "".join(
        "<p>" + " ".join(f'{name}: <data value="outcome.{name}:{team}"></data>.' for name in names) + "</p>"
        for team in (*TEAMS, "total")
    )
    make.SectionFactory(document=document, heading="Text", body=text, position=len(chosen))
    return document


def plain(found: dict[str, Grid]) -> dict[str, Grid]:
    """Tables by caption without number, without marks and soft hyphens."""
    return {
        " ".join(caption.replace("\u00a0", " ").split()[2:]): [
            [cell.replace("\u00ad", "").replace("†", "") for cell in row] for row in with_plain_spaces(grid)
        ]
        for caption, grid in found.items()
        if caption.startswith("Tabell")
    }


def test_every_printed_cell_stands_in_a_documents_page(accounts_demo: Demo) -> None:
    found = plain(tables(page_html(resolve_document(document_of(accounts_demo)))))

    assert {caption: found[caption] for caption in every_table()} == every_table()


def test_every_printed_cell_stands_in_a_documents_pdf_which_passes_the_gate(accounts_demo: Demo) -> None:
    data = pdf_of(paper_html(resolve_document(document_of(accounts_demo)))).data
    found = {
        "".join(each.caption.split())[len("Tabell") :].lstrip("0123456789"): [
            [cell.replace("\u00ad", "").replace("†", "") for cell in row] for row in squeezed_cells(each.rows)
        ]
        for each in Paper(data).tables()
        if each.caption.startswith("Tabell")
    }
    wanted = {"".join(caption.split()): squeezed_cells(grid) for caption, grid in every_table().items()}

    assert {caption: found[caption] for caption in wanted} == wanted
    assert pdf_gate.inspect_pdf(data) == ()


def test_what_only_print_tells_is_marked_and_what_is_computed_is_not(accounts_demo: Demo) -> None:
    page = page_html(resolve_document(document_of(accounts_demo)))
    caption = next(each for each in tables(page) if each.endswith(golden()["captions"]["participants"]))
    total = tables(page)[caption][-1]

    assert [cell.endswith("†") for cell in total[1:]] == [True] * 7 + [False]
    assert "† Som det har tryckts i Årsredovisning 2018; talen är inte uträknade här." in text_of(
        parsed(page)
    )


def test_the_text_says_the_figures(accounts_demo: Demo) -> None:
    text = text_of(parsed(page_html(resolve_document(document_of(accounts_demo))))).replace("\u00a0", " ")

    assert (
        "participants: 79. exits: 18. in_goal: elva. goal_share: 61,1 %. mean_months: 17,4 månader." in text
    )
    assert "participants: 152. exits: 40. in_goal: 25. goal_share: 62,5 %. mean_months: 16,5 månader." in text


# --- The same report with small counts hidden ---------------------------------------------------------------------


@pytest.fixture
def hiding_demo(accounts_demo: Demo) -> Demo:
    accounts_demo.federation.disclosure_rules.all().delete()  # hidden by default
    return accounts_demo


def shown_on(grid: Grid) -> dict[str, dict[str, str]]:
    """Cells by row and column."""
    head, *rows = grid
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def test_with_small_counts_hidden_no_table_of_the_page_shows_one(hiding_demo: Demo) -> None:
    page = page_html(resolve_document(document_of(hiding_demo)))
    found = {" ".join(caption.replace("\u00a0", " ").split()): grid for caption, grid in tables(page).items()}
    cells = {
        (caption, row[0], column): cell.replace("†", "")
        for caption, grid in found.items()
        if "månader" not in caption and "Genomströmningstid" not in caption and "%" not in caption
        for row in grid[1:]
        for column, cell in zip(grid[0][1:], row[1:], strict=True)
    }

    assert [key for key, cell in cells.items() if cell in {"1", "2", "3", "4"}] == []
    assert "x" in cells.values()
    assert "x: antalet är litet, eller skulle röja ett litet antal, och visas inte." in text_of(parsed(page))


def test_with_small_counts_hidden_the_smallest_team_tells_only_who_came(hiding_demo: Demo) -> None:
    found = plain(tables(page_html(resolve_document(document_of(hiding_demo)))))
    row = shown_on(found[flow_caption("sater")])["Samverkansteam Säter"]

    assert {
        column: row[column] for column in ("Avslut totalt", "I arbete", "I studier", "Till sjukersättning")
    } == {
        "Avslut totalt": "x",
        "I arbete": "x",
        "I studier": "x",
        "Till sjukersättning": "x",
    }
    assert (row["Inskrivna 1 juni 2018"], row["Nyinskrivna"], row["Till annan rehab"]) == ("14", "5", "0")
    assert shown_on(found[golden()["captions"]["goal_share"]])["Säter"]["år 2018"] == "x"
    assert shown_on(found[golden()["captions"]["exits"]])["Avesta"]["år 2015"] == "x"


def test_with_small_counts_hidden_the_text_says_none(hiding_demo: Demo) -> None:
    text = text_of(parsed(page_html(resolve_document(document_of(hiding_demo))))).replace("\u00a0", " ")

    assert "exits: x (visas inte). in_goal: x (visas inte). goal_share: x (visas inte)." in text
    assert "tre." not in text


def test_a_solver_cannot_derive_a_small_count_of_the_report(hiding_demo: Demo) -> None:
    results = outcome_results(Scope(hiding_demo.federation.pk, 2018))
    attack = Attack(results.outcomes, told_cells(results))
    small = sorted(tuple(cell) for cell in results.disclosure.small)

    assert len(small) == 15
    assert attack.derived_counts(small) == []
    assert attack.narrowed_means(hidden_means(attack)) == []


def told_cells(results: Any) -> dict[Any, Any]:
    """All that is told, cell by cell."""
    found: dict[Any, Any] = {}
    for place, tally in results.outcomes.tallies.items():
        who, year, period, gender = place
        for measure in MEASURES:
            value = tally.value(measure)
            if value is not None:
                told = results.told(who, year, period, measure, gender)
                shown = printed_mean(value) if measure in MEANS else told.value
                found[(*place, measure)] = HIDDEN if told.is_hidden else shown
    return found


def hidden_means(attack: Attack) -> list[Any]:
    return [key for key, value in attack.published.items() if value == HIDDEN and key[4] == "mean_months"]


def test_a_file_of_the_hidden_year_has_no_small_count(hiding_demo: Demo) -> None:
    rows = hiding_demo.client("board").get(hiding_demo.url("results_told_csv")).content.decode("utf-8-sig")
    counts = [
        line.split(";")[5]
        for line in rows.splitlines()[1:]
        if not any(word in line for word in ("månader", "Andel", "Bidragstid"))
    ]

    assert not {"1", "2", "3", "4"} & {str(Decimal(each)) for each in counts if each.isdigit()}
    assert "x" in counts
