"""Whose a printed row is, by its label: an initiative's under any of its names, or all initiatives'."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plans.domain.outcome_facts import InitiativeFact

_ALL = re.compile(r"\b(?:totalt?|summa|samtliga|alla)\b", re.IGNORECASE)


def is_of_all(label: str) -> bool:
    """Whether the label says that the row is of all together."""
    return _ALL.search(label) is not None


def initiative_called(label: str, initiatives: Iterable[InitiativeFact]) -> InitiativeFact | None:
    """The one initiative that has, or has had, the label for a name; None when none or several have."""
    words = label.strip().casefold()
    found = [
        each
        for each in initiatives
        if words in {each.code, *(name.casefold() for _, *names in each.names for name in names if name)}
    ]
    return found[0] if len(found) == 1 else None
