"""Shares as bars against a mark: how long each is, what has none, and that the drawing says what it shows."""

from __future__ import annotations

import re
from decimal import Decimal

from finsam.charts import WIDTH
from finsam.share_chart import LEFT, RIGHT, ShareBar, shares_and_mark

ROOM = WIDTH - LEFT - RIGHT


def drawn(*bars: tuple[str, int | None], mark: int = 50) -> str:
    found = [ShareBar(name, None if percent is None else Decimal(percent)) for name, percent in bars]
    return shares_and_mark(title="Andelar", bars=found, mark=Decimal(mark), mark_name="50 % av året")


def widths(svg: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r'<rect x="\d+" y="\d+" width="([\d.]+)"', svg)]


def texts(svg: str) -> list[str]:
    return [each.replace("\u00a0", " ") for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def test_a_bar_is_as_long_as_its_share_of_the_whole() -> None:
    assert widths(drawn(("Ett", 100), ("Två", 25))) == [ROOM, ROOM / Decimal(4)]


def test_what_is_nothing_or_less_has_no_bar_but_is_told() -> None:
    svg = drawn(("Inget", None), ("Minus", -20), ("Noll", 0))

    assert widths(svg) == []
    assert texts(svg) == ["Inget", "–", "Minus", "−20 %", "Noll", "0 %", "50 % av året"]


def test_a_bar_too_long_to_leave_room_for_others_is_cut_and_told_whole() -> None:
    svg = drawn(("Ett", 5000), ("Två", 150))

    assert widths(svg) == [ROOM, ROOM / Decimal(2)]
    assert "5 000 %" in texts(svg)
    assert [ShareBar("", Decimal(each)).is_cut for each in (300, 301)] == [False, True]


def test_a_bar_beyond_the_whole_has_room_before_its_share_is_told() -> None:
    for percent in (101, 139, 150, 265, 300):
        (longest,) = widths(drawn(("Ett", percent)))
        assert longest <= ROOM
    assert widths(drawn(("Ett", 120))) == [ROOM * Decimal(120) / Decimal(150)]


def test_the_mark_stands_at_its_share() -> None:
    assert f"M{LEFT + ROOM // 2} " in drawn(("Ett", 100), mark=50)


def test_a_long_name_is_shortened_and_nothing_in_it_is_markup() -> None:
    svg = drawn(("<b>Samverkansteam med ett långt namn</b>", 10))

    assert "<b>" not in svg
    assert "&lt;b&gt;Samverkansteam" in svg
    assert "…" in svg
