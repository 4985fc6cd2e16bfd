"""Which numbers in a sentence are years that it names."""

from __future__ import annotations

from datetime import date

import pytest

from plans.domain.year_words import named_years


def years(text: str, *known: date) -> list[int]:
    return [each.year for each in named_years(text, known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Insatser under 2024:", [2024]),
        ("Insatser vid ingången av 2024.", [2024]),
        ("Perioden 2023–2025", [2023, 2025]),
        ("Perioden 2023-2025", [2023, 2025]),
        ("Läsåret 2022/2023 och läsåret 2023/24", [2022, 2023, 2023]),
        ("VP2023 och 2022s budget (2021).", [2023, 2022, 2021]),
        ("Klart november 2022", [2022]),
        ("Vi möttes den 3 maj 2023, 24/11 2022 och 2021-11-24.", [2023, 2022, 2021]),
    ],
)
def test_years_are_found_however_they_stand(text: str, expected: list[int]) -> None:
    assert years(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "lagen (2003:1210) om finansiell samordning",
        "lag 2018:597, prop. 2021/22:132 och SOU 2018:80",
        "dnr 2022/145, diarienummer FK 2021-000123",
        "organisationsnummer 222000-2023",
        "2020 kr, 2 020 kr, 12 2020,50 och 2015 personer",
        "ring 0243-2023",
        "sedan 2010-talet",
        "bildades 1998",
        "https://exempel.se/2022/rapport och rapport2022@exempel.se",
        "{outlook.closing_equity:2022/kr} och {budget.cost_total@2022}",
        "mellan 16 och 64 år, 202345 och 120234",
    ],
)
def test_what_only_looks_like_a_year_is_none(text: str) -> None:
    assert years(text) == []


@pytest.mark.parametrize("text", ["den 25 november 2022", "25 nov. 2022", "2022-11-25", "25/11 2022"])
def test_a_full_date_that_is_known_names_what_happened_then(text: str) -> None:
    assert years(text) == [2022]
    assert years(text, date(2022, 11, 25)) == []
    assert years(text, date(2022, 11, 24)) == [2022]


def test_a_day_that_does_not_exist_is_no_known_date() -> None:
    assert years("31 februari 2022", date(2022, 2, 28)) == [2022]


def test_each_year_is_told_where_it_stands() -> None:
    text = "Efter 2022 kommer 2023."
    assert [text[each.start : each.end] for each in named_years(text)] == ["2022", "2023"]
