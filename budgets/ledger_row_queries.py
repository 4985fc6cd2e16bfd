"""Reads the ledger's own rows: what is typed, and what files gave, to the single row of a voucher."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from budgets.domain.ledger_rows import Entry, RowFilter
from budgets.imports.voucher_blocks import unpacked
from budgets.ledger_queries import Mapping, ledger_mapping
from budgets.models import LedgerFigure, VoucherBlock
from finsam.scope import Scope


def entries(scope: Scope, wanted: RowFilter) -> tuple[Entry, ...]:
    """The wanted rows of the year's ledger that are of the result, in order of month and day.

    The vouchers of a day stand as they do in their file. Two queries, and those of the mapping.
    """
    mapping = ledger_mapping(scope)
    vouchers, in_vouchers = _of_vouchers(scope, wanted, mapping)
    found = [*_of_figures(scope, wanted, mapping, in_vouchers), *vouchers]
    return tuple(sorted(found, key=lambda each: (each.month, each.dated or date.min)))


def _of_figures(
    scope: Scope, wanted: RowFilter, mapping: Mapping, in_vouchers: set[tuple[int | None, int]]
) -> Iterator[Entry]:
    """What is typed, and what files gave of months whose vouchers they do not have. One query."""
    rows = LedgerFigure.objects.filter(
        federation_id=scope.federation_id, year=scope.year, month__in=wanted.months
    )
    read = rows.select_related("account_group", "entered_by", "ledger_import").defer("ledger_import__content")
    for row in read.order_by("month", "pk"):
        number, file = row.account_number, row.ledger_import
        if (number and mapping.is_balance(number)) or (row.ledger_import_id, row.month) in in_vouchers:
            continue
        own = row.account_group.code if row.account_group else ""
        entry = Entry(
            month=row.month,
            centre=mapping.centre_of(file.dimension, row.object_code, number) if file else row.cost_centre_id,
            account=number,
            group=own or (mapping.group_of(number) if number else ""),
            line=row.line_key,
            amount=row.amount,
            text="",
            voucher="",
            dated=None,
            file=file.name if file else "",
            import_pk=file.pk if file else None,
            entered_by=str(row.entered_by or "") if file is None else "",
            entered_at=row.entered_at,
            source=row.source,
        )
        if wanted.takes(entry):
            yield entry


def _of_vouchers(
    scope: Scope, wanted: RowFilter, mapping: Mapping
) -> tuple[list[Entry], set[tuple[int | None, int]]]:
    """The rows of vouchers, and the files and months that have them. One query."""
    is_balance, group_of, centre_of = (
        cache(mapping.is_balance),
        cache(mapping.group_of),
        cache(mapping.centre_of),
    )
    blocks = VoucherBlock.objects.filter(
        ledger_import__federation_id=scope.federation_id,
        ledger_import__year=scope.year,
        month__in=wanted.months,
    )
    found = []
    of: set[tuple[int | None, int]] = set()
    for block in blocks.select_related("ledger_import").defer("ledger_import__content").order_by("pk"):
        file, month = block.ledger_import, block.month
        of.add((file.pk, month))
        for row in unpacked(block.rows):
            if is_balance(row.account) or wanted.account not in ("", row.account):
                continue
            entry = Entry(
                month=month,
                centre=centre_of(file.dimension, row.objects.get(file.dimension, ""), row.account),
                account=row.account,
                group=group_of(row.account),
                line=None,
                amount=row.amount,
                text=row.text or row.voucher_text,
                voucher=f"{row.series} {row.number}".strip(),
                dated=row.date,
                file=file.name,
                import_pk=file.pk,
                entered_by="",
                entered_at=file.imported_at,
                source="",
            )
            if wanted.takes(entry):
                found.append(entry)
    return found, of
