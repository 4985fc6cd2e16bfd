"""Checks over members' facts."""

from collections.abc import Iterator

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source
from members.domain.facts import ShareFacts
from members.domain.statute import GROUP_LABELS, WHOLE, group_percentages, total_percent


def shares_add_up(facts: ShareFacts) -> Iterator[Finding]:
    """The shares of a year add up to 100 %."""
    total = total_percent(facts)
    if total != WHOLE:
        yield Finding(
            code="members.shares_total",
            severity=Severity.ERROR,
            where=f"Fördelningstal {facts.year}",
            message="Andelarna blir inte 100 % tillsammans.",
            expected=swedish.percent(WHOLE),
            found=swedish.percent(total),
            remedy="Ändra andelarna så att de tillsammans blir 100 %.",
        )


def groups_follow_the_law(facts: ShareFacts) -> Iterator[Finding]:
    """State, region and municipalities pay what the law says between them."""
    found = group_percentages(facts)
    for group, expected in facts.statutory:
        if found.get(group, 0) != expected:
            yield Finding(
                code="members.shares_by_law",
                severity=Severity.ERROR,
                where=f"Fördelningstal {facts.year}",
                message=f"Andelen för {GROUP_LABELS[group]} följer inte lagen.",
                expected=swedish.percent(expected),
                found=swedish.percent(found.get(group, WHOLE - WHOLE)),
                remedy="Ändra andelarna inom gruppen, eller välj den paragraf som gäller för förbundet.",
                source=Source(facts.source),
            )


SHARE_CHECKS = (shares_add_up, groups_follow_the_law)
