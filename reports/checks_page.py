"""The page Kontroller: a year's findings by severity, and what was checked even where nothing is found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from finsam.findings import Severity, counted
from members.access import Permission
from members.pages import FederationPage
from reports.outcome_rules import reason_for
from reports.queries import accepted_reasons
from reports.year_checks import checks_scope, checks_with_reports

HEADINGS = {Severity.ERROR: "Fel", Severity.WARNING: "Varningar", Severity.ROUNDING: "Avrundningar"}
EXPLAINED = {
    Severity.ERROR: "Siffror som inte kan stämma. De behöver rättas, eller vara kända som fel i ett äldre dokument.",
    Severity.WARNING: "Det kan vara som det ska, men behöver en motivering.",
    Severity.ROUNDING: "Skillnader som avrundning förklarar. Inget behöver göras.",
}


class ChecksPage(FederationPage):
    """The findings of a year. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "checks"
    title = "Kontroller"
    template_name = "reports/checks.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = checks_scope(self.federation, self.year, self.permissions)
        checks = checks_with_reports(self.federation, scope, self.permissions)
        reasons = accepted_reasons(self.federation, self.year, self.permissions)
        return self.show(
            {
                "groups": [
                    {
                        "key": severity.value,
                        "heading": HEADINGS[severity],
                        "explained": EXPLAINED[severity],
                        "findings": [(each, reason_for(each, reasons)) for each in found],
                    }
                    for severity, found in checks.by_severity
                ],
                "checked": checks.checked,
                "summary": counted(checks.findings),
                "has_extent": any(rule.extent for rule in checks.checked),
            }
        )
