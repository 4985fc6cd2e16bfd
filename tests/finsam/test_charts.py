"""Charts: bars and lines where the amounts are, in colours that can be told apart, and with words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from finsam import charts
from finsam.charts import Bar, Level, bars_and_levels, ticks
from finsam.money import Unit
from members.validators import contrast_with_white

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars: Bar, levels: tuple[Level, ...] = (), title: str = "Eget kapital") -> ET.Element:
    """A chart, parsed."""
    return ET.fromstring(bars_and_levels(title=title, bars=bars, levels=levels, unit=Unit.TKR))


def bar(label: str, tkr: int | None, *, estimate: bool = False) -> Bar:
    """A bar of an amount in tkr."""
    return Bar(label, None if tkr is None else Decimal(tkr) * 1000, estimate)


def boxes(svg: ET.Element) -> list[tuple[Decimal, Decimal]]:
    """The upper and lower end of each bar."""
    found = [each for each in svg.iter(f"{SVG}rect") if each.get("stroke")]
    return [
        (Decimal(each.get("y", "")), Decimal(each.get("y", "")) + Decimal(each.get("height", "")))
        for each in found
    ]


def words(svg: ET.Element) -> list[str]:
    """What is written in it."""
    return [(each.text or "").replace("\u00a0", " ") for each in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1_500_000, [0, 500_000, 1_000_000, 1_500_000]),
        (0, 1_264_400, [0, 500_000, 1_000_000, 1_500_000]),
        (-800_000, 1_262_000, [-1_000_000, -500_000, 0, 500_000, 1_000_000, 1_500_000]),
        (0, 0, [0]),
        (-3, 0, [-3, -2, -1, 0]),
    ],
)
def test_the_scale_is_in_round_amounts_and_holds_zero(low: int, high: int, expected: list[int]) -> None:
    found = ticks(Decimal(low), Decimal(high), most=5)
    assert found == expected or (low == high and found[0] == 0)


def test_a_bar_stands_on_zero_and_a_negative_one_hangs_from_it() -> None:
    svg = drawn(bar("2023", 1000), bar("2024", -500))
    (up, down) = boxes(svg)

    assert up[1] == down[0]  # zero
    assert (up[1] - up[0]) == (down[1] - down[0]) * 2
    assert {"1 000", "−500", "2023", "2024"} <= set(words(svg))


def test_a_year_without_an_amount_is_an_empty_place_and_breaks_the_line() -> None:
    svg = drawn(
        bar("2023", 1),
        bar("2024", None),
        bar("2025", 1),
        levels=(Level("Lägsta nivå", (Decimal(400), None, Decimal(400))),),
    )

    assert len(boxes(svg)) == 2
    (line,) = (each for each in svg.iter(f"{SVG}path") if each.get("stroke-width") == "2.2")
    assert line.get("d", "").count("M") == 2


def test_an_estimate_is_told_by_its_outline_and_a_level_by_its_dashes() -> None:
    svg = drawn(
        bar("2023", 1),
        bar("2024", 1, estimate=True),
        levels=(
            Level("Lägsta nivå", (Decimal(1),) * 2),
            Level("Högsta nivå", (Decimal(2),) * 2, is_dashed=True),
        ),
    )
    rects = [each for each in svg.iter(f"{SVG}rect") if each.get("stroke")]
    lines = [each for each in svg.iter(f"{SVG}path") if each.get("stroke-width") == "2.2"]

    assert [each.get("stroke-dasharray") for each in rects] == [None, "4 3"]
    assert [each.get("fill") for each in rects] == [charts.BAR, charts.PAPER]
    assert [each.get("stroke-dasharray") for each in lines] == [None, "9 4"]


def test_names_of_levels_that_lie_together_are_moved_apart() -> None:
    svg = drawn(
        bar("2023", 1000),
        levels=(Level("Lägsta nivå", (Decimal(400_000),)), Level("Högsta nivå", (Decimal(401_000),))),
    )
    places = [Decimal(each.get("y", "")) for each in svg.iter(f"{SVG}text") if "nivå" in (each.text or "")]

    assert abs(places[0] - places[1]) >= charts.TEXT_SIZE


def test_thirty_years_are_drawn_without_amounts_over_each_other() -> None:
    svg = drawn(*(bar(str(2000 + place), place) for place in range(30)))

    assert len(boxes(svg)) == 30
    years = [each for each in words(svg) if re.fullmatch(r"20\d\d", each)]
    assert years[:2] == ["2000", "2004"]
    assert "29" not in words(svg)


def test_its_words_are_its_title_and_nothing_of_it_is_markup() -> None:
    svg = drawn(bar("<b>", 1), title="Under lägsta nivå: 2024 & 2025")

    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Under lägsta nivå: 2024 & 2025"
    assert "<b>" in words(svg)


def test_only_presentation_attributes_are_used() -> None:
    """The PDF engine reads no classes and no currentColor within an SVG; the page's policy blocks styles."""
    text = bars_and_levels(title="x", bars=[bar("2023", 1)], levels=(), unit=Unit.TKR)

    assert not re.search(r"class=|style|currentColor|var\(", text)


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        (charts.BAR, charts.PAPER, 3),
        (charts.BAR_LINE, charts.PAPER, 3),
        (charts.INK, charts.BAR, 3),
        (charts.INK, charts.PAPER, 7),
        (charts.INK_SOFT, charts.PAPER, 7),
    ],
)
def test_the_colours_can_be_told_apart(one: str, other: str, least: int) -> None:
    """WCAG 2.2, 1.4.11: 3:1 for what a chart is read by; 1.4.6: 7:1 for text."""
    darker, lighter = sorted((contrast_with_white(one), contrast_with_white(other)), reverse=True)
    assert darker / lighter >= least
