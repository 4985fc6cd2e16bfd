"""Whether a file's figures tie: each rule by itself, with what it compared and every difference it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from budgets.imports.sie.books import ZERO, Books
from budgets.imports.sie.items import BalanceKind


class Rule(StrEnum):
    """What has to tie."""

    VOUCHERS = "vouchers"
    CLOSING = "closing"
    RESULT = "result"
    PERIODS = "periods"
    YEARS = "years"
    BALANCE = "balance"

    @property
    def label(self) -> str:
        """The rule as a reader sees it."""
        return {
            "vouchers": "Varje verifikation summerar till noll",
            "closing": "Ingående balans och årets rader ger utgående balans",
            "result": "Årets rader ger resultatkontonas saldon",
            "periods": "Verifikationernas rader ger periodsaldona",
            "years": "Förra årets utgående balans är årets ingående",
            "balance": "Balanser och resultat summerar till noll",
        }[self.value]


@dataclass(frozen=True)
class Difference:
    """Something that does not tie: what it is about, what it should be, and what it is."""

    about: str
    expected: Decimal
    found: Decimal

    @property
    def amount(self) -> Decimal:
        """By how much it differs."""
        return self.found - self.expected


@dataclass(frozen=True)
class Check:
    """What became of a rule. Nothing compared means that the file does not give what the rule compares."""

    rule: Rule
    compared: int
    differences: tuple[Difference, ...] = ()
    count: int = 0
    """How many differences there are, when not all are listed."""

    @property
    def ties(self) -> bool:
        """Whether nothing differs."""
        return not self.count


def checks(books: Books) -> tuple[Check, ...]:
    """Every rule, in the order of `Rule`."""
    return (
        vouchers_add_up(books),
        openings_and_changes_give_closings(books),
        changes_give_results(books),
        vouchers_give_periods(books),
        last_year_gives_openings(books),
        balances_add_up(books),
    )


def vouchers_add_up(books: Books) -> Check:
    """Each voucher adds up to nought."""
    differences = tuple(
        Difference(
            f"{each.voucher.series} {each.voucher.number}".strip() or f"rad {each.voucher.line}",
            ZERO,
            each.total,
        )
        for each in books.unbalanced
    )
    return Check(Rule.VOUCHERS, books.vouchers, differences, books.unbalanced_count)


def openings_and_changes_give_closings(books: Books) -> Check:
    """Opening balance and the year's changes are the closing balance, account by account."""
    changes = books.changes_of_accounts()
    opening, closing = books.whole(BalanceKind.OPENING), books.whole(BalanceKind.CLOSING)
    if not changes or not (opening or closing):
        return Check(Rule.CLOSING, 0)
    accounts = {*opening, *closing, *(each for each in changes if not books.is_result(each))}
    expected = {each: opening.get(each, ZERO) + changes.get(each, ZERO) for each in accounts}
    return _compared(Rule.CLOSING, expected, closing)


def changes_give_results(books: Books) -> Check:
    """What result accounts stand at is what their rows come to."""
    changes, results = books.changes_of_accounts(), books.whole(BalanceKind.RESULT)
    if not changes or not results:
        return Check(Rule.RESULT, 0)
    balances = {*books.whole(BalanceKind.OPENING), *books.whole(BalanceKind.CLOSING)}
    own = {each: amount for each, amount in changes.items() if books.is_result(each) and each not in balances}
    return _compared(Rule.RESULT, own, results)


def vouchers_give_periods(books: Books) -> Check:
    """What an account changed in a month is what its vouchers' rows come to, where the file tells the former."""
    periods = {
        (account, period): amount
        for (period, account, objects), amount in books.of_kind(BalanceKind.PERIOD).items()
        if not objects
    }
    if not periods or not books.has_vouchers:
        return Check(Rule.PERIODS, 0)
    accounts = {account for account, _ in periods}
    moved: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for (period, account, _), amount in books.movements.items():
        if account in accounts:
            moved[account, period] += amount
    return _compared(
        Rule.PERIODS,
        {f"{account} {period}": amount for (account, period), amount in moved.items()},
        {f"{account} {period}": amount for (account, period), amount in periods.items()},
    )


def last_year_gives_openings(books: Books) -> Check:
    """Last year's closing balance is this year's opening one."""
    last, opening = books.whole(BalanceKind.CLOSING, -1), books.whole(BalanceKind.OPENING)
    if not last or not opening:
        return Check(Rule.YEARS, 0)
    return _compared(Rule.YEARS, last, opening)


def balances_add_up(books: Books) -> Check:
    """Debit is credit: opening balances come to nought, and so do closing balances with the results."""
    opening = books.whole(BalanceKind.OPENING)
    closing, results = books.whole(BalanceKind.CLOSING), books.whole(BalanceKind.RESULT)
    sums = {}
    if opening:
        sums["Ingående balanser"] = sum(opening.values(), ZERO)
    if closing:
        sums["Utgående balanser och resultat"] = sum(closing.values(), ZERO) + sum(results.values(), ZERO)
    return _compared(Rule.BALANCE, dict.fromkeys(sums, ZERO), sums)


def _compared(rule: Rule, expected: Mapping[str, Decimal], found: Mapping[str, Decimal]) -> Check:
    """What differs; nothing said is nought."""
    keys = sorted({*expected, *found})
    differences = tuple(
        Difference(key, expected.get(key, ZERO), found.get(key, ZERO))
        for key in keys
        if expected.get(key, ZERO) != found.get(key, ZERO)
    )
    return Check(rule, len(keys), differences, len(differences))
