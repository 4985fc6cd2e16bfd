"""Every figure of the registry: what it shows now, and where the federation's documents refer to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from finsam import figures
from finsam.figures import Figure, Reference, UnknownFigure
from finsam.scope import Scope
from plans.domain.uses import Use, Written, uses_of
from plans.models import Document, GoalArea, Section
from plans.writing import heading_as_read

GROUPS = {
    "budget": "Budgeten",
    "forecast": "Prognosen",
    "outlook": "Den långsiktiga budgeten",
    "actual": "Utfallet",
    "balance": "Bokslutet",
    "statement": "Bokslutet",
    "outcome": "Insatsernas resultat",
    "goals": "Måluppfyllelsen",
    "training": "Utbildningarna",
    "indicator": "Indikatorerna",
    "meetings": "Mötena",
    "federation": "Förbundet",
    "document": "Dokumentet",
}
"""What the first part of a figure's name says that it is about."""


@dataclass(frozen=True)
class FigureLine:
    """A figure in the list: what it shows (of several, each), and how many places refer to it."""

    key: str
    label: str
    group: str
    shown: tuple[tuple[str, str, str], ...]
    """Per argument: the reference, what the argument names, and the value; one without a name when it takes none."""
    uses: tuple[Use, ...]

    @property
    def places(self) -> int:
        """How many places refer to it."""
        return len({(use.written.document, use.written.anchor) for use in self.uses})


def figure_lines(scope: Scope) -> tuple[FigureLine, ...]:
    """Every figure, in the order they are registered. Queries depend on the kinds of facts, never on rows or texts."""
    uses = uses_of(texts_of(scope.federation_id, scope))
    return tuple(
        FigureLine(
            figure.key,
            figure.label,
            GROUPS.get(figure.key.partition(".")[0], ""),
            _shown(figure, scope),
            uses.get(figure.key, ()),
        )
        for figure in figures.registered()
    )


def figure_line(key: str, scope: Scope) -> FigureLine | None:
    """One figure; None when the registry has none of the name."""
    return next((line for line in figure_lines(scope) if line.key == key), None)


def grouped(lines: tuple[FigureLine, ...]) -> list[tuple[str, list[FigureLine]]]:
    """The figures under what they are about."""
    order = list(GROUPS.values())
    ordered = sorted(lines, key=lambda line: order.index(line.group) if line.group in order else len(order))
    return [(name, list(each)) for name, each in groupby(ordered, key=lambda line: line.group)]


def _shown(figure: Figure, scope: Scope) -> tuple[tuple[str, str, str], ...]:
    arguments = figure.arguments(scope) if figure.arguments else [("", "")]
    return tuple(
        (str(Reference(figure.key, argument)), label, _value(figure, argument, scope))
        for argument, label in arguments
    )


def _value(figure: Figure, argument: str, scope: Scope) -> str:
    try:
        return figures.show(figure.compute(scope, argument), figure.kind)
    except UnknownFigure:
        return figures.show(None, figure.kind)


def texts_of(federation_id: int, scope: Scope) -> list[Written]:
    """All that the federation's documents say, the newest document first. Three queries."""
    documents = list(
        Document.objects.filter(federation=federation_id).order_by("-year", "kind", "month", "-version")
    )
    newest = {(each.slot, each.year): each.pk for each in reversed(documents)}
    sections: dict[int, list[Section]] = {}
    for section in Section.objects.filter(document__federation=federation_id):
        sections.setdefault(section.document_id, []).append(section)
    areas: dict[int, list[GoalArea]] = {}
    for area in GoalArea.objects.filter(document__federation=federation_id):
        areas.setdefault(area.document_id, []).append(area)
    found: list[Written] = []
    for document in documents:
        is_newest = newest[document.slot, document.year] == document.pk
        label = f"{document}, version {document.version} ({document.get_status_display().lower()})"
        frame = (document.pk, label, document.year, is_newest)
        opens = is_newest and document.is_open
        title = f"{document.title} {document.subtitle}"
        found.append(
            Written(
                *frame, "Titelsidan", "", "", ("document", 0) if opens else None, title, slot=document.slot
            )
        )
        found += [
            Written(
                *frame,
                "Avsnitt",
                heading_as_read(section.heading, scope.for_year(document.year)),
                f"avsnitt-{section.key.hex[:8]}",
                ("section", section.pk) if opens else None,
                section.heading,
                section.body,
                slot=document.slot,
            )
            for section in sections.get(document.pk, ())
        ]
        found += [
            Written(
                *frame,
                "Målområde",
                area.title,
                f"malomrade-{area.key.hex[:8]}",
                ("goal_area", area.pk) if opens else None,
                "",
                area.description,
                slot=document.slot,
            )
            for area in areas.get(document.pk, ())
        ]
    return found
