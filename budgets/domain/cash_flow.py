"""The cash flow statement, indirect: from the result and the balance sheets before and after, to the öre.

Amounts are as cash: what brings money in is +, what takes it out −. It ends at the cash of the balance sheet whenever
the balance sheet balances, whatever the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.balance_sheet import amounts_of, is_booked, is_known, year_end
from budgets.domain.comparatives import Change, changes
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import BalanceFacts, BalanceSheet, balance_sheet
from budgets.domain.result_kinds import Kind, Kinds
from budgets.domain.standard_forms import RKR_CASH_FLOW
from budgets.domain.statement_forms import FLOW_PARTS, Amounts, Form, Line, in_groups, lines
from finsam import periods, swedish
from finsam.money import ZERO, Unit

OUTSIDE_OPERATIONS = (Kind.FINANCIAL_INCOME, Kind.FINANCIAL_COST, Kind.EXTRAORDINARY)
GROWING_TAKES = {
    "stock": ("stock",),
    "receivables": ("receivables",),
    "short_investments": ("short_investments",),
    "financial_assets": ("financial_assets",),
    "infrastructure": ("infrastructure",),
}
"""Assets that take money when they grow, by part."""
GROWING_GIVES = {
    "pension_provisions": ("pension_provisions",),
    "other_provisions": ("other_provisions",),
    "long_debts": ("long_debts",),
    "current_debts": ("current_debts",),
}
"""What is owed gives money when it grows, by part."""


@dataclass(frozen=True)
class CashFlow:
    """The cash flow of a year to and with a month, beside the same months of last year where they are known."""

    year: int
    month: int
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    amounts: Amounts
    """What each part comes to in the period."""
    unexplained: Decimal
    """What cash has moved beyond what is derived: 0 when the balance sheets balance."""
    notes: tuple[str, ...]
    unit: Unit = Unit.TKR
    form: Form = RKR_CASH_FLOW
    flow: Decimal = field(default=ZERO)
    """What the period has given in cash."""
    changed: tuple[Change, ...] = ()
    """What last year comes to otherwise now than in its adopted annual report, which is compared with."""

    @property
    def groups(self) -> tuple[tuple[Line, ...], ...]:
        """The lines by what belongs together on paper."""
        return in_groups(self.lines)

    @property
    def span(self) -> int:
        """How many columns there are with the rows' own."""
        return len(self.headings) + 1

    def amount(self, key: str, column: int = 0) -> Decimal | None:
        """What stands in a cell: 0 is the period's column, 1 last year's. None where it is left out."""
        found = next((each for each in self.lines if each.key == key), None)
        return found.amounts[column] if found and len(found.amounts) > column else None


@dataclass(frozen=True)
class CashFlowYear:
    """A year's result by kind and its balances, with those of the year before.

    `adopted` is what the items stood at in the adopted annual report of the year before: then the year begins with
    that, as the balance sheet prints it, and otherwise with what the books say.
    """

    kinds: Kinds
    balance: BalanceFacts
    balance_before: BalanceFacts
    adopted: Amounts | None = None

    @property
    def year(self) -> int:
        """The year."""
        return self.balance.ledger.year

    def lack(self, month: int) -> str:
        """Why its cash flow to the month cannot be derived, in words; "" when it can."""
        if not is_known(self.balance, month):
            words = swedish.long_date(periods.last_day(self.year, month))
            return f"Balansen den {words} är inte införd."
        if not is_booked(self.balance.ledger):
            return f"Inget är bokfört {self.year}."
        if self.opening is None:
            return f"Balansen vid utgången av {self.year - 1} är inte införd."
        return ""

    @property
    def opening(self) -> Amounts | None:
        """What each item stood at when the year began, as printed; None where it is not known."""
        if self.adopted is not None:
            return self.adopted
        start = year_end(self.balance_before, self.balance)
        return None if start is None else amounts_of(start.sheet, start.sheet.result)


def cash_flow(
    now: CashFlowYear,
    before: CashFlowYear,
    month: int,
    form: Form = RKR_CASH_FLOW,
    adopted: Mapping[str, Decimal] | None = None,
    unit: Unit = Unit.TKR,
) -> CashFlow | None:
    """The statement in a form; None while a balance sheet that it is derived from is not known.

    `adopted` is what last year came to by part in its adopted annual report: then the comparison is with that.
    """
    if now.lack(month):
        return None
    amounts = parts_of(now, month)
    columns: list[Amounts] = [amounts]
    notes: list[str] = []
    known = None if before.lack(month) else parts_of(before, month)
    changed: tuple[Change, ...] = ()
    earlier = adopted if adopted is not None and month == YEAR_END else known
    if earlier is not None:
        columns.append(dict(earlier))
        if earlier is not known and known is not None:
            changed = changes(form, earlier, known)
            notes += [each.told(str(before.year)) for each in changed]
    else:
        notes.append(f"{_lack_before(before, month)} Därför saknas jämförelsen.")
    flow = flow_of(amounts)
    unexplained = _moved(amounts) - flow
    if unexplained:
        notes.append(
            f"Likvida medel har ändrats med {_kronor(unexplained)} mer än vad som går att härleda, eftersom "
            "balansräkningen inte går jämnt ut."
        )
    if amounts["fixed_assets"]:
        notes.append(
            "Investeringarna är anläggningstillgångarnas förändring med avskrivningarna återlagda: köp minus "
            "försäljningar."
        )
    return CashFlow(
        year=now.year,
        month=month,
        headings=tuple(periods.period_text(now.year - back, month) for back in range(len(columns))),
        lines=lines(form, columns, is_year=month == YEAR_END),
        amounts=amounts,
        unexplained=unexplained,
        notes=tuple(notes),
        unit=unit,
        form=form,
        flow=flow,
        changed=changed,
    )


def _lack_before(before: CashFlowYear, month: int) -> str:
    """Why last year's cash flow is not known when this year's is: its end is then known, if only as an opening."""
    if month != YEAR_END or is_known(before.balance, month):
        return before.lack(month)
    if before.opening is None:
        return f"Balansen vid utgången av {before.year - 1} är inte införd."
    return (
        f"Balansen vid utgången av {before.year} är bara känd som ingående balans {before.year + 1}, och inte införd "
        f"för {before.year}."
    )


def parts_of(year: CashFlowYear, month: int) -> dict[str, Decimal]:
    """What each part of the cash flow comes to, from the year before's end to the end of the month."""
    sheet = balance_sheet(year.balance, month)
    start = year.opening
    assert start is not None, "asked of a year whose balances are not known"
    depreciation = -year.kinds.get(Kind.DEPRECIATION, ZERO)
    outside = {kind.value: year.kinds.get(kind, ZERO) for kind in OUTSIDE_OPERATIONS}
    return {
        "operating_result": sheet.result - sum(outside.values(), ZERO),
        **outside,
        "depreciation": depreciation,
        **{part: -_grown(sheet, start, *names) for part, names in GROWING_TAKES.items()},
        **{part: _grown(sheet, start, *names) for part, names in GROWING_GIVES.items()},
        "fixed_assets": -_grown(sheet, start, "intangible_assets", "tangible_assets") - depreciation,
        "equity": sheet.equity - sheet.result - _stood_at(start, "equity", "result"),
        "cash_opening": _stood_at(start, "cash"),
        "cash_closing": sheet.cash,
    }


def flow_of(amounts: Amounts) -> Decimal:
    """What the parts give together."""
    return sum((amounts[part] or ZERO for part in FLOW_PARTS), ZERO)


def _moved(amounts: Amounts) -> Decimal:
    return (amounts["cash_closing"] or ZERO) - (amounts["cash_opening"] or ZERO)


def _grown(sheet: BalanceSheet, start: Amounts, *names: str) -> Decimal:
    return sheet.of(*names) - _stood_at(start, *names)


def _stood_at(start: Amounts, *names: str) -> Decimal:
    return sum((start.get(name) or ZERO for name in names), ZERO)


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
