"""What a year's accounts and objects mean: which do and which do not, what is proposed, what another meaning changes.

Amounts in kronor and ledger sign: cost +, income −, assets +. An object is known by its dimension and code; the empty
code stands for rows without object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from urllib.parse import quote
from uuid import UUID

from budgets.domain.facts import CentreFact
from budgets.domain.ledger import LedgerRow, month_name
from budgets.domain.ledger_balance import OPENING
from budgets.domain.sheet import title_of
from finsam import swedish
from finsam.money import ZERO

NO_ID = "Inte fördelat på ID"
NO_GROUP = "utan kontogrupp"
NO_LINE = "Ingen rad i balansräkningen"
NEAR = 2
"""Accounts that share so many first digits are of one kind in Kommun-Bas and BAS alike."""


@dataclass(frozen=True)
class HeldRow:
    """What an account and object come to in a month, and what they mean there."""

    year: int
    dimension: str
    row: LedgerRow
    is_balance: bool
    line: str = ""
    """The line of the balance sheet, of an account that stands there."""


@dataclass(frozen=True)
class HeldBalance:
    """What a file tells that an account stood at when a month ended; 0 is when the year began."""

    year: int
    month: int
    account_number: str
    amount: Decimal
    line: str
    ledger_import: int


@dataclass(frozen=True)
class Held:
    """What the ledger holds on accounts, of one year or all."""

    rows: tuple[HeldRow, ...]
    balances: tuple[HeldBalance, ...]


# --- What another meaning changes --------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """Where an amount counts: on an ID and kind of account, or on a line of the balance sheet.

    `is_told` is a balance as a file tells it, at `month`; else it is what the months have come to.
    """

    centre: int | None = None
    group: str = ""
    budget_line: UUID | None = None
    balance_line: str | None = None
    is_told: bool = False
    month: int | None = None


@dataclass(frozen=True)
class Effect:
    """What a spot comes to in the months of a year that get another figure, before and after."""

    year: int
    spot: Spot
    months: tuple[int, ...]
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Effects:
    """Everything that gets another figure."""

    found: tuple[Effect, ...] = ()

    @property
    def basis(self) -> str:
        """A text that is another as soon as anything of it is."""
        return sha256(repr(self.found).encode()).hexdigest()[:32]

    def by_year(self) -> Iterator[tuple[int, list[Effect]]]:
        """The effects of each year."""
        for year, found in groupby(self.found, key=lambda each: each.year):
            yield year, list(found)


def effects(before: Held, after: Held) -> Effects:
    """What differs between two readings of the ledger."""
    old, new = _by_spot(before), _by_spot(after)
    changed: dict[tuple[int, Spot], dict[int, tuple[Decimal, Decimal]]] = {}
    for year, month, spot in sorted(old.keys() | new.keys(), key=_order):
        pair = (old.get((year, month, spot), ZERO), new.get((year, month, spot), ZERO))
        if pair[0] != pair[1]:
            changed.setdefault((year, spot), {})[month] = pair
    return Effects(
        tuple(
            Effect(
                year=year,
                spot=spot,
                months=tuple(months),
                before=sum((old for old, _new in months.values()), ZERO),
                after=sum((new for _old, new in months.values()), ZERO),
            )
            for (year, spot), months in changed.items()
        )
    )


def _by_spot(held: Held) -> dict[tuple[int, int, Spot], Decimal]:
    found: dict[tuple[int, int, Spot], Decimal] = {}
    for each in held.rows:
        spot = (
            Spot(balance_line=each.line)
            if each.is_balance
            else Spot(centre=each.row.centre, group=each.row.account, budget_line=each.row.line)
        )
        key = (each.year, each.row.month, spot)
        found[key] = found.get(key, ZERO) + each.row.amount
    for balance in held.balances:
        spot = Spot(balance_line=balance.line, is_told=True, month=balance.month)
        key = (balance.year, balance.month, spot)
        found[key] = found.get(key, ZERO) + balance.amount
    return found


def _order(key: tuple[int, int, Spot]) -> tuple[object, ...]:
    """Years in order; what has no ID first, then IDs, kinds, and the balance sheet last."""
    year, month, spot = key
    where = (spot.balance_line is not None, spot.balance_line or "", spot.is_told)
    return (year, *where, spot.centre or 0, spot.group, str(spot.budget_line or ""), month)


def spot_text(spot: Spot, names: Names) -> str:
    """ "ID 35 000 Team Norr · 47 Konsulter", or "Balansräkningen · Kassa och bank, saldo vid årets början"."""
    if spot.balance_line is None:
        kind = names.group(spot.group) if spot.group else NO_GROUP if names.groups else ""
        return " · ".join(part for part in (names.centre(spot.centre), kind) if part)
    line = names.lines.get(spot.balance_line, NO_LINE)
    if not spot.is_told:
        return f"Balansräkningen · {line}, förändring"
    at = "årets början" if spot.month == OPENING else f"utgången av {month_name(spot.month or OPENING)}"
    return f"Balansräkningen · {line}, saldo vid {at}"


@dataclass(frozen=True)
class Names:
    """What the federation calls its IDs, account groups and lines of the balance sheet."""

    centres: Mapping[int, CentreFact] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    def centre(self, pk: int | None) -> str:
        """An ID with its code."""
        found = self.centres.get(pk) if pk is not None else None
        return title_of(found) if found is not None else NO_ID

    def group(self, code: str) -> str:
        """An account group with its code."""
        return f"{code} {self.groups.get(code, '')}".strip()


# --- Which mean something, and which do not ----------------------------------------------------------------


@dataclass(frozen=True)
class OwnAccount:
    """What the federation has said that an account means. `state` is another after every change."""

    state: str
    group: str
    centre: int | None
    line: str


@dataclass(frozen=True)
class OwnObject:
    """What the federation has said that an object means."""

    state: str
    centre: int


@dataclass(frozen=True)
class Proposal:
    """What something probably means, and why."""

    value: str
    """The code of an account group, or the key of an ID."""
    why: str


@dataclass(frozen=True)
class AccountMeaning:
    """An account of the year. `amount` is None where the year has nothing on it."""

    number: str
    name: str
    amount: Decimal | None
    files: tuple[str, ...]
    is_balance: bool
    group: str
    line: str
    is_unmapped: bool
    own: OwnAccount | None = None
    proposal: Proposal | None = None

    @property
    def key(self) -> str:
        """What tells it from every other account and object, in a form and an address alike."""
        return f"k-{plain_key(self.number)}"

    @property
    def state(self) -> str:
        """Which state of its own meaning is shown."""
        return self.own.state if self.own else ""


@dataclass(frozen=True)
class ObjectMeaning:
    """An object of the year."""

    dimension: str
    code: str
    name: str
    amount: Decimal | None
    files: tuple[str, ...]
    centre: int | None
    is_unmapped: bool
    own: OwnObject | None = None
    proposal: Proposal | None = None

    @property
    def key(self) -> str:
        """What tells it from every other account and object, in a form and an address alike."""
        return f"o-{plain_key(self.dimension)}-{plain_key(self.code)}"

    @property
    def state(self) -> str:
        """Which state of its own meaning is shown."""
        return self.own.state if self.own else ""


def plain_key(text: str) -> str:
    """A number or code as part of a name in a form."""
    return quote(text, safe="").replace("-", "%2D")


@dataclass(frozen=True)
class MeaningFacts:
    """What is known of a year's accounts and objects."""

    year: int
    held: Held
    names: Names
    own_accounts: Mapping[str, OwnAccount]
    own_objects: Mapping[tuple[str, str], OwnObject]
    file_names: Mapping[int, str]
    """What the files are called."""
    account_names: Mapping[str, str]
    object_names: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Meanings:
    """A year's accounts and objects, those that nothing says the meaning of first."""

    accounts: tuple[AccountMeaning, ...]
    objects: tuple[ObjectMeaning, ...]
    unmapped: Decimal
    """What is not mapped, each krona once, whether it lacks account group, ID or both."""

    @property
    def unmapped_accounts(self) -> tuple[AccountMeaning, ...]:
        """Those of which nothing says the account group or the line of the balance sheet."""
        return tuple(each for each in self.accounts if each.is_unmapped)

    @property
    def unmapped_objects(self) -> tuple[ObjectMeaning, ...]:
        """Those of which nothing says the ID."""
        return tuple(each for each in self.objects if each.is_unmapped)

    @property
    def mapped_accounts(self) -> tuple[AccountMeaning, ...]:
        """The others."""
        return tuple(each for each in self.accounts if not each.is_unmapped)

    @property
    def mapped_objects(self) -> tuple[ObjectMeaning, ...]:
        """The others."""
        return tuple(each for each in self.objects if not each.is_unmapped)

    @property
    def unmapped_ones(self) -> list[AccountMeaning | ObjectMeaning]:
        """Both, the accounts first."""
        return [*self.unmapped_accounts, *self.unmapped_objects]

    @property
    def by_key(self) -> dict[str, AccountMeaning | ObjectMeaning]:
        """Each by its key."""
        every: list[AccountMeaning | ObjectMeaning] = [*self.accounts, *self.objects]
        return {each.key: each for each in every}


def meanings(facts: MeaningFacts, *, is_all: bool = False) -> Meanings:
    """The year's accounts and objects; with `is_all` also those that the federation has said something of before."""
    return Meanings(
        accounts=tuple(_accounts(facts, is_all)),
        objects=tuple(_objects(facts, is_all)),
        unmapped=sum((each.row.amount for each in facts.held.rows if _is_unmapped(each, facts)), ZERO),
    )


def _is_unmapped(each: HeldRow, facts: MeaningFacts) -> bool:
    """As `LedgerFacts.unmapped` has it: rows of files without ID, or without group where there are groups."""
    return not each.is_balance and (each.row.centre is None or _has_no_group(each, facts))


def _has_no_group(each: HeldRow, facts: MeaningFacts) -> bool:
    return bool(each.row.is_of_file and facts.names.groups and not each.row.account and not each.is_balance)


def _accounts(facts: MeaningFacts, is_all: bool) -> Iterator[AccountMeaning]:
    rows: dict[str, list[HeldRow]] = {}
    told: dict[str, list[HeldBalance]] = {}
    for each in facts.held.rows:
        if each.row.account_number:
            rows.setdefault(each.row.account_number, []).append(each)
    for balance in facts.held.balances:
        told.setdefault(balance.account_number, []).append(balance)
    known = rows.keys() | told.keys() | (facts.own_accounts.keys() if is_all else set())
    for number in sorted(known):
        of_it, balances, own = rows.get(number, []), told.get(number, []), facts.own_accounts.get(number)
        is_balance = of_it[0].is_balance if of_it else bool(balances) or bool(own and own.line)
        group = next((each.row.account for each in of_it), own.group if own else "")
        lines = [*(each.line for each in of_it), *(each.line for each in balances)]
        line = lines[0] if lines else own.line if own else ""
        is_unmapped = any(_has_no_group(each, facts) for each in of_it) or (
            is_balance and not line and bool(of_it or balances)
        )
        name = facts.account_names.get(number, "")
        yield AccountMeaning(
            number=number,
            name=name,
            amount=sum((each.row.amount for each in of_it), ZERO) if of_it or balances else None,
            files=_files(
                facts, (*(each.row.ledger_import for each in of_it), *(b.ledger_import for b in balances))
            ),
            is_balance=is_balance,
            group="" if is_balance else group,
            line=line if is_balance else "",
            is_unmapped=is_unmapped,
            own=own,
            proposal=_group_of(number, name, facts) if is_unmapped and not is_balance else None,
        )


def _objects(facts: MeaningFacts, is_all: bool) -> Iterator[ObjectMeaning]:
    rows: dict[tuple[str, str], list[HeldRow]] = {}
    for each in facts.held.rows:
        if each.row.is_of_file and not each.is_balance:
            rows.setdefault((each.dimension, each.row.object_code), []).append(each)
    known = rows.keys() | (facts.own_objects.keys() if is_all else set())
    for dimension, code in sorted(known):
        of_it, own = rows.get((dimension, code), []), facts.own_objects.get((dimension, code))
        centres = {each.row.centre for each in of_it}
        is_unmapped = None in centres
        name = facts.object_names.get((dimension, code), "")
        yield ObjectMeaning(
            dimension=dimension,
            code=code,
            name=name,
            amount=sum((each.row.amount for each in of_it), ZERO) if of_it else None,
            files=_files(facts, (each.row.ledger_import for each in of_it)),
            centre=own.centre if own else centres.pop() if len(centres) == 1 else None,
            is_unmapped=is_unmapped,
            own=own,
            proposal=_centre_of(code, name, facts) if is_unmapped and code else None,
        )


def _files(facts: MeaningFacts, pks: Iterable[int | None]) -> tuple[str, ...]:
    return tuple(sorted({facts.file_names[pk] for pk in pks if pk is not None}))


# --- What is proposed --------------------------------------------------------------------------------------


def _group_of(number: str, name: str, facts: MeaningFacts) -> Proposal | None:
    """The group that is called as the account is, else that of the accounts that the federation has placed nearest."""
    for code, called in facts.names.groups.items():
        if name and _same(called, name):
            return Proposal(code, "samma namn")
    near: dict[int, set[tuple[str, str]]] = {}
    for other, own in facts.own_accounts.items():
        if own.group and (shared := _shared(number, other)) >= NEAR:
            near.setdefault(shared, set()).add((own.group, other))
    closest = near[max(near)] if near else set()
    groups = {group for group, _other in closest}
    if len(groups) != 1:
        return None
    others = sorted(other for _group, other in closest)
    return Proposal(groups.pop(), f"konto {swedish.listed(others[:3])} hör dit")


def _centre_of(code: str, name: str, facts: MeaningFacts) -> Proposal | None:
    """The only ID whose code is the object's but for spaces and noughts before it, or else that has its name."""
    centres = facts.names.centres.values()
    for found, why in (
        ([each for each in centres if each.code and _bare(each.code) == _bare(code)], "samma kod"),
        ([each for each in centres if name and _same(each.name, name)], "samma namn"),
    ):
        if len(found) == 1:
            return Proposal(str(found[0].pk), why)
    return None


def _bare(code: str) -> str:
    return "".join(code.split()).lstrip("0")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _shared(one: str, other: str) -> int:
    """How many first digits two accounts share."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
