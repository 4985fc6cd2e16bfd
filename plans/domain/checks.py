"""The checks of a document's words. Each is a plain function from frozen facts to findings."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from finsam import crossings, figures, richtext, swedish
from finsam.findings import Finding, Severity
from plans.domain.decided_words import typed_adoption
from plans.domain.facts import GoalAreaFact
from plans.domain.outline import flat, outline, visible
from plans.domain.passages import passages
from plans.domain.staleness import (
    Leftover,
    LeftoverKind,
    Place,
    PlaceKind,
    StalenessFacts,
    everything_said,
    still_open,
)

WHERE = "Gå igenom det under {}, Gå igenom: ändra, eller välj att behålla det som det är."


def headings_name_no_old_year(facts: StalenessFacts) -> Iterator[Finding]:
    """No title or heading names a year before the document's, unless someone has said that it is to stand."""
    for each in _old_years(facts):
        if each.is_heading:
            yield _old_year(each, facts, Severity.ERROR, "plans.old_year_in_heading", "Rubriken")


def texts_name_no_old_year(facts: StalenessFacts) -> Iterator[Finding]:
    """No text names a year before the document's, unless someone has said that it is to stand."""
    for each in _old_years(facts):
        if not each.is_heading:
            what = "Aktiviteten" if each.place.kind is PlaceKind.ACTIVITY else "Texten"
            yield _old_year(each, facts, Severity.WARNING, "plans.old_year", what)


def texts_are_gone_through(facts: StalenessFacts) -> Iterator[Finding]:
    """What is word for word as in the document it was copied from has been looked at. One finding per section."""
    by_place: dict[Place, int] = {}
    for each in still_open(facts):
        if each.kind is LeftoverKind.PARAGRAPH:
            by_place[each.place] = by_place.get(each.place, 0) + 1
    for place, number in by_place.items():
        passages = "Ett stycke" if number == 1 else f"{swedish.count(number).capitalize()} stycken"
        base = facts.base.year if facts.base else ""
        yield Finding(
            code="plans.unchanged_text",
            severity=Severity.WARNING,
            where=where(place, facts),
            message=f"{passages} står ordagrant som i {_kind(facts)} {base}, och ingen har gått igenom det.",
            remedy=WHERE.format(facts.document.slot.label),
            about=(_about(place),),
        )


def activities_are_decided(facts: StalenessFacts) -> Iterator[Finding]:
    """Each activity that came along is kept, changed or removed by a decision. One finding per goal area."""
    undecided = {each.place.key for each in still_open(facts) if each.kind is LeftoverKind.ACTIVITY}
    for area in facts.document.goal_areas:
        number = sum(activity.key in undecided for activity in area.activities)
        if number:
            all_of_them = len(area.activities)
            told = (
                "Aktiviteten"
                if number == all_of_them == 1
                else f"{swedish.count(number).capitalize()} av {swedish.count(all_of_them)} aktiviteter"
            )
            base = facts.base.year if facts.base else ""
            yield Finding(
                code="plans.undecided_activities",
                severity=Severity.WARNING,
                where=f"{_document(facts)}, {_area(area)}",
                message=f"{told} följde med från {base} utan beslut om att behålla.",
                remedy="Välj Behåll, Ändra eller Ta bort under Verksamhetsplan, Gå igenom.",
                about=(f"plans.goal_area:{area.key}",),
            )


def texts_leave_the_decision_to_the_record(facts: StalenessFacts) -> Iterator[Finding]:
    """No text of what is still written says that it is adopted: that sentence is made from the decision."""
    if not facts.is_open:
        return
    words = facts.document.slot.words
    for place, _, passage in everything_said(facts.document):
        sentence = typed_adoption(passage.text, facts.document.year)
        if sentence:
            yield Finding(
                code="plans.typed_decision",
                severity=Severity.WARNING,
                where=where(place, facts),
                message=f"Texten säger att {words.definite} redan är {words.adopted}: ”{sentence}”",
                remedy=(
                    "Ta bort meningen. När beslutet är registrerat skrivs dag och paragraf ut på omslaget och vid "
                    "underskriften."
                ),
                about=(_about(place), f"plans.passage:{sha256(passage.text.encode()).hexdigest()[:16]}"),
            )


def sections_say_something(facts: StalenessFacts) -> Iterator[Finding]:
    """Each section that is read has a text, a table or list made by the system, or sections under it."""
    if not facts.is_open:
        return
    for node in flat(outline(visible(facts.document.sections))):
        section = node.section
        if node.children or section.block or passages(section.body):
            continue
        place = Place(PlaceKind.SECTION, section.key, section.pk, section.heading)
        yield Finding(
            code="plans.empty_section",
            severity=Severity.WARNING,
            where=where(place, facts),
            message="Avsnittet har inget innehåll.",
            remedy="Skriv avsnittet, välj en tabell till det, eller dölj det, under "
            f"{facts.document.slot.label}, Redigera.",
            about=(_about(place),),
        )


def references_lead_somewhere(facts: StalenessFacts) -> Iterator[Finding]:
    """Each reference of a text to a table, a note, a chart or a section is to one that is read in the document."""
    if not facts.is_open:
        return
    sections = visible(facts.document.sections)
    there = {f"section:{section.key}" for section in sections}
    there |= {
        name for section in sections for name in (section.block, section.block.partition(":")[0]) if name
    }
    for section in sections:
        for written in dict.fromkeys(richtext.crossing_references(section.body)):
            target = written.removeprefix(crossings.PREFIX).partition("/")[0].partition("~")[0]
            if target not in there:
                yield Finding(
                    code="plans.reference_leads_nowhere",
                    severity=Severity.ERROR,
                    where=where(Place(PlaceKind.SECTION, section.key, section.pk, section.heading), facts),
                    message=f"Texten hänvisar till {crossings.in_words(written)}, som inte finns i "
                    f"{facts.document.slot.words.definite}.",
                    remedy="Välj en annan hänvisning i texten, eller lägg in det som saknas i ett avsnitt.",
                    about=(f"plans.section:{section.key}", f"plans.crossing:{target}"),
                )


def where(place: Place, facts: StalenessFacts) -> str:
    """Where something stands, in words: "Verksamhetsplan 2024, avsnittet ”Mål”"."""
    if place.kind is PlaceKind.TITLE_PAGE:
        return f"{_document(facts)}, titelsidan"
    if place.kind is PlaceKind.SECTION:
        return f"{_document(facts)}, avsnittet ”{facts.headings.get(place.key, place.name)}”"
    areas = facts.document.goal_areas
    if place.kind is PlaceKind.GOAL_AREA:
        area = next((each for each in areas if each.key == place.key), None)
    else:
        area = next(
            (each for each in areas if any(activity.key == place.key for activity in each.activities)), None
        )
    return f"{_document(facts)}, {_area(area)}" if area else _document(facts)


def _old_years(facts: StalenessFacts) -> Iterator[Leftover]:
    return (each for each in still_open(facts) if each.kind is LeftoverKind.YEAR)


def _old_year(each: Leftover, facts: StalenessFacts, severity: Severity, code: str, what: str) -> Finding:
    years = swedish.listed([str(year) for year in dict.fromkeys(named.year for named in each.years)])
    definite = facts.document.slot.words.definite
    return Finding(
        code=code,
        severity=severity,
        where=where(each.place, facts),
        message=f"{what} nämner {years}, men {definite} gäller {facts.document.year}: ”{excerpt(each)}”",
        remedy=WHERE.format(facts.document.slot.label),
        about=(_about(each.place), f"plans.passage:{each.fingerprint[:16]}"),
    )


AROUND = 60
"""How many signs an excerpt shows on each side of a year."""


def excerpt(each: Leftover) -> str:
    """The words around the first year; a figure among them as an ellipsis."""
    first = each.years[0]
    before, after = (
        figures.fill(half, lambda reference: "…")
        for half in (each.text[: first.start], each.text[first.end :])
    )
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return f"{before}{first.year}{after}".strip()


def _about(place: Place) -> str:
    return f"plans.{place.kind}:{place.key}"


def _kind(facts: StalenessFacts) -> str:
    return facts.document.slot.words.full_definite


def _document(facts: StalenessFacts) -> str:
    return facts.document.slot.name(facts.document.year)


def _area(area: GoalAreaFact) -> str:
    return f"målområde {area.number} ”{area.title}”"


DOCUMENT_CHECKS = (
    headings_name_no_old_year,
    texts_name_no_old_year,
    texts_are_gone_through,
    activities_are_decided,
    texts_leave_the_decision_to_the_record,
    sections_say_something,
    references_lead_somewhere,
)
"""The checks of a document's words."""
