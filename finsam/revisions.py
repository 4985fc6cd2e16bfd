"""Two people saving at once: a row carries a revision, and a save names the revision it started from.

The second of two is told, with what stands there now, and nothing is overwritten. No concrete models here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from finsam import swedish
from finsam.periods import FIRST_YEAR, LAST_YEAR, is_year


class EditConflict(ValidationError):
    """The row has changed since the form was opened. `current` is the row as it stands now."""

    def __init__(self, current: Revisioned) -> None:
        super().__init__(
            "Någon annan har sparat här sedan du öppnade sidan. Inget av ditt är förlorat: jämför nedan och välj.",
            code="conflict",
        )
        self.current = current


class RowGone(ValidationError):
    """The row has been removed since the form was opened."""

    def __init__(self) -> None:
        super().__init__("Någon annan har tagit bort det här sedan du öppnade sidan.", code="gone")


class Revisioned(models.Model):
    """A row that is edited in forms. `revision` grows by one with every save through `locked` and `save_next`."""

    revision = models.PositiveIntegerField("revision", default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def locked(cls, pk: int, expected_revision: int | None) -> Self:
        """The row, locked for this transaction; raises RowGone when there is none, EditConflict when it is not at
        `expected_revision`.

        None skips the comparison, for programs that do not read before they write.
        """
        row = cls._base_manager.select_for_update().filter(pk=pk).first()
        if row is None:
            raise RowGone
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

    def touch(self) -> None:
        """A new revision without a change of its own: something that is edited together with the row has changed."""
        self.revision += 1
        self.save(update_fields=["revision"])

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Days lie in years that a federation can have: 1 January of the year 22 is a slip of the keys."""
        super().clean_fields(exclude=exclude)
        odd = {
            field.name: f"Året {day.year} kan inte stämma. Skriv ett år från {FIRST_YEAR} till {LAST_YEAR}."
            for field in self._meta.concrete_fields
            if isinstance(field, models.DateField)
            and field.name not in (exclude or ())
            and (day := getattr(self, field.attname)) is not None
            and not is_year(day.year)
        }
        if odd:
            raise ValidationError(odd)

    def clean(self) -> None:
        """Federations are strictly apart: what a row points to belongs to the row's own federation."""
        super().clean()
        own = getattr(self, "federation_id", None)
        if own is None:
            return  # a form's new row: the service says whose it is, and validates it again
        for field in self._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.name != "federation":
                other = getattr(self, field.name, None) if getattr(self, field.attname) else None
                if other is not None and getattr(other, "federation_id", own) != own:
                    raise ValidationError({field.name: "Välj något som hör till samma förbund."})


Row = TypeVar("Row", bound=Revisioned)
TAKEN = "Någon annan hann lägga till samma sak. Ladda om sidan."
IN_USE = "Någon annan hann ta bort eller börja använda något som det här hör ihop med. Ladda om sidan."


@contextmanager
def refuse_taken(row: models.Model | None = None) -> Iterator[None]:
    """What the database alone could see, since two wrote at the same moment, is a ValidationError like any other.

    All within is one transaction, or a part of the one that goes on. With the `row` that is written, its own rules are
    asked again, now that the other's row stands there, and say what is wrong in their own words.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if row is not None:
            row.full_clean()
        raise ValidationError(
            IN_USE if "FOREIGN KEY" in str(error).upper() else TAKEN, code="taken"
        ) from error


@transaction.atomic
def store(
    model: type[Row],
    *,
    pk: int | None,
    revision: int | None,
    changes: dict[str, Any],
    guard: Callable[[Row], None] | None = None,
) -> Row:
    """Add a row (no `pk`) or change it from `revision` on; `guard` may refuse with a ValidationError.

    Raises RowGone or EditConflict when the row is not as it was, ValidationError when a rule is broken; then nothing
    is written.
    """
    row = model(**changes) if pk is None else model.locked(pk, revision)
    if guard is not None:
        guard(row)
    with refuse_taken(row):
        row.save_next(**changes)
    return row


@transaction.atomic
def remove(
    model: type[Row], *, pk: int, revision: int | None, guard: Callable[[Row], None] | None = None
) -> None:
    """Remove a row at `revision`.

    Raises RowGone or EditConflict when it is not as it was, ValidationError when others depend on it.
    """
    row = model.locked(pk, revision)
    if guard is not None:
        guard(row)
    try:
        row.delete()
    except models.ProtectedError as error:
        users = sorted({str(each._meta.verbose_name_plural) for each in error.protected_objects})
        raise ValidationError(
            f"”{row}” går inte att ta bort, eftersom {swedish.listed(users)} använder det. "
            "Ta bort eller ändra dem först."
        ) from error
