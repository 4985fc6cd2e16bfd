"""Comparing versions of a plan in the browser, and giving a version a name: what is told, and to whom.

How two documents are compared is specified in `test_comparison`; who is let in, in `tests.test_access`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from finsam.revisions import RowGone
from finsam.swedish import NBSP
from members.models import Federation, Role
from plans.domain.worddiff import Change
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.services.disclosure import save_disclosure_rule
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.frozen import to_data
from reports.domain.comparison import Comparison
from reports.models import NamedVersion, Publication
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, messages, words
from tests.reading import sentences
from tests.reports.compared_documents import cells, counts
from tests.test_one_home import (
    COMPARED,
    LAST,
    NET,
    OFFICE,
    RESULT,
    ROOM,
    SURPLUS,
    TOGETHER,
    Changes,
    change,
    line,
    said,
)

pytestmark = pytest.mark.django_db


def plan_of(demo: Demo) -> Document:
    """The plan of 2023."""
    found: Document = demo.federation.documents.get(year=2023, version=1)
    return found


def kept(demo: Demo, name: str = "Till beredningsgruppen", **given: Any) -> NamedVersion:
    """What the plan says now, under a name."""
    return services.name_version(federation=demo.federation, pk=plan_of(demo).pk, name=name, **given)


def publication(document: Document, stage: str = Publication.Stage.ADOPTED) -> Publication:
    """What the document says now, frozen, with bytes that nobody reads here."""
    content, nothing = to_data(resolve_document(document)), hashlib.sha256(b"").hexdigest()
    return Publication.objects.create(
        federation=document.federation,
        document=document,
        stage=stage,
        title=str(document),
        content=content,
        figures=[],
        html=b"",
        html_sha256=nothing,
        pdf=b"",
        pdf_sha256=nothing,
        content_sha256=nothing,
        pages=1,
        calculation_version="1",
        frozen_at=timezone.now(),
    )


def offered(answer: HttpResponse) -> dict[str, list[str]]:
    """The versions one may choose, by document."""
    groups = answer.context["groups"]  # type: ignore[attr-defined]
    return {group: [each["label"] for each in found] for group, found in groups}


def compared(answer: HttpResponse) -> Comparison:
    """What the page tells."""
    assert answer.status_code == 200
    found: Comparison = answer.context["comparison"]  # type: ignore[attr-defined]
    return found


def sentences_changed(comparison: Comparison) -> Changes:
    """Every sentence that says something else: what it said and what it says."""
    found = []
    for section in comparison.sections:
        for passage in section.content.passages:
            sides = [
                "".join(each.text for each in passage.segments if each.change in (Change.SAME, side))
                for side in (Change.REMOVED, Change.ADDED)
            ]
            was, now = (sentences(" ".join(side.replace(NBSP, " ").split())) for side in sides)
            found += [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]]
    return found


# --- What differs ------------------------------------------------------------------------------------------------


def test_ten_thousand_more_in_salaries_is_told_in_every_cell_and_sentence_that_follows_and_in_no_other(
    demo: Demo,
) -> None:
    """Södra Dalarna, "Verksamhetsplan och budget år 2023": the same change as in `tests.test_one_home`."""
    kept(demo)
    change(demo, demo.url("line", pk=line("20000", "50").pk), amount="712 000")

    answer = demo.client(Role.BOARD).get(demo.url("comparison"))

    comparison = compared(answer)
    assert [
        tuple(part.replace(NBSP, " ") for part in (row, column, was, now, by, percent))
        for row, column, was, now, by, percent in cells(comparison)
    ] == [
        ("2023", "Budget", "6 908", "6 918", "+10 tkr", "+0,1 %"),
        ("2023", "Eget kapital 31/12", "400*", "390*", "−10 tkr", "−2,5 %"),
        ("2024", "Eget kapital 31/12", "700*", "690*", "−10 tkr", "−1,4 %"),
        ("2025", "Eget kapital 31/12", "700*", "690*", "−10 tkr", "−1,4 %"),
        ("2026", "Eget kapital 31/12", "400*", "390*", "−10 tkr", "−2,5 %"),
        ("20 000 Administration › 50 Löner arbetad tid", "Årsbudget 2023", "702", "712", "+10 tkr", "+1,4 %"),
        ("20 000 Administration › Totalt", "Årsbudget 2023", "1 298", "1 308", "+10 tkr", "+0,8 %"),
        ("Kostnader totalt", "Årsbudget 2023", "6 908", "6 918", "+10 tkr", "+0,1 %"),
        ("Resultat", "Årsbudget 2023", "−600", "−610", "−10 tkr", "−1,7 %"),
    ]
    assert sentences_changed(comparison) == [
        said(OFFICE, "1 298 000", "1 308 000"),
        said(NET, "6 908 000", "6 918 000"),
        said(RESULT, ("−600 000", "400 000"), ("−610 000", "390 000")),
        said(ROOM, "700 000", "690 000"),
        said(LAST, "400 000", "390 000"),
        said(TOGETHER, ("6 908 000", "6 308 000"), ("6 918 000", "6 308 000")),
        said(SURPLUS, "−600 000", "−610 000"),
        said(COMPARED, "400 000", "390 000"),
    ]
    assert counts(comparison) == ["4 ändrade avsnitt", "9 ändrade celler i tabellerna"]
    assert "702 712 +10 +1,4 %" in words(answer).replace(NBSP, " ")


def test_a_version_that_says_the_same_differs_in_nothing(demo: Demo) -> None:
    kept(demo)
    answer = demo.client(Role.BOARD).get(demo.url("comparison"))
    assert not compared(answer).is_changed
    assert "De två versionerna säger samma sak. Ingenting skiljer." in words(answer)


def test_an_activity_reworded_and_one_more_are_told_with_the_way_to_them(demo: Demo) -> None:
    kept(demo)
    area = GoalArea.objects.filter(document=plan_of(demo)).earliest("position")
    first = area.activities.earliest("position")
    PlannedActivity.objects.filter(pk=first.pk).update(text=f"{first.text} varje månad")
    make.PlannedActivityFactory(goal_area=area, text="Pröva <b>nytt</b>", position=900)

    answer = demo.client(Role.BOARD).get(demo.url("comparison"))

    assert counts(compared(answer)) == ["1 ändrat avsnitt", "1 ny aktivitet", "1 ändrad aktivitet"]
    html = answer.content.decode()
    assert "varje månad" in html
    assert "Pröva &lt;b&gt;nytt&lt;/b&gt;" in html
    assert 'href="#malomrade-1"' in html
    assert 'id="malomrade-1"' in html


def test_the_two_can_be_turned_around(demo: Demo) -> None:
    version = kept(demo)
    Section.objects.filter(document=plan_of(demo), heading="Mål").update(heading="Målen")
    client, url = demo.client(Role.BOARD), demo.url("comparison")
    turned = client.get(url).context["turned_query"]
    assert turned == f"fore=plan-{plan_of(demo).pk}&efter=namn-{version.pk}"
    answer = client.get(f"{url}?{turned}")
    assert [each.name for each in compared(answer).sections if each.is_changed] == ["Mål"]


def test_the_same_version_twice_is_asked_about(demo: Demo) -> None:
    version = kept(demo)
    answer = demo.client(Role.BOARD).get(
        demo.url("comparison"), {"fore": f"namn-{version.pk}", "efter": f"namn-{version.pk}"}
    )
    assert answer.status_code == 200
    assert "Du har valt samma version två gånger" in words(answer)


# --- What can be chosen ------------------------------------------------------------------------------------------


def test_the_plan_now_its_versions_its_proposals_and_last_years_plan_can_be_chosen(demo: Demo) -> None:
    plan = plan_of(demo)
    kept(demo)
    publication(plan, Publication.Stage.PROPOSAL)
    last = make.DocumentFactory(
        federation=demo.federation,
        year=2022,
        status=Document.Status.PUBLISHED,
        decision=make.DecisionFactory(meeting=demo.federation.meetings.latest("held_on"), minutes_ref="§ 99"),
    )
    publication(last)
    make.DocumentFactory(federation=demo.federation, year=2021)  # two years ago is not offered

    groups = offered(demo.client(Role.BOARD).get(demo.url("comparison")))

    now, *earlier = groups["Verksamhetsplan 2023, version 1"]
    assert now == "2023, version 1: som den lyder nu (framlagd)"
    assert sorted(label.split()[3] for label in earlier) == ["förslag", "”Till"]
    assert groups["Verksamhetsplan 2022, version 1"] == ["2022, version 1: fastställd"]
    assert len(groups) == 2


def test_last_years_plan_is_one_address_away(demo: Demo) -> None:
    kept(demo)
    last = make.DocumentFactory(federation=demo.federation, year=2022)
    make.SectionFactory(document=last, heading="Mål", body="<p>Målen för 2022.</p>")

    answer = demo.client(Role.BOARD).get(demo.url("comparison"), {"fore": "forra-aret"})

    assert answer.context["before"].document == last
    assert "Mål" in [each.name for each in compared(answer).sections if each.is_changed]


def test_a_plan_alone_has_nothing_to_be_compared_with(demo: Demo) -> None:
    answer = demo.client(Role.BOARD).get(demo.url("comparison"))
    assert "Det finns inte två versioner att jämföra ännu" in words(answer)


@pytest.mark.parametrize("key", ["plan-0", "namn-999999", "nonsens", "", "plan-", "fryst-1"])
def test_a_version_that_is_not_there_is_not_found(demo: Demo, key: str) -> None:
    kept(demo)
    assert demo.client().get(demo.url("comparison"), {"fore": key}).status_code == 404


# --- To whom -----------------------------------------------------------------------------------------------------


@pytest.fixture
def secrets(demo: Demo) -> dict[str, str]:
    """What could leak of the demo's plan, each with words of its own: by its key in the address."""
    plan = plan_of(demo)
    section = Section.objects.filter(document=plan).earliest("pk")
    said_now, section.body = section.body, "<p>Hemligt utkast ett.</p>"
    section.save()
    named = kept(demo, name="Hemligt namn", note="Hemlig anteckning")
    section.body = said_now
    section.save()
    draft = make.DocumentFactory(federation=demo.federation, year=2023, version=2, title="Hemlig titel")
    make.SectionFactory(document=draft, heading="Hemlig rubrik")
    frozen = publication(draft, Publication.Stage.PROPOSAL)
    last = make.DocumentFactory(federation=demo.federation, year=2022, title="Hemlig titel i fjol")
    return {
        f"namn-{named.pk}": "Hemligt utkast",
        f"plan-{draft.pk}": "Hemlig rubrik",
        f"fryst-{frozen.pk}": "Hemlig rubrik",
        f"plan-{last.pk}": "Hemlig titel i fjol",
    }


def test_who_may_not_read_drafts_is_offered_none_and_can_ask_for_none(
    demo: Demo, secrets: dict[str, str]
) -> None:
    reviewer, board = demo.client(Role.REVIEWER), demo.client(Role.BOARD)
    url, own = demo.url("comparison"), f"plan-{plan_of(demo).pk}"
    for key, secret in secrets.items():
        seen = board.get(url, {"fore": key, "efter": own})
        assert seen.status_code == 200
        assert secret in words(seen), key
        for chosen in ({"fore": key, "efter": own}, {"fore": own, "efter": key}):
            refused = reviewer.get(url, chosen)
            assert (refused.status_code, "emlig" in refused.content.decode()) == (404, False), key
    for address in (url, f"{url}?fore=forra-aret", f"{url}?fore={own}"):
        answer = reviewer.get(address)
        assert (answer.status_code, "emlig" in answer.content.decode()) == (200, False), address


def test_what_was_kept_before_it_changed_which_small_counts_are_hidden_is_for_those_who_may_see_them(
    demo: Demo,
) -> None:
    """A version kept while counts were shown still shows them, whatever the rule says today."""
    early = kept(demo, "Med små antal")
    publication(plan_of(demo), Publication.Stage.PROPOSAL)
    save_disclosure_rule(federation=demo.federation, year=demo.year, is_on=True, smallest=5)
    late = kept(demo, "Efter ändringen")
    compare = demo.url("comparison")

    def labels(role: Role) -> str:
        return str(offered(demo.client(role).get(compare)))

    def status(role: Role, version: NamedVersion) -> int:
        page = demo.url("named_version", pk=version.pk)
        return demo.client(role).get(page).status_code

    for role in (Role.DIRECTOR, Role.AUDITOR):
        assert (status(role, early), status(role, late)) == (200, 200)
        assert "Med små antal" in labels(role) and "förslag" in labels(role)
    for role in (Role.BOARD, Role.FINANCE):
        assert (status(role, early), status(role, late)) == (404, 200)
        assert "Efter ändringen" in labels(role)
        assert "Med små antal" not in labels(role) and "förslag" not in labels(role)
        assert demo.client(role).get(f"{compare}?fore=namn-{early.pk}").status_code == 404
        told = words(demo.client(role).get(demo.url("named_versions")))
        assert "Med små antal" not in told
        assert "innan regeln för små antal ändrades senast" in told


def test_a_version_of_another_federation_is_not_found(demo: Demo, secrets: dict[str, str]) -> None:
    elsewhere = make.FederationFactory()
    document = make.DocumentFactory(federation=elsewhere)
    make.DocumentFactory(federation=elsewhere, version=2)
    client = signed_in(make.MandateFactory(federation=elsewhere).user)
    url = reverse("comparison", kwargs={"slug": elsewhere.slug, "year": 2023})
    assert client.get(url, {"fore": f"plan-{document.pk}"}).status_code == 200
    for key in [*secrets, f"plan-{plan_of(demo).pk}"]:
        assert client.get(url, {"fore": key}).status_code == 404
    for name in ("named_version", "named_version_remove"):
        pk = NamedVersion.objects.get().pk
        own = reverse(name, kwargs={"slug": elsewhere.slug, "year": 2023, "pk": pk})
        assert client.get(own).status_code == 404


# --- Named versions ----------------------------------------------------------------------------------------------


def test_a_version_keeps_what_the_plan_said_when_it_was_given_its_name(demo: Demo) -> None:
    director = demo.client()
    done = director.post(
        demo.url("named_version_add"), {"name": "Före samrådet", "note": "Skickad till <alla>"}, follow=True
    )
    assert messages(done) == ["Sparat: ”Före samrådet”. Du kan jämföra med den när som helst."]
    version = NamedVersion.objects.get()
    assert (version.created_by, version.note) == (demo.user(Role.DIRECTOR), "Skickad till <alla>")
    Section.objects.filter(document=plan_of(demo)).update(heading="Något annat", body="<p>Annat.</p>")
    change(demo, demo.url("line", pk=line("20000", "50").pk), amount="712 000")

    answer = demo.client(Role.BOARD).get(demo.url("named_version", pk=version.pk))

    said_then = words(answer).replace(NBSP, " ")
    assert "Lokala samverkansgrupperna (LSG)" in said_then
    assert "Löner arbetad tid 702 648" in said_then
    assert "Något annat" not in said_then
    assert "Skickad till &lt;alla&gt;" in answer.content.decode()
    assert "Före samrådet" in words(demo.client(Role.BOARD).get(demo.url("named_versions")))


def test_a_name_is_needed_and_stands_once(demo: Demo) -> None:
    kept(demo, name="Före samrådet")
    director, url = demo.client(), demo.url("named_version_add")

    nameless, again = (
        director.post(url, {"name": " "}),
        director.post(url, {"name": "Före samrådet", "note": "x"}),
    )

    assert (nameless.status_code, list(errors(nameless))) == (422, ["name"])
    assert (again.status_code, errors(again)) == (
        422,
        {"name": ["Det finns redan en version med det namnet. Välj ett annat."]},
    )
    assert NamedVersion.objects.count() == 1


def test_what_is_decided_is_neither_named_nor_are_its_versions_removed(demo: Demo) -> None:
    version = kept(demo)
    decision = make.DecisionFactory(meeting=demo.federation.meetings.latest("held_on"), minutes_ref="§ 99")
    Document.objects.filter(pk=plan_of(demo).pk).update(status=Document.Status.ADOPTED, decision=decision)

    with pytest.raises(ValidationError, match="är fastställd och ändras inte"):
        kept(demo, name="Efteråt")
    refused = demo.client().post(demo.url("named_version_remove", pk=version.pk), follow=True)

    assert messages(refused) == [
        "Verksamhetsplan 2023 är fastställd. Versioner som hör till den tas inte bort."
    ]
    assert NamedVersion.objects.get() == version


def test_a_version_of_an_open_plan_is_removed_once(demo: Demo) -> None:
    version = kept(demo)
    done = demo.client().post(demo.url("named_version_remove", pk=version.pk), follow=True)
    assert messages(done) == ["Borttaget: versionen ”Till beredningsgruppen”."]
    with pytest.raises(RowGone):
        services.remove_named_version(federation=demo.federation, pk=version.pk)
    assert demo.client().get(demo.url("named_version_remove", pk=version.pk)).status_code == 404


def test_a_version_of_another_federation_is_not_removed(demo: Demo) -> None:
    version = kept(demo)
    with pytest.raises(RowGone):
        services.remove_named_version(federation=make.FederationFactory(), pk=version.pk)
    with pytest.raises(ValidationError):
        services.name_version(federation=make.FederationFactory(), pk=plan_of(demo).pk, name="Min")
    assert NamedVersion.objects.get() == version


# --- What it costs -----------------------------------------------------------------------------------------------

COST = {("comparison", ""): 15, ("comparison", "fore=forra-aret"): 18, ("named_versions", ""): 9}
"""Queries per page and what its address asks for, the session and the user's roles included."""


def furnish(size: int) -> tuple[Federation, Client]:
    """A plan with `size` sections, goal areas, activities and named versions, and its director."""
    mandate = make.MandateFactory()
    federation = mandate.federation
    for year in (2022, 2023):
        document = make.DocumentFactory(federation=federation, year=year)
        for number in range(size):
            make.SectionFactory(document=document, body=f"<p>År {year}, del {number}.</p>")
            make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=document))
    for number in range(size):
        make.NamedVersionFactory(document=document, name=f"Version {number}")
    if size > 1:
        Section.objects.filter(document=document).update(body="<p>Något annat.</p>")
    return federation, signed_in(mandate.user)


@pytest.mark.parametrize("size", [1, 30])
def test_comparing_costs_as_much_for_thirty_as_for_one(size: int) -> None:
    federation, client = furnish(size)
    client.get("/")
    found = {}
    for name, query in COST:
        url = reverse(name, kwargs={"slug": federation.slug, "year": 2023})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{url}?{query}").status_code == 200
        found[name, query] = len(asked)
    assert found == COST
