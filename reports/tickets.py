"""Tickets to a PDF in the making: what the progress page asks with, good for one user, one document and one day.

A ticket is signed and kept nowhere. Whether its holder may still read the document is asked where it is used.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from django.core import signing

SALT = "reports.tickets"
SECONDS = 24 * 3600


class BadTicket(ValueError):
    """The text is no ticket of ours, or an old one."""


@dataclass(frozen=True)
class Ticket:
    """The keys of a rendering, of the user who asked for it and of the document it shows."""

    rendering: int
    user: int
    document: int
    filename: str
    chapter: str = ""
    """The anchor of the chapter it shows, or "" when it shows the whole document."""

    def signed(self) -> str:
        """The ticket as it stands in an address."""
        return signing.dumps(astuple(self), salt=SALT)

    @classmethod
    def read(cls, text: str) -> Ticket:
        """The ticket in an address; raises BadTicket."""
        try:
            return cls(*signing.loads(text, salt=SALT, max_age=SECONDS))
        except (signing.BadSignature, TypeError) as fault:
            raise BadTicket from fault
