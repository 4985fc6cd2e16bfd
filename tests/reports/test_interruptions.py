"""An adoption that is interrupted, wherever it is: afterwards either everything is adopted or nothing is.

Each step is a statement that writes. The fault is raised at the first, the second, … until the adoption gets through;
and a process is killed in the middle, which leaves it to the database alone. CI runs this on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from budgets.models import Budget
from plans.models import Document
from reports import services
from reports.models import Publication
from tests import deciding
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = ("INSERT", "UPDATE", "DELETE")


class Interrupted(Exception):
    """The fault that is injected."""


@contextmanager
def interrupted_at(step: int) -> Iterator[list[str]]:
    """Raises at the statement that is the `step`th to write, counted from 1; gives those that were let through."""
    done: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            if len(done) + 1 == step:
                raise Interrupted(sql)
            done.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield done


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of our own tables as it stands, but those of PDFs that can be made again."""
    models = [
        model
        for app in ("members", "budgets", "plans", "reports")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def plan() -> Document:
    """A plan with its budget, all on record but the decision."""
    budget = make.BudgetFactory()
    make.BudgetLineFactory(budget=budget)
    document: Document = make.DocumentFactory(federation=budget.federation, budget=budget)
    make.MemberFactory(federation=budget.federation)
    return deciding.prepare(document)


def adopt(plan: Document) -> Publication:
    return services.adopt(
        federation=plan.federation, pk=plan.pk, minutes_ref="§ 47", attendance=deciding.attendance(plan)
    )


def is_whole(plan: Document) -> bool:
    """Whether all of the adoption stands there."""
    plan = Document.objects.select_related("budget__decision", "decision").get(pk=plan.pk)
    assert plan.budget is not None and plan.decision is not None
    kept = Publication.objects.get(document=plan, stage=Publication.Stage.ADOPTED)
    return (
        plan.status == Document.Status.ADOPTED
        and plan.budget.status == Budget.Status.ADOPTED
        and plan.budget.decision == plan.decision
        and plan.decision.is_sealed
        and plan.decision.participants.exists()
        and services.damage(kept) == ()
    )


def test_interrupted_at_any_of_its_writes_it_leaves_the_draft_whole(plan: Document) -> None:
    before = everything()
    step = 0
    while True:
        step += 1
        with interrupted_at(step) as done:
            try:
                adopt(plan)
            except Interrupted:
                assert everything() == before, f"interrupted at write {step}"
                continue
        break

    assert is_whole(plan)
    writes = [sql.split('"')[1] for sql in done]
    for table in (
        "members_decision",
        "members_decisionparticipant",
        "plans_document",
        "budgets_budget",
    ):
        assert writes.count(table) >= 2, f"{table} is written at the rehearsal and again"
    assert writes.count("reports_publication") == 1
    assert step == len(done) + 1 > 16


def test_interrupted_while_the_pdf_is_made_it_leaves_the_draft_whole(
    plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is told to end between the rehearsal and the real writes."""
    before = everything()

    def ended(*args: Any) -> Any:
        assert not connection.in_atomic_block
        raise KeyboardInterrupt

    monkeypatch.setattr("reports.services.freezing.printed", ended)
    with pytest.raises(KeyboardInterrupt):
        adopt(plan)

    assert everything() == before


KILLED = textwrap.dedent(
    """
    import os, sys, time
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings
    database, step, pk = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    settings.DATABASES["default"]["NAME"] = database
    import django
    django.setup()
    from django.db import connection
    from plans.models import Document
    from reports.models import Publication
    from reports.pdf_inputs import Pdf
    from reports.services import freezing
    from tests.reports.test_interruptions import adopt, WRITES
    freezing.printed = lambda paper: Pdf(b"%PDF-1.7", 1)  # how it is made is not what is asked here
    done = []

    def stop(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            done.append(sql)
            if len(done) == step:
                result = execute(sql, params, many, context)
                print("midway", flush=True)
                time.sleep(60)
                return result
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stop):
        adopt(Document.objects.get(pk=pk))
    print("through", len(done), flush=True)
    """
)


def start(plan: Document, step: int) -> subprocess.Popen[str]:
    """Another process that adopts the plan, and waits inside the transaction after the `step`th write."""
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"]), str(step), str(plan.pk)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "DATABASE_URL": database_url()},
    )


def database_url() -> str:
    """The address of the test's own database server."""
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return os.environ["DATABASE_URL"]


def test_a_process_that_is_killed_in_the_middle_leaves_the_draft_whole(plan: Document) -> None:
    before = everything()
    connection.close()
    with start(plan, step=1000) as dry_run:
        assert dry_run.stdout is not None
        told = dry_run.stdout.read().split()
    assert told[0] == "through"
    writes = int(told[1])
    undo(plan, before)

    for step in (
        writes // 2 + 1,
        writes * 3 // 4,
        writes,
    ):  # the first, a middle and the last of the real ones
        process = start(plan, step)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "midway"
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        deadline = time.monotonic() + 20
        while (now := everything()) != before and time.monotonic() < deadline:
            time.sleep(0.2)  # the server notices that the client is gone
        assert now == before, f"killed after write {step} of {writes}"
        connection.close()

    assert is_whole_after(plan)


def is_whole_after(plan: Document) -> bool:
    """Whether it can be adopted as if nothing had happened."""
    adopt(plan)
    return is_whole(plan)


def undo(plan: Document, before: dict[str, list[dict[str, Any]]]) -> None:
    """Put back what the dry run adopted: the rows as they stood."""
    Publication.objects.all().delete()
    for model in (Document, Budget):
        for row in before[model._meta.label]:
            model.objects.filter(pk=row["id"]).update(
                **{name: value for name, value in row.items() if name != "id"}
            )
    assert plan.meeting is not None
    for decision in plan.meeting.decisions.all():
        decision.participants.all().delete()
        decision.delete()
    for entry in apps.get_model("members", "ChangeLogEntry").objects.exclude(
        pk__in=[row["id"] for row in before["members.ChangeLogEntry"]]
    ):
        type(entry).objects.filter(pk=entry.pk)._raw_delete("default")
