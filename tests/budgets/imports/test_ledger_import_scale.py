"""Reading a large file into the ledger: all of it or nothing, each figure the sum of its rows, and logged once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.voucher_blocks import unpacked
from budgets.models import BalanceFigure, LedgerFigure, LedgerImport, VoucherBlock
from budgets.services.ledger_import import import_ledger_file
from members.models import ChangeLogEntry, Federation
from tests.budgets.imports.sie.ledgers import many_rows
from tests.factories import FederationFactory

YEAR = 2023
COPIES = {"sqlite": 0, "postgresql": 4}
"""How many times the file's own size is taken while it is kept: PostgreSQL's driver writes it as digits, and then once
more into the statement.
"""
ROOT = Path(__file__).resolve().parent.parent.parent.parent


def large(rows: int, *more: str) -> bytes:
    return "\r\n".join([*many_rows(rows), *more, ""]).encode("cp437")


def read_in(federation: Federation, content: bytes) -> None:
    import_ledger_file(
        federation=federation, year=YEAR, name="stor.se", content=content, choices=LedgerChoices()
    )


def counts() -> list[int]:
    return [
        model._base_manager.count()
        for model in (LedgerImport, LedgerFigure, BalanceFigure, VoucherBlock, ChangeLogEntry)
    ]


@pytest.mark.django_db
def test_every_figure_is_the_sum_of_its_rows() -> None:
    read_in(FederationFactory(), large(9_000))

    dimension = LedgerImport.objects.get().dimension
    sums: defaultdict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    for block in VoucherBlock.objects.all():
        rows = list(unpacked(block.rows))
        assert len(rows) == block.count
        for row in rows:
            sums[block.month, row.account, row.objects.get(dimension, "")] += row.amount
    figures = LedgerFigure.objects.values_list("month", "account_number", "object_code", "amount")

    assert {(month, account, code): amount for month, account, code, amount in figures} == dict(sums)
    assert sum(VoucherBlock.objects.values_list("count", flat=True)) == 9_000


@pytest.mark.django_db
def test_an_import_is_one_entry_of_the_change_log_also_when_it_replaces_another() -> None:
    federation = FederationFactory()
    for content in (large(300), large(300, "#PROSA igen")):
        before = ChangeLogEntry.objects.count()

        read_in(federation, content)

        assert ChangeLogEntry.objects.count() == before + 1
        entry = ChangeLogEntry.objects.latest("pk")
        assert (entry.action, entry.object_id) == (
            ChangeLogEntry.Action.CREATE,
            LedgerImport.objects.latest("pk").pk,
        )
        assert "committed" in str(entry.changes)


def peak_beyond(file: bytes) -> int:
    """The most memory that reading a file in takes at once, in bytes, beyond what keeping the file itself takes."""
    federation = FederationFactory()
    tracemalloc.start()
    read_in(federation, file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - COPIES[connection.vendor] * len(file)


@pytest.mark.django_db
def test_the_memory_an_import_takes_does_not_grow_with_its_rows() -> None:
    """Six times as many rows. Only the file's own bytes are held whole."""
    few, many = large(6_000), large(36_000)

    assert peak_beyond(many) < 1.2 * peak_beyond(few)


KILLED = textwrap.dedent(
    """
    import os, sys, time
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    import django
    django.setup()
    from django.db import connection
    from members.models import Federation
    from tests.budgets.imports.test_ledger_import_scale import large, read_in
    done = []

    def stop(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("INSERT") and "budgets_voucherblock" in sql:
            done.append(sql)
            if len(done) == 2:
                print("midway", flush=True)
                time.sleep(60)
        return result

    with connection.execute_wrapper(stop):
        read_in(Federation.objects.get(pk=int(sys.argv[2])), large(20_000))
    """
)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_in_the_middle_leaves_nothing() -> None:
    federation = FederationFactory()
    before, name = counts(), str(connection.settings_dict["NAME"])
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    connection.close()
    command = [sys.executable, "-c", KILLED, name, str(federation.pk)]
    address = f"sqlite:///{name}" if is_sqlite else os.environ["DATABASE_URL"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": address}

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "midway\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL

    assert counts() == before
    read_in(federation, large(20))
    assert VoucherBlock.objects.exists()
