"""A post office for tests: it keeps the letters, and takes nothing to one address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.mail.backends.locmem import EmailBackend
from django.db import connection


class PostOffice(EmailBackend):
    """Letters end up in `mail.outbox`, but for those to the refused address."""

    refused: ClassVar[str] = ""
    within_transactions: ClassVar[list[bool]] = []
    """For each letter handed in, whether what it is about could still be undone."""

    def send_messages(self, letters: Any) -> int:
        self.within_transactions.append(connection.in_atomic_block)
        if any(self.refused in letter.to for letter in letters):
            raise OSError("the post office is closed")
        return int(super().send_messages(letters))
