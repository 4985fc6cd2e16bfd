"""Which findings concern what one looks at: an area, a computed row, a line, a year of the outlook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from budgets.domain.budget_table import Row, RowKind
from budgets.domain.facts import BudgetFacts
from finsam.figures import Reference, UnknownFigure
from finsam.findings import Finding


@dataclass(frozen=True)
class Badges:
    """The findings of a year, to be looked up by what they are about. `slugs` are the areas' short names by key."""

    findings: tuple[Finding, ...]
    slugs: dict[int, str]

    @classmethod
    def of(cls, findings: tuple[Finding, ...], facts: BudgetFacts) -> Badges:
        """The findings beside the areas they may be about."""
        return cls(findings, {centre.pk: centre.slug for centre in facts.centres})

    def of_row(self, row: Row) -> tuple[Finding, ...]:
        """Those about a row of the budget table: its line, its area's total or what it computes."""
        if row.kind is RowKind.SUMMARY:
            return self._about(
                lambda about: about.key.partition(".")[2].removesuffix("_total") == row.measure
            )
        if row.kind is RowKind.LINE and row.line is not None:
            return self._about(lambda about: (about.key, about.argument) == ("budget.line", str(row.line)))
        if row.centre is None or row.last_year is not None or not row.has_amounts:
            return ()
        slug = self.slugs.get(row.centre)
        return self._about(lambda about: about.key.endswith(".cost_centre_total") and about.argument == slug)

    def of_year(self, year: int) -> tuple[Finding, ...]:
        """Those about a year of the outlook."""
        return self._about(lambda about: about.key.startswith("outlook.") and about.argument == str(year))

    def _about(self, fits: Callable[[Reference], bool]) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if any(fits(each) for each in _references(finding)))


def _references(finding: Finding) -> list[Reference]:
    found = []
    for text in finding.about:
        try:
            found.append(Reference.parse(text))
        except UnknownFigure:
            continue
    return found
