"""What commands are told which federation and year they are for, and their answer in Swedish when it means nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management.base import CommandError

from finsam.periods import is_year
from members.models import Federation


def federation_at(address: str) -> Federation:
    """The federation with the address, for example sodra-dalarna."""
    found: Federation | None = Federation.objects.filter(slug=address).first()
    if found is None:
        known = known_ones(Federation.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"Förbundet ”{address}” finns inte. De som finns: {known}.")
    return found


def year_in(text: str) -> int:
    """The year that is written."""
    if not (text.isascii() and text.isdecimal() and is_year(int(text))):
        raise CommandError(f"”{text}” är inget årtal. Skriv det med fyra siffror, till exempel 2023.")
    return int(text)


def known_ones(names: Iterable[object]) -> str:
    """What can be given instead, one after another; "inga" when there is nothing."""
    return ", ".join(map(str, names)) or "inga"
