"""Reads what a file of the ledger meets: what the year holds already, and what accounts and objects mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round

from budgets.imports.ledger import LedgerPlan, planned
from budgets.imports.ledger_reading import Reading
from budgets.imports.ledger_standing import LedgerChoices, Place, Standing, months_text
from budgets.imports.ledger_table import table_items
from budgets.imports.sie.books import Books
from budgets.imports.sie.items import Encoding, Item, Limits, VoucherRow
from budgets.imports.sie.reading import read_some
from budgets.ledger_queries import ledger_mapping
from budgets.models import BalanceFigure, LedgerFigure, LedgerImport, VoucherBlock
from budgets.queries import centre_facts
from finsam.money import ORE
from finsam.scope import Scope
from members.models import Federation

MAX_SIE_BYTES = 30_000_000
"""A year of a municipality's own books would fit; a federation's is some hundred kilobytes."""
LIMITS = Limits(size=MAX_SIE_BYTES)


def items_of(
    kind: str, content: bytes, choices: LedgerChoices, year: int
) -> Iterator[Item | list[VoucherRow]]:
    """The records of a file of the year, one at a time: as SIE has them, whatever the file is."""
    if kind == LedgerImport.Kind.TABLE:
        return table_items(content, choices.table, year)
    encoding = Encoding(choices.encoding) if choices.encoding else None
    return read_some(BytesIO(content), encoding, LIMITS)


def reading_of(kind: str, content: bytes, choices: LedgerChoices, year: int = 0) -> Reading:
    """A file of the year about to be gone through: its rows, and then what it comes to."""
    return Reading(items_of(kind, content, choices, year))


def plan_for(
    federation: Federation,
    year: int,
    content: bytes,
    choices: LedgerChoices,
    kind: str = LedgerImport.Kind.SIE,
) -> LedgerPlan:
    """What reading a file into the year would do. Ten queries, whatever the file's size."""
    return plan_of(federation, year, reading_of(kind, content, choices, year).books, choices, kind)


def plan_of(
    federation: Federation,
    year: int,
    books: Books,
    choices: LedgerChoices,
    kind: str = LedgerImport.Kind.SIE,
) -> LedgerPlan:
    """What reading a file into the year would do that comes to so much. Ten queries, whatever its size."""
    scope = Scope(federation.pk, year)
    mapping = ledger_mapping(scope)
    standing = standing_of(federation, scope, kind, has_groups=bool(mapping.group_codes))
    return planned(books, choices, standing, mapping)


def standing_of(federation: Federation, scope: Scope, kind: str, *, has_groups: bool) -> Standing:
    """What the year holds, with the dimension of the latest file of the kind. Five queries, and that of the IDs."""
    figures: defaultdict[int, dict[Place, Decimal]] = defaultdict(dict)
    ore = Cast(Round(F("amount") * 100), BigIntegerField())
    rows = LedgerFigure.objects.filter(federation=federation, year=scope.year).order_by()
    for month, number, dimension, code, summed in (
        rows.exclude(ledger_import=None)
        .values_list("month", "account_number", "ledger_import__dimension", "object_code")
        .annotate(ore=Sum(ore))
    ):
        place = (number, dimension if code else "", code)
        figures[month][place] = figures[month].get(place, Decimal(0)) + Decimal(summed) * ORE
    balances = BalanceFigure.objects.filter(federation=federation, year=scope.year).exclude(
        ledger_import=None
    )
    closed = federation.ledger_closings.filter(year=scope.year, reopened_at=None)
    latest = committed(federation).filter(kind=kind)
    return Standing(
        year=scope.year,
        organisation_number=federation.organisation_number,
        closed=frozenset(closed.values_list("month", flat=True)),
        figures=dict(figures),
        balances={
            (month, number): amount
            for month, number, amount in balances.values_list("month", "account_number", "amount")
        },
        typed={
            month: Decimal(summed) * ORE
            for month, summed in rows.filter(ledger_import=None).values_list("month").annotate(ore=Sum(ore))
        },
        codes=frozenset(each.code for each in scope.facts(centre_facts) if each.code),
        last_dimension=latest.values_list("dimension", flat=True).first(),
        has_groups=has_groups,
    )


def committed(federation: Federation) -> Any:
    """The federation's files that have been read in, the latest first, without their bytes."""
    return federation.ledger_imports.filter(status=LedgerImport.Status.COMMITTED).defer("content")


@dataclass(frozen=True)
class LedgerFile:
    """A file of the ledger that is read in, or waits. `rows` is how many of its rows still count; where it has
    no vouchers, how many of its sums.
    """

    pk: int
    name: str
    program: str
    months: str
    imported_at: datetime
    imported_by: str
    rows: int
    is_waiting: bool


def ledger_files(federation: Federation, year: int) -> tuple[LedgerFile, ...]:
    """The year's files that are read in or wait, the latest first. One query."""
    files = federation.ledger_imports.filter(year=year).exclude(status=LedgerImport.Status.DISCARDED)
    blocks = VoucherBlock.objects.filter(ledger_import=OuterRef("pk")).order_by().values("ledger_import")
    of_vouchers = Subquery(blocks.annotate(rows=Sum("count")).values("rows"))
    return tuple(
        LedgerFile(
            pk=each.pk,
            name=each.name,
            program=each.program,
            months=months_text(range(each.first_month or 0, (each.last_month or 0) + 1)),
            imported_at=each.imported_at,
            imported_by=str(each.imported_by or ""),
            rows=each.rows,
            is_waiting=each.status == LedgerImport.Status.WAITING,
        )
        for each in files.defer("content")
        .select_related("imported_by")
        .annotate(rows=Coalesce(of_vouchers, Count("figures")))
    )
