"""Reading a file into the ledger: all in one transaction, month by month, so that the same file changes nothing twice.

A file replaces what earlier files gave for the months it covers, and leaves closed months as they are. What people have
entered by hand stands, once somebody has said that it is not what the file holds too. Its bytes are kept as they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from budgets.imports.ledger import LedgerPlan
from budgets.imports.ledger_reading import Reading
from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.voucher_blocks import Packing
from budgets.ledger_import_queries import MAX_SIE_BYTES, committed, plan_of, reading_of
from budgets.models import BalanceFigure, ImportMapping, LedgerFigure, LedgerImport, VoucherBlock
from budgets.services.guards import refuse_stranger
from budgets.services.importing import remember_columns
from budgets.services.ledger_meanings import GONE, AccountSaid, ObjectSaid, save_meanings
from budgets.services.ledger_months import lock_ledger, refuse_closed_months
from finsam.revisions import store
from finsam.swedish import long_date
from members import changelog
from members.models import Federation, User

STALE = "Bokföringen har ändrats sedan förhandsvisningen. Ingenting är inläst: granska ändringarna på nytt."
_AT_ONCE = 2000
"""So many figures are written at a time."""
_SHOWN = 20
"""So many of a file's problems are told."""


@transaction.atomic
def keep_ledger_file(
    *,
    federation: Federation,
    year: int,
    name: str,
    content: bytes,
    user: User | None,
    kind: str = LedgerImport.Kind.SIE,
) -> LedgerImport:
    """Keep a file on its way into a year's ledger. Raises when it cannot be read, or was the last to be read."""
    _refuse_too_large(name, content)
    books = reading_of(kind, content, LedgerChoices(), year).books
    if books.problems:
        raise ValidationError([str(problem) for problem in books.problems[:_SHOWN]])
    return keep_waiting(federation, year, name, content, user, kind, LedgerChoices())


@transaction.atomic
def save_ledger_choices(
    *, federation: Federation, pk: int, revision: int | None, choices: LedgerChoices
) -> LedgerImport:
    """Keep what is chosen for a file that waits."""
    changes = {"choices": choices.as_json()}
    return store(LedgerImport, pk=pk, revision=revision, changes=changes, guard=_waiting_in(federation))


@transaction.atomic
def map_meanings(
    *,
    federation: Federation,
    dimension: str,
    accounts: Sequence[tuple[str, str, str]],
    objects: Sequence[tuple[str, int]],
) -> bool:
    """Remember what accounts and objects of a file mean; whether anything was said.

    An account is given with the key of an account group, or else a line of the balance sheet; an object with the key
    of an ID. Both hold for every file of the federation, from before and to come.
    """
    if not accounts and not objects:
        return False
    groups = {str(pk): code for pk, code in federation.account_groups.values_list("pk", "code")}
    if any(group and group not in groups for _number, group, _line in accounts):
        raise ValidationError(GONE)
    save_meanings(
        federation=federation,
        accounts=[
            AccountSaid(number, groups[group] if group else "", line, keeps_centre=True)
            for number, group, line in accounts
        ],
        objects=[ObjectSaid(dimension, code, centre) for code, centre in objects],
    )
    return True


@transaction.atomic
def discard_ledger_file(*, federation: Federation, pk: int) -> LedgerImport:
    """Leave a file unread, and drop its bytes: nothing was ever read from it."""
    changes = {"status": LedgerImport.Status.DISCARDED, "content": b""}
    return store(LedgerImport, pk=pk, revision=None, changes=changes, guard=_waiting_in(federation))


@transaction.atomic
def commit_ledger_file(
    *, federation: Federation, pk: int, revision: int | None, basis: str, user: User | None
) -> LedgerPlan:
    """Read a waiting file into its year's ledger, as it was shown over `basis`."""
    lock_ledger(federation)
    waiting = LedgerImport.locked(pk, revision)
    _waiting_in(federation)(waiting)
    choices = LedgerChoices.from_json(waiting.choices)
    plan = _carry_out(federation, waiting, choices, basis, user)
    _mark_read(waiting, plan, choices)
    return plan


@transaction.atomic
def import_ledger_file(
    *,
    federation: Federation,
    year: int,
    name: str,
    content: bytes,
    choices: LedgerChoices,
    user: User | None = None,
    kind: str = LedgerImport.Kind.SIE,
) -> LedgerPlan:
    """Keep a file and read it in at once, for programs that show no plan: everything, or nothing."""
    lock_ledger(federation)
    _refuse_too_large(name, content)
    with changelog.silent():
        kept = keep_waiting(federation, year, name, content, user, kind, choices)
    plan = _carry_out(federation, kept, choices, None, user)
    with changelog.silent():
        _mark_read(kept, plan, choices)
    changelog.log_added(kept)
    return plan


def _refuse_too_large(name: str, content: bytes) -> None:
    if len(content) > MAX_SIE_BYTES:
        raise ValidationError(
            f"”{name}” är större än {MAX_SIE_BYTES // 1_000_000} MB. Exportera ett år i taget."
        )


def keep_waiting(
    federation: Federation,
    year: int,
    name: str,
    content: bytes,
    user: User | None,
    kind: str,
    choices: LedgerChoices,
) -> LedgerImport:
    """A file that can be read, as a row that waits. Raises when it was the last to be read."""
    digest = sha256(content).hexdigest()
    latest = committed(federation).filter(year=year).first()
    if latest is not None and latest.sha256 == digest:
        day = long_date(timezone.localdate(latest.imported_at))
        raise ValidationError(f"Samma fil är redan inläst, den {day}. Ingenting ändras.", code="known")
    return store(
        LedgerImport,
        pk=None,
        revision=None,
        changes={
            "federation": federation,
            "year": year,
            "kind": kind,
            "name": name[-200:],
            "content": content,
            "sha256": digest,
            "choices": choices.as_json(),
            "imported_by": user,
        },
    )


def _waiting_in(federation: Federation) -> Any:
    def guard(row: LedgerImport) -> None:
        refuse_stranger(row.federation_id, federation)
        if row.status != LedgerImport.Status.WAITING:
            raise ValidationError("Filen är redan inläst eller avbruten. Välj den på nytt.")

    return guard


def _carry_out(
    federation: Federation,
    waiting: LedgerImport,
    choices: LedgerChoices,
    basis: str | None,
    user: User | None,
) -> LedgerPlan:
    """All of the plan, or a ValidationError, which leaves nothing. The ledger is locked."""
    reading = reading_of(waiting.kind, bytes(waiting.content), choices, waiting.year)
    _store_rows(waiting, reading)
    plan = plan_of(federation, waiting.year, reading.books, choices, waiting.kind)
    if plan.problems:
        raise ValidationError(list(plan.problems[:_SHOWN]))
    if basis is not None and basis != plan.basis:
        raise ValidationError(STALE, code="stale")
    if plan.questions:
        raise ValidationError([question.text for question in plan.questions])
    taken = plan.taken
    if not taken:
        raise ValidationError("Alla månader i filen är stängda, och filen säger detsamma. Ingenting ändras.")
    refuse_closed_months(federation, waiting.year, taken)
    waiting.imported_by, waiting.imported_at = user, timezone.now()
    with changelog.silent():
        _remove_earlier(waiting, plan)
    _write_figures(waiting, plan)
    _write_balances(waiting, plan)
    if choices.table.signature:
        purpose, table = ImportMapping.Purpose.LEDGER, choices.table
        remember_columns(federation, purpose, table.signature, table.remembered)
    return plan


def _mark_read(waiting: LedgerImport, plan: LedgerPlan, choices: LedgerChoices) -> None:
    """The file itself, once all of its plan is carried out."""
    begin = plan.books.begin
    waiting.save_next(
        status=LedgerImport.Status.COMMITTED,
        choices=choices.as_json(),
        encoding=begin.encoding.value if begin else "",
        program=plan.program[:120],
        organisation_number=plan.organisation_number[:20],
        dimension=plan.dimension,
        first_month=min(plan.taken) or None,
        last_month=max(plan.taken) or None,
        names=plan.names,
    )


def _store_rows(kept: LedgerImport, reading: Reading) -> None:
    """Every row of the file's vouchers, as the file is gone through: what they come to is known at its end."""
    packing = Packing()

    def write() -> None:
        VoucherBlock.objects.bulk_create(
            VoucherBlock(ledger_import=kept, month=block.month, count=block.count, rows=block.rows)
            for block in packing.taken()
        )

    for month, rows in reading.rows():
        if packing.add(month, rows):
            write()
    write()


def _remove_earlier(kept: LedgerImport, plan: LedgerPlan) -> None:
    """Take away what earlier files gave for the months that are taken, and of this one the rows of those that are not.

    The files themselves, and their bytes, stay; and so do balances where this file gives none.
    """
    taken = plan.taken
    balances_at = {*(taken if plan.closing else ()), *((0,) if plan.opening else ())}
    of_year = {"federation": kept.federation_id, "year": kept.year}
    figures = LedgerFigure.objects.filter(**of_year, month__in=taken)
    figures.exclude(ledger_import=None).delete()
    balances = BalanceFigure.objects.filter(**of_year, month__in=balances_at)
    balances.exclude(ledger_import=None).delete()
    blocks = VoucherBlock.objects.filter(
        ledger_import__federation=kept.federation_id, ledger_import__year=kept.year, month__in=taken
    )
    blocks.exclude(ledger_import=kept).delete()
    kept.voucher_blocks.exclude(month__in=taken).delete()


def _write_figures(kept: LedgerImport, plan: LedgerPlan) -> None:
    """What each account and object changed in the open months. With rows of vouchers, also when that is nought."""
    LedgerFigure.objects.bulk_create(
        [
            LedgerFigure(
                federation_id=kept.federation_id,
                year=kept.year,
                month=month,
                account_number=account,
                object_code=code,
                amount=amount,
                ledger_import=kept,
                entered_by_id=kept.imported_by_id,
            )
            for month in plan.taken
            for (account, _, code), amount in plan.figures[month].items()
            if amount or plan.books.has_vouchers
        ],
        batch_size=_AT_ONCE,
    )


def _write_balances(kept: LedgerImport, plan: LedgerPlan) -> None:
    """What the file's balance accounts stood at when the year began, and at the end of its last month."""
    BalanceFigure.objects.bulk_create(
        [
            BalanceFigure(
                federation_id=kept.federation_id,
                year=kept.year,
                month=month,
                account_number=account,
                amount=amount,
                ledger_import=kept,
                entered_by_id=kept.imported_by_id,
            )
            for month, balances in ((0, plan.opening), (plan.closing_month, plan.closing))
            for account, amount in balances.items()
            if amount and month in {0, *plan.taken}
        ],
        batch_size=_AT_ONCE,
    )
