"""Outcomes as they may be told to anyone: each value with whether it is hidden, and how it is written.

Every table, chart, sentence, answer and file of what is published takes its outcomes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from finsam import swedish
from finsam.money import round_half_up
from plans.domain.disclosure import Disclosure, disclosure
from plans.domain.outcome_facts import InitiativeFact, OutcomeFacts
from plans.domain.outcome_history import History, history
from plans.domain.outcomes import ALL, GOAL_SHARE, MEANS, TOTAL, Exact, Outcomes, outcomes

HIDDEN_NOTE: Final = f"{swedish.HIDDEN}: antalet är litet, eller skulle röja ett litet antal, och visas inte."
LABELS: Final[Mapping[str, str]] = {
    "enrolled_at_start": "Inskrivna vid periodens början",
    "newly_enrolled": "Nyinskrivna",
    "transfers_in": "Från annan insats",
    "participants": "Deltagare",
    "exits": "Avslut",
    "exits_to_work": "Avslut till arbete",
    "exits_to_studies": "Avslut till studier",
    "exits_to_other_rehab": "Avslut till annan arbetslivsinriktad rehabilitering",
    "exits_to_sickness_compensation": "Avslut till sjukersättning",
    "exits_to_other": "Avslut till annat",
    "in_goal": "Avslut i mål",
    GOAL_SHARE: "Andel avslut i mål",
    "early_dropouts": "Tidiga avhopp",
    "transfers_out": "Till annan insats",
    "active_at_end": "Aktiva vid periodens slut",
    "mean_months": "Genomströmningstid, månader",
    "mean_months_of": "Antal som genomströmningstiden är räknad på",
    "benefit_years": "Bidragstid före start, år",
    "benefit_years_of": "Antal som bidragstiden är räknad på",
}
"""What each measure that is published is called."""
DEFINITIONS: Final[Mapping[str, str]] = {
    "participants": "Deltagare är de som var inskrivna vid periodens början, skrevs in eller kom från en annan insats, "
    "utan tidiga avhopp och utan dem som gick över till en annan insats.",
    "exits": "Avslut är summan av avslut till arbete, studier, annan arbetslivsinriktad rehabilitering, sjukersättning "
    "och annat. Tidiga avhopp och övergångar till en annan insats räknas inte med.",
    "in_goal": "I mål är avslut till arbete, studier eller annan arbetslivsinriktad rehabilitering.",
    GOAL_SHARE: "Andelen i mål är avslut till arbete, studier eller annan arbetslivsinriktad rehabilitering delat med "
    "alla avslut. Tidiga avhopp och övergångar till en annan insats räknas inte med.",
    "mean_months": "Genomströmningstiden är medelvärdet i månader. För flera insatser är det vägt med hur många "
    "deltagare varje insats har räknat det på.",
    "benefit_years": "Bidragstiden är medelvärdet i år med offentlig försörjning före start. För flera insatser "
    "är det vägt med hur många deltagare varje insats har räknat det på.",
}
"""How each measure that is not self-evident is computed."""
GENDER_LABELS: Final[Mapping[str, str]] = {
    ALL: "Totalt",
    "women": "Kvinnor",
    "men": "Män",
    "other": "Annat eller okänt",
}


@dataclass(frozen=True)
class Told:
    """A value as it may be told. What is hidden has none; what only print tells is `printed` as it stood."""

    measure: str
    value: Exact = None
    is_hidden: bool = False
    printed: str = ""

    @property
    def number(self) -> Decimal | None:
        """A count, a share in per cent to the tenth, or a mean to the tenth; None when hidden or not known."""
        if self.value is None or self.is_hidden:
            return None
        if self.measure == GOAL_SHARE:
            share = self.value * 100
            return round_half_up(Decimal(share.numerator) / share.denominator, 1)
        if self.measure in MEANS:
            return round_half_up(Decimal(self.value.numerator) / self.value.denominator, 1)
        return Decimal(int(self.value))

    @property
    def text(self) -> str:
        """The value without unit: 40, 62,5, x for what is hidden, – for what nobody knows."""
        if self.is_hidden:
            return swedish.HIDDEN
        if self.printed:
            return self.printed
        return swedish.decimal(self.number)

    @property
    def whole(self) -> str:
        """As `text`, a share to the whole per cent."""
        if self.number is None or self.measure != GOAL_SHARE or self.printed:
            return self.text
        share = self.value * 100 if self.value is not None else 0
        return swedish.number(Decimal(share.numerator) / share.denominator)


@dataclass(frozen=True)
class Results:
    """The outcomes of a federation over all its years, as they may be told."""

    facts: OutcomeFacts
    outcomes: Outcomes
    disclosure: Disclosure
    history: History

    def told(self, who: int, year: int, period: str, measure: str, gender: str = ALL) -> Told:
        """A measure of an initiative, or of all of them (TOTAL), in a period."""
        tally = self.outcomes.tally(who, year, period, gender)
        value = tally.value(measure) if tally else None
        if value is None:
            return Told(measure)
        if not self.disclosure.shows(who, year, period, gender, measure):
            return Told(measure, is_hidden=True)
        return Told(measure, value)

    def printed(self, who: int, year: int, period: str, measure: str) -> Told:
        """A measure of a period of which only print tells, of an initiative or of all of them."""
        for (row, of_year, of_period, of_measure), fact in self.history.cells.items():
            if (row.who, of_year, of_period, of_measure) == (who, year, period, measure):
                is_hidden = (row, year, period, measure) in self.history.hidden
                value = Fraction(fact.value or 0) / (100 if measure == GOAL_SHARE else 1)
                return Told(measure, None if is_hidden else value, is_hidden)
        return Told(measure)

    def known(self, who: int, year: int, period: str, measure: str, gender: str = ALL) -> Told:
        """A measure as it is computed, else as it was printed. What is computed of all initiatives together is not told
        where rows of others were printed beside them: only print knows that total."""
        is_partial = who == TOTAL and gender == ALL and (year, period, measure) in self.history.beside
        told = Told(measure) if is_partial else self.told(who, year, period, measure, gender)
        return self.printed(who, year, period, measure) if told == Told(measure) and gender == ALL else told

    def initiative(self, who: int) -> InitiativeFact | None:
        """The initiative with the key; None for all together."""
        return next((each for each in self.facts.initiatives if each.pk == who), None)

    def code(self, who: int) -> str:
        """What the initiative is called in addresses; "total" for all."""
        found = self.initiative(who)
        return found.code if found else "total"

    def key(self, code: str) -> int | None:
        """The key of the initiative with the code, TOTAL for "total" and ""; None when there is none."""
        if code in {"", "total"}:
            return TOTAL
        found = self.facts.initiative(code)
        return found.pk if found else None


def results(facts: OutcomeFacts) -> Results:
    """The outcomes of the federation as they may be told. The year of the facts plays no part."""
    return _results(replace(facts, year=0))


@lru_cache(maxsize=32)
def _results(facts: OutcomeFacts) -> Results:
    """Remembered by the facts themselves: the same entries are hidden the same, page after page."""
    told = outcomes(facts)
    hiding = disclosure(facts, told)
    return Results(facts, told, hiding, history(facts, told, hiding))
