"""The registry of places: the tabs of a federation's year (Översikt, Budget, …), and the years a federation has.

Each app registers its own places, so that the frame of every page can list them without knowing the apps above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A tab. `url_name` takes slug and year, and `extra` keyword arguments; `permission` names who sees it."""

    key: str
    label: str
    url_name: str
    permission: str
    order: int
    extra: tuple[tuple[str, str], ...] = ()


_PLACES: dict[str, Place] = {}
_YEARS: list[Callable[[int], Iterable[int]]] = []


def register(place: Place) -> None:
    """Add a place; two with one key is a programmer's mistake."""
    if place.key in _PLACES:
        raise ValueError(f"place {place.key} is registered twice")
    _PLACES[place.key] = place


def register_years(years_of: Callable[[int], Iterable[int]]) -> None:
    """Add a source of years: given a federation's key, the years it knows of. One query each."""
    _YEARS.append(years_of)


def places() -> tuple[Place, ...]:
    """All places in the order of the tabs."""
    return tuple(sorted(_PLACES.values(), key=lambda place: place.order))


def years_of(federation_id: int) -> list[int]:
    """Every year the federation has anything in, ascending."""
    return sorted({year for source in _YEARS for year in source(federation_id)})
