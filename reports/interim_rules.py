"""The rules of a report of a part of the year: each check with the rule in words and how much it is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from budgets.domain.interim_checks import (
    InterimFacts,
    areas_are_forecast,
    balance_is_known_and_balances,
    equity_moves_by_the_result,
    every_row_has_its_place,
    forecasts_hold_what_is_booked,
    months_are_booked_and_closed,
    year_opens_as_the_last_one_closed,
)
from budgets.domain.ledger_balance import OPENING
from finsam import swedish
from finsam.findings import Finding

InterimCheck = Callable[[InterimFacts], Iterable[Finding]]


def _extent_of_rows(facts: InterimFacts) -> str:
    return facts.words if facts.ledger.through(facts.month) else ""


def _extent_of_months(facts: InterimFacts) -> str:
    return f"{swedish.count(facts.month).capitalize()} månader"


def _extent_of_balance(facts: InterimFacts) -> str:
    return f"Balans {swedish.long_date(facts.last_day)}"


def _extent_of_opening(facts: InterimFacts) -> str:
    end = facts.year_end
    has_opening = any(row.month == OPENING for row in facts.balance.rows)
    return f"Ingående balans {facts.year}" if has_opening and end and not end.is_opening else ""


def _extent_of_equity(facts: InterimFacts) -> str:
    return facts.words if facts.sheet and facts.year_end else ""


def _extent_of_forecasts(facts: InterimFacts) -> str:
    return f"Prognos {facts.year}" if facts.follow_up.now.budget else ""


def _extent_of_forecast_amounts(facts: InterimFacts) -> str:
    number = len(facts.ledger.forecasts_at(facts.month))
    return (
        f"{swedish.count(number).capitalize()} {'prognos' if number == 1 else 'prognoser'}" if number else ""
    )


INTERIM_RULES: tuple[tuple[InterimCheck, str, Callable[[InterimFacts], str]], ...] = (
    (
        every_row_has_its_place,
        "Allt som är bokfört i perioden hör till ett ID och en kontogrupp",
        _extent_of_rows,
    ),
    (months_are_booked_and_closed, "Periodens månader är bokförda och stängda", _extent_of_months),
    (balance_is_known_and_balances, "Balansräkningen är införd och balanserar", _extent_of_balance),
    (
        year_opens_as_the_last_one_closed,
        "Ingående balans är förra årets utgående balans",
        _extent_of_opening,
    ),
    (
        equity_moves_by_the_result,
        "Det egna kapitalet ändras med periodens resultat",
        _extent_of_equity,
    ),
    (areas_are_forecast, "Varje ID med budget eller utfall har en prognos", _extent_of_forecasts),
    (
        forecasts_hold_what_is_booked,
        "Ingen prognos är lägre än det som redan är bokfört",
        _extent_of_forecast_amounts,
    ),
)
"""The checks in the order of INTERIM_CHECKS."""
