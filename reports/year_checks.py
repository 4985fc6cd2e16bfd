"""The checks of a federation's year: what is checked, how much of it there is, and what is found.

The page Kontroller and the command `check_figures` show this. The checks themselves are in the apps' `domain.checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from budgets.annual_queries import annual_facts
from budgets.domain.checks import (
    adopted_budgets_keep_the_floor,
    changes_are_financed_as_said,
    compared_with_what_is_in_force,
    contributions_are_whole_kronor,
    cost_within_available_funds,
    equity_stays_above_floor,
    equity_stays_under_ceiling,
    shares_are_settled,
)
from budgets.domain.equity import OutlookRow, available_funds, outlook, plan_years, rule_in_force
from budgets.domain.facts import BudgetFacts
from budgets.domain.filling_checks import (
    changes_say_how_they_are_financed,
    cost_is_divided,
    forecast_and_plans_are_complete,
    lines_fit_their_areas,
    plan_covers_three_years,
)
from budgets.domain.follow_up import FollowUpFacts
from budgets.domain.follow_up_checks import (
    areas_keep_to_their_budget,
    every_amount_has_an_id,
    is_held_to_its_budget,
    until,
)
from budgets.domain.printed_checks import printed_years_keep_the_floor, published_figures_agree
from budgets.domain.published import PublishedFacts
from budgets.domain.totals import totals
from budgets.follow_up_queries import followed_up
from budgets.published_queries import published_facts
from budgets.queries import budget_facts, budget_scope
from budgets.statement_queries import interim_facts
from finsam import findings, periods, places, richtext, swedish
from finsam.findings import Finding, Severity, counted
from finsam.scope import Scope
from members.access import Permission
from members.models import Federation
from plans.assessment_queries import fulfilment_facts, tells_of_goals
from plans.domain.checks import (
    activities_are_decided,
    headings_name_no_old_year,
    references_lead_somewhere,
    sections_say_something,
    texts_are_gone_through,
    texts_leave_the_decision_to_the_record,
    texts_name_no_old_year,
)
from plans.domain.outcome_facts import OutcomeFacts
from plans.domain.outline import visible
from plans.domain.staleness import StalenessFacts, extent
from plans.financial_goal_queries import financial_goal_facts
from plans.measurement_queries import training_facts
from plans.models import Document
from plans.outcome_queries import outcome_facts
from plans.queries import document_scope
from plans.staleness_queries import staleness_facts
from reports.annual_rules import ANNUAL_RULES, FINANCIAL_GOAL_RULES
from reports.goal_rules import GOAL_RULES
from reports.interim_rules import INTERIM_RULES
from reports.outcome_rules import (
    OUTCOME_RULES,
    PRINTED_OUTCOME_RULES,
    TRAINING_RULES,
    without_counts,
    without_link,
)
from reports.queries import visible_documents

Facts = TypeVar("Facts")
BudgetCheck = Callable[[BudgetFacts], Iterable[Finding]]


@dataclass(frozen=True)
class Checked:
    """One rule that was held against the year. `extent` says to how much; empty when there was nothing to check."""

    rule: str
    extent: str
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> str:
        """What came of it, in a few words."""
        if self.findings:
            return counted(self.findings)
        return "Inget att anmärka" if self.extent else "Finns inget att kontrollera"


@dataclass(frozen=True)
class YearChecks:
    """All rules of a year with what they found."""

    checked: tuple[Checked, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the gravest first, otherwise in the order of the rules."""
        return tuple(finding for _, group in self.by_severity for finding in group)

    @property
    def by_severity(self) -> tuple[tuple[Severity, tuple[Finding, ...]], ...]:
        """The findings of each severity that has any, the gravest first."""
        found = [finding for rule in self.checked for finding in rule.findings]
        groups = ((each, tuple(one for one in found if one.severity is each)) for each in Severity)
        return tuple((severity, group) for severity, group in groups if group)


def year_checks(scope: Scope, permissions: Collection[Permission] = frozenset(Permission)) -> YearChecks:
    """Every check of the scope's year, or of the part of it that a report is of, for those with the permissions.

    A report is not held to what is wrong in the year's budget or in older documents: neither is mended in it.
    Where small counts are hidden, one who may not see them is told of outcomes where something is, and not what.
    As many queries for a hundred printed figures as for one.
    """
    document = scope.facts(staleness_facts)
    words = _asked(DOCUMENT_RULES, document)
    if "month" in scope.subjects:
        return YearChecks((*_asked(INTERIM_RULES, scope.facts(interim_facts)), *_of_goals(scope), *words))
    if document is not None and document.document.kind == Document.Kind.ANNUAL_REPORT:
        accounts = _accounts(scope)
        return YearChecks((*accounts, *words, *_of_outcomes(scope, permissions, OUTCOME_RULES)))
    return YearChecks(
        (
            *_asked(BUDGET_RULES, scope.facts(budget_facts)),
            *_asked(PUBLISHED_RULES, scope.facts(published_facts)),
            *words,
            *_asked(FOLLOW_UP_RULES, scope.facts(followed_up)),
            *_of_outcomes(scope, permissions),
        )
    )


def checks_with_reports(
    federation: Federation, scope: Scope, permissions: Collection[Permission] = frozenset(Permission)
) -> YearChecks:
    """The checks of a year, and of each report on a part of it that is still open, for those with the permissions.

    `scope` is what `checks_scope` gives. One query beside its own, and those of each report.
    """
    found = year_checks(scope, permissions).checked
    for report in _open_reports(federation, scope.year, permissions):
        own = document_scope(report)
        found += (*_asked(INTERIM_RULES, own.facts(interim_facts)), *_of_goals(own), *_words_of(own, report))
    annual = (
        visible_documents(federation, permissions)
        .newest(Document.Kind.ANNUAL_REPORT, scope.year)
        .select_related("budget")
        .first()
    )
    if annual is not None:
        own = document_scope(annual)
        accounts = _accounts(own)
        found = (*_not_told_by(accounts, found), *accounts)
        found += _words_of(own, annual) if annual.is_open else ()
    return YearChecks(found)


def _words_of(scope: Scope, report: Document) -> tuple[Checked, ...]:
    """The checks of a report's text, beside those of the plan's."""
    whose = report.slot.words.genitive
    checked = _asked(DOCUMENT_RULES, scope.facts(staleness_facts))
    return tuple(replace(each, rule=_said_of(each.rule, whose)) for each in checked)


def _said_of(rule: str, whose: str) -> str:
    """A rule of the plan's text in words for another document's."""
    own = whose[:1].upper() + whose[1:]
    return rule.replace("Planens", own) if "Planens" in rule else f"{own} text: {rule[:1].lower()}{rule[1:]}"


def _accounts(scope: Scope) -> tuple[Checked, ...]:
    """The checks of an annual report's statements and financial goals."""
    return (
        *_asked(ANNUAL_RULES, scope.facts(annual_facts)),
        *_asked(FINANCIAL_GOAL_RULES, scope.facts(financial_goal_facts)),
        *_of_goals(scope),
    )


def _of_goals(scope: Scope) -> tuple[Checked, ...]:
    """The check of the plan's goals, where the scope's document tells of them. Four queries then."""
    return _asked(GOAL_RULES, scope.facts(fulfilment_facts)) if tells_of_goals(scope) else ()


def _not_told_by(accounts: tuple[Checked, ...], found: tuple[Checked, ...]) -> tuple[Checked, ...]:
    """The checks without what the accounts tell of the same figure: a year that has passed its ceiling is told once."""
    told = {
        (each.code.partition(".")[2], about)
        for rule in accounts
        for each in rule.findings
        for about in each.about
    }
    return tuple(
        replace(
            rule,
            findings=tuple(
                each
                for each in rule.findings
                if not each.about or (each.code.partition(".")[2], each.about[0]) not in told
            ),
        )
        for rule in found
    )


def _of_outcomes(
    scope: Scope, permissions: Collection[Permission], rules: Any = (*OUTCOME_RULES, *PRINTED_OUTCOME_RULES)
) -> tuple[Checked, ...]:
    facts = scope.facts(outcome_facts)
    checked = _asked(rules, facts)
    checked += _asked(TRAINING_RULES, scope.facts(training_facts))
    if Permission.READ_SMALL_COUNTS in permissions:
        return checked
    told = without_counts if _hides_any(facts) else without_link
    return tuple(replace(each, findings=tuple(map(told, each.findings))) for each in checked)


def _hides_any(facts: OutcomeFacts) -> bool:
    """Whether small counts are hidden of any year told of: a year's findings quote those of others too."""
    outcomes, printed = facts.outcomes, facts.published
    years = {facts.year, *(each.year for each in outcomes), *(each.year for each in printed)}
    return any(facts.disclosure(year).is_on for year in years)


def _asked(
    rules: Iterable[tuple[Callable[[Facts], Iterable[Finding]], str, Callable[[Facts], str]]],
    facts: Facts | None,
) -> tuple[Checked, ...]:
    """Each rule held against the facts; without any there was nothing to check."""
    if facts is None:
        return tuple(Checked(rule, "", ()) for _check, rule, _extent in rules)
    return tuple(Checked(rule, extent(facts), findings.run((check,), facts)) for check, rule, extent in rules)


def _open_reports(
    federation: Federation, year: int, permissions: Collection[Permission]
) -> tuple[Document, ...]:
    """The newest version of each report of a part of the year, where it is not decided. One query."""
    reports = visible_documents(federation, permissions).filter(year=year, month__gt=0)
    newest = {
        report.month: report for report in reports.select_related("budget").order_by("month", "version")
    }
    return tuple(report for report in newest.values() if report.is_open)


def checks_scope(
    federation: Federation, year: int, permissions: Collection[Permission] = frozenset(Permission)
) -> Scope:
    """The scope of a year's checks: the budget as one with the permissions sees it, and the year's newest plan.

    The plan is named because documents print counts of what stands in it. Two queries.
    """
    own = budget_scope(federation, year, is_editor=Permission.EDIT_BUDGET in permissions)
    plan = visible_documents(federation, permissions).newest(Document.Kind.ACTIVITY_PLAN, year).first()
    return Scope(federation.pk, year, {**own.subjects, **({"document": plan.pk} if plan else {})})


def checked_years(federation: Federation) -> list[int]:
    """The years the federation has anything in, what old documents printed included."""
    printed = federation.published_figures.values_list("year", flat=True).distinct()
    return sorted({*places.years_of(federation.pk), *printed})


def _extent_of_shares(facts: BudgetFacts) -> str:
    return f"Fördelningstal {facts.year}" if facts.budget else ""


def _extent_of_cost(facts: BudgetFacts) -> str:
    funds = available_funds(facts)
    if facts.budget is None or funds is None or funds.available is None:
        return ""
    cost = swedish.amount_with_unit(totals(facts.budget, facts.centres).cost)
    return f"Kostnader {cost}, tillgängliga medel {swedish.amount_with_unit(funds.available)}"


def _extent_of_limit(limit: Callable[[OutlookRow], object]) -> Callable[[BudgetFacts], str]:
    def extent(facts: BudgetFacts) -> str:
        rows = outlook(facts).rows
        held = [row.year for row in rows if row.closing_equity.amount is not None and limit(row) is not None]
        return f"Långsiktig budget {periods.span_text(held)}" if held else ""

    return extent


def _extent_of_adopted(facts: BudgetFacts) -> str:
    adopted = [
        str(each.year)
        for each in (facts.previous, facts.budget)
        if each and each.is_decided and rule_in_force(facts.rules, "floor", each.year)
    ]
    return f"Budget {swedish.listed(adopted)}" if adopted else ""


def _extent_of_lines(facts: BudgetFacts) -> str:
    lines = len(facts.budget.lines) if facts.budget else 0
    return f"{swedish.count(lines).capitalize()} {'rad' if lines == 1 else 'rader'}" if lines else ""


def _extent_of_columns(facts: BudgetFacts) -> str:
    has_forecast = facts.column("forecast", facts.year - 1) is not None
    columns = [f"prognos {facts.year - 1}"] if has_forecast else []
    columns += [f"plan {year}" for year in plan_years(facts.budget)]
    text = swedish.listed(columns)
    return text[:1].upper() + text[1:]


def _extent_of_plan(facts: BudgetFacts) -> str:
    is_open = facts.budget is not None and not facts.budget.is_decided
    return f"Långsiktig budget från {facts.year}" if is_open else ""


def _extent_of_categories(facts: BudgetFacts) -> str:
    number = len(facts.categories) if facts.budget else 0
    return f"{swedish.count(number).capitalize()} fördelningsgrupper" if number > 1 else ""


def _extent_of_change(facts: BudgetFacts) -> str:
    is_change = facts.budget is not None and facts.budget.version > 1
    return f"Version {facts.budget.version}" if facts.budget and is_change else ""


def _extent_of_printed(printed: PublishedFacts) -> str:
    number, documents = len(printed.figures), len(printed.by_document)
    if not number:
        return ""
    figures = "En siffra" if number == 1 else f"{swedish.number(number)} siffror"
    return f"{figures} i {'ett' if documents == 1 else swedish.count(documents)} dokument"


def _counted(number: int, one: str, many: str) -> str:
    return f"{swedish.count(number).capitalize()} {one if number == 1 else many}" if number else ""


def _extent_of_headings(words: StalenessFacts) -> str:
    return _counted(extent(words).headings, "rubrik", "rubriker")


def _extent_of_texts(words: StalenessFacts) -> str:
    return _counted(extent(words).passages, "stycke", "stycken")


def _extent_of_sections(words: StalenessFacts) -> str:
    number = len(visible(words.document.sections)) if words.is_open else 0
    return _counted(number, "avsnitt", "avsnitt")


def _extent_of_crossings(words: StalenessFacts) -> str:
    texts = [section.body for section in visible(words.document.sections)] if words.is_open else []
    number = sum(len(richtext.crossing_references(text)) for text in texts)
    return f"{swedish.count(number).capitalize()} hänvisning{'ar' if number > 1 else ''}" if number else ""


def _extent_of_carried(words: StalenessFacts) -> str:
    told = _counted(extent(words).carried_passages, "stycke", "stycken")
    return f"{told} jämförda med {words.base.year}" if told and words.base else ""


def _extent_of_ledger(outturn: FollowUpFacts) -> str:
    return f"Bokfört {outturn.year} {until(outturn.now.last_month)}" if outturn.now.rows else ""


def _extent_of_outturn(outturn: FollowUpFacts) -> str:
    return _extent_of_ledger(outturn) if is_held_to_its_budget(outturn) else ""


def _extent_of_activities(words: StalenessFacts) -> str:
    told = _counted(extent(words).carried_activities, "aktivitet", "aktiviteter")
    return f"{told} från {words.base.year}" if told and words.base else ""


BUDGET_RULES: tuple[tuple[BudgetCheck, str, Callable[[BudgetFacts], str]], ...] = (
    (shares_are_settled, "Fördelningstalen finns, blir 100 % och följer lagen", _extent_of_shares),
    (cost_within_available_funds, "Budgeten ryms i de tillgängliga medlen", _extent_of_cost),
    (
        equity_stays_above_floor,
        "Det egna kapitalet når lägsta nivå varje år",
        _extent_of_limit(lambda row: row.floor),
    ),
    (
        adopted_budgets_keep_the_floor,
        "En fastställd budget som används helt lämnar lägsta nivå kvar",
        _extent_of_adopted,
    ),
    (
        equity_stays_under_ceiling,
        "Det egna kapitalet håller sig under högsta nivå varje år",
        _extent_of_limit(lambda row: row.ceiling),
    ),
    (lines_fit_their_areas, "Intäkter och kostnader ligger under ID av rätt slag", _extent_of_lines),
    (
        forecast_and_plans_are_complete,
        "Prognos och planer har belopp på alla rader",
        _extent_of_columns,
    ),
    (plan_covers_three_years, "Planen omfattar minst tre år", _extent_of_plan),
    (cost_is_divided, "Alla kostnader hör till en fördelningsgrupp", _extent_of_categories),
    (changes_say_how_they_are_financed, "En ändrad budget säger hur den finansieras", _extent_of_change),
    (changes_are_financed_as_said, "En ändrad budget finansieras som den säger", _extent_of_change),
    (
        compared_with_what_is_in_force,
        "Budgeten jämförs med den version som gäller av förra årets",
        lambda facts: f"Budget {facts.previous.year}" if facts.budget and facts.previous else "",
    ),
    (
        contributions_are_whole_kronor,
        "Medlemmarna betalar tillsammans hela medelstilldelningen",
        _extent_of_shares,
    ),
)
"""The budget's checks, in the order of BUDGET_CHECKS, with the rule in words and how much it is held to."""

PrintedCheck = Callable[[PublishedFacts], Iterable[Finding]]
PUBLISHED_RULES: tuple[tuple[PrintedCheck, str, Callable[[PublishedFacts], str]], ...] = (
    (
        published_figures_agree,
        "Det som äldre dokument har tryckt stämmer med det som beräknas och med sig självt",
        _extent_of_printed,
    ),
    (
        printed_years_keep_the_floor,
        "Det som äldre dokument har tryckt lämnar lägsta nivå kvar",
        _extent_of_printed,
    ),
)
"""The checks of what was printed, in the order of PUBLISHED_CHECKS."""

WordCheck = Callable[[StalenessFacts], Iterable[Finding]]
DOCUMENT_RULES: tuple[tuple[WordCheck, str, Callable[[StalenessFacts], str]], ...] = (
    (headings_name_no_old_year, "Planens rubriker nämner inget gammalt år", _extent_of_headings),
    (texts_name_no_old_year, "Planens text nämner inget gammalt år", _extent_of_texts),
    (texts_are_gone_through, "Text som följde med från en tidigare plan är genomgången", _extent_of_carried),
    (
        activities_are_decided,
        "Aktiviteter som följde med är behållna, ändrade eller borttagna",
        _extent_of_activities,
    ),
    (
        texts_leave_the_decision_to_the_record,
        "Planens text säger inte att den är fastställd förrän den är det",
        _extent_of_texts,
    ),
    (sections_say_something, "Planens avsnitt har innehåll", _extent_of_sections),
    (references_lead_somewhere, "Hänvisningar i texten leder till något som finns", _extent_of_crossings),
)
"""The checks of the plan's words while it is written, in the order of DOCUMENT_CHECKS."""

OutturnCheck = Callable[[FollowUpFacts], Iterable[Finding]]
FOLLOW_UP_RULES: tuple[tuple[OutturnCheck, str, Callable[[FollowUpFacts], str]], ...] = (
    (every_amount_has_an_id, "Allt som är bokfört hör till ett ID", _extent_of_ledger),
    (
        areas_keep_to_their_budget,
        "Inget ID avviker mycket från den fastställda budgeten",
        _extent_of_outturn,
    ),
)
"""The checks of what has been spent, in the order of FOLLOW_UP_CHECKS."""
