"""manage.py check_figures [FEDERATION [YEAR]]: what does not add up, as text or JSON.

Finding faults is no failure unless `--fail-on` says from what severity on it is one: then the exit code is 1.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finsam.findings import Finding, Severity, counted
from members.commands import federation_at, known_ones, year_in
from members.models import Federation
from reports.year_checks import checked_years, checks_scope, checks_with_reports


class Command(BaseCommand):
    """Lists all findings per federation and year, over the newest budget and plan, drafts too."""

    help = "Visar vad som inte stämmer: för alla förbund och år, eller för ett (sodra-dalarna 2023)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", nargs="?", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("year", nargs="?", help="året")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="text eller JSON")
        parser.add_argument(
            "--fail-on",
            choices=[each.value for each in Severity],
            help="avsluta med kod 1 om något väger minst så tungt som fel (error), varning (warning) eller "
            "avrundning (rounding); annars alltid med 0",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            (federation, year, checks_with_reports(federation, checks_scope(federation, year)).findings)
            for federation in self._federations(options["federation"])
            for year in self._years(federation, options["year"])
        ]
        if options["format"] == "json":
            text = json.dumps([as_data(*each) for each in found], ensure_ascii=False, indent=2)
        else:
            text = "\n\n".join(as_text(*each) for each in found) or "Det finns inget att kontrollera."
        self.stdout.write(text)
        failing = heavy_enough([each for *_where, findings in found for each in findings], options["fail_on"])
        if failing:
            raise CommandError(f"{counted(failing)}.")

    @staticmethod
    def _federations(slug: str | None) -> list[Federation]:
        return list(Federation.objects.order_by("slug")) if slug is None else [federation_at(slug)]

    @staticmethod
    def _years(federation: Federation, written: str | None) -> list[int]:
        years = checked_years(federation)
        if written is None:
            return years
        year = year_in(written)
        if year not in years:
            known = known_ones(years)
            raise CommandError(f"{federation} har ingenting för {year}. Åren som finns: {known}.")
        return [year]


def heavy_enough(found: list[Finding], least: str | None) -> list[Finding]:
    """The findings that weigh at least as much as `least`; none without it."""
    if least is None:
        return []
    order = list(Severity)
    return [each for each in found if order.index(each.severity) <= order.index(Severity(least))]


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
