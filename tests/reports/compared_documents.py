"""Small documents to compare: sections, tables and goal areas in a few words each, all invented."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plans.domain.worddiff import Change, Segment
from reports.documents.resolved import (
    Cover,
    ResolvedActivity,
    ResolvedBlock,
    ResolvedDocument,
    ResolvedGoalArea,
    ResolvedSection,
)
from reports.domain.comparison import Comparison
from reports.domain.comparison.order import Fate
from reports.domain.comparison.sections import SectionChange


def section(
    key: str, heading: str, body: str = "", *children: ResolvedSection, block: ResolvedBlock | None = None
) -> ResolvedSection:
    """A section by the key that is its identity."""
    return ResolvedSection(f"avsnitt-{key}", "", 1, heading, body, block, children)


def table(
    rows: Sequence[Sequence[str]], caption: str = "Budget 2023, tkr", label: str = "Tabell 1"
) -> ResolvedBlock:
    """A computed table: the first row names its columns, and the first cell of each row the row."""
    head = "".join(f'<th class="amount" scope="col">{escape(name)}</th>' for name in rows[0])
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="amount">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows[1:]
    )
    html = (
        f"<table><caption><b>{label}</b> {caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
    return ResolvedBlock("budgets.budget_table", html, label, caption, "budgets-budget-table")


def area(key: str, title: str, *activities: ResolvedActivity, number: int = 1) -> ResolvedGoalArea:
    """A goal area by the key that is its identity."""
    return ResolvedGoalArea(key, number, title, "", activities)


def activity(key: str, text: str, responsible: str = "Förbundschefen", due: str = "Maj") -> ResolvedActivity:
    """An activity by the key that is its identity."""
    return ResolvedActivity(key, text, responsible, due)


def plan(
    *sections: ResolvedSection, areas: Sequence[ResolvedGoalArea] = (), year: int = 2023
) -> ResolvedDocument:
    """A draft with the sections and goal areas."""
    cover = Cover(
        federation="Samordningsförbundet Provbygden",
        title="Verksamhetsplan",
        subtitle="",
        motto="",
        year=year,
        kind="Verksamhetsplan",
        status="Utkast",
        decision=None,
        accent="#1d5c63",
        logo=None,
    )
    return ResolvedDocument(cover, True, sections, None, goal_areas=tuple(areas))


def told(segments: Sequence[Segment]) -> str:
    """A compared text in one line: [-what has gone-] {+what has come+}."""
    marks = {Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}", Change.SAME: "{}"}
    return "".join(marks[segment.change].format(segment.text) for segment in segments).replace("\u00a0", " ")


def changed(comparison: Comparison) -> dict[str, str]:
    """What has become of each section that differs, by its heading."""
    return {each.name: _told(each) for each in comparison.sections if each.is_changed}


def _told(section: SectionChange) -> str:
    return " ".join(
        [section.fate.value] * (section.fate is not Fate.SAME) + ["moved"] * bool(section.moved_from)
    )


def words(comparison: Comparison) -> list[str]:
    """Every passage that differs, in one line each."""
    return [
        told(passage.segments)
        for each in comparison.sections
        for passage in each.content.passages
        if passage.change is not Change.SAME
    ]


def cells(comparison: Comparison) -> list[tuple[str, str, str, str, str, str]]:
    """Every cell that differs: row, column, before, after, difference with its unit, and in per cent."""
    return [
        (
            f"{cell.group} › {cell.row}".removeprefix(" › "),
            cell.column,
            cell.before,
            cell.after,
            f"{cell.difference.shown} {cell.difference.unit}".strip() if cell.difference else "",
            cell.difference.percent_shown.replace("\u00a0", " ") if cell.difference else "",
        )
        for each in comparison.sections
        for table in each.content.tables
        for cell in table.cells
    ]


def counts(comparison: Comparison) -> list[str]:
    """What the summary says."""
    return [each.words for each in comparison.summary]
