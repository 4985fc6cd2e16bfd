"""Where a row belongs: the ID it names, by short name, code or the names of the tree, or one that is to be added.

An ID that the federation does not have is never guessed: it is offered to be added or to be taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgets.domain.facts import CentreFact
from budgets.imports.choices import CentreChoice
from budgets.imports.columns import plain
from budgets.imports.rows import ImportedRow

UNDER = " › "
"""Between the names of a tree: "Individinriktade insatser › Samordningsteam"."""
_SIDES = frozenset({"kostnad", "kostnader", "intakt", "intakter"})
"""Groups that say what rows are, not where they are, when something else says that."""


@dataclass
class Need:
    """An ID that rows name and the federation does not have. `number` is negative and stands for its key."""

    key: str
    number: int
    code: str
    name: str
    parent: int | None
    rows: list[int] = field(default_factory=list)
    choice: CentreChoice | None = None
    purpose: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it is chosen what becomes of it."""
        return self.choice is not None and bool(self.name and self.purpose)

    @property
    def called(self) -> str:
        """What it is called to the user: 10000 Styrelsen."""
        return f"{self.code} {self.name}".strip()


class Places:
    """Finds the ID of each row among the federation's own, and gathers those that are missing."""

    def __init__(
        self,
        centres: tuple[CentreFact, ...],
        choices: Mapping[str, CentreChoice],
        headings: Mapping[str, str],
    ) -> None:
        self.needs: dict[str, Need] = {}
        self._choices, self._headings = choices, headings
        self._pks = {centre.pk for centre in centres}
        self._by_slug = {centre.slug: centre.pk for centre in centres if centre.slug}
        self._by_code = {centre.code: centre.pk for centre in centres if centre.code}
        self._by_path: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        names = {centre.pk: path_of(centre, centres) for centre in centres}
        for centre in centres:
            self._by_path.setdefault(names[centre.pk].casefold(), []).append(centre.pk)
            self._by_name.setdefault(centre.name.casefold(), []).append(centre.pk)

    def of(self, row: ImportedRow) -> int:
        """The row's ID; a negative number for one that is to be added."""
        found = self._known(row)
        return found if found is not None else self._needed(row)

    def of_sum(self, row: ImportedRow) -> int | None:
        """The ID a printed sum is of; its label may name it. None when no line of the file or budget has it."""
        found = self._known(row)
        if found is not None:
            return found
        key, path = self._key(row)
        need = self.needs.get(key)
        for name in () if need else (UNDER.join([*path, row.label]), row.label):
            found = self._one(name)
            if found is not None:
                return found
            need = need or self.needs.get(f"namn:{name.casefold()}")
        if need is None:
            return None
        return need.choice.use if need.choice and need.choice.use else need.number

    def _known(self, row: ImportedRow) -> int | None:
        if row.centre_slug in self._by_slug:
            return self._by_slug[row.centre_slug]
        if row.centre_code:
            return self._by_code.get(row.centre_code)
        _key, path = self._key(row)
        return self._one(UNDER.join(path)) or (self._one(path[0]) if len(path) == 1 else None)

    def _one(self, name: str) -> int | None:
        """The only ID that has the path, or else the name."""
        for found in (self._by_path.get(name.casefold(), []), self._by_name.get(name.casefold(), [])):
            if len(found) == 1:
                return found[0]
        return None

    @staticmethod
    def _key(row: ImportedRow) -> tuple[str, list[str]]:
        """What an ID that is missing is known by in the choices, and the names of the tree down to it."""
        own = [row.centre_name] if row.centre_name else []
        is_side = plain(row.group) in _SIDES and (own or row.centre_code)
        path = [*(row.group.split(UNDER) if row.group and not is_side else []), *own]
        if row.centre_code:
            return f"id:{row.centre_code}", path
        return f"namn:{UNDER.join(path).casefold()}", path

    def _needed(self, row: ImportedRow) -> int:
        key, path = self._key(row)
        above = path[:-1] if row.centre_name or not row.centre_code else path
        name = row.centre_name or self._headings.get(row.centre_code, "")
        if not row.centre_code:
            name = path[-1] if path else row.centre_slug
        return self._need(key, row.centre_code, name, above, row.number)

    def _need(self, key: str, code: str, name: str, above: list[str], number: int) -> int:
        choice = self._choices.get(key)
        if choice is not None and choice.use is not None and choice.use not in self._pks:
            choice = None  # it has been removed since
        need = self.needs.get(key)
        if need is None:
            need = Need(key, 0, code, name, None, choice=choice)
            if choice is not None and choice.use is None:
                need.name, need.purpose = choice.name or name, choice.purpose
            if choice is None or choice.use is None:
                need.parent = self._above(above, number)
            self.needs[key] = need
            need.number = -len(self.needs)
        need.rows.append(number)
        return choice.use if choice is not None and choice.use is not None else need.number

    def _above(self, path: list[str], number: int) -> int | None:
        if not path:
            return None
        found = self._one(UNDER.join(path))
        if found is not None:
            return found
        return self._need(f"namn:{UNDER.join(path).casefold()}", "", path[-1], path[:-1], number)


def path_of(centre: CentreFact, centres: tuple[CentreFact, ...]) -> str:
    """The names from the top of the tree down to the ID."""
    by_pk = {each.pk: each for each in centres}
    names, place = [centre.name], centre.parent
    while place is not None and len(names) <= len(centres):
        names.append(by_pk[place].name)
        place = by_pk[place].parent
    return UNDER.join(reversed(names))
