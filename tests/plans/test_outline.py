"""The outline: numbers made by machine from a tree."""

from __future__ import annotations

from plans.domain.facts import SectionFact
from plans.domain.outline import OutlineNode, flat, outline


def section(pk: int, heading: str, parent: int | None = None, is_numbered: bool = True) -> SectionFact:
    return SectionFact(pk, parent, heading, is_numbered, body="", block="")


def numbers(nodes: tuple[OutlineNode, ...]) -> list[tuple[int, str, str]]:
    """Level, number and heading of each section, in reading order."""
    return [(node.level, node.number, node.section.heading) for node in flat(nodes)]


# Headings of "Verksamhetsplan och budget år 2023", Södra Dalarnas Samordningsförbund.
PLAN = (
    section(1, "Verksamhetsinriktning"),
    section(2, "Integrerad samverkan", parent=1),
    section(3, "Jämställdhetsintegrering", parent=1),
    section(4, "Mål"),
    section(5, "Arbetsorganisation"),
    section(6, "Lokala samverkansgrupperna (LSG)", parent=5),
)


def test_chapters_are_numbered_from_one_and_sections_within_them() -> None:
    assert numbers(outline(PLAN)) == [
        (1, "1", "Verksamhetsinriktning"),
        (2, "1.1", "Integrerad samverkan"),
        (2, "1.2", "Jämställdhetsintegrering"),
        (1, "2", "Mål"),
        (1, "3", "Arbetsorganisation"),
        (2, "3.1", "Lokala samverkansgrupperna (LSG)"),
    ]


def test_a_section_without_number_takes_none_and_neither_does_what_lies_under_it() -> None:
    sections = (
        section(1, "Förord", is_numbered=False),
        section(2, "Bakgrund", parent=1),
        section(3, "Mål"),
    )
    assert numbers(outline(sections)) == [(1, "", "Förord"), (2, "", "Bakgrund"), (1, "1", "Mål")]


def test_the_fourth_level_carries_no_number() -> None:
    sections = (
        section(1, "Organisation"),
        section(2, "Styrelse", parent=1),
        section(3, "Arbetsutskott", parent=2),
        section(4, "Kallelse", parent=3),
    )
    assert numbers(outline(sections)) == [
        (1, "1", "Organisation"),
        (2, "1.1", "Styrelse"),
        (3, "1.1.1", "Arbetsutskott"),
        (4, "", "Kallelse"),
    ]


def test_what_a_block_brings_along_takes_the_first_numbers() -> None:
    sections = (section(1, "Mål"), section(2, "Uppföljning", parent=1), section(3, "Organisation"))
    four_goal_areas = outline(sections, lambda fact: 4 if fact.pk == 1 else 0)
    assert numbers(four_goal_areas) == [(1, "1", "Mål"), (2, "1.5", "Uppföljning"), (1, "2", "Organisation")]


def test_no_sections_make_an_empty_outline() -> None:
    assert outline(()) == ()
