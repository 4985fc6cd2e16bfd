"""manage.py check_figures [FEDERATION [YEAR]]: what does not add up, as text or JSON. Finding faults is no failure."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finsam.findings import Finding, counted
from members.models import Federation
from reports.year_checks import checked_years, checks_scope, year_checks


class Command(BaseCommand):
    """Lists all findings per federation and year, over the newest budget and plan, drafts too."""

    help = "List what does not add up: for every federation and year, or for one (sodra-dalarna 2023)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", nargs="?", help="its address, for example sodra-dalarna")
        parser.add_argument("year", nargs="?", type=int)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            (federation, year, year_checks(checks_scope(federation, year)).findings)
            for federation in self._federations(options["federation"])
            for year in self._years(federation, options["year"])
        ]
        if options["format"] == "json":
            text = json.dumps([as_data(*each) for each in found], ensure_ascii=False, indent=2)
        else:
            text = "\n\n".join(as_text(*each) for each in found) or "Det finns inget att kontrollera."
        self.stdout.write(text)

    @staticmethod
    def _federations(slug: str | None) -> list[Federation]:
        federations = list(Federation.objects.order_by("slug"))
        chosen = [each for each in federations if slug in (None, each.slug)]
        if slug is not None and not chosen:
            known = ", ".join(each.slug for each in federations) or "none"
            raise CommandError(f"There is no federation {slug!r}. Known: {known}.")
        return chosen

    @staticmethod
    def _years(federation: Federation, year: int | None) -> list[int]:
        years = checked_years(federation)
        if year is not None and year not in years:
            known = ", ".join(map(str, years)) or "none"
            raise CommandError(f"{federation} has nothing for {year}. Its years: {known}.")
        return years if year is None else [year]


def as_data(federation: Federation, year: int, found: tuple[Finding, ...]) -> dict[str, Any]:
    """A year's findings as JSON has them. Figures are as a reader sees them, unit included."""
    return {
        "federation": federation.slug,
        "year": year,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "where": finding.where,
                "message": finding.message,
                "expected": finding.expected,
                "found": finding.found,
                "remedy": finding.remedy,
                "source": str(finding.source) if finding.source else "",
                "about": list(finding.about),
            }
            for finding in found
        ],
    }


def as_text(federation: Federation, year: int, found: tuple[Finding, ...]) -> str:
    """A year's findings to be read."""
    return "\n".join(
        [
            f"{federation.slug} {year}: {counted(found) or 'inget att anmärka'}",
            *(line for finding in found for line in _lines(finding)),
        ]
    )


def _lines(finding: Finding) -> list[str]:
    figures = [
        f"{word}: {value}"
        for word, value in (("Väntat", finding.expected), ("Funnet", finding.found))
        if value
    ]
    return [
        f"  {finding.severity.label}: {finding.where}. {finding.message} [{finding.code}]",
        *([f"    {'. '.join(figures)}."] if figures else []),
        *([f"    {finding.remedy}"] if finding.remedy else []),
        *([f"    Källa: {finding.source}"] if finding.source else []),
    ]
