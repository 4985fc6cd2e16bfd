"""A reader who wants to know: what can be derived, with an integer programme, from all that a federation publishes.

Independent of the program: it knows what is published, cell by cell, and what everyone knows. That is: counts are whole
and not negative, what is hidden is not zero, genders and initiatives and reasons add up, flows add up, a closing is the
next opening, halves make up their year, those who left for another initiative came there, and what a mean is over is
those in goal. An identity that the federation's own figures do not follow is not assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from plans.domain.outcomes import ALL, COUNTED, MEANS, TOTAL, Outcomes
from tests.plans.outcome_sample import ARRIVING, COUNTS, LEAVING, SUMS

Place = tuple[int, int, str, str, str]
HIDDEN = "hidden"
MOST = 400
"""No team has more participants than this."""
LONGEST_MEAN = 600
"""No mean is longer, in months."""


class Attack:
    """The reader's model: a whole number for each count, and months together for each mean."""

    def __init__(
        self,
        outcomes: Outcomes,
        published: Mapping[Place, Any],
        least_hidden: int = 1,
        opened_with: Iterable[tuple[int, int, int]] = (),
    ) -> None:
        """`published` gives each cell that is told: a number, or HIDDEN. What is hidden is at least `least_hidden`.

        `opened_with` are years with an initiative and another, new that year, which opened with those who left it.
        """
        self.outcomes, self.published = outcomes, published
        self.least_hidden = least_hidden
        self.number: dict[Any, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.truth: dict[int, float] = {}
        self._counts()
        self._sums()
        self._times()
        self._transfers()
        for year, earlier, later in opened_with:
            left = self._of(earlier, year, "year", ALL, "transfers_out")
            self._row([(left, 1), (self._of(later, year, "year", ALL, "enrolled_at_start"), -1)], 0, 0)
        self._means()
        rows, columns, values = [], [], []
        for place, (terms, _, _) in enumerate(self.rows):
            for column, value in terms.items():
                rows.append(place)
                columns.append(column)
                values.append(value)
        from scipy.sparse import csr_array

        self.matrix = csr_array((values, (rows, columns)), shape=(len(self.rows), len(self.number)))
        self.least = np.array([low for _, low, _ in self.rows])
        self.most = np.array([high for _, _, high in self.rows])

    # --- What is known ------------------------------------------------------------------------------------------

    def _variable(self, key: Any, truth: float, low: float, high: float, whole: int = 1) -> int:
        number = self.number[key] = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        self.truth[number] = truth
        return number

    def _row(
        self, terms: Iterable[tuple[int, float]], low: float, high: float, *, always: bool = True
    ) -> None:
        """A known relation; one that is not `always` so is assumed only where the federation's figures follow it."""
        summed: dict[int, float] = {}
        for number, factor in terms:
            summed[number] = summed.get(number, 0) + factor
        value = sum(factor * self.truth[number] for number, factor in summed.items())
        if low - 1e-6 <= value <= high + 1e-6:
            self.rows.append((summed, low, high))
        else:
            assert not always, "the published figures contradict each other"

    def _counts(self) -> None:
        for (who, year, period, gender), tally in self.outcomes.tallies.items():
            for measure in COUNTED:
                count = tally.value(measure)
                if count is None and measure not in COUNTS:
                    continue
                key = (who, year, period, gender, measure)
                shown = self.published.get(key)
                if shown == HIDDEN:
                    self._variable(key, count, self.least_hidden, MOST * (12 if who == TOTAL else 1))
                else:
                    assert (shown or 0) == (count or 0), "what is shown is not true"
                    self._variable(key, count or 0, count or 0, count or 0)

    def _of(self, who: int, year: int, period: str, gender: str, measure: str) -> int:
        return self.number[who, year, period, gender, measure]

    def _sums(self) -> None:
        places = list(self.outcomes.tallies)
        for who, year, period, gender in places:
            place = (who, year, period, gender)
            for measure, parts in SUMS.items():
                if (*place, measure) in self.number:
                    terms = [(self._of(*place, part), sign) for part, sign in parts.items()]
                    self._row([*terms, (self._of(*place, measure), -1)], 0, 0)
            flow = [(self._of(*place, measure), 1) for measure in ARRIVING]
            self._row([*flow, *((self._of(*place, measure), -1) for measure in LEAVING)], 0, 0, always=False)
            exits, in_goal = (*place, "exits"), (*place, "in_goal")
            share = self.published.get((*place, "goal_share"))
            if isinstance(share, Fraction):
                terms = [(self.number[in_goal], share.denominator), (self.number[exits], -share.numerator)]
                self._row(terms, 0, 0)
            for measure in COUNTS:
                if gender == ALL:
                    genders = [each for each in places if each[:3] == place[:3] and each[3] != ALL]
                    if genders:
                        terms = [(self._of(*each, measure), 1) for each in genders]
                        self._row([*terms, (self._of(*place, measure), -1)], 0, 0, always=False)
                if who == TOTAL:
                    teams = [each for each in places if each[1:] == place[1:] and each[0] != TOTAL]
                    terms = [(self._of(*each, measure), 1) for each in teams]
                    self._row([*terms, (self._of(*place, measure), -1)], 0, 0, always=False)

    def _times(self) -> None:
        places = [each for each in self.outcomes.tallies if each[0] != TOTAL]
        for who, year, period, gender in places:
            before = (
                [(who, year, "half_1")]
                if period == "half_2"
                else [(who, year - 1, "year"), (who, year - 1, "half_2")]
            )
            for earlier in before:
                self._opening((who, year, period), earlier)
            if period == "year":
                self._parts(who, year, gender)

    def _opening(self, place: tuple[int, int, str], earlier: tuple[int, int, str]) -> None:
        now = [each for each in self.outcomes.tallies if each[:3] == place]
        then = [each for each in self.outcomes.tallies if each[:3] == earlier]
        for each in now:
            for other in then:
                if each[3] == other[3]:
                    terms = [
                        (self._of(*each, "enrolled_at_start"), 1),
                        (self._of(*other, "active_at_end"), -1),
                    ]
                    self._row(terms, 0, 0, always=False)

    def _parts(self, who: int, year: int, gender: str) -> None:
        halves = [(who, year, half, gender) for half in ("half_1", "half_2")]
        told = [each for each in halves if each in self.outcomes.tallies]
        whole = (who, year, "year", gender)
        for measure in COUNTS:
            if measure in {"enrolled_at_start", "active_at_end"} or not told:
                continue
            terms = [(self._of(*whole, measure), 1), *((self._of(*each, measure), -1) for each in told)]
            self._row(terms, 0, 0 if len(told) == 2 else MOST, always=False)
        if halves[0] in told:
            start = "enrolled_at_start"
            self._row([(self._of(*whole, start), 1), (self._of(*halves[0], start), -1)], 0, 0, always=False)
        if halves[1] in told:
            end = "active_at_end"
            self._row([(self._of(*whole, end), 1), (self._of(*halves[1], end), -1)], 0, 0, always=False)

    def _transfers(self) -> None:
        for who, year, period, gender in self.outcomes.tallies:
            if who == TOTAL:
                place = (who, year, period, gender)
                terms = [(self._of(*place, "transfers_out"), 1), (self._of(*place, "transfers_in"), -1)]
                self._row(terms, 0, 0, always=False)

    def _means(self) -> None:
        for (who, year, period, gender), tally in self.outcomes.tallies.items():
            for name, of in MEANS.items():
                mean = tally.means[name]
                if mean is None or mean.of is None:
                    continue
                place = (who, year, period, gender)
                shown_of = self.published[(*place, of)]
                high = MOST * 12 if shown_of == HIDDEN else mean.of
                low = self.least_hidden if shown_of == HIDDEN else mean.of
                weight = self._variable((*place, of), mean.of, low, high)
                months = self._variable(
                    (*place, name), float(mean.value * mean.of), 0, high * LONGEST_MEAN, 0
                )
                self._row([(months, 1), (weight, -LONGEST_MEAN)], -np.inf, 0)
                shown = self.published[(*place, name)]
                if shown != HIDDEN:
                    self._row([(months, 1), (weight, -float(shown) - 0.05)], -np.inf, 1e-6)
                    self._row([(months, 1), (weight, -float(shown) + 0.05)], -1e-6, np.inf)
                self._row([(weight, 1), (self.number[(*place, "in_goal")], -1)], 0, 0, always=False)
        for (who, year, period, gender), tally in self.outcomes.tallies.items():
            for name, of in MEANS.items():
                if tally.means[name] is None or tally.means[name].of is None:
                    continue
                place = (who, year, period, gender)
                others = [each for each in self.outcomes.tallies if each[1:3] == place[1:3]]
                groups = []
                if gender == ALL:
                    groups.append([each for each in others if each[0] == who and each[3] != ALL])
                if who == TOTAL:
                    groups.append([each for each in others if each[0] != TOTAL and each[3] == gender])
                for group in groups:
                    told = [each for each in group if (*each, name) in self.number]
                    for key in (name, of):
                        terms = [(self.number[(*each, key)], 1) for each in told]
                        if told:
                            self._row([*terms, (self.number[(*place, key)], -1)], 0, 0, always=False)

    # --- What follows -------------------------------------------------------------------------------------------

    def solve(
        self, objective: Mapping[int, float], extra: tuple[dict[int, float], float, float] | None = None
    ) -> Any:
        """The counts that agree with all that is known and make the objective least; None when there are none."""
        weights = np.zeros(len(self.number))
        for number, weight in objective.items():
            weights[number] = weight
        constraints = [LinearConstraint(self.matrix, self.least, self.most)]
        if extra:
            row = np.zeros(len(self.number))
            for number, factor in extra[0].items():
                row[number] = factor
            constraints.append(LinearConstraint(row, extra[1], extra[2]))
        found = milp(
            weights,
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.low), np.array(self.high)),
            constraints=constraints,
        )
        return found.x

    def derived_counts(self, cells: Iterable[Place]) -> list[Place]:
        """Those of the hidden cells that can be but one number."""
        left = [cell for cell in cells if cell in self.number]
        generator = np.random.default_rng(7)
        for _ in range(8):  # a few worlds far from the truth show most counts to be open
            if left:
                aim = {self.number[cell]: float(generator.normal()) for cell in left}
                left = [cell for cell in left if self._is_true(self.solve(aim), cell)]
        return [cell for cell in left if self._is_sure(cell)]

    def _is_true(self, found: Any, cell: Place) -> bool:
        number = self.number[cell]
        assert found is not None, "the attack is no attack: what is published contradicts itself"
        return round(found[number]) == round(self.truth[number])

    def _is_sure(self, cell: Place) -> bool:
        number = self.number[cell]
        return all(self._is_true(self.solve({number: sign}), cell) for sign in (1, -1))

    def narrowed_means(self, cells: Iterable[Place]) -> list[Place]:
        """Those of the hidden means that are known to a fifth of themselves, upwards and downwards."""
        return [cell for cell in cells if cell in self.number and not self._is_open(cell)]

    def _is_open(self, cell: Place) -> bool:
        months, weight = self.number[cell], self.number[(*cell[:4], MEANS[cell[4]])]
        mean = self.truth[months] / self.truth[weight]
        longer = ({months: 1.0, weight: -1.2 * mean}, 0.0, np.inf)
        shorter = ({months: 1.0, weight: -0.8 * mean}, -np.inf, 0.0)
        return any(self.solve({}, extra) is not None for extra in (longer, shorter))
