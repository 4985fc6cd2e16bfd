"""What has been adopted, as lower apps may ask for it: the exact amounts kept with a year's adopted annual report.

The app that keeps them registers how they are read; without one nothing is adopted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from finsam.scope import Scope

Loader = Callable[[Scope], Mapping[str, Decimal]]
_LOADERS: list[Loader] = []


def register(loader: Loader) -> None:
    """Say how the amounts of a scope's year are read; a second way is a programmer's mistake."""
    if _LOADERS:
        raise ValueError("a loader of adopted amounts is registered already")
    _LOADERS.append(loader)


def amounts(scope: Scope) -> Mapping[str, Decimal]:
    """The amounts of the year's adopted annual report, by the name each block kept it under; empty without one."""
    return scope.facts(_LOADERS[0]) if _LOADERS else {}
