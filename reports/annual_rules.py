"""The rules of an annual report: each check with the rule in words and how much it is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from budgets.domain.annual_checks import (
    LEDGER_CHECKS,
    audit_cost_is_told,
    cash_flow_ends_at_cash,
    comparatives_are_as_adopted,
    notes_add_up_to_their_lines,
    one_name_has_one_value,
    operating_statement_becomes_the_income_statement,
    result_is_booked,
)
from budgets.domain.annual_equity_checks import (
    deficit_is_explained,
    equity_has_kept_its_limits,
    equity_is_known_alike,
)
from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.equity import rule_in_force
from budgets.domain.equity_history import known_years
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.standard_forms import LKBR_YEAR
from finsam import swedish
from finsam.findings import Finding
from finsam.periods import span_text
from plans.domain.financial_goals import GoalFacts, own_goals_are_assessed
from reports.interim_rules import INTERIM_RULES, InterimCheck

AnnualCheck = Callable[[AnnualFacts], Iterable[Finding]]


def _extent_of_statements(facts: AnnualFacts) -> str:
    found = [
        (facts.operating, "driftredovisning"),
        (facts.statement, "resultaträkning"),
        (facts.balance, "balansräkning"),
        (facts.cash_flow, "kassaflödesanalys"),
    ]
    return swedish.listed([name for each, name in found if each is not None]).capitalize()


def _extent_of_bridge(facts: AnnualFacts) -> str:
    return f"{swedish.count(len(facts.bridge.parts[0].rows)).capitalize()} rader" if facts.bridge else ""


def _extent_of_cash_flow(facts: AnnualFacts) -> str:
    return f"Kassaflödesanalys {facts.year}" if facts.balance is not None else ""


def _extent_of_notes(facts: AnnualFacts) -> str:
    number = len(facts.notes)
    return f"{swedish.count(number).capitalize()} {'not' if number == 1 else 'noter'}" if number else ""


def _extent_of_comparatives(facts: AnnualFacts) -> str:
    return f"Jämförelsetal {facts.year - 1}" if facts.adopted else ""


def _extent_of_outlooks(facts: AnnualFacts) -> str:
    held = {
        entry.year
        for _year, entry in facts.history_facts.outlooks
        if entry.closing_equity is not None
        and entry.closing_equity_basis == "actual"
        and entry.year in facts.history_facts.equity
    }
    return f"Långsiktig budget {span_text(held)}" if held else ""


def _extent_of_limits(facts: AnnualFacts) -> str:
    rules = facts.history_facts.base.rules
    held = [
        year
        for year in known_years(facts.history.rows if facts.history else ())
        if any(rule_in_force(rules, kind, year) for kind in ("floor", "ceiling"))
    ]
    return f"Eget kapital {span_text(held)}" if held else ""


def _extent_of_year(facts: AnnualFacts) -> str:
    return f"Räkenskaperna {facts.year}" if facts.statement is not None else ""


def _extent_of_audit(facts: AnnualFacts) -> str:
    return _extent_of_year(facts) if facts.year >= LKBR_YEAR else ""


LEDGER_WORDS = {
    "every_row_has_its_place": "Allt som är bokfört under året hör till ett ID och en kontogrupp",
    "months_are_booked_and_closed": "Årets tolv månader är bokförda och stängda",
    "equity_moves_by_the_result": "Det egna kapitalet ändras med årets resultat och inget annat",
}
"""The rules of a part of the year in the words of a whole one, where they are others."""


AnnualRule = tuple[AnnualCheck, str, Callable[[AnnualFacts], str]]


def _to_december(check: InterimCheck, words: str, extent: Callable[[InterimFacts], str]) -> AnnualRule:
    """A rule of a part of the year, held to the whole of it."""
    return (
        lambda facts: check(facts.interim),
        LEDGER_WORDS.get(check.__name__, words),
        lambda facts: extent(facts.interim),
    )


ANNUAL_RULES: tuple[AnnualRule, ...] = (
    *(_to_december(*rule) for rule in INTERIM_RULES if rule[0] in LEDGER_CHECKS),
    (result_is_booked, "Årets intäkter och kostnader är bokförda", _extent_of_year),
    (
        one_name_has_one_value,
        "Årets resultat och kassan har ett värde i alla räkenskaper",
        _extent_of_statements,
    ),
    (
        operating_statement_becomes_the_income_statement,
        "Driftredovisningen blir resultaträkningen, ID för ID",
        _extent_of_bridge,
    ),
    (cash_flow_ends_at_cash, "Kassaflödet slutar på kassa och bank", _extent_of_cash_flow),
    (notes_add_up_to_their_lines, "Noterna blir sina rader", _extent_of_notes),
    (
        comparatives_are_as_adopted,
        "Jämförelsetalen är förra årsredovisningens",
        _extent_of_comparatives,
    ),
    (
        equity_is_known_alike,
        "Långsiktig budget och balansräkning har samma eget kapital",
        _extent_of_outlooks,
    ),
    (
        equity_has_kept_its_limits,
        "Det egna kapitalet har hållit lägsta och högsta nivå varje år",
        _extent_of_limits,
    ),
    (deficit_is_explained, "Underskott och negativt eget kapital är sagda", _extent_of_year),
    (audit_cost_is_told, "Det är infört vad revisionen har kostat", _extent_of_audit),
)
"""The checks in the order of LEDGER_CHECKS and STATEMENT_CHECKS."""


def _extent_of_goals(facts: GoalFacts) -> str:
    number = len(facts.goals)
    return (
        f"{swedish.count(number).capitalize()} finansiella mål"
        if number > 1
        else "Ett finansiellt mål" * number
    )


FINANCIAL_GOAL_RULES: tuple[
    tuple[Callable[[GoalFacts], Iterable[Finding]], str, Callable[[GoalFacts], str]], ...
] = (
    (
        own_goals_are_assessed,
        "De finansiella målen är bedömda, och avvikelser kommenterade",
        _extent_of_goals,
    ),
)
"""What an annual report says of the financial goals (11 kap. 8 § LKBR)."""
