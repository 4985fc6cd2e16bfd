"""The follow-up as the board reads it: what the result is, what deviates, tables and charts; as page and on paper.

It is no document of its own with versions and decisions: it is what the ledger says to a month, and can be made again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from budgets import follow_up_blocks
from budgets.domain.follow_up import FollowUpFacts, OperatingStatement, operating_statement
from budgets.domain.follow_up_checks import large_deviations, unplaced, until
from budgets.domain.follow_up_words import expectation, summary
from finsam.blocks import BlockContent, Numbering
from members.models import Federation
from reports.documents.render import palette
from reports.documents.resolved import ResolvedBlock, ResolvedSection


@dataclass(frozen=True)
class FollowUpPaper:
    """The follow-up to a month, ready to show."""

    federation: str
    accent: str
    title: str
    sections: tuple[ResolvedSection, ...]


PARTS = (
    (
        "driftredovisning",
        "Driftredovisning",
        follow_up_blocks.statement_content,
        "operating_statement",
        Numbering.TABLE,
    ),
    ("prognos", "Prognos för året", follow_up_blocks.forecasts_content, "forecasts", Numbering.TABLE),
    ("manader", "Månad för månad", follow_up_blocks.months_content, "months_chart", Numbering.FIGURE),
    ("forbrukat", "Förbrukat per ID", follow_up_blocks.consumed_content, "consumed_chart", Numbering.FIGURE),
)
"""What stands after the summary: anchor, heading, what computes it, its template, and the series of its number."""


def follow_up_paper(federation: Federation, facts: FollowUpFacts, month: int) -> FollowUpPaper:
    """The follow-up of a year that has something in its ledger. No query."""
    statement = operating_statement(facts, month)
    numbers: Counter[Numbering] = Counter()
    sections = [_summary(statement, expectation(facts.now, month))]
    for anchor, heading, content_of, template, numbering in PARTS:
        content = content_of(facts, month)
        if content is None:
            continue
        numbers[numbering] += 1
        block = _block(template, content, f"{numbering.value} {numbers[numbering]}", anchor)
        sections.append(ResolvedSection(f"avsnitt-{anchor}", "", 1, heading, "", block))
    return FollowUpPaper(
        federation.name, federation.accent_colour, f"Uppföljning {facts.year} {until(month)}", tuple(sections)
    )


def fragment(paper: FollowUpPaper) -> SafeString:
    """The sections alone, for the web page."""
    html = render_to_string("documents/_sections.html", {"sections": paper.sections})
    return mark_safe(html)  # noqa: S308 - made of the project's own templates


def follow_up_html(paper: FollowUpPaper) -> str:
    """The complete HTML for the PDF: always the same for the same figures."""
    return render_to_string("documents/follow_up.html", {"paper": paper, "palette": palette(paper.accent)})


def _summary(statement: OperatingStatement, rests_on: str) -> ResolvedSection:
    """The result in sentences, what deviates, and what was to be expected."""
    body = format_html("<p>{}</p>", " ".join(summary(statement)))
    body += format_html_join("", "<p>{}</p>", ((each.message,) for each in unplaced(statement)))
    found = tuple(large_deviations(statement))
    if found:
        comments = {row.slug: row.comment for row in statement.large}
        told = [
            (each.message, f" {comments[row.slug]}" if comments.get(row.slug) else "")
            for each, row in zip(found, statement.large, strict=True)
        ]
        items = format_html_join("", "<li>{}{}</li>", told)
        body += format_html("<p>Stora avvikelser:</p><ul>{}</ul>", items)
    elif statement.has_budget:
        body += format_html("<p>{}</p>", "Inget ID avviker mycket från budgeten.")
    if rests_on and not statement.is_whole_year:
        body += format_html("<p>{}</p>", rests_on)
    return ResolvedSection("avsnitt-sammanfattning", "", 1, "Sammanfattning", body, None)


def _block(template: str, content: BlockContent, label: str, anchor: str) -> ResolvedBlock:
    context = {"result": content.result, "label": label, "caption": content.caption, "anchor": anchor}
    html = render_to_string(f"budgets/blocks/{template}.html", context)
    return ResolvedBlock(f"budgets.{template}", html, label, content.caption, anchor)
