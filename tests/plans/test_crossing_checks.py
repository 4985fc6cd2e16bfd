"""That a text refers to nothing that is not in its document, as a finding while the document is written."""

from __future__ import annotations

from finsam.findings import Severity
from plans.domain.checks import references_lead_somewhere
from plans.domain.facts import SectionFact
from plans.domain.staleness import StalenessFacts
from tests.plans.facts import document, section

TABLE = "Texten hänvisar till ”Långsiktig budget och eget kapital”, som inte finns i planen."


def told(*sections: SectionFact, status: str = "draft") -> list[tuple[Severity, str, str]]:
    facts = StalenessFacts(document(2024, *sections, status=status))
    return [(each.severity, each.where, each.message) for each in references_lead_somewhere(facts)]


def text(target: str) -> str:
    return f'<p>Se <data value="to:{target}"></data>.</p>'


def test_a_table_that_no_section_holds_is_an_error_until_the_document_is_decided() -> None:
    writes = section("0a0a0a0a", body=text("budgets.outlook"))
    found = [(Severity.ERROR, "Verksamhetsplan 2024, avsnittet ”Mål”", TABLE)]

    for status in ("draft", "in_review", "proposed"):
        assert told(writes, status=status) == found
    assert told(writes, status="adopted") == []
    assert told(writes, section("0b0b0b0b", block="budgets.outlook")) == []


def test_what_is_hidden_is_not_there_to_be_referred_to() -> None:
    writes = section("0a0a0a0a", body=text("budgets.outlook"))

    assert len(told(writes, section("0b0b0b0b", block="budgets.outlook", is_hidden=True))) == 1
    assert told(section("0a0a0a0a", body=text("budgets.outlook"), is_hidden=True)) == []


def test_a_block_is_named_with_its_argument_or_by_its_key_alone() -> None:
    holds = section("0b0b0b0b", block="plans.outcome_flow:avesta")

    for target in ("plans.outcome_flow:avesta", "plans.outcome_flow", "plans.outcome_flow:avesta/number"):
        assert told(section("0a0a0a0a", body=text(target)), holds) == []
    assert len(told(section("0a0a0a0a", body=text("plans.outcome_flow:sater")), holds)) == 1


def test_a_section_is_named_by_its_key() -> None:
    there = section("0b0b0b0b", body="<p>Ja.</p>")

    assert told(section("0a0a0a0a", body=text("section:0b0b0b0b")), there) == []
    assert [
        severity for severity, _, _ in told(section("0a0a0a0a", body=text("section:0c0c0c0c")), there)
    ] == [Severity.ERROR]


def test_the_same_reference_is_told_once_in_a_section() -> None:
    assert len(told(section("0a0a0a0a", body=text("budgets.outlook") * 3))) == 1
