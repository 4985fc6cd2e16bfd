"""A file of the ledger laid beside what the year already holds: what it changes, month by month, and what stops it.

Plain Python, no Django. Amounts in kronor and ledger sign, which is also a SIE file's: cost +, income −, assets +.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, Protocol

from budgets.domain.ledger import month_name
from budgets.domain.ledger_balance import YEARS_RESULT
from budgets.imports.ledger_standing import (
    WHOLE_YEAR,
    LedgerChoices,
    Place,
    Standing,
    months_text,
    without_nought,
)
from budgets.imports.ledger_stops import (
    Question,
    clashes,
    closed_months_differ,
    notices,
    questions,
    wrong_file,
)
from budgets.imports.sie.books import Books
from budgets.imports.sie.items import BalanceKind
from budgets.imports.sie.reconciliation import Check, Rule, checks

ZERO = Decimal(0)


class Meaning(Protocol):
    """What the federation's accounts and objects mean."""

    def is_balance(self, account_number: str, /) -> bool:
        """Whether the account stands in the balance sheet."""

    def group_of(self, account_number: str, /) -> str:
        """The code of the account's group; "" for none."""

    def centre_of(self, dimension: str, object_code: str, account_number: str, /) -> int | None:
        """The ID of a row."""


@dataclass(frozen=True)
class MonthChange:
    """What a month's result accounts come to before and after, and whether anything of it changes."""

    month: int
    before: Decimal
    after: Decimal
    is_changed: bool
    is_closed: bool
    is_typed: bool
    """Whether amounts entered by hand stand there too, which the file's are added to."""

    @property
    def name(self) -> str:
        """What the month is called."""
        return month_name(self.month)


@dataclass(frozen=True)
class Unmapped:
    """An account or object that nothing says the meaning of, and what its rows come to."""

    code: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """Everything a file holds for its months, each krona once."""

    file: Decimal
    balance_accounts: Decimal
    mapped: Decimal
    unmapped: Decimal

    @property
    def ties(self) -> bool:
        """Whether nothing got lost."""
        return self.file == self.balance_accounts + self.mapped + self.unmapped


@dataclass(frozen=True)
class LedgerPlan:
    """What reading a file in would do."""

    books: Books
    dimension: str
    dimensions: Mapping[str, str]
    figures: Mapping[int, Mapping[Place, Decimal]]
    months: tuple[MonthChange, ...]
    totals: Totals
    accounts: tuple[Unmapped, ...]
    objects: tuple[Unmapped, ...]
    checks: tuple[Check, ...]
    problems: tuple[str, ...]
    asked: tuple[Question, ...]
    """All that has to be confirmed, whether it is or not."""
    questions: tuple[Question, ...]
    """What is not confirmed yet."""
    notices: tuple[str, ...]
    opening: Mapping[str, Decimal]
    closing: Mapping[str, Decimal]
    closing_month: int
    has_new_balances: bool
    """Whether the file tells other balances than are known."""
    basis: str
    """A fingerprint of what the plan was made over: the plan is carried out only over the same."""

    @property
    def taken(self) -> tuple[int, ...]:
        """The months that are replaced: those of the file that are open."""
        return tuple(each.month for each in self.months if not each.is_closed)

    @property
    def taken_text(self) -> str:
        """Which they are, in words."""
        return months_text(self.taken)

    @property
    def can_be_read(self) -> bool:
        """Whether there is something to read in, and nothing stops it."""
        return self.is_ready and bool(self.taken)

    @property
    def company(self) -> str:
        """Whose file it is."""
        return "".join(self.books.info.get("#FNAMN", ()))

    @property
    def organisation_number(self) -> str:
        """The organisation number that the file tells."""
        return "".join(self.books.info.get("#ORGNR", ())[:1])

    @property
    def program(self) -> str:
        """What wrote the file."""
        return " ".join(self.books.info.get("#PROGRAM", ()))

    @property
    def changed(self) -> tuple[int, ...]:
        """The months that will hold something else."""
        return tuple(each.month for each in self.months if each.is_changed)

    @property
    def changes_nothing(self) -> bool:
        """Whether the year already holds all that the file tells."""
        return self.is_ready and bool(self.months) and not self.changed and not self.has_new_balances

    @property
    def is_ready(self) -> bool:
        """Whether the file can be read in."""
        return not self.problems and not self.questions

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What the file calls the accounts and objects it has amounts on."""
        places = {place for month in self.figures.values() for place in month}
        accounts = {account for account, _, _ in places} | set(self.opening) | set(self.closing)
        return {
            "accounts": {
                each: self.books.names[each] for each in sorted(accounts) if self.books.names.get(each)
            },
            "objects": {
                code: self.books.objects[dimension, code]
                for _, dimension, code in sorted(places)
                if code and self.books.objects.get((dimension, code))
            },
        }


def planned(books: Books, choices: LedgerChoices, standing: Standing, meaning: Meaning) -> LedgerPlan:
    """What reading the books in would do to the year."""
    dimensions = books.dimension_names()
    dimension = _dimension(books, choices, standing, dimensions)
    figures, outside = _figures(books, dimension, standing.year)
    tied = checks(books)
    covered = _covered(books, figures, tied)
    figures = {month: figures.get(month, {}) for month in covered}
    problems = [str(each) for each in books.problems]
    opening, closing = books.whole(BalanceKind.OPENING), _closing(books)
    closing_month = max(covered, default=0) or 12
    if books.is_sound:
        problems += wrong_file(books, standing, bool(any(figures.values())), outside, tied)
        problems += clashes(covered, standing)
        problems += closed_months_differ(figures, opening, standing)
    months = tuple(
        MonthChange(
            month,
            before=_result(standing.figures.get(month, {}), meaning),
            after=_result(figures[month], meaning),
            is_changed=without_nought(standing.figures.get(month, {})) != without_nought(figures[month]),
            is_closed=standing.is_closed(month),
            is_typed=month in standing.typed,
        )
        for month in covered
    )
    asked = tuple(questions(books, standing, tied, covered))
    accounts, objects, totals = _mapped(books, figures, dimension, standing, meaning)
    return LedgerPlan(
        books=books,
        dimension=dimension,
        dimensions=dimensions,
        figures=figures,
        months=months,
        totals=totals,
        accounts=accounts,
        objects=objects,
        checks=tied,
        problems=tuple(problems),
        asked=asked,
        questions=tuple(each for each in asked if each.accept.value not in choices.accepted),
        notices=tuple(
            notices(books, any(each.is_typed and each.month in standing.figures for each in months))
        ),
        opening=opening,
        closing=closing,
        closing_month=closing_month,
        has_new_balances=any(
            standing.balances.get((month, account), ZERO) != amount
            for month, told in ((0, opening), (closing_month, closing))
            for account, amount in told.items()
        ),
        basis=_basis(choices, standing),
    )


def _closing(books: Books) -> dict[str, Decimal]:
    """What the balance accounts end at, with what a closed year's result was carried over to equity by."""
    told = books.whole(BalanceKind.CLOSING)
    if told:
        changes = books.changes_of_accounts().items()
        told |= {account: amount for account, amount in changes if account.startswith(YEARS_RESULT)}
    return told


def _dimension(
    books: Books, choices: LedgerChoices, standing: Standing, dimensions: Mapping[str, str]
) -> str:
    """The dimension that holds the ID: as chosen, as in the latest file, else the one with most of the codes."""
    if choices.dimension:
        return "" if choices.dimension == "-" else choices.dimension
    if standing.last_dimension is not None and (
        not standing.last_dimension or standing.last_dimension in dimensions
    ):
        return standing.last_dimension
    known = dict.fromkeys(dimensions, 0)
    for dimension, code in {pair for _, _, objects in books.movements for pair in objects} | {
        pair for each in books.balances for pair in each[4]
    }:
        known[dimension] += code in standing.codes
    return max(known, key=lambda each: known[each], default="")


def _figures(
    books: Books, dimension: str, year: int
) -> tuple[dict[int, dict[Place, Decimal]], tuple[str, ...]]:
    """The file's changes by month, and the periods that lie in other years."""
    figures: defaultdict[int, dict[Place, Decimal]] = defaultdict(dict)
    outside = set()
    for (period, account, number), amount in books.changes(dimension).items():
        if period and int(period[:4]) != year:
            outside.add(period)
        else:
            place = (account, dimension if number else "", number)
            figures[int(period[4:]) if period else WHOLE_YEAR][place] = amount
    return dict(figures), tuple(sorted(outside))


def _covered(books: Books, figures: Mapping[int, Any], tied: Iterable[Check]) -> tuple[int, ...]:
    """The months the file speaks of: from January where its balances show that it is whole, else from its first row.

    A month without rows between them, or before the date the file says it reaches to, is one where nothing happened.
    """
    if WHOLE_YEAR in figures:
        return (WHOLE_YEAR,)
    if not figures:
        return ()
    is_whole = any(each.rule is Rule.CLOSING and each.compared and each.ties for each in tied)
    told = books.info.get("#OMFATTN", ("",))[0]
    last = max(figures)
    if len(told) == 8 and told.isdigit() and 1 <= int(told[4:6]) <= 12:
        last = max(last, int(told[4:6]))
    return tuple(range(1 if is_whole else min(figures), last + 1))


# --- What the amounts come to ------------------------------------------------------------------------------


def _mapped(
    books: Books,
    figures: Mapping[int, Mapping[Place, Decimal]],
    dimension: str,
    standing: Standing,
    meaning: Meaning,
) -> tuple[tuple[Unmapped, ...], tuple[Unmapped, ...], Totals]:
    """What has a meaning, and what has not."""
    accounts: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    objects: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    balance = mapped = unmapped = whole = ZERO
    for month in figures.values():
        for (account, _, number), amount in month.items():
            whole += amount
            if meaning.is_balance(account):
                balance += amount
                continue
            without_group = standing.has_groups and not meaning.group_of(account)
            without_centre = meaning.centre_of(dimension, number, account) is None
            if without_group:
                accounts[account] += amount
            if without_centre:
                objects[number] += amount
            if without_group or without_centre:
                unmapped += amount
            else:
                mapped += amount
    return (
        tuple(Unmapped(each, books.names.get(each, ""), accounts[each]) for each in sorted(accounts)),
        tuple(
            Unmapped(each, books.objects.get((dimension, each), ""), objects[each])
            for each in sorted(objects)
        ),
        Totals(whole, balance, mapped, unmapped),
    )


def _result(places: Mapping[Place, Decimal], meaning: Meaning) -> Decimal:
    return sum(
        (amount for (account, _, _), amount in places.items() if not meaning.is_balance(account)), ZERO
    )


def _basis(choices: LedgerChoices, standing: Standing) -> str:
    said = [
        choices.as_json(),
        sorted(standing.closed),
        sorted(standing.typed.items()),
        sorted((month, sorted(without_nought(places).items())) for month, places in standing.figures.items()),
        sorted(standing.balances.items()),
    ]
    return sha256(repr(said).encode()).hexdigest()
