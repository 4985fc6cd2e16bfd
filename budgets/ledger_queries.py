"""Reads a year's ledger into frozen facts. What accounts and objects mean is applied here, and stored nowhere.

The number of queries depends neither on the number of rows nor on the number of files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, QuerySet, Sum
from django.db.models.functions import Cast, Round

from budgets.domain.ledger import ForecastFact, LedgerFacts, LedgerRow
from budgets.domain.ledger_balance import YEARS_RESULT, BalanceFacts, BalanceRow, line_of
from budgets.domain.ledger_months import ClosingFact
from budgets.models import (
    AccountGroup,
    BalanceFigure,
    BalanceLine,
    Forecast,
    LedgerAccountMap,
    LedgerClosing,
    LedgerFigure,
    LedgerImport,
    LedgerObjectMap,
)
from budgets.queries import centre_facts
from finsam.money import ORE
from finsam.scope import Scope
from members.models import Federation

BALANCE_CLASSES = ("1", "2")
"""Accounts that begin so stand in the balance sheet, and not in the result (Kommun-Bas and BAS alike)."""


@dataclass(frozen=True)
class Mapping:
    """What a federation's accounts and objects mean: its own mappings, and else what the codes themselves say."""

    group_codes: frozenset[str]
    centres_by_code: dict[str, int]
    accounts: dict[str, LedgerAccountMap]
    objects: dict[tuple[str, str], int]

    def is_balance(self, account_number: str) -> bool:
        """Whether the account stands in the balance sheet."""
        own = self.accounts.get(account_number)
        if own is not None and (own.balance_line or own.account_group_id):
            return bool(own.balance_line)
        return account_number.startswith((*BALANCE_CLASSES, YEARS_RESULT))

    def group_of(self, account_number: str) -> str:
        """The code of the account's group: its own, or the longest beginning of its number that is one; else ""."""
        own = self.accounts.get(account_number)
        if own is not None and own.account_group is not None:
            return own.account_group.code
        longest = max((len(code) for code in self.group_codes), default=0)
        beginnings = (account_number[:length] for length in range(longest, 0, -1))
        return next((each for each in beginnings if each in self.group_codes), "")

    def centre_of(self, dimension: str, object_code: str, account_number: str) -> int | None:
        """The ID of a row: what its object means, or the code itself; without object what its account says."""
        mapped = self.objects.get((dimension, object_code))
        if object_code:
            return mapped or self.centres_by_code.get(object_code)
        own = self.accounts.get(account_number)
        return own.cost_centre_id if own is not None and own.cost_centre_id else mapped


def ledger_facts(scope: Scope) -> LedgerFacts:
    """The year's ledger. Eight queries."""
    mapping = scope.facts(ledger_mapping)
    rows: list[LedgerRow] = []
    movements: list[LedgerRow] = []
    for each in added_up(LedgerFigure.objects.filter(federation_id=scope.federation_id, year=scope.year)):
        is_balance = mapping.is_balance(each["account_number"])
        (movements if is_balance else rows).append(row_of(each, mapping))
    return LedgerFacts(
        year=scope.year,
        rows=tuple(rows),
        movements=tuple(movements),
        centres=scope.facts(centre_facts),
        groups=scope.facts(account_group_names),
        closed=frozenset(
            LedgerClosing.objects.filter(
                federation_id=scope.federation_id, year=scope.year, reopened_at=None
            ).values_list("month", flat=True)
        ),
        forecasts=tuple(
            ForecastFact(
                pk=row.pk,
                revision=row.revision,
                month=row.month,
                centre=row.cost_centre_id,
                line=row.line_key,
                amount=row.amount,
                comment=row.comment,
            )
            for row in Forecast.objects.filter(federation_id=scope.federation_id, year=scope.year)
        ),
    )


def ledger_mapping(scope: Scope) -> Mapping:
    """What the federation's accounts and objects mean. Two queries, and those of its IDs and account groups."""
    federation = scope.federation_id
    return Mapping(
        group_codes=frozenset(code for code, _name in scope.facts(account_group_names)),
        centres_by_code={each.code: each.pk for each in scope.facts(centre_facts) if each.code},
        accounts={
            row.account_number: row
            for row in LedgerAccountMap.objects.filter(federation_id=federation).select_related(
                "account_group"
            )
        },
        objects={
            (row.dimension, row.object_code): row.cost_centre_id
            for row in LedgerObjectMap.objects.filter(federation_id=federation)
        },
    )


def account_group_names(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Code and name of each of the federation's account groups, in order. One query."""
    return tuple(AccountGroup.objects.filter(federation_id=scope.federation_id).values_list("code", "name"))


def files_by_month(scope: Scope) -> dict[int, str]:
    """The months that a file has been read into, each with the name of the latest. One query."""
    read = LedgerImport.objects.filter(
        federation_id=scope.federation_id, year=scope.year, status=LedgerImport.Status.COMMITTED
    ).order_by("imported_at", "pk")
    return {
        month: name
        for name, first, last in read.values_list("name", "first_month", "last_month")
        if first and last
        for month in range(first, last + 1)
    }


def closing_facts(scope: Scope) -> tuple[ClosingFact, ...]:
    """Every time a month of the year was closed. One query."""
    closings = LedgerClosing.objects.filter(federation_id=scope.federation_id, year=scope.year)
    return tuple(
        ClosingFact(
            month=row.month,
            closed_by=str(row.closed_by or ""),
            closed_at=row.closed_at,
            reopened_by=str(row.reopened_by or ""),
            reopened_at=row.reopened_at,
            reason=row.reason,
        )
        for row in closings.select_related("closed_by", "reopened_by")
    )


def balance_facts(scope: Scope) -> BalanceFacts:
    """The year's items of the balance sheet. Two queries, and those of the ledger."""
    own = LedgerAccountMap.objects.filter(federation_id=scope.federation_id).exclude(balance_line="")
    lines = dict(own.values_list("account_number", "balance_line"))
    figures = BalanceFigure.objects.filter(federation_id=scope.federation_id, year=scope.year)
    shown = figures.select_related("entered_by", "ledger_import__imported_by")
    return BalanceFacts(
        ledger=scope.facts(ledger_facts),
        rows=tuple(
            replace(
                _balance_row(row, lines),
                source=row.ledger_import.name if row.ledger_import else row.source,
                who=str((row.ledger_import.imported_by if row.ledger_import else row.entered_by) or ""),
                when=row.ledger_import.imported_at if row.ledger_import else row.entered_at,
            )
            for row in shown.defer("ledger_import__content")
        ),
        own_lines=lines,
        names=dict(BalanceLine.choices),
    )


def balances_until(scope: Scope) -> tuple[BalanceFacts, ...]:
    """The items of every year that has any, to and with the scope's, without who entered them and in which file.

    Two queries, and those of the mapping, however many years.
    """
    mapping = scope.facts(ledger_mapping)
    lines = {number: row.balance_line for number, row in mapping.accounts.items() if row.balance_line}
    items: dict[int, list[BalanceRow]] = {}
    figures = BalanceFigure.objects.filter(federation_id=scope.federation_id, year__lte=scope.year)
    for figure in figures.order_by("year", "pk"):
        items.setdefault(figure.year, []).append(_balance_row(figure, lines))
    booked: dict[int, tuple[list[LedgerRow], list[LedgerRow]]] = {year: ([], []) for year in items}
    ledger = LedgerFigure.objects.filter(federation_id=scope.federation_id, year__in=items)
    for each in added_up(ledger):
        rows, movements = booked[each["year"]]
        (movements if mapping.is_balance(each["account_number"]) else rows).append(row_of(each, mapping))
    names = dict(BalanceLine.choices)
    return tuple(
        BalanceFacts(
            LedgerFacts(year, tuple(booked[year][0]), tuple(booked[year][1])), tuple(found), lines, names
        )
        for year, found in items.items()
    )


def _balance_row(row: BalanceFigure, lines: dict[str, str]) -> BalanceRow:
    return BalanceRow(
        pk=row.pk,
        month=row.month,
        line=row.line or line_of(row.account_number, lines),
        label=row.label,
        amount=row.amount,
        account_number=row.account_number,
        is_of_file=row.ledger_import_id is not None,
    )


def ledger_mark(federation: Federation, year: int) -> str:
    """A text that is another as soon as the year's ledger, its closed months or what its codes mean is. Five queries.

    Revisions only grow, and a row that is added has a number of its own, so that two states do not have the same.
    """
    rows: tuple[Any, ...] = (
        federation.ledger_figures.filter(year=year),
        federation.ledger_closings.filter(year=year),
        federation.ledger_imports.filter(year=year),
        federation.ledger_account_maps.all(),
        federation.ledger_object_maps.all(),
    )
    counted = [each.order_by().aggregate(Count("pk"), Max("pk"), Sum("pk"), Sum("revision")) for each in rows]
    return hashlib.sha256(repr([tuple(each.values()) for each in counted]).encode()).hexdigest()[:32]


def added_up(figures: QuerySet[LedgerFigure]) -> Iterable[dict[str, Any]]:
    """Figures added up per month, account, object and typed row, in whole öre: no figure is a float's. One query."""
    ore = Cast(Round(F("amount") * 100), BigIntegerField())
    found: Iterable[Any] = (
        figures.order_by("year", "month", "cost_centre", "account_number", "object_code")
        .values(
            "year",
            "month",
            "cost_centre",
            "account_group__code",
            "line_key",
            "account_number",
            "object_code",
            "ledger_import",
            "ledger_import__dimension",
        )
        .annotate(ore=Sum(ore))
    )
    return found


def row_of(each: dict[str, Any], mapping: Mapping) -> LedgerRow:
    """One of those sums with what it means."""
    number, code = each["account_number"], each["object_code"]
    is_of_file = each["ledger_import"] is not None
    return LedgerRow(
        month=each["month"],
        amount=Decimal(each["ore"]) * ORE,
        centre=mapping.centre_of(each["ledger_import__dimension"], code, number)
        if is_of_file
        else each["cost_centre"],
        account=each["account_group__code"] or (mapping.group_of(number) if number else ""),
        line=each["line_key"],
        account_number=number,
        object_code=code,
        ledger_import=each["ledger_import"],
    )
