"""The order of an annual report's way: what must have happened before what, by which day, and what is left.

The days are those of Södra Dalarna's report of 2018: decided and signed on 15 March 2019, audit report of 25 March.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.swedish import NBSP
from members.domain.facts import BoardFacts, SeatFact
from reports.domain import chain
from reports.domain.chain import (
    AuditReportFact,
    ChainFacts,
    DischargeFact,
    SigningFact,
    Step,
)
from reports.domain.signers import SERVING_DEPUTY, SignerFact, changes_of_board, signers_of

DECIDED, AUDITED, TODAY = date(2019, 3, 15), date(2019, 3, 25), date(2019, 9, 1)
CHAIR = SeatFact("Avesta kommun", "member", "chair", "Vendela", 1)
VICE = SeatFact("Arbetsförmedlingen", "member", "vice_chair", "Göte", 2)
MEMBER = SeatFact("Region Dalarna", "member", "", "Ester", 3)
DEPUTY = SeatFact("Region Dalarna", "deputy", "", "Holger", 4)
BOARD = BoardFacts(DECIDED, (MEMBER, CHAIR, VICE, DEPUTY), ())
SIGNED = SigningFact(
    1,
    DECIDED,
    "Avesta",
    (
        SignerFact("Vendela", "Ordförande", "Avesta kommun", 1),
        SignerFact("Göte", "Vice ordförande", "Arbetsförmedlingen", 2),
        SignerFact("Holger", SERVING_DEPUTY, "Region Dalarna", 4),
    ),
)
REPORT = AuditReportFact(1, AUDITED, AUDITED, "approve", "", (SignerFact("Ragna", "Revisor", "Avesta"),))
MEMBERS = (DischargeFact(1, "Avesta kommun"), DischargeFact(2, "Hedemora kommun"))
NOTHING = ChainFacts(2018, None, "", None, None, (), MEMBERS)
ADOPTED = replace(NOTHING, decided_on=DECIDED, minutes_ref="§ 12", board_then=BOARD)
SIGNED_FACTS = replace(ADOPTED, signing=SIGNED, board_signing=BOARD)
AUDITED_FACTS = replace(SIGNED_FACTS, reports=(REPORT,))
TRIED = replace(
    AUDITED_FACTS,
    discharges=(replace(MEMBERS[0], outcome="granted", decided_on=date(2019, 5, 20)), MEMBERS[1]),
)


def plain(text: str) -> str:
    """The text with plain spaces."""
    return text.replace(NBSP, " ")


def signing(*given: Any) -> dict[str, str]:
    """What is wrong with a day of signing."""
    return {name: plain(words) for name, words in chain.problem_with_signing(*given).items()}


def audit(*given: Any) -> dict[str, str]:
    """What is wrong with the days of an audit report."""
    return {name: plain(words) for name, words in chain.problem_with_audit_report(*given).items()}


def discharge(*given: Any) -> dict[str, str]:
    """What is wrong with what a member is said to have decided."""
    return {name: plain(words) for name, words in chain.problem_with_discharge(*given).items()}


# --- The order --------------------------------------------------------------------------------------------


def test_a_report_is_signed_on_the_day_of_the_decision_or_later() -> None:
    assert signing(ADOPTED, DECIDED, TODAY) == {}
    assert signing(ADOPTED, date(2019, 3, 14), TODAY) == {
        "signed_on": "Styrelsen godkände årsredovisningen den 15 mars 2019. Den skrivs under samma dag eller senare."
    }


def test_what_the_board_has_not_decided_on_is_not_signed() -> None:
    assert signing(NOTHING, DECIDED, TODAY) == {
        "": "Styrelsen har inte godkänt årsredovisningen ännu. Registrera beslutet först."
    }


def test_a_signing_cannot_be_moved_past_the_audit_report() -> None:
    assert signing(AUDITED_FACTS, AUDITED, TODAY) == {}
    assert signing(AUDITED_FACTS, date(2019, 3, 26), TODAY) == {
        "signed_on": "Revisionsberättelsen från Ragna är dagtecknad den 25 mars 2019, och årsredovisningen ska vara "
        "undertecknad före den. Rätta den ena dagen först."
    }


def test_an_audit_report_waits_for_the_signing_and_is_not_older_than_it() -> None:
    assert audit(ADOPTED, AUDITED, AUDITED, TODAY) == {
        "": "Årsredovisningen ska vara undertecknad innan revisionsberättelsen lämnas. Anteckna underskrifterna först."
    }
    assert audit(SIGNED_FACTS, DECIDED, AUDITED, TODAY) == {}
    assert audit(SIGNED_FACTS, date(2019, 3, 14), AUDITED, TODAY) == {
        "dated": "Årsredovisningen skrevs under den 15 mars 2019. Berättelsen är från den dagen eller senare."
    }


def test_an_audit_report_is_received_when_it_is_dated_or_later() -> None:
    assert audit(SIGNED_FACTS, AUDITED, date(2019, 3, 24), TODAY) == {
        "received_on": "Berättelsen kan inte ha kommit in innan den dagtecknades."
    }


def test_the_audit_report_a_member_decided_on_is_not_moved_past_its_decision() -> None:
    others = replace(TRIED, reports=())
    assert audit(others, date(2019, 5, 20), date(2019, 5, 20), TODAY) == {}
    assert audit(others, date(2019, 5, 21), date(2019, 5, 21), TODAY) == {
        "dated": "Avesta kommun prövade ansvarsfriheten den 20 maj 2019, och då ska det finnas en revisionsberättelse. "
        "Rätta den ena dagen först."
    }
    assert audit(TRIED, date(2019, 5, 21), date(2019, 5, 21), TODAY) == {}


def test_a_member_decides_after_the_audit() -> None:
    assert discharge(SIGNED_FACTS, "granted", date(2019, 5, 20), TODAY) == {
        "": "Ansvarsfriheten prövas sedan revisorerna har lämnat sin berättelse. Lägg in revisionsberättelsen först."
    }
    assert discharge(AUDITED_FACTS, "granted", date(2019, 3, 24), TODAY) == {
        "decided_on": "Revisionsberättelsen är dagtecknad den 25 mars 2019. Ansvarsfriheten prövas samma dag eller "
        "senare."
    }
    assert discharge(AUDITED_FACTS, "refused", AUDITED, TODAY) == {}


def test_a_decision_has_a_day_and_what_is_not_tried_has_none() -> None:
    assert discharge(AUDITED_FACTS, "granted", None, TODAY) == {
        "decided_on": "Skriv vilken dag medlemmen beslutade."
    }
    assert discharge(AUDITED_FACTS, "untried", None, TODAY) == {}
    assert discharge(AUDITED_FACTS, "untried", AUDITED, TODAY) == {
        "decided_on": "Ta bort dagen, eller välj vad medlemmen beslutade."
    }


def test_what_is_not_tried_was_decided_by_nobody_in_no_paragraph() -> None:
    assert chain.problem_with_discharge(
        AUDITED_FACTS, "untried", AUDITED, TODAY, body="kommunfullmäktige", minutes_ref="§ 61"
    ) == {
        "body": "Ta bort vem som beslutade, eller välj vad medlemmen beslutade.",
        "decided_on": "Ta bort dagen, eller välj vad medlemmen beslutade.",
        "minutes_ref": "Ta bort paragrafen, eller välj vad medlemmen beslutade.",
    }


@given(st.dates(TODAY.replace(day=2), date(2030, 1, 1)))
def test_nothing_is_recorded_before_it_has_happened(day: date) -> None:
    assert "signed_on" in signing(ADOPTED, day, TODAY)
    assert "received_on" in audit(SIGNED_FACTS, AUDITED, day, TODAY)
    assert "decided_on" in discharge(AUDITED_FACTS, "granted", day, TODAY)


def test_what_rests_on_a_record_keeps_it_there() -> None:
    assert chain.why_signing_stays(SIGNED_FACTS) == ""
    assert chain.why_signing_stays(AUDITED_FACTS) == "Det finns en revisionsberättelse. Ta bort den först."
    assert chain.why_audit_report_stays(AUDITED_FACTS, REPORT.pk) == ""
    assert chain.why_audit_report_stays(TRIED, REPORT.pk) == (
        "Avesta kommun har prövat ansvarsfriheten med stöd av berättelsen. Ta bort det beslutet först."
    )


def test_of_two_audit_reports_one_may_go_while_the_other_carries_the_decision() -> None:
    later = replace(REPORT, pk=2, dated=date(2019, 6, 1))
    both = replace(TRIED, reports=(REPORT, later))
    assert chain.why_audit_report_stays(both, later.pk) == ""
    assert chain.why_audit_report_stays(both, REPORT.pk) != ""


AWAY = (
    "En ersättare skriver under när en ordinarie ledamot är borta, och {} saknas. "
    "Ta bort någon ersättare eller en ledamot som inte var med."
)


# --- Who signs --------------------------------------------------------------------------------------------


def test_those_who_are_to_sign_are_the_ordinary_members_with_the_presidium_first() -> None:
    assert [(each.holder, each.office) for each in signers_of(BOARD)] == [
        ("Vendela", "Ordförande"),
        ("Göte", "Vice ordförande"),
        ("Ester", "Ledamot"),
    ]


@pytest.mark.parametrize(
    ("members", "deputies", "problem"),
    [
        (3, 0, ""),
        (2, 1, ""),
        (2, 0, ""),
        (0, 0, "Markera dem som har skrivit under."),
        (
            3,
            1,
            AWAY.format("ingen ordinarie ledamot"),
        ),
        (
            2,
            2,
            AWAY.format("bara en"),
        ),
    ],
)
def test_a_deputy_signs_in_the_place_of_a_member(members: int, deputies: int, problem: str) -> None:
    assert chain.problem_with_signers(members, deputies, 3) == problem


def test_a_seat_that_a_deputy_signed_for_is_not_lacking() -> None:
    assert [each.holder for each in chain.unsigned(SIGNED_FACTS)] == ["Ester"]
    assert chain.told_of_lacking(SIGNED_FACTS) == ""


def test_a_seat_nobody_signed_for_is_told() -> None:
    alone = replace(SIGNED_FACTS, signing=replace(SIGNED, signers=SIGNED.signers[:2]))
    assert chain.told_of_lacking(alone) == (
        "En underskrift saknas: Ester skrev inte under, och ingen ersättare i stället."
    )


def test_a_board_that_is_another_at_the_signing_is_told_seat_by_seat() -> None:
    new = BoardFacts(date(2019, 4, 5), (MEMBER, replace(CHAIR, holder="Disa", pk=5), VICE, DEPUTY), ())
    assert changes_of_board(BOARD, BOARD) == ()
    assert changes_of_board(BOARD, new) == (
        "Vendela (ordförande, Avesta kommun) satt vid beslutet men inte vid underskriften.",
        "Disa (ordförande, Avesta kommun) satt vid underskriften men inte vid beslutet.",
    )


def signed_by(*signers: SignerFact, board: BoardFacts = BOARD) -> ChainFacts:
    """The report signed by these alone, before a board."""
    return replace(SIGNED_FACTS, board_signing=board, signing=replace(SIGNED, signers=signers))


def test_one_of_two_with_the_same_name_does_not_sign_for_the_other() -> None:
    namesake = replace(MEMBER, pk=6)
    board = BoardFacts(DECIDED, (MEMBER, namesake), ())
    alone = signed_by(SignerFact("Ester", "Ledamot", "Region Dalarna", 6), board=board)
    assert [each.seat for each in chain.unsigned(alone)] == [3]
    assert chain.told_of_lacking(alone) == (
        "En underskrift saknas: Ester skrev inte under, och ingen ersättare i stället."
    )


def test_one_who_has_changed_name_since_has_signed_all_the_same() -> None:
    board = BoardFacts(DECIDED, (replace(MEMBER, holder="Ester Nygift", member="Dalarnas region"),), ())
    assert chain.unsigned(signed_by(SignerFact("Ester", "Ledamot", "Region Dalarna", 3), board=board)) == ()


def test_a_signature_in_a_seat_that_was_entered_anew_is_its_holders_and_nobody_elses() -> None:
    board = BoardFacts(DECIDED, (replace(MEMBER, pk=7), replace(MEMBER, pk=8)), ())
    signed = signed_by(SignerFact("Ester", "Ledamot", "Region Dalarna", 3), board=board)
    assert [each.seat for each in chain.unsigned(signed)] == [8]


def test_a_seat_is_the_same_board_whatever_its_holder_or_member_is_called() -> None:
    renamed = BoardFacts(
        date(2019, 4, 5), (replace(MEMBER, member="Dalarnas region"), CHAIR, VICE, DEPUTY), ()
    )
    assert changes_of_board(BOARD, renamed) == ()


def test_of_one_who_goes_on_for_a_new_term_only_another_office_is_told() -> None:
    new_term = (replace(MEMBER, pk=13), replace(CHAIR, pk=11, office=""), replace(DEPUTY, pk=14), VICE)
    assert changes_of_board(BOARD, BoardFacts(date(2019, 4, 5), new_term, ())) == (
        "Vendela (Avesta kommun) var ordförande vid beslutet och ledamot vid underskriften.",
    )


def test_a_namesake_who_came_in_anothers_place_is_told() -> None:
    """Two seats held by people of one name, and one of them left: that is told, though the name is still there."""
    then = BoardFacts(DECIDED, (MEMBER, replace(MEMBER, pk=6)), ())
    assert changes_of_board(then, BoardFacts(date(2019, 4, 5), (MEMBER,), ())) == (
        "Ester (ledamot, Region Dalarna) satt vid beslutet men inte vid underskriften.",
    )


# --- The path ---------------------------------------------------------------------------------------------


def path(facts: ChainFacts, today: date = TODAY) -> list[tuple[str, str, bool, date, bool]]:
    return [
        (step.key, plain(step.told), step.is_done, step.due, step.is_next)
        for step in chain.steps(facts, today)
    ]


def test_the_path_says_what_is_done_what_is_next_and_by_when() -> None:
    assert path(TRIED) == [
        ("decided", "15 mars 2019, § 12", True, date(2019, 3, 31), False),
        ("signed", "Avesta den 15 mars 2019", True, date(2019, 3, 31), False),
        ("audited", "25 mars 2019 av Ragna", True, date(2019, 4, 30), False),
        ("discharged", "En av två medlemmar", False, date(2019, 6, 30), True),
    ]


def test_a_report_that_is_not_decided_has_everything_left() -> None:
    assert path(NOTHING) == [
        ("decided", "", False, date(2019, 3, 31), True),
        ("signed", "", False, date(2019, 3, 31), False),
        ("audited", "", False, date(2019, 4, 30), False),
        ("discharged", "", False, date(2019, 6, 30), False),
    ]


def test_what_the_law_sets_a_day_for_says_so_and_is_late_the_day_after() -> None:
    signed = {today: chain.steps(ADOPTED, today)[1] for today in (date(2019, 3, 31), date(2019, 4, 1))}
    assert [step.is_late for step in signed.values()] == [False, True]
    assert str(signed[date(2019, 4, 1)].source) == (
        "24 § lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser"
    )
    assert chain.steps(ADOPTED, TODAY)[2].source is None


def test_the_federations_own_day_stands_before_the_usual_one_and_never_after_the_laws() -> None:
    own = {"signed": date(2019, 2, 28), "decided": date(2019, 5, 1), "audited": date(2019, 4, 15)}
    assert [step.due for step in chain.steps(replace(NOTHING, own_days=own), TODAY)] == [
        date(2019, 3, 31),
        date(2019, 2, 28),
        date(2019, 4, 15),
        date(2019, 6, 30),
    ]


def test_all_members_must_have_decided_before_the_discharge_is_done() -> None:
    done = replace(
        TRIED,
        discharges=tuple(
            replace(each, outcome=outcome, decided_on=AUDITED)
            for each, outcome in zip(MEMBERS, ("granted", "refused"), strict=True)
        ),
    )
    assert chain.steps(done, TODAY)[3].is_done
    assert not any(step.is_next for step in chain.steps(done, TODAY))
    assert chain.told_of_discharge(done) == "Alla medlemmar har prövat frågan."
    assert chain.told_of_discharge(TRIED) == "En av två medlemmar har inte prövat frågan ännu."
    assert chain.told_of_discharge(TRIED, is_replaced=True) == (
        "En av två medlemmar prövade frågan för den här versionen."
    )
    assert [step.key for step in chain.steps(done, TODAY)] == list(Step)
