"""The history says in Swedish what was changed: what codes are called, and nothing of the program's own."""

from __future__ import annotations

import pytest
from django.db import models

from members.models import ChangeLogEntry
from reports import services
from reports.audit_queries import Changed, history_row
from tests import factories as make
from tests.reports.chain_sample import audit, decided_report, sign, try_discharge

pytestmark = pytest.mark.django_db


def told(row: models.Model) -> list[tuple[Changed, ...]]:
    """The fields told of each change of the row, the latest first and each by its name."""
    entries = ChangeLogEntry.objects.get_for_object(row).order_by("-timestamp", "-pk")
    return [tuple(sorted(history_row(each).changes, key=lambda one: one.field)) for each in entries]


def test_codes_are_what_they_are_called_and_what_a_row_is_part_of_is_left_out() -> None:
    document = decided_report()
    sign(document)
    audit(document)
    granted = try_discharge(document)
    services.save_discharge(
        federation=document.federation,
        document=document.pk,
        member=granted.member,
        revision=granted.revision,
        outcome="refused",
        decided_on=granted.decided_on,
        body=granted.body,
    )

    changed, added = told(granted)

    assert changed == (Changed("Ansvarsfrihet", "Beviljad", "Inte beviljad"),)
    assert [each.field for each in added] == [
        *("Ansvarsfrihet", "Anteckning", "Beslutad av", "Beslutad den", "Medlem"),
        "Paragraf eller diarienummer",
    ]


def test_a_state_is_told_by_its_name_and_an_unnamed_reference_and_key_are_not_told() -> None:
    document = decided_report(status="draft")
    document.status = "adopted"
    document.save()
    section = make.SectionFactory(document=document)

    assert told(document)[0] == (Changed("Status", "Utkast", "Fastställd"),)
    assert not {"Document", "Key", "Federation"} & {each.field for each in told(section)[0]}
