"""Indicators as series over the years, and small groups hidden in them. Södra Dalarna sold 345 books in 2018."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans.domain.indicator_chart import indicator_chart
from plans.domain.indicators import (
    IndicatorFact,
    IndicatorFacts,
    MeasurementFact,
    Moment,
    cell_of,
    hidden_measurements,
    label_of,
    series,
)


def measured(
    year: int,
    value: str,
    month: int | None = None,
    area: str = "",
    respondents: str = "",
    gender: str = "",
    n: int | None = None,
) -> MeasurementFact:
    pk = hash((year, month, area, respondents, gender))
    return MeasurementFact(pk, year, month, area, respondents, gender, n, Decimal(value))


def indicator(*measurements: MeasurementFact, decimals: int = 0) -> IndicatorFact:
    return IndicatorFact(
        1, "salda", "Sålda böcker", "exemplar", "sales", "Kansliet", "", decimals, measurements
    )


def facts(own: IndicatorFact, year: int = 2018, smallest: int = 5) -> IndicatorFacts:
    return IndicatorFacts(year, (own,), ((2018, smallest), (2017, smallest)))


def cells(own: IndicatorFact, **arguments: int) -> dict[str, list[str]]:
    found = series(facts(own, **arguments), own)
    assert found is not None
    return {row.label: [cell.shown for cell in row.cells] for row in found.rows}


def test_a_series_has_a_row_per_group_and_a_column_per_year_up_to_the_one_in_question() -> None:
    own = indicator(
        measured(2018, "345"), measured(2017, "0"), measured(2018, "120", area="Avesta"), measured(2019, "9")
    )
    assert cells(own) == {"Samtliga": ["0", "345"], "Avesta": ["–", "120"]}
    found = series(facts(own), own)
    assert found is not None
    assert (found.moments, found.sources) == ((Moment(2017), Moment(2018)), ("Kansliet",))


def test_a_value_is_printed_with_the_indicators_decimals_and_as_the_swedes_write_it() -> None:
    assert cells(indicator(measured(2018, "1234.5"), decimals=1)) == {"Samtliga": ["1\u00a0234,5"]}


def test_the_value_in_a_text_is_that_of_the_year_else_of_its_latest_month() -> None:
    months = indicator(measured(2018, "5", month=3), measured(2018, "7", month=11))
    year = indicator(measured(2018, "5", month=3), measured(2018, "6"))
    assert [cell.shown for own in (months, year) if (cell := cell_of(facts(own), own))] == ["7", "6"]
    assert cell_of(facts(months, year=2017), months) is None


def test_answers_of_few_are_hidden_with_one_more_group_that_would_give_them_away() -> None:
    own = indicator(
        measured(2018, "70", n=30),
        measured(2018, "50", gender="women", n=3),
        measured(2018, "72", gender="men", n=27),
    )
    assert cells(own) == {"Samtliga": ["70"], "Kvinnor": ["x"], "Män": ["x"]}
    assert cells(own, smallest=0) == {"Samtliga": ["70"], "Kvinnor": ["50"], "Män": ["72"]}


def test_a_part_is_hidden_when_the_rest_that_nobody_entered_is_small() -> None:
    """Ten answer 3,5 and eight women 3,4: the two men would have answered 3,9."""
    own = indicator(measured(2018, "3.5", n=10), measured(2018, "3.4", gender="women", n=8), decimals=1)
    assert cells(own) == {"Samtliga": ["3,5"], "Kvinnor": ["x"]}
    enough = indicator(measured(2018, "3.5", n=20), measured(2018, "3.4", gender="women", n=8), decimals=1)
    assert cells(enough) == {"Samtliga": ["3,5"], "Kvinnor": ["3,4"]}
    assert cells(own, smallest=0)["Kvinnor"] == ["3,4"]


def test_a_hidden_value_is_not_told_in_a_text_either() -> None:
    own = indicator(measured(2018, "70", n=4))
    cell = cell_of(facts(own), own)
    assert cell is not None
    assert (cell.is_hidden, cell.value, cell.n, cell.shown) == (True, None, None, "x")


def test_two_small_groups_that_are_small_together_take_a_third_with_them() -> None:
    own = indicator(
        measured(2018, "70", n=30),
        measured(2018, "1", area="Avesta", n=1),
        measured(2018, "2", area="Hedemora", n=2),
        measured(2018, "3", area="Säter", n=27),
    )
    assert cells(own)["Säter"] == ["x"]


GROUPS = [(area, gender) for area in ("", "Avesta", "Säter", "Hedemora") for gender in ("", "women", "men")]


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 30)))
def test_what_is_hidden_of_one_whole_is_never_one_part_alone_nor_a_small_group(
    answers: dict[tuple[str, str], int],
) -> None:
    rows = [measured(2018, "1", area=area, gender=gender, n=n) for (area, gender), n in answers.items()]
    hidden = hidden_measurements(rows, facts(indicator(*rows)))
    assert {row.pk for row in rows if row.n is not None and row.n < 5} <= hidden
    for place in ("area", "gender"):
        other = "gender" if place == "area" else "area"
        for rest in {getattr(row, other) for row in rows}:
            parts = [row for row in rows if getattr(row, place) and getattr(row, other) == rest]
            own = [row for row in parts if row.pk in hidden]
            if own and len(own) < len(parts):
                assert len(own) > 1
                assert sum(row.n or 0 for row in own) >= 5


def test_a_group_is_called_by_what_it_is_of() -> None:
    assert label_of(("Avesta", "deltagare", "women")) == "Avesta, deltagare, kvinnor"
    assert label_of(("", "", "other")) == "Annat eller okänt"


def test_a_chart_is_drawn_from_two_values_on_and_says_them() -> None:
    one, two = indicator(measured(2018, "345")), indicator(measured(2017, "12"), measured(2018, "345"))
    found = [series(facts(own), own) for own in (one, two)]
    charts = [indicator_chart(each) if each else None for each in found]
    assert charts[0] is None
    assert charts[1] is not None
    told = "Sålda böcker: från 12 exemplar (2017) till 345 exemplar (2018). Som mest 345 exemplar (2018)."
    assert charts[1].words == told
    assert f"<title>{told}</title>" in charts[1].svg
