"""Changes of a budget during its year: what a version changes against the one before, and how it is paid for.

11 kap. 15 § of the Municipal Act: a decision to spend during the year says how it is financed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from uuid import UUID

from budgets.domain.amendment_details import line_details, outlook_details
from budgets.domain.facts import BudgetFact, CategoryFact, CentreFact, LineFact, OutlookInput
from budgets.domain.fingerprint import fingerprint
from budgets.domain.totals import Totals, totals
from finsam import swedish
from finsam.money import ZERO


@dataclass(frozen=True)
class VersionFact:
    """A version of a year's budget with what is said of it, and the decision that adopted it."""

    budget: BudgetFact
    change_reason: str = ""
    decided_on: date | None = None
    minutes_ref: str = ""
    outlook: tuple[OutlookInput, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Differs when anything differs that the board would adopt."""
        return fingerprint(self)

    @property
    def is_amendment(self) -> bool:
        """Whether it changes a budget of the same year."""
        return self.budget.version > 1

    @property
    def is_explained(self) -> bool:
        """Whether it says what it changes and how that is paid for."""
        return bool(self.change_reason and self.budget.funding_source)


@dataclass(frozen=True)
class YearVersions:
    """All versions of a year's budget, the newest first, and the IDs and categories by which their lines are read."""

    year: int
    versions: tuple[VersionFact, ...] = ()
    centres: tuple[CentreFact, ...] = ()
    categories: tuple[CategoryFact, ...] = ()


@dataclass(frozen=True)
class LineChange:
    """A line that is in one version and not the other, or not the same in both. Amounts in ledger sign.

    `centre` is what it stands under now.
    """

    before: LineFact | None
    after: LineFact | None
    centre: CentreFact
    details: tuple[str, ...] = ()
    """What is not the same beside the year's amount, in Swedish: other columns, notes, the category, the nature."""

    @property
    def line(self) -> LineFact:
        """The line as it is called now, or was called when it was there."""
        found = self.after or self.before
        assert found is not None  # one of them is what made it a change
        return found

    @property
    def kind(self) -> str:
        """added, removed, amount, words when what it is called or where it stands has changed, else details."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.before.amount != self.after.amount:
            return "amount"
        return "words" if _called(self.before) != _called(self.after) else "details"

    @property
    def change(self) -> Decimal:
        """How much more it costs (or less it brings in), in ledger sign."""
        return (self.amount_after or ZERO) - (self.amount_before or ZERO)

    @property
    def amount_before(self) -> Decimal | None:
        """What stood there before, if anything."""
        return self.before.amount if self.before else None

    @property
    def amount_after(self) -> Decimal | None:
        """What stands there now, if anything."""
        return self.after.amount if self.after else None

    @property
    def change_shown(self) -> str:
        """The change with its sign, in kronor: +12 000."""
        return _signed(self.change)


@dataclass(frozen=True)
class Change:
    """One of the sums before and after. `before` is None for a first version."""

    name: str
    before: Decimal | None
    after: Decimal

    @property
    def change(self) -> Decimal | None:
        """After less before."""
        return None if self.before is None else self.after - self.before

    @property
    def change_shown(self) -> str:
        """The change with its sign, in kronor: −12 000."""
        return _signed(self.change)


@dataclass(frozen=True)
class Amendment:
    """A version beside the one before it. Without one, it is the year's first budget."""

    version: VersionFact
    before: BudgetFact | None
    lines: tuple[LineChange, ...]
    sums: tuple[Change, ...]
    centres: tuple[CentreFact, ...]
    others: tuple[str, ...] = ()
    """What is not the same beside the lines, in Swedish: the outlook, and in how many parts the year is entered."""

    @property
    def is_first(self) -> bool:
        """Whether there is nothing before it."""
        return self.before is None


def amendments(facts: YearVersions) -> tuple[Amendment, ...]:
    """Every version with what it changes against the one before it, the newest first."""
    return tuple(
        amendment(version, before, facts)
        for version, before in zip_longest(facts.versions, facts.versions[1:])
    )


def amendment(version: VersionFact, before: VersionFact | None, facts: YearVersions) -> Amendment:
    """What a version changes against the one before it."""
    now = totals(version.budget, facts.centres)
    then = totals(before.budget, facts.centres) if before else None
    sums = tuple(
        Change(heading, getattr(then, name) if then else None, getattr(now, name))
        for name, heading in (("income", "Intäkter"), ("cost", "Kostnader"), ("result", "Resultat"))
    )
    return Amendment(
        version=version,
        before=before.budget if before else None,
        lines=tuple(_line_changes(before.budget, version.budget, facts)) if before else (),
        sums=sums,
        centres=facts.centres,
        others=tuple(_beside_the_lines(before, version)) if before else (),
    )


def changes_anything(version: VersionFact, before: VersionFact, facts: YearVersions) -> bool:
    """Whether a version says anything else than the one before it: a correction of a plan's words alone brings its
    budget along as it stands."""
    found = amendment(version, before, facts)
    return bool(found.lines or found.others)


def _beside_the_lines(before: VersionFact, after: VersionFact) -> Iterator[str]:
    if before.budget.parts != after.budget.parts:
        yield f"Antal delar som året skrivs i: {after.budget.parts}, förut {before.budget.parts}"
    yield from outlook_details(before.outlook, after.outlook)


def _line_changes(before: BudgetFact, after: BudgetFact, facts: YearVersions) -> Iterator[LineChange]:
    """Lines by identity: changed and added in the order they now stand, then those that are gone."""
    by_pk = {centre.pk: centre for centre in facts.centres}
    categories = {category.pk: category.name for category in facts.categories}
    old: dict[UUID, LineFact] = {line.key: line for line in before.lines}
    for line in after.lines:
        known = old.pop(line.key, None)
        details = tuple(line_details(known, line, categories, shows_parts=before.parts == after.parts))
        if known is None or details or _told(known) != _told(line):
            yield LineChange(known, line, by_pk[line.centre], details)
    for line in old.values():
        yield LineChange(line, None, by_pk[line.centre])


def _told(line: LineFact) -> tuple[object, ...]:
    return (*_called(line), line.amount)


def _called(line: LineFact) -> tuple[object, ...]:
    return (line.centre, line.account, line.label)


def funding_mismatch(before: BudgetFact, after: BudgetFact, centres: tuple[CentreFact, ...]) -> str:
    """Why what a change is said to be paid with is not what its lines show, in Swedish; "" when it is.

    Money moved within the budget leaves the result as it was; what is paid with equity makes it worse; new income
    pays for what it brings in and no more.
    """
    source, then, now = after.funding_source, totals(before, centres), totals(after, centres)
    result = now.result - then.result
    moved = f"Resultatet ändras med {_signed_kr(result)}"
    if source == "none_needed":
        return f"{moved}, fast ändringen sägs inte kosta något." if result < 0 else ""
    if source == "reallocation":
        return f"{moved}, fast pengarna sägs bara flyttas inom budgeten." if result else ""
    if source == "equity":
        return (
            "" if result < 0 else "Ändringen sägs betalas med eget kapital, men resultatet blir inte sämre."
        )
    brought = _brought_in(source, then, now, before, after)
    what = "medelstilldelning" if source == "members" else "andra intäkter"
    if brought <= 0:
        return f"Ändringen sägs betalas med mer i {what}, men de ökar inte."
    return f"{moved}: ökningen med {_signed_kr(brought)} i {what} räcker inte." if result < 0 else ""


def _brought_in(source: str, then: Totals, now: Totals, before: BudgetFact, after: BudgetFact) -> Decimal:
    """How much more comes in from the source, in kronor."""
    if source == "members":
        return now.funding - then.funding
    return _income(after) - _income(before)


def _income(budget: BudgetFact) -> Decimal:
    return -sum((line.amount or ZERO for line in budget.lines if line.nature == "income"), ZERO)


def _signed(amount: Decimal | None) -> str:
    return f"{'+' if amount and amount > 0 else ''}{swedish.amount(amount)}"


def _signed_kr(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{swedish.amount_with_unit(amount)}"
