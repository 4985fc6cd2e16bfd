"""Which years of which federations are open to everyone: those in which the board has adopted something public.

The app that knows registers it, so that the apps below it can ask without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

OpenYears = Callable[[int | None], Iterable[tuple[int, int]]]
"""Given a federation's key, or None for all: pairs of federation key and open year. One query each."""

_SOURCES: list[OpenYears] = []


def register(source: OpenYears) -> None:
    """Add a source of open years."""
    _SOURCES.append(source)


def open_years(federation_id: int | None = None) -> dict[int, tuple[int, ...]]:
    """The open years, ascending, by federation; a federation without any is not there."""
    found: dict[int, set[int]] = {}
    for source in _SOURCES:
        for key, year in source(federation_id):
            found.setdefault(key, set()).add(year)
    return {key: tuple(sorted(years)) for key, years in found.items()}
