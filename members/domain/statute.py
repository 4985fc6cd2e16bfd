"""The law's division of the funding between state, region and municipalities (5 § and 5 a §).

The percentages are dated data; here is only what to do with them.
"""

from collections.abc import Mapping
from decimal import Decimal

from members.domain.facts import ShareFacts

GROUP_LABELS: Mapping[str, str] = {"state": "staten", "region": "regionen", "municipality": "kommunerna"}
WHOLE = Decimal(100)


def group_percentages(facts: ShareFacts) -> dict[str, Decimal]:
    """The shares of each group of members together, in per cent."""
    together: dict[str, Decimal] = {}
    for share in facts.shares:
        together[share.member.group] = together.get(share.member.group, Decimal(0)) + share.percent
    return together


def total_percent(facts: ShareFacts) -> Decimal:
    """All shares together; 100 when they are right."""
    return sum((share.percent for share in facts.shares), Decimal(0))
