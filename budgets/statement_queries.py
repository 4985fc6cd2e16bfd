"""Reads what the statements of a year, or of a part of it, are made of into frozen facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from budgets.domain import statement_notes as notes
from budgets.domain.balance_sheet import PrintedBalance, is_known, printed_balance, year_end
from budgets.domain.cash_flow import CashFlow, CashFlowYear, cash_flow
from budgets.domain.comparatives import of_note, of_statement
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.income_statement import IncomeStatement, income_statement
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import balance_sheet
from budgets.domain.result_kinds import Kind, kinds_of_ledger, natures
from budgets.domain.shapes import STANDARD_BUDGET, shape_of
from budgets.domain.statement_forms import Statement
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.layout_queries import form_for
from budgets.ledger_queries import balance_facts, ledger_facts
from budgets.models import BalanceFigure
from budgets.queries import table_shapes
from finsam import adopted, periods, swedish
from finsam.money import ZERO, Unit
from finsam.scope import Scope
from members.queries import share_facts


def interim_facts(scope: Scope) -> InterimFacts:
    """The year to and with the scope's month. The queries of the follow-up, and four."""
    return InterimFacts(
        month=scope.month,
        follow_up=scope.facts(follow_up_facts),
        ledger=scope.facts(ledger_facts),
        balance=scope.facts(balance_facts),
        balance_before=scope.for_year(scope.year - 1).facts(balance_facts),
    )


def adopted_before(scope: Scope) -> Mapping[str, Decimal]:
    """What last year's adopted annual report kept, by name; empty without one. One query."""
    return adopted.amounts(scope.for_year(scope.year - 1))


def statement_to(scope: Scope, month: int, asked: str = "") -> IncomeStatement | None:
    """The income statement to and with a month; None while nothing is entered. One query where the ledger is empty."""
    if not scope.facts(has_ledger):
        return None
    kept = of_statement(Statement.INCOME, scope.facts(adopted_before))
    form = form_for(scope, Statement.INCOME, asked)
    return income_statement(scope.facts(follow_up_facts), month, form, kept)


def balance_at(scope: Scope, month: int, asked: str = "") -> PrintedBalance | None:
    """The balance sheet when a month ended; None while it is not known. One query where nothing is entered."""
    if not scope.facts(has_balance):
        return None
    before = scope.for_year(scope.year - 1)
    return printed_balance(
        scope.facts(balance_facts),
        before.facts(balance_facts),
        month,
        form_for(scope, Statement.BALANCE, asked),
        of_statement(Statement.BALANCE, scope.facts(adopted_before)),
    )


def cash_flow_to(scope: Scope, month: int, asked: str = "") -> CashFlow | None:
    """The cash flow to and with a month; None while a balance is not known. One query where nothing is entered."""
    if not scope.facts(has_balance):
        return None
    facts = scope.facts(follow_up_facts)
    years = [scope.for_year(scope.year - back).facts(balance_facts) for back in range(3)]

    def of(year: YearOfActuals, place: int) -> CashFlowYear:
        kinds = kinds_of_ledger(year.through(month), natures(year.budget, facts.centres))
        opening = of_statement(Statement.BALANCE, scope.for_year(year.year).facts(adopted_before))
        return CashFlowYear(kinds, years[place], years[place + 1], opening)

    return cash_flow(
        of(facts.now, 0),
        of(facts.before, 1),
        month,
        form_for(scope, Statement.CASH_FLOW, asked),
        of_statement(Statement.CASH_FLOW, scope.facts(adopted_before)),
        scope.facts(document_unit),
    )


def note_to(scope: Scope, key: str, month: int) -> notes.StatementNote | None:
    """A note to the statements to and with a month; None while there is nothing to tell."""
    if key in notes.BALANCE_NOTES:
        return _balance_note(scope, key, month) if scope.facts(has_balance) else None
    if not scope.facts(has_ledger):
        return None
    facts = scope.facts(follow_up_facts)
    headings = (periods.period_text(scope.year, month), periods.period_text(scope.year - 1, month))
    if key == "contributions":
        return _contributions_note(scope, facts, month, headings)
    return notes.note(
        key,
        headings,
        notes.cost_items(facts.now, facts.centres, month),
        notes.cost_items(facts.before, facts.centres, month) if facts.before.is_known_to(month) else None,
        scope.facts(document_unit),
        of_note(key, scope.facts(adopted_before)) if month == YEAR_END else None,
    )


def _balance_note(scope: Scope, key: str, month: int) -> notes.StatementNote | None:
    now = scope.facts(balance_facts)
    if not is_known(now, month):
        return None
    names = dict(scope.facts(follow_up_facts).account_names)
    start = year_end(scope.for_year(scope.year - 1).facts(balance_facts), now)
    form = form_for(scope, Statement.BALANCE) if key == notes.FIXED_ASSETS else None
    days = (periods.last_day(scope.year, month), periods.last_day(scope.year - 1, YEAR_END))
    return notes.note(
        key,
        (swedish.long_date(days[0]), swedish.long_date(days[1])),
        notes.balance_items(balance_sheet(now, month), key, names, form),
        notes.items_before(start, key, names, form),
        scope.facts(document_unit),
        of_note(key, scope.facts(adopted_before)),
    )


def _contributions_note(
    scope: Scope, facts: FollowUpFacts, month: int, headings: tuple[str, str]
) -> notes.StatementNote | None:
    """By each year's shares; what was paid last year is as adopted, where it was."""
    before = scope.for_year(scope.year - 1)
    shares, shares_before = scope.facts(share_facts), before.facts(share_facts)
    if shares is None or not shares.shares:
        return None
    kept = of_statement(Statement.INCOME, scope.facts(adopted_before)) if month == YEAR_END else None
    told = of_note("contributions", scope.facts(adopted_before)) if month == YEAR_END else None
    paid = kept.get(Kind.CONTRIBUTIONS.value) if kept is not None else None
    adopted_rows = None if told is None else (sum(told.values(), ZERO) if paid is None else paid, told)
    if facts.before.is_known_to(month) and (kept is None or told is not None):
        paid = notes.contributed(facts, facts.before, month)
    has_before = shares_before is not None and shares_before.shares
    return notes.contributions_note(
        headings,
        (notes.contributed(facts, facts.now, month), shares),
        (paid, shares_before) if has_before and paid is not None and shares_before else None,
        scope.facts(document_unit),
        adopted_rows,
    )


def has_balance(scope: Scope) -> bool:
    """Whether anything is known of the year's balance sheet: asked before all of it is read. One query."""
    return BalanceFigure.objects.filter(federation_id=scope.federation_id, year=scope.year).exists()


def document_unit(scope: Scope) -> Unit:
    """The unit that the federation's documents show amounts in. Three queries."""
    return Unit((shape_of(table_shapes(scope.federation_id), "budget") or STANDARD_BUDGET).unit)
