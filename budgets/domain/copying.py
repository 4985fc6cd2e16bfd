"""A year's budget from last year's: which lines come along and with what amounts, and what is left as it is.

Nothing that this year already holds is changed. A line of the same identity, or of the same ID, account group and
label, counts as there. Lines keep their identity, names, notes and categories. Last year's plan for this year may be
what the amounts start from, and its plans for later years come along with the outlook; forecasts stay behind. What
else comes along: the outlook's years, and the members' shares.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from budgets.domain.carrying import CarriedShares, CarriedYear, carried_outlook, carried_shares
from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.fingerprint import fingerprint
from budgets.domain.parts import even_parts, parts_in_proportion
from budgets.domain.totals import Totals, totals
from finsam.money import ORE, ZERO, indexed
from members.domain.facts import MemberFact


class Treatment(StrEnum):
    """What is done with an amount of last year's."""

    KEEP = "keep"
    EMPTY = "empty"
    INDEX = "index"
    PLAN = "plan"
    """Last year's plan for this year."""
    LEAVE = "leave"
    """The line does not come along at all."""


@dataclass(frozen=True)
class Rule:
    """A treatment, and for an index by how many per cent."""

    treatment: Treatment = Treatment.KEEP
    percent: Decimal = ZERO


KEPT = Rule()


@dataclass(frozen=True)
class Choices:
    """What the user has chosen: by what a line is, but for an ID with a rule of its own; `step` rounds an index."""

    cost: Rule = KEPT
    income: Rule = KEPT
    contribution: Rule = KEPT
    by_centre: tuple[tuple[int, Rule], ...] = ()
    step: Decimal = ORE
    left_out: tuple[UUID, ...] = ()
    with_outlook: bool = True
    with_shares: bool = True

    def rule_for(self, line: LineFact) -> Rule:
        """What is done with a line's amount."""
        general: Rule = getattr(self, line.nature)
        return Rule(Treatment.LEAVE) if line.key in self.left_out else self._own(line.centre) or general

    def _own(self, centre: int) -> Rule | None:
        return next((rule for pk, rule in self.by_centre if pk == centre), None)


AS_IT_WAS = Choices()
"""Everything comes along with its amounts kept."""


@dataclass(frozen=True)
class CopyFacts:
    """Last year's budget to copy from, this year as it stands (its budget None when not begun), who pays this year."""

    source: BudgetFacts
    target: BudgetFacts
    payers: tuple[MemberFact, ...] = ()

    @property
    def year(self) -> int:
        """The year that is copied to."""
        return self.target.year

    @property
    def original(self) -> BudgetFact:
        """The budget that is copied."""
        assert self.source.budget is not None
        return self.source.budget

    @property
    def parts(self) -> int:
        """How many parts this year's amounts are entered in: as they are already, else as last year's."""
        return self.target.budget.parts if self.target.budget else self.original.parts

    @property
    def fingerprint(self) -> str:
        """Differs when anything that a copy rests on differs."""
        return fingerprint(
            (self.original, self.source.outlook, self.source.shares),
            (self.target.budget, self.target.outlook, self.target.shares),
            (self.target.centres, self.payers),
        )


@dataclass(frozen=True)
class CopiedLine:
    """A line of last year's and what comes of it: `copy` when it comes along, `there` when this year has it."""

    line: LineFact
    copy: LineFact | None
    there: LineFact | None

    @property
    def amount(self) -> Decimal | None:
        """What the line holds this year afterwards, in ledger sign."""
        found = self.copy or self.there
        return found.amount if found else None

    @property
    def is_planned_on(self) -> bool:
        """Whether plans for later years come along with it."""
        return self.copy is not None and any(cell.kind == "plan" for cell in self.copy.others)


@dataclass(frozen=True)
class CopiedCentre:
    """An ID with lines in either year, by this year's name. Sums of its own lines, in ledger sign."""

    centre: CentreFact
    formerly: str
    """What it was called last year, when it has another name now."""
    before: Decimal
    now: Decimal
    after: Decimal
    lines: tuple[CopiedLine, ...]


@dataclass(frozen=True)
class CopyPlan:
    """All that a copy would do."""

    year: int
    centres: tuple[CopiedCentre, ...]
    unused: tuple[CentreFact, ...]
    """IDs without lines in either year: they stay in the list of IDs."""
    outlook: tuple[CarriedYear, ...]
    shares: CarriedShares | None
    before: Totals
    now: Totals | None
    after: Totals
    budget: BudgetFact
    """This year's budget as it would be."""

    @property
    def lines(self) -> tuple[CopiedLine, ...]:
        """All lines of last year's, in printed order."""
        return tuple(line for centre in self.centres for line in centre.lines)

    @property
    def copies(self) -> tuple[LineFact, ...]:
        """The lines that come along, as they would stand."""
        return tuple(line.copy for line in self.lines if line.copy is not None)

    @property
    def has_codes(self) -> bool:
        """Whether IDs and account groups are told by code."""
        return any(each.centre.code for each in self.centres) or any(each.line.account for each in self.lines)

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        comes = any(each.comes for each in self.outlook) or bool(self.shares and self.shares.comes)
        return bool(self.copies) or comes

    @property
    def fingerprint(self) -> str:
        """Differs when anything that would be written differs."""
        return fingerprint(self.copies, self.outlook, self.shares)


def copy_plan(facts: CopyFacts, choices: Choices = AS_IT_WAS) -> CopyPlan:
    """What copying last year's budget would do."""
    present = _Present(facts.target.budget)
    fates = [_fate(line, present, facts, choices) for line in facts.original.lines]
    copies = tuple(fate.copy for fate in fates if fate.copy is not None)
    now = facts.target.budget
    begun = now or BudgetFact(0, facts.year, 1, "draft", (), facts.parts)
    after = replace(begun, lines=(*begun.lines, *copies))
    rows = tuple(_centre_rows(facts, fates, after))
    shown = {row.centre.pk for row in rows}
    parents = {centre.parent for centre in facts.target.centres}
    return CopyPlan(
        year=facts.year,
        centres=rows,
        unused=tuple(each for each in facts.target.centres if each.pk not in shown | parents),
        outlook=carried_outlook(facts.source, facts.target) if choices.with_outlook else (),
        shares=carried_shares(facts.source.shares, facts.target.shares, facts.payers)
        if choices.with_shares
        else None,
        before=totals(facts.original, facts.source.centres),
        now=totals(now, facts.target.centres) if now else None,
        after=totals(after, facts.target.centres),
        budget=after,
    )


class _Present:
    """The lines this year holds, by identity and by what must not be twice."""

    def __init__(self, budget: BudgetFact | None) -> None:
        lines = budget.lines if budget else ()
        self._by_key = {line.key: line for line in lines}
        self._by_name = {_name(line): line for line in lines}

    def find(self, line: LineFact) -> LineFact | None:
        return self._by_key.get(line.key) or self._by_name.get(_name(line))


def _name(line: LineFact) -> tuple[int, str, str]:
    return (line.centre, line.account, line.label)


def _fate(line: LineFact, present: _Present, facts: CopyFacts, choices: Choices) -> CopiedLine:
    there = present.find(line)
    rule = choices.rule_for(line)
    leaves = there is not None or rule.treatment is Treatment.LEAVE
    return CopiedLine(line, None if leaves else _copy(line, rule, facts, choices), there)


def _copy(line: LineFact, rule: Rule, facts: CopyFacts, choices: Choices) -> LineFact:
    amount, note = _amount(line, rule, facts.year, choices.step)
    is_emptied = rule.treatment is Treatment.EMPTY
    later = _later_plans(line, facts.year) if choices.with_outlook and not is_emptied else ()
    if facts.parts == 1:
        return replace(line, pk=0, whole=amount, note=note, others=later)
    return replace(line, pk=0, whole=None, note=note, others=_cells(line, amount, facts) + later)


def _later_plans(line: LineFact, year: int) -> tuple[AmountFact, ...]:
    """What the line is planned to be after the year, as it was planned: an index is for the year's own amount."""
    return tuple(cell for cell in line.others if cell.kind == "plan" and cell.year > year)


def _amount(line: LineFact, rule: Rule, year: int, step: Decimal) -> tuple[Decimal | None, str]:
    """The year's amount and the note to it."""
    if rule.treatment is Treatment.PLAN:
        planned = line.other("plan", year)
        return (planned.amount, planned.note) if planned else (None, "")
    amount = line.amount
    if rule.treatment is Treatment.EMPTY or amount is None:
        return None, line.note
    if rule.treatment is Treatment.INDEX:
        return indexed(amount, rule.percent, step), line.note
    return amount, line.note


def _cells(line: LineFact, amount: Decimal | None, facts: CopyFacts) -> tuple[AmountFact, ...]:
    """The year's amount in parts, divided as last year's was; evenly when that was entered otherwise."""
    numbers = range(1, facts.parts + 1)
    same = facts.original.parts == facts.parts
    before = [line.other("part", facts.original.year, number) if same else None for number in numbers]
    shape = [cell.amount if cell else None for cell in before]
    if amount is None:
        amounts: list[Decimal | None] = [None] * facts.parts
    elif any(part is not None for part in shape):
        amounts = parts_in_proportion(amount, shape)
    else:
        amounts = list(even_parts(amount, facts.parts))
    notes = [cell.note if cell else "" for cell in before]
    return tuple(
        AmountFact("part", facts.year, number, part, note)
        for number, part, note in zip(numbers, amounts, notes, strict=True)
        if part is not None or note
    )


def _centre_rows(facts: CopyFacts, fates: list[CopiedLine], after: BudgetFact) -> list[CopiedCentre]:
    names = {centre.pk: centre.name for centre in facts.source.centres}
    before, now, then = (_own_sums(budget) for budget in (facts.original, facts.target.budget, after))
    return [
        CopiedCentre(
            centre=centre,
            formerly=names[centre.pk] if names.get(centre.pk, centre.name) != centre.name else "",
            before=before.get(centre.pk, ZERO),
            now=now.get(centre.pk, ZERO),
            after=then.get(centre.pk, ZERO),
            lines=tuple(fate for fate in fates if fate.line.centre == centre.pk),
        )
        for centre in facts.target.centres
        if centre.pk in before or centre.pk in now
    ]


def _own_sums(budget: BudgetFact | None) -> dict[int, Decimal]:
    """Per ID what its own lines add up to, those under it not counted."""
    found: dict[int, Decimal] = {}
    for line in budget.lines if budget else ():
        found[line.centre] = found.get(line.centre, ZERO) + (line.amount or ZERO)
    return found
