"""Reading a file into the ledger: all in one transaction, month by month, so that the same file changes nothing twice.

A file replaces what earlier files gave for the months it covers, and leaves closed months as they are. What people have
entered by hand stands, once somebody has said that it is not what the file holds too. Its bytes are kept as they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from budgets.imports.ledger import LedgerPlan
from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.sie.items import VoucherRow
from budgets.imports.sie.reading import read
from budgets.ledger_import_queries import LIMITS, MAX_SIE_BYTES, committed, plan_for, reading_of
from budgets.models import BalanceFigure, LedgerFigure, LedgerImport, LedgerVoucher
from budgets.services.guards import refuse_stranger
from budgets.services.ledger import map_account, map_object
from budgets.services.ledger_months import lock_ledger, refuse_closed_months
from finsam.revisions import store
from finsam.swedish import long_date
from members.models import Federation, User

STALE = "Bokföringen har ändrats sedan förhandsvisningen. Ingenting är inläst: granska ändringarna på nytt."
_AT_ONCE = 2000
"""So many rows are written at a time, which bounds the memory whatever the size of the file."""


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
    if len(content) > MAX_SIE_BYTES:
        raise ValidationError(
            f"”{name}” är större än {MAX_SIE_BYTES // 1_000_000} MB. Exportera ett år i taget."
        )
    books = reading_of(kind, content, LedgerChoices()).books
    if books.problems:
        raise ValidationError([str(problem) for problem in books.problems[:20]])
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
            "choices": LedgerChoices().as_json(),
            "imported_by": user,
        },
    )


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
    groups = {str(each.pk): each for each in federation.account_groups.all()}
    centres = {each.pk: each for each in federation.cost_centres.all()}
    try:
        for number, group, line in accounts:
            map_account(
                federation=federation,
                account_number=number,
                account_group=groups[group] if group else None,
                balance_line=line,
            )
        for code, centre in objects:
            map_object(
                federation=federation, dimension=dimension, object_code=code, cost_centre=centres[centre]
            )
    except KeyError as error:
        raise ValidationError("Någon har tagit bort det du valde. Välj på nytt.") from error
    return bool(accounts or objects)


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
    return _carry_out(federation, waiting, LedgerChoices.from_json(waiting.choices), basis, user)


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
    waiting = keep_ledger_file(
        federation=federation, year=year, name=name, content=content, user=user, kind=kind
    )
    return _carry_out(federation, waiting, choices, None, user)


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
    """All of the plan. The ledger is locked."""
    content = bytes(waiting.content)
    plan = plan_for(federation, waiting.year, content, choices, waiting.kind)
    if plan.problems:
        raise ValidationError(list(plan.problems))
    if basis is not None and basis != plan.basis:
        raise ValidationError(STALE, code="stale")
    if plan.questions:
        raise ValidationError([question.text for question in plan.questions])
    taken = plan.taken
    if not taken:
        raise ValidationError("Alla månader i filen är stängda, och filen säger detsamma. Ingenting ändras.")
    refuse_closed_months(federation, waiting.year, taken)
    begin = plan.books.begin
    assert begin is not None
    waiting.imported_by, waiting.imported_at = user, timezone.now()
    _remove_earlier(federation, waiting.year, taken, {0, *taken} if plan.opening else set(taken))
    if plan.books.has_vouchers:
        _write_vouchers(waiting, plan, content)
    else:
        _write_periods(waiting, plan)
    _write_balances(waiting, plan)
    waiting.save_next(
        status=LedgerImport.Status.COMMITTED,
        choices=choices.as_json(),
        encoding=begin.encoding.value,
        program=plan.program[:120],
        organisation_number=plan.organisation_number[:20],
        dimension=plan.dimension,
        first_month=min(taken) or None,
        last_month=max(taken) or None,
        names=plan.names,
    )
    return plan


def _remove_earlier(
    federation: Federation, year: int, months: tuple[int, ...], balances_at: set[int]
) -> None:
    """Take away what earlier files gave for the months. The files themselves, and their bytes, stay."""
    figures = LedgerFigure.objects.filter(federation=federation, year=year, month__in=months)
    figures.exclude(ledger_import=None).delete()
    vouchers = LedgerVoucher.objects.filter(ledger_import__federation=federation, ledger_import__year=year)
    vouchers.filter(figures=None).delete()
    balances = BalanceFigure.objects.filter(federation=federation, year=year, month__in=balances_at)
    balances.exclude(ledger_import=None).delete()


def _write_vouchers(kept: LedgerImport, plan: LedgerPlan, content: bytes) -> None:
    """The rows of every voucher in the open months, read once more and written some at a time."""
    taken, booked_on = frozenset(plan.taken), plan.books.booked_on
    assert plan.books.begin is not None
    items = read(BytesIO(content), plan.books.begin.encoding, LIMITS)
    rows = (item for item in items if isinstance(item, VoucherRow))
    dated = ((booked_on(row).month, row) for row in rows)
    chosen = (each for each in dated if each[0] in taken)
    known: dict[int, LedgerVoucher] = {}  # of the rows before, by line: a voucher may go on in the next ones
    while some := list(islice(chosen, _AT_ONCE)):
        heads = {row.voucher.line: row.voucher for _, row in some}
        new = {
            line: LedgerVoucher(
                ledger_import=kept,
                series=head.series[:20],
                number=head.number[:40],
                date=head.date,
                text=head.text[:200],
            )
            for line, head in heads.items()
            if line not in known
        }
        LedgerVoucher.objects.bulk_create(new.values())
        known = {line: known.get(line) or new[line] for line in heads}
        LedgerFigure.objects.bulk_create(
            _figure(
                kept,
                month,
                (row.account, dict(row.objects).get(plan.dimension, ""), row.amount),
                voucher=known[row.voucher.line],
                text=row.text[:200],
            )
            for month, row in some
        )


def _write_periods(kept: LedgerImport, plan: LedgerPlan) -> None:
    """What each account and object changed in the open months, in a file without vouchers."""
    LedgerFigure.objects.bulk_create(
        [
            _figure(kept, month, (account, code, amount))
            for month in plan.taken
            for (account, _, code), amount in plan.figures[month].items()
            if amount
        ],
        batch_size=_AT_ONCE,
    )


def _figure(
    kept: LedgerImport,
    month: int,
    what: tuple[str, str, Decimal],
    voucher: LedgerVoucher | None = None,
    text: str = "",
) -> LedgerFigure:
    account, code, amount = what
    return LedgerFigure(
        federation_id=kept.federation_id,
        year=kept.year,
        month=month,
        account_number=account,
        object_code=code,
        amount=amount,
        text=text,
        ledger_import=kept,
        voucher=voucher,
        entered_by_id=kept.imported_by_id,
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
