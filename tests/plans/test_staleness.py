"""What a plan took over from an earlier one: old years, unchanged passages, activities nobody has decided on."""

from __future__ import annotations

from datetime import date
from typing import Any

from finsam import findings
from plans.domain.checks import DOCUMENT_CHECKS
from plans.domain.facts import DocumentFacts
from plans.domain.passages import Passage, passages
from plans.domain.staleness import Leftover, StalenessFacts, leftovers, still_open
from tests.plans.facts import activity, area, document, section

LONG = "Förbundet gör det möjligt för medlemmarna att arbeta efter en gemensam plan."


def open_ones(
    plan: DocumentFacts, base: DocumentFacts | None = None, **more: Any
) -> list[tuple[str, str, str]]:
    return [
        (each.kind.value, each.place.key, each.text)
        for each in still_open(StalenessFacts(plan, base, **more))
    ]


def found(plan: DocumentFacts, base: DocumentFacts | None = None, **more: Any) -> list[tuple[str, str]]:
    facts = StalenessFacts(plan, base, **more)
    return [(each.severity.value, each.where) for each in findings.run(DOCUMENT_CHECKS, facts)]


class TestPassages:
    def test_paragraphs_points_headings_and_cells_are_passages_of_their_own(self) -> None:
        rich = (
            "<p>Ett <strong>stycke</strong><br>på två rader.</p><ul><li><p>Punkt</p></li><li>Till</li></ul>"
            "<h3>Rubrik</h3><table><tbody><tr><th>Vad</th><td>När &amp; var</td></tr></tbody></table>"
        )
        assert passages(rich) == (
            Passage("Ett stycke på två rader."),
            Passage("Punkt"),
            Passage("Till"),
            Passage("Rubrik", is_heading=True),
            Passage("Vad"),
            Passage("När & var"),
        )

    def test_a_figure_stands_as_its_reference_and_a_picture_as_what_it_shows(self) -> None:
        rich = '<p>Ramen är <data value="budget.cost_total"></data>.</p><p><img src="x" alt="Kurva 2022"></p>'
        assert [each.text for each in passages(rich)] == ["Ramen är {budget.cost_total}.", "Kurva 2022"]


class TestOldYears:
    def test_every_place_that_is_read_is_looked_at(self) -> None:
        plan = document(
            2025,
            section("s1", "Budget 2024", "<h3>Insatser under 2024:</h3><p>Sedan 2023.</p>"),
            area(
                "a1",
                "Mål för 2024",
                activity("x1", "Kurs 2024", "Chefen 2023", "maj 2024"),
                description="<p>Vid ingången av 2024.</p>",
            ),
            title="Plan 2024",
            subtitle="Inriktning 2024–2026",
            motto="Mot 2024",
        )
        assert open_ones(plan) == [
            ("year", "title", "Plan 2024"),
            ("year", "subtitle", "Inriktning 2024–2026"),
            ("year", "motto", "Mot 2024"),
            ("year", "s1", "Budget 2024"),
            ("year", "s1", "Insatser under 2024:"),
            ("year", "s1", "Sedan 2023."),
            ("year", "a1", "Mål för 2024"),
            ("year", "a1", "Vid ingången av 2024."),
            ("year", "x1", "Kurs 2024"),
            ("year", "x1", "Chefen 2023"),
            ("year", "x1", "maj 2024"),
        ]

    def test_the_documents_own_year_and_those_ahead_are_not_old(self) -> None:
        plan = document(2025, section("s1", "Budget 2025", "<p>Planen för 2026–2027 och Agenda 2030.</p>"))
        assert open_ones(plan) == []

    def test_laws_figures_and_days_of_meetings_are_not_mentions(self) -> None:
        body = (
            '<p>Enligt lagen (2003:1210), <data value="budget.cost_total@2023"></data> och styrelsens beslut '
            "den 24 november 2021.</p>"
        )
        plan = document(2025, section("s1", "Mål {document.year@-1}", body))
        assert open_ones(plan, known_dates=frozenset({date(2021, 11, 24)})) == []
        assert len(open_ones(plan)) == 1

    def test_neither_guidance_nor_hidden_sections_nor_what_lies_under_them_are_looked_at(self) -> None:
        hidden = section("s1", "Budget 2022", is_hidden=True)
        plan = document(
            2025,
            hidden,
            section("s2", "Budget 2023", parent=hidden.pk),
            section("s3", "Mål", guidance="Skriv om 2021."),
        )
        assert open_ones(plan) == []

    def test_a_heading_is_an_error_and_a_sentence_a_warning(self) -> None:
        plan = document(
            2025,
            section("s1", "Budget 2024", "<p>Under 2024 ska förbundet växa.</p>"),
            area("a1", "Samverkan", activity("x1", "Kurs 2024")),
            title="Plan 2024",
        )
        assert found(plan) == [
            ("error", "Verksamhetsplan 2025, titelsidan"),
            ("error", "Verksamhetsplan 2025, avsnittet ”Budget 2024”"),
            ("warning", "Verksamhetsplan 2025, avsnittet ”Budget 2024”"),
            ("warning", "Verksamhetsplan 2025, målområde 1 ”Samverkan”"),
        ]

    def test_a_finding_shows_the_words_around_the_year_and_no_reference(self) -> None:
        words = (
            'Vid slutet av 2024 är kapitalet <data value="outlook.closing_equity:2025"></data>, '
            f"vilket räcker. {LONG}"
        )
        plan = document(2025, section("s1", body=f"<p>{LONG} {words}</p>"))
        (told,) = findings.run(DOCUMENT_CHECKS, StalenessFacts(plan))
        assert told.message == (
            "Texten nämner 2024, men planen gäller 2025: ”… att arbeta efter en gemensam plan. Vid slutet av "
            "2024 är kapitalet …, vilket räcker. Förbundet gör det möjligt …”"
        )

    def test_two_in_the_same_section_are_told_apart(self) -> None:
        plan = document(2025, section("s1", body="<p>Sedan 2024.</p><p>Före 2024.</p>"))
        one, other = findings.run(DOCUMENT_CHECKS, StalenessFacts(plan))
        assert one.anchor != other.anchor

    def test_what_is_let_stand_comes_back_when_its_words_change(self) -> None:
        before = document(2025, section("s1", body="<p>Förbundet bildades 2007.</p>"))
        (one,) = leftovers(StalenessFacts(before))
        kept = frozenset({one.identity})
        assert open_ones(before, kept=kept) == []
        after = document(2025, section("s1", body="<p>Förbundet bildades 2008.</p>"))
        assert [text for _, _, text in open_ones(after, kept=kept)] == ["Förbundet bildades 2008."]

    def test_a_decided_document_is_not_asked_about(self) -> None:
        plan = document(2025, section("s1", "Budget 2024"), status="adopted")
        assert found(plan) == []


class TestUnchangedPassages:
    def test_a_passage_that_is_word_for_word_the_same_is_asked_about_once_per_section(self) -> None:
        base = document(2023, section("s1", body=f"<p>{LONG}</p><p>{LONG.upper()}</p>"), section("s2"))
        plan = document(2024, section("s1", body=f"<p>{LONG}</p><p>{LONG.upper()}</p><p>Nytt. {LONG}</p>"))
        assert [text for _, _, text in open_ones(plan, base)] == [LONG, LONG.upper()]
        assert found(plan, base) == [("warning", "Verksamhetsplan 2024, avsnittet ”Mål”")]

    def test_figures_that_follow_the_year_do_not_make_a_passage_new(self) -> None:
        def body(year: int) -> str:
            return f'<p>{LONG} <data value="outlook.closing_equity:{year}"></data></p>'

        base, plan = (
            document(2023, section("s1", body=body(2026))),
            document(2024, section("s1", body=body(2027))),
        )
        assert len(open_ones(plan, base)) == 1
        left_on_its_year = document(2024, section("s1", body=body(2026)))
        assert len(open_ones(left_on_its_year, base)) == 1
        other_figure = body(2027).replace("closing", "opening")
        assert open_ones(document(2024, section("s1", body=other_figure)), base) == []

    def test_short_ones_headings_and_the_same_words_in_another_section_are_not(self) -> None:
        base = document(2023, section("s1", body=f"<p>Se nedan.</p><h3>{LONG}</h3>"), section("s2"))
        plan = document(
            2024, section("s1", body=f"<p>Se nedan.</p><h3>{LONG}</h3>"), section("s2", body=f"<p>{LONG}</p>")
        )
        assert open_ones(plan, base) == []

    def test_the_text_of_a_goal_area_is_one_too(self) -> None:
        base, plan = (
            document(year, area("a1", "Samverkan", description=f"<p>{LONG}</p>")) for year in (2023, 2024)
        )
        assert open_ones(plan, base) == [("paragraph", "a1", LONG)]


class TestActivities:
    BASE = document(
        2023, area("a1", "Samverkan", activity("x1", "Kurs", "Kansliet", "maj"), activity("x2", "Möte"))
    )

    def undecided(self, plan: DocumentFacts, *kept: Leftover) -> list[str]:
        facts = StalenessFacts(plan, self.BASE, frozenset(each.identity for each in kept))
        return [each.text for each in still_open(facts)]

    def test_one_that_came_along_waits_for_a_decision(self) -> None:
        plan = document(2024, *self.BASE.goal_areas)
        assert self.undecided(plan) == ["Kurs · Kansliet · maj", "Möte"]
        assert found(plan, self.BASE) == [("warning", "Verksamhetsplan 2024, målområde 1 ”Samverkan”")]

    def test_to_change_it_is_to_decide_and_so_is_to_keep_it(self) -> None:
        plan = document(
            2024,
            area(
                "a1",
                "Samverkan",
                activity("x1", "Kurs", "Kansliet", "juni"),
                activity("x2", "Möte"),
                activity("x3", "Ny"),
            ),
        )
        assert self.undecided(plan) == ["Möte"]
        (one,) = still_open(StalenessFacts(plan, self.BASE))
        assert self.undecided(plan, one) == []


def test_goal_areas_that_no_visible_section_shows_are_not_asked_about() -> None:
    goals = area("a1", "Mål för 2024", activity("x1", "Kurs 2024"))
    shown = section("s1", "Mål", block="plans.goal_areas")
    hidden = section("s1", "Mål", block="plans.goal_areas", is_hidden=True)
    before = document(2024, shown, goals)

    assert open_ones(document(2025, shown, goals), before)
    assert open_ones(document(2025, hidden, goals), before) == []
