"""What anyone may read: exact bytes, where each document stands, and headers that let caches help."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from members.models import Federation
from plans.models import Document
from reports import services
from reports.frozen_bytes import HTML, PDF, Damaged, Kept, Shelf, open_bytes
from reports.models import Publication
from reports.public_queries import open_documents, public_shelf
from tests import factories as make
from tests.conftest import signed_in
from tests.deciding import decide
from tests.pages import words

pytestmark = pytest.mark.django_db
TODAY = date(2022, 11, 20)


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation without anything."""
    found: Federation = make.FederationFactory(slug="provbygden", contact_email="kansli@provbygden.example")
    return found


def adopted(federation: Federation, year: int = 2023, **fields: Any) -> Publication:
    """A publication of a plan that is adopted and published."""
    held_on = date(year - 1, 11, 20 + fields.get("version", 1))
    document = make.DocumentFactory(
        federation=federation,
        year=year,
        **{
            "status": Document.Status.PUBLISHED,
            "published_on": date(year - 1, 12, 1),
            "decision": make.DecisionFactory(meeting__federation=federation, meeting__held_on=held_on),
            **fields,
        },
    )
    kept: Publication = make.PublicationFactory(document=document, stage=Publication.Stage.ADOPTED)
    return kept


def proposed(federation: Federation, **fields: Any) -> Publication:
    """A publication of a proposal, whose notice is posted."""
    document = make.DocumentFactory(
        federation=federation,
        **{
            "status": Document.Status.PROPOSED,
            "meeting": make.MeetingFactory(federation=federation),
            **fields,
        },
    )
    kept: Publication = make.PublicationFactory(document=document)
    make.PostedNoticeFactory(federation=federation, publication=kept, posted_on=date(2022, 11, 16))
    return kept


def page(name: str, publication: Publication, **headers: str) -> Any:
    """A public page of the publication, asked for by someone who has not signed in."""
    url = reverse(name, args=[publication.federation.slug, publication.pk])
    return Client().get(url, headers=headers)


# --- Which documents are open, and where they stand -----------------------------------------------------------------


def standings(federation: Federation, today: date = TODAY) -> dict[int, str]:
    """Where each open document stands."""
    return {each.pk: each.standing for each in open_documents(federation, today)}


def test_what_is_adopted_is_read_when_it_is_published_and_not_before(federation: Federation) -> None:
    kept = adopted(federation, status=Document.Status.ADOPTED, published_on=None)
    assert standings(federation) == {}
    assert page("public_html", kept).status_code == 404

    Document.objects.update(status=Document.Status.PUBLISHED, published_on=TODAY)
    assert standings(federation) == {kept.pk: "published"}
    assert page("public_html", kept).status_code == 200


def test_a_proposal_is_read_from_the_day_of_its_notice_and_not_before(federation: Federation) -> None:
    kept = proposed(federation)
    assert standings(federation, date(2022, 11, 15)) == {}
    assert standings(federation, date(2022, 11, 16)) == {kept.pk: "proposed"}


def test_a_proposal_without_a_posted_notice_is_not_read(federation: Federation) -> None:
    kept = make.PublicationFactory(document__federation=federation)
    make.PublicNoticeFactory(federation=federation, publication=kept)
    assert standings(federation) == {}
    assert [page(name, kept).status_code for name in ("public_document", "public_html", "public_pdf")] == [
        404
    ] * 3


def test_a_superseded_version_says_so_and_leads_to_the_one_in_force(federation: Federation) -> None:
    old = adopted(federation, status=Document.Status.SUPERSEDED)
    new = adopted(federation, version=2)

    assert standings(federation) == {new.pk: "published", old.pk: "superseded"}
    shown = page("public_document", old)
    assert "ersatt av en senare version. Läs den som gäller" in words(shown)
    assert reverse("public_document", args=["provbygden", new.pk]) in shown.content.decode()


def test_what_is_published_is_in_force_to_the_public_until_its_correction_is_published(
    federation: Federation,
) -> None:
    first = adopted(federation, status=Document.Status.SUPERSEDED)
    correction = adopted(federation, version=2, status=Document.Status.ADOPTED, published_on=None)

    assert standings(federation) == {first.pk: "published"}
    assert [each.pk for each in public_shelf(federation, TODAY).in_force] == [first.pk]
    assert "ersatt av en senare version" not in words(page("public_document", first))

    Document.objects.filter(pk=correction.document_id).update(
        status=Document.Status.PUBLISHED, published_on=TODAY
    )
    assert standings(federation) == {correction.pk: "published", first.pk: "superseded"}


def test_a_superseded_version_that_was_never_published_is_not_read(federation: Federation) -> None:
    adopted(federation, status=Document.Status.SUPERSEDED, published_on=None)
    assert standings(federation) == {}


def test_a_proposal_leads_to_what_was_decided_and_says_so_before_that_is_published(
    federation: Federation,
) -> None:
    proposal = proposed(federation)
    decision = make.DecisionFactory(meeting=proposal.document.meeting)
    Document.objects.filter(pk=proposal.document_id).update(status=Document.Status.ADOPTED, decision=decision)
    result = make.PublicationFactory(document=proposal.document, stage=Publication.Stage.ADOPTED)

    assert standings(federation) == {proposal.pk: "decided"}
    assert "Styrelsen har beslutat om förslaget. Den version som gäller publiceras här." in words(
        page("public_document", proposal)
    )
    Document.objects.filter(pk=proposal.document_id).update(status=Document.Status.PUBLISHED)
    assert f"/publikt/{result.pk}/" in page("public_document", proposal).content.decode()


def test_a_proposal_posted_anew_stands_in_the_place_of_the_first(federation: Federation) -> None:
    first = proposed(federation)
    second = make.PublicationFactory(document=first.document, title="Ändrat förslag")
    make.PostedNoticeFactory(federation=federation, publication=second, posted_on=date(2022, 11, 18))

    assert standings(federation) == {second.pk: "proposed", first.pk: "superseded"}
    assert "Läs det senaste förslaget" in words(page("public_document", first))


def test_a_proposal_taken_back_is_told_as_taken_back(federation: Federation) -> None:
    kept = proposed(federation)
    Document.objects.update(status=Document.Status.DRAFT)
    assert standings(federation) == {kept.pk: "withdrawn"}
    assert "Förslaget är tillbakadraget." in words(page("public_document", kept))


def test_a_proposal_tells_the_meeting_it_was_made_known_for_though_another_is_chosen_later(
    federation: Federation,
) -> None:
    kept = proposed(federation)
    assert kept.document.meeting.held_on == date(2022, 11, 25)
    later = make.MeetingFactory(federation=federation, held_on=date(2022, 12, 14))
    Document.objects.filter(pk=kept.document_id).update(meeting=later)
    (shown,) = open_documents(federation, TODAY)
    assert shown.meeting == date(2022, 11, 25)
    assert "styrelsens möte den 25 november 2022" in words(page("public_document", kept))


def test_the_day_of_freezing_is_the_day_in_sweden(federation: Federation) -> None:
    with travel("2022-12-04T23:30:00Z", tick=False):
        adopted(federation)
    assert [each.frozen_on for each in open_documents(federation, TODAY)] == [date(2022, 12, 5)]


def test_this_years_plan_is_in_force_and_earlier_ones_are_in_the_archive(federation: Federation) -> None:
    older, this = adopted(federation, year=2022), adopted(federation, year=2023)

    shelf = public_shelf(federation, date(2023, 3, 1))
    assert [each.pk for each in shelf.in_force] == [this.pk]
    assert [(each.pk, each.words) for each in shelf.archive] == [(older.pk, "Gällde")]
    # A year whose plan is not published yet: the latest that was.
    assert [each.pk for each in public_shelf(federation, date(2026, 3, 1)).in_force] == [this.pk]


def test_a_notice_is_on_the_board_until_the_day_it_is_taken_down(federation: Federation) -> None:
    notice = make.PostedNoticeFactory(
        federation=federation, posted_on=date(2022, 11, 16), taken_down_on=date(2022, 11, 26)
    )
    for day, posted, down in ((15, (), ()), (16, (notice,), ()), (25, (notice,), ()), (26, (), (notice,))):
        shelf = public_shelf(federation, date(2022, 11, day))
        assert (shelf.posted, shelf.taken_down) == (posted, down), day


# --- Bytes and headers ----------------------------------------------------------------------------------------------


def test_the_frozen_page_and_pdf_are_given_byte_for_byte(federation: Federation) -> None:
    kept = adopted(federation)
    assert page("public_html", kept).content == bytes(kept.html)
    assert page("public_pdf", kept).content == bytes(kept.pdf)
    shown = words(page("public_document", kept))
    assert kept.html_sha256 in shown
    assert hashlib.sha256(page("public_pdf", kept).content).hexdigest() in shown


def test_what_the_board_adopted_is_read_by_the_public_as_it_was_frozen(federation: Federation) -> None:
    budget = make.BudgetFactory(federation=federation)
    make.ContributionLineFactory(budget=budget)
    plan = make.DocumentFactory(federation=federation, budget=budget)
    make.SectionFactory(
        document=plan, heading="Ramen", body='<p><data value="budget.funding_total"></data></p>'
    )
    kept = decide(plan)
    services.publish(federation=federation, pk=plan.pk)
    before = page("public_html", kept).content
    budget.lines.update(amount=-1)
    federation.name = "Ett helt annat namn"
    federation.save()

    assert page("public_html", kept).content == before == bytes(kept.html)
    assert (
        "Fastställd av styrelsen den 25\u00a0november 2022, § 47"
        in page("public_document", kept).content.decode()
    )


def test_a_frozen_page_shows_its_own_styles_and_nothing_else(federation: Federation) -> None:
    """SHA-256 of `p{margin:0}`, which the factory's page has."""
    response = page("public_html", adopted(federation))
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA='; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("name", ["public_html", "public_pdf"])
def test_frozen_bytes_are_kept_by_caches_for_good_and_asked_for_once(
    federation: Federation, name: str
) -> None:
    kept = adopted(federation)
    first = page(name, kept)
    etag = first.headers["ETag"]
    assert etag.strip('"') in (kept.html_sha256, kept.pdf_sha256)
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    again = page(name, kept, if_none_match=etag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert page(name, kept, if_none_match='"another"').status_code == 200


@pytest.mark.parametrize("who", ["nobody", "a director"])
def test_public_pages_read_no_session_and_set_no_cookie(federation: Federation, who: str) -> None:
    kept, notice = adopted(federation), make.PostedNoticeFactory(federation=federation)
    client = Client() if who == "nobody" else signed_in(make.MandateFactory(federation=federation).user)
    for name, *pk in (
        ("public",),
        ("public_document", kept.pk),
        ("public_html", kept.pk),
        ("public_pdf", kept.pk),
        ("public_notice", notice.pk),
    ):
        response = client.get(reverse(name, args=["provbygden", *pk]))
        assert response.status_code == 200
        assert "Cookie" not in response.headers.get("Vary", ""), name
        assert not response.cookies, name
        assert "public" in response.headers["Cache-Control"], name


def test_a_frozen_page_costs_two_queries_once_and_then_none_for_a_while(
    federation: Federation, django_assert_num_queries: Any
) -> None:
    kept = adopted(federation)
    with travel("2023-01-10T10:00:00Z", tick=False):
        with django_assert_num_queries(2):
            page("public_html", kept)
        with django_assert_num_queries(0):
            page("public_html", kept)


@pytest.mark.parametrize("number", [1, 30])
def test_public_pages_cost_the_same_however_much_there_is(
    federation: Federation, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        kept = adopted(federation, year=2000 + each)
        make.PostedNoticeFactory(federation=federation, heading=f"Anslag {each}")
    with django_assert_num_queries(3):
        Client().get(reverse("public", args=["provbygden"]))
    with django_assert_num_queries(2):
        page("public_document", kept)


def test_damaged_bytes_are_not_given(federation: Federation) -> None:
    kept = adopted(federation)
    Publication.objects.filter(pk=kept.pk).update(html=b"something else")
    with pytest.raises(Damaged):
        open_bytes("provbygden", kept.pk, HTML)
    assert open_bytes("provbygden", kept.pk, PDF) is not None


def test_a_process_keeps_no_more_bytes_than_it_may() -> None:
    shelf = Shelf(most=10)
    for number in range(4):
        shelf.keep(("a", number, HTML), Kept("", b"1234", "", ""), asked_at=0)
    shelf.keep(("a", 9, HTML), Kept("", b"too many bytes", "", ""), asked_at=0)
    kept = [number for number in (0, 1, 2, 3, 9) if shelf.find(("a", number, HTML))]
    assert kept == [2, 3]


# --- The start page -------------------------------------------------------------------------------------------------


def test_the_start_page_leads_the_signed_out_to_what_they_may_read_and_to_sign_in(
    federation: Federation,
) -> None:
    make.FederationFactory(name="Förbundet utan något öppet")
    adopted(federation)

    shown = Client().get("/")
    assert federation.name in words(shown)
    assert "Förbundet utan något öppet" not in words(shown)
    assert reverse("public", args=["provbygden"]) in shown.content.decode()
    assert reverse("account_login") in shown.content.decode()


def test_a_federation_without_anything_open_says_so(federation: Federation) -> None:
    assert "Här finns inget att läsa ännu" in words(Client().get(reverse("public", args=["provbygden"])))


def test_there_is_no_public_page_of_a_federation_that_is_not(db: None) -> None:
    assert Client().get(reverse("public", args=["ingenstans"])).status_code == 404
