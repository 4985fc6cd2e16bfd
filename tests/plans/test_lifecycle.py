"""The table of moves: who may make which, from where to where, and what must hold. Plain facts, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from finsam.findings import Finding, Severity
from members.access import ROLE_PERMISSIONS, Permission
from members.domain.decisions import DeciderFact, DecisionFact
from members.models import Role
from plans.domain import lifecycle
from plans.domain.requirements import BudgetStanding, Concern, StandingFacts
from plans.models import Document

READY = StandingFacts(
    kind="verksamhetsplan",
    year=2023,
    status="proposed",
    sections=7,
    budget=BudgetStanding(lines=31),
    meeting=date(2022, 11, 25),
    board_members=6,
    consultation=date(2022, 10, 21),
    consultation_summary="Medlemmarna står bakom förslaget.",
    members_not_heard=(),
    today=date(2022, 11, 28),
    decision=DecisionFact(
        date(2022, 11, 25), "§ 47", (DeciderFact("Disa Övningsjö", "Ordförande", "Avesta"),)
    ),
)
"""A plan for which all that an adoption asks for is on record."""


def verbs(status: str, role: Role) -> list[str]:
    return [move.verb for move in lifecycle.moves_of(status, [each.value for each in ROLE_PERMISSIONS[role]])]


def remains(**changes: object) -> list[str]:
    """What remains before the adoption when the facts are changed so."""
    return [each.remains for each in lifecycle.remaining(lifecycle.ADOPT, replace(READY, **changes))]  # type: ignore[arg-type]


def test_the_director_makes_every_move_and_readers_none() -> None:
    assert {status: verbs(status, Role.DIRECTOR) for status in Document.Status.values} == {
        "draft": ["Släpp för läsning", "Lägg fram för styrelsen", "Ta bort utkastet"],
        "in_review": ["Lägg fram för styrelsen", "Ta tillbaka till utkast"],
        "proposed": ["Byt möte", "Registrera beslut", "Ta tillbaka från styrelsen"],
        "adopted": ["Publicera"],
        "published": [],
        "superseded": [],
    }
    for role in set(Role) - {Role.DIRECTOR}:
        assert [verbs(status, role) for status in Document.Status.values] == [[]] * 6


def test_the_table_speaks_of_statuses_and_permissions_that_are_there() -> None:
    known = {each.value for each in Permission}
    for move in lifecycle.MOVES:
        assert {*move.froms, move.to} <= {*Document.Status.values} | (
            {""} if move is lifecycle.REMOVE else set()
        )
        assert move.permission in known or move is lifecycle.SUPERSEDE
    assert [label for _, label in lifecycle.PATH] == [
        Document.Status(status).label for status, _ in lifecycle.PATH
    ]
    assert {status for status, _ in lifecycle.PATH} == set(Document.Status.values) - {"superseded"}


def test_nothing_remains_when_all_is_on_record() -> None:
    assert remains() == []


def test_each_requirement_says_what_remains() -> None:
    assert remains(sections=0) == ["Planen har inga avsnitt. Skriv det första."]
    assert remains(budget=BudgetStanding(lines=0)) == ["Budgeten för 2023 är tom. Lägg in dess rader."]
    assert remains(budget=BudgetStanding(lines=1, is_explained=False)) == [
        "Skriv vad ändringen av budgeten gäller och hur den finansieras."
    ]
    assert remains(missing=("outlook.cost:2027/kr",)) == [
        (
            "En siffra eller tabell i planen finns inte. "
            "Välj andra i avsnitten där de står, eller lägg in det som saknas: outlook.cost:2027/kr."
        )
    ]
    assert remains(consultation=None) == ["Ange när samrådet med medlemmarna hölls."]
    assert remains(consultation=date(2022, 11, 26)) == [
        "Samrådet är lagt efter styrelsens möte. Det ska hållas före."
    ]
    assert remains(consultation_summary="  ") == ["Anteckna vad som framkom i samrådet."]
    assert remains(members_not_heard=("Avesta kommun", "Säters kommun")) == [
        "Medlemmar kvar att anteckna: Avesta kommun och Säters kommun."
    ]
    assert remains(decision=None) == ["Ange protokollets paragraf.", "Ange vilka som deltog i beslutet."]


def test_a_draft_that_others_have_had_is_not_removed() -> None:
    def hinders(**changes: object) -> list[str]:
        facts = replace(READY, status="draft", **changes)  # type: ignore[arg-type]
        return [each.remains for each in lifecycle.remaining(lifecycle.REMOVE, facts)]

    assert hinders() == []
    assert hinders(
        withdrawn_on=date(2022, 11, 2), review_rounds=1, followed_by=("Verksamhetsplan 2024",)
    ) == [
        (
            "Utkastet har varit framlagt för styrelsen, och togs tillbaka den 2\u00a0november 2022. "
            "Därför tas det inte bort."
        ),
        "Utkastet har varit på remiss. Det andra har svarat på tas inte bort.",
        "Verksamhetsplan 2024 är påbörjad från utkastet. Därför tas det inte bort.",
    ]


def test_a_board_without_members_on_the_day_of_its_meeting_is_told_before_it_is_to_decide() -> None:
    told = (
        "Ingen ledamot sitter i styrelsen den 25\xa0november 2022. Lägg in dem som är valda från den dagen."
    )
    assert remains(board_members=0) == [told]
    assert remains(meeting=None) == [
        "Välj vid vilket av styrelsens möten planen läggs fram.",
        "Beslutet ska vara fattat vid mötet där planen är framlagd.",
    ]


def test_a_consultation_the_same_day_as_the_meeting_is_held_before_it() -> None:
    assert remains(consultation=date(2022, 11, 25)) == []


def test_what_is_asked_for_as_the_decision_is_recorded_is_not_told_before() -> None:
    facts = replace(READY, decision=None)
    assert lifecycle.remaining(lifecycle.ADOPT, facts, prepared=True) == ()


def test_an_error_must_be_mended_a_warning_accepted_and_an_old_fault_known() -> None:
    error, warning, old = (
        Concern(Finding(code, severity, "Budget", "Stämmer inte."), may_be_accepted)
        for code, severity, may_be_accepted in (
            ("a", Severity.ERROR, False),
            ("b", Severity.WARNING, True),
            ("c", Severity.ERROR, True),
        )
    )
    every = frozenset(each.fingerprint for each in (error, warning, old))

    assert remains(concerns=(error, warning, old)) == [
        "Ett fel ska rättas. Ett fel i äldre dokument ska anges som känt.",
        "En varning saknar motivering.",
    ]
    assert remains(concerns=(error, warning, old), accepted=every) == ["Ett fel ska rättas."]
    assert remains(concerns=(warning, old), accepted=every) == []


def test_an_acceptance_is_of_what_the_finding_says_word_for_word() -> None:
    one = Finding("b", Severity.WARNING, "Budget 2022", "1 000 kr under lägsta nivå.", found="399 000 kr")

    assert one.fingerprint == replace(one).fingerprint
    assert one.fingerprint != replace(one, found="398 000 kr").fingerprint
    assert one.fingerprint != replace(one, message="2 000 kr under lägsta nivå.").fingerprint


def test_a_report_carries_no_budget_and_needs_no_consultation() -> None:
    assert remains(kind="arsredovisning", budget=None, consultation=None, consultation_summary="") == []
