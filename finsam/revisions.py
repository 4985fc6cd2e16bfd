"""Two people saving at once: a row carries a revision, and a save names the revision it started from.

The second of two is told, with what stands there now, and nothing is overwritten. No concrete models here.
"""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models


class EditConflict(ValidationError):
    """The row has changed since the form was opened. `current` is the row as it stands now."""

    def __init__(self, current: Revisioned) -> None:
        super().__init__(
            "Någon annan har sparat här sedan du öppnade sidan. Inget av ditt är förlorat: jämför nedan och välj.",
            code="conflict",
        )
        self.current = current


class Revisioned(models.Model):
    """A row that is edited in forms. `revision` grows by one with every save through `locked` and `save_next`."""

    revision = models.PositiveIntegerField("revision", default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def locked(cls, pk: int, expected_revision: int | None) -> Self:
        """The row, locked for this transaction; raises EditConflict when it is not at `expected_revision`.

        None skips the comparison, for programs that do not read before they write.
        """
        row = cls._base_manager.select_for_update().get(pk=pk)
        if expected_revision is not None and row.revision != expected_revision:
            raise EditConflict(row)
        return row

    def save_next(self, **changes: Any) -> None:
        """Validate and save with `changes`, one revision further. Nothing is written when nothing differs."""
        differing = {name: value for name, value in changes.items() if getattr(self, name) != value}
        if not differing and not self._state.adding:
            return
        for name, value in differing.items():
            setattr(self, name, value)
        if not self._state.adding:
            self.revision += 1
        self.full_clean()
        self.save()
