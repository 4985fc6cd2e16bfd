"""Tags that put a mark beside what a finding concerns. The context holds `badges`, `federation` and `year`."""

from typing import Any

from django import template
from django.urls import reverse

from budgets.domain.budget_table import Row
from finsam.findings import Finding, Severity, counted

register = template.Library()


@register.inclusion_tag("components/_badge.html", takes_context=True)
def row_badge(context: dict[str, Any], row: Row) -> dict[str, Any]:
    """The mark of a row of the budget table."""
    badges = context.get("badges")
    return _badge(context, badges.of_row(row) if badges else ())


@register.inclusion_tag("components/_badge.html", takes_context=True)
def year_badge(context: dict[str, Any], year: int) -> dict[str, Any]:
    """The mark of a year of the outlook."""
    badges = context.get("badges")
    return _badge(context, badges.of_year(year) if badges else ())


@register.inclusion_tag("components/_badge.html", takes_context=True)
def finding_badge(context: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """The mark of one finding."""
    return _badge(context, (finding,))


def _badge(context: dict[str, Any], found: tuple[Finding, ...]) -> dict[str, Any]:
    if not found:
        return {}
    order = list(Severity)
    gravest = min(found, key=lambda finding: order.index(finding.severity))
    page = reverse("checks", kwargs={"slug": context["federation"].slug, "year": context["year"]})
    return {
        "severity": gravest.severity.value,
        "words": counted(found),
        "url": f"{page}#{gravest.anchor}",
    }
