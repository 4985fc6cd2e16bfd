"""The notes to the statements: what a line is made of, beside last year. Each adds up to its line, to the öre.

Amounts are as the note prints them, without sign. What a note is of stands in NOTES; its number is the document's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from budgets.domain.balance_sheet import YearEnd
from budgets.domain.comparatives import Change, changes_of_rows
from budgets.domain.contributions import Contributions, contributions
from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.ledger_balance import BalanceRow, BalanceSheet
from budgets.domain.result_kinds import Kind, kinds_of_ledger, natures
from budgets.domain.statement_forms import CLOSES, Form
from finsam.money import ZERO, Unit
from members.domain.facts import ShareFacts

Items: TypeAlias = Mapping[str, Decimal]
"""What a note's rows come to, by what they are called."""

BALANCE_NOTES: Mapping[str, tuple[str, ...]] = {
    "fixed-assets": ("intangible_assets", "tangible_assets", "financial_assets"),
    "stock": ("stock",),
    "receivables": ("receivables",),
    "short-investments": ("short_investments",),
    "cash": ("cash",),
    "provisions": ("pension_provisions", "other_provisions"),
    "long-debts": ("long_debts",),
    "current-debts": ("current_debts",),
}
"""Per note the lines of the balance sheet whose items it tells; those of fixed assets also depend on the form."""
NOTES: Mapping[str, str] = {
    "contributions": "Bidrag per medlem",
    "costs": "Verksamhetens kostnader",
    "fixed-assets": "Anläggningstillgångar",
    "stock": "Förråd",
    "receivables": "Kortfristiga fordringar",
    "short-investments": "Kortfristiga placeringar",
    "cash": "Kassa och bank",
    "provisions": "Avsättningar",
    "long-debts": "Långfristiga skulder",
    "current-debts": "Kortfristiga skulder",
}
"""What each note is of."""
DIRECT, ADMINISTRATIVE = "Direkta kostnader", "Administrativa kostnader inklusive styrelse"
ADMINISTRATION = "admin"
"""The purpose of the IDs whose costs are told as administrative."""
UNNAMED = "Övrigt"
FIXED_ASSETS, INFRASTRUCTURE = "fixed-assets", "infrastructure"
BY_SHARES = "Det bokförda beloppet är fördelat efter medlemmarnas andelar, så att delarna blir summan."


@dataclass(frozen=True)
class NoteRow:
    """A row of a note. Exact kronor, or whole units where the parts are to add up to the line in the unit shown."""

    label: str
    now: Decimal
    before: Decimal | None = None
    key: str = ""
    """What it is kept under, where that is not its label."""

    @property
    def kept_as(self) -> str:
        """What it is kept under when the report is adopted."""
        return self.key or self.label


@dataclass(frozen=True)
class StatementNote:
    """A note: its rows in a stable order and what they add up to."""

    key: str
    heading: str
    heading_before: str
    """ "" where last year is not known."""
    rows: tuple[NoteRow, ...]
    total: Decimal
    total_before: Decimal | None
    unit: Unit
    own_remarks: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    """What is otherwise now than in last year's adopted annual report, which is compared with."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is remarked on below it."""
        return (*self.own_remarks, *(each.told(self.heading_before) for each in self.changed))

    @property
    def is_of_days(self) -> bool:
        """Whether it tells what stood at the end of days, and not what a period came to."""
        return self.key in BALANCE_NOTES

    @property
    def title(self) -> str:
        """What it is of."""
        return NOTES[self.key]


def note(
    key: str,
    headings: tuple[str, str],
    now: Items,
    before: Items | None,
    unit: Unit,
    adopted: Items | None = None,
) -> StatementNote | None:
    """The note of this year's items beside last year's; None while there is nothing to tell.

    This year's rows come first, in their order, then those that only last year had; none is nought in both years.
    `adopted` is what last year's adopted annual report said: then the comparison is with that, and what is otherwise in
    the ledger now is told.
    """
    compared = adopted if adopted is not None else before
    every = (
        NoteRow(label, now.get(label, ZERO), None if compared is None else compared.get(label, ZERO))
        for label in dict.fromkeys((*now, *(compared or ())))
    )
    rows = tuple(row for row in every if row.now or row.before)
    if not rows:
        return None
    return StatementNote(
        key=key,
        heading=headings[0],
        heading_before=headings[1] if compared is not None else "",
        rows=rows,
        total=_sum(now),
        total_before=None if compared is None else _sum(compared),
        unit=unit,
        changed=changes_of_rows(adopted, before) if adopted is not None and before is not None else (),
    )


def parts_of_note(key: str, form: Form | None = None) -> tuple[str, ...]:
    """The lines of the balance sheet whose items a note tells, where the balance sheet has a form.

    Grants to infrastructure are of the note of fixed assets where the form adds them up together, and else not.
    """
    parts = BALANCE_NOTES[key]
    if key != FIXED_ASSETS or form is None:
        return parts
    for group in _added_together(form):
        if INFRASTRUCTURE in group and group & {*parts}:
            return (*parts, INFRASTRUCTURE)
    return parts


def _added_together(form: Form) -> list[set[str]]:
    """What stands between one closed group and the next."""
    groups: list[set[str]] = [set()]
    for row in form.rows:
        groups[-1] |= {*row.gathers}
        if row.level in CLOSES:
            groups.append(set())
    return groups


def balance_items(
    sheet: BalanceSheet, key: str, account_names: Mapping[str, str], form: Form | None = None
) -> dict[str, Decimal]:
    """The items of the note's lines, as printed. Two that are called the same are one row."""
    parts = parts_of_note(key, form)
    found: dict[str, Decimal] = {}
    for line in (*sheet.assets, *sheet.liabilities):
        if line.line in parts:
            for item in line.items:
                name = _called(item, account_names)
                found[name] = found.get(name, ZERO) + item.printed
    return found


def _called(item: BalanceRow, account_names: Mapping[str, str]) -> str:
    return item.label or account_names.get(item.account_number, "") or item.account_number or UNNAMED


def items_before(
    start: YearEnd | None, key: str, account_names: Mapping[str, str], form: Form | None = None
) -> dict[str, Decimal] | None:
    """The items of last year-end; None where it is not known."""
    return None if start is None else balance_items(start.sheet, key, account_names, form)


def cost_items(year: YearOfActuals, centres: tuple[CentreFact, ...], month: int) -> dict[str, Decimal]:
    """The costs of the operations by what their IDs are for, without sign. What belongs to no ID is direct."""
    purposes = {centre.pk: centre.purpose for centre in centres}
    said = natures(year.budget, centres)
    found = {DIRECT: ZERO, ADMINISTRATIVE: ZERO}
    by_label: dict[str, list[int | None]] = {DIRECT: [None], ADMINISTRATIVE: []}
    for pk, purpose in purposes.items():
        by_label[ADMINISTRATIVE if purpose == ADMINISTRATION else DIRECT].append(pk)
    rows = year.through(month)
    for label, places in by_label.items():
        kinds = kinds_of_ledger((row for row in rows if row.centre in places), said)
        found[label] = -kinds.get(Kind.COST, ZERO) or ZERO
    return {label: amount for label, amount in found.items() if amount}


def contributions_note(
    headings: tuple[str, str],
    now: tuple[Decimal, ShareFacts],
    before: tuple[Decimal, ShareFacts] | None,
    unit: Unit,
    adopted: tuple[Decimal, Items] | None = None,
) -> StatementNote | None:
    """What the members have paid, divided by each year's shares so that the parts add up in the unit.

    A member is one row under its present name, whatever it was called last year. None while nothing is paid.
    `adopted` is what was paid by last year's adopted annual report, and by each member by its short name: then the
    comparison is with that, and what the ledger and the shares of last year give now and is otherwise is told.
    """
    divided = contributions(*now, unit)
    earlier = contributions(*before, unit) if before is not None else None
    if not any(each and each[0] for each in (now, before, adopted)):
        return None
    members = {row.member.slug: row.member for row in (*(earlier.rows if earlier else ()), *divided.rows)}
    order = dict.fromkeys(
        (*(row.member.slug for row in divided.rows), *members, *(adopted[1] if adopted else ()))
    )
    names = {
        slug: f"Driftbidrag från {members[slug].paying_name if slug in members else _spelt_out(slug)}"
        for slug in order
    }
    present = {row.member.slug: row.amount for row in earlier.rows} if earlier else None

    def amount(found: Contributions | None, slug: str) -> Decimal | None:
        if found is None:
            return None
        row = found.of(slug)
        return row.amount if row else ZERO

    return StatementNote(
        key="contributions",
        heading=headings[0],
        heading_before=headings[1] if before is not None or adopted is not None else "",
        rows=tuple(
            NoteRow(
                names[slug],
                amount(divided, slug) or ZERO,
                adopted[1].get(slug, ZERO) if adopted is not None else amount(earlier, slug),
                slug,
            )
            for slug in order
        ),
        total=now[0],
        total_before=next((each[0] for each in (adopted, before) if each is not None), None),
        unit=unit,
        own_remarks=(BY_SHARES,),
        changed=changes_of_rows(adopted[1], present, names) if adopted and present else (),
    )


def _spelt_out(slug: str) -> str:
    """A member that is in none of the years any more, by its short name."""
    return slug.replace("-", " ").capitalize()


def contributed(facts: FollowUpFacts, year: YearOfActuals, month: int) -> Decimal:
    """What the members have paid by the ledger, as income."""
    kinds = kinds_of_ledger(year.through(month), natures(year.budget, facts.centres))
    return kinds.get(Kind.CONTRIBUTIONS, ZERO)


def _sum(items: Items) -> Decimal:
    return sum(items.values(), ZERO)
