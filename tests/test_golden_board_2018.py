"""The board that Södra Dalarna printed for 2018, and who signed and audited its annual report, in the demo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finsam.blocks import find
from finsam.scope import Scope
from members.domain.board import AppointedTable
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.chain_queries import chain_facts
from reports.demo.chain import carry_through, decision_of
from reports.demo.folder import DemoFolder
from reports.documents.builder import preview_block
from reports.documents.render import page_html
from tests import factories as make
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.reading import tables

pytestmark = pytest.mark.django_db

FOLDER = DemoFolder("sodra_dalarna_ar_2018")


def report_of(demo: Demo) -> Document:
    """The demo's report of 2018, or one in its place where the demo has none."""
    federation = demo.federation
    found = federation.documents.filter(kind=ANNUAL_REPORT, year=2018).first()
    return found or make.DocumentFactory(federation=federation, kind=ANNUAL_REPORT, year=2018, budget=None)


def test_table_1_stands_as_it_was_printed(accounts_demo: Demo) -> None:
    resolved = preview_block(report_of(accounts_demo), "members.board:presidium")
    found = tables(page_html(replace(resolved, adoption=None)))
    (grid,) = (
        grid for caption, grid in found.items() if "Styrelsens sammansättning" in caption.replace("\xa0", " ")
    )
    head, *rows, total = grid

    assert (head, total) == (golden("board")["columns"], golden("board")["total"])
    assert rows[:2] == golden("board")["rows"][:2]
    assert sorted(rows) == sorted(golden("board")["rows"])


def test_the_year_after_the_county_council_is_a_region_and_the_vice_chair_another(
    accounts_demo: Demo,
) -> None:
    block, argument = find("members.board:presidium")
    content = block.build(Scope(accounts_demo.federation.pk, 2017), argument)
    assert content is not None
    assert isinstance(content.result, AppointedTable)
    facts = report_of(accounts_demo).federation.board_seats.in_office(golden("board")["signed_on"])
    offices = {seat.office: seat.appointer for seat in facts if seat.office}

    assert "Landstinget Dalarna" in [row.member for row in content.result.rows]
    assert "Region Dalarna" in [seat.appointer for seat in facts]
    assert offices == {"chair": "Avesta kommun", "vice_chair": "Arbetsförmedlingen"}


def test_the_demos_report_was_signed_and_audited_as_the_document_says(accounts_demo: Demo) -> None:
    document = report_of(accounts_demo)
    federation = accounts_demo.federation
    meeting = federation.meetings.get(held_on=golden("board")["signed_on"])
    if document.is_open:
        decision = meeting.decisions.filter(minutes_ref="§ 12").first() or make.DecisionFactory(
            meeting=meeting, minutes_ref="§ 12"
        )
        Document.objects.filter(pk=document.pk).update(status="adopted", decision=decision, meeting=meeting)
    document = Document.objects.get(pk=document.pk)
    carry_through(document, FOLDER)
    facts = chain_facts(document)

    assert facts.signing is not None
    assert (facts.signing.signed_on, facts.signing.place) == (
        golden("board")["signed_on"],
        golden("board")["place"],
    )
    assert [each.office for each in facts.signing.signers] == golden("board")["offices"]
    assert (facts.audited_on, len(facts.reports)) == (
        golden("board")["audited_on"],
        golden("board")["auditors"],
    )
    assert [(each.name, each.is_tried) for each in facts.discharges] == [
        ("Försäkringskassan", True),
        ("Region Dalarna", False),
        ("Avesta kommun", True),
        ("Hedemora kommun", True),
        ("Säters kommun", False),
    ]
    assert len(decision_of(federation, FOLDER)["attendance"]) == len(golden("board")["offices"])
