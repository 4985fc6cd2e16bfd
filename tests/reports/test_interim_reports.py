"""An interim report goes the whole way of a document, beside the plan of its year and without touching it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from finsam.swedish import NBSP
from members.models import Federation, Role
from plans import services as plan_services
from plans.addresses import document_url
from plans.domain.kinds import INTERIM_REPORT, INTERIM_SLOTS, PLAN_SLOT, Slot
from plans.models import Document
from plans.queries import document_scope
from reports import services
from reports.board_queries import to_decide
from reports.comparison_queries import choices
from reports.documents.builder import resolve_document
from reports.models import Publication
from reports.notice_queries import meetings_to_announce, proposal_at
from reports.publications import frozen
from reports.standing import remaining
from tests import deciding
from tests import factories as make
from tests.pages import form_data, messages, words

pytestmark = pytest.mark.django_db

HALF_YEAR = Slot(INTERIM_REPORT, 6)
TITLE = "Delårsrapport januari–juni 2023"


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation with a budget in force for 2023, a board that has met, and a member that nobody has heard."""
    found: Federation = make.FederationFactory()
    board = make.MeetingFactory(federation=found, held_on=date(2022, 11, 25))
    budget = make.BudgetFactory(
        federation=found, status="adopted", decision=make.DecisionFactory(meeting=board, minutes_ref="§ 47")
    )
    make.BudgetLineFactory(budget=budget, cost_centre=make.CostCentreFactory(federation=found))
    make.MeetingFactory(federation=found, held_on=date(2023, 9, 22))
    make.BoardSeatFactory(federation=found, term_start=date(2019, 4, 1))
    make.MemberFactory(federation=found, name="Säters kommun")
    return found


@pytest.fixture
def report(federation: Federation) -> Document:
    """The half-year report of 2023, a draft with one section."""
    document: Document = make.DocumentFactory(
        federation=federation,
        kind=INTERIM_REPORT,
        month=6,
        year=2023,
        title="Delårsrapport januari–juni {document.year}",
    )
    make.SectionFactory(
        document=document, heading="Hur det går", body="<p>I maj 2023 startade tre nya grupper.</p>"
    )
    return document


@pytest.fixture
def plan(federation: Federation) -> Document:
    """The plan of the same year, a draft with one section."""
    document: Document = make.DocumentFactory(federation=federation, budget=federation.budgets.get())
    make.SectionFactory(document=document, heading="Vad vi vill")
    return document


@pytest.fixture
def director(federation: Federation, sign_in_as: Callable[..., Client]) -> Client:
    return sign_in_as(federation)


def read(client: Client, address: str) -> str:
    """The page's words."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(answer).replace(NBSP, " ")


def status(document: Document) -> str:
    document.refresh_from_db()
    return document.status


def adopt(document: Document, minutes_ref: str = "§ 31") -> Publication:
    deciding.prepare(document)
    return services.adopt(
        federation=document.federation,
        pk=document.pk,
        minutes_ref=minutes_ref,
        attendance=deciding.attendance(document),
    )


class TestItsPlaceInTheYear:
    def test_an_address_without_a_word_of_which_is_of_the_plan(self) -> None:
        address = {"slug": "provbygden", "year": 2023}
        assert reverse("plan", kwargs=address) == "/provbygden/2023/verksamhetsplan/"
        assert reverse("plan", kwargs={**address, "slot": PLAN_SLOT}) == "/provbygden/2023/verksamhetsplan/"
        assert [reverse("plan", kwargs={**address, "slot": slot}) for slot in INTERIM_SLOTS] == [
            f"/provbygden/2023/delarsrapport-{month}/" for month in ("april", "juni", "juli", "augusti")
        ]
        with pytest.raises(NoReverseMatch):
            reverse("plan", kwargs={**address, "slot": "delarsrapport-maj"})

    @pytest.mark.parametrize(
        ("kind", "month"), [(INTERIM_REPORT, 0), (INTERIM_REPORT, 5), ("verksamhetsplan", 6)]
    )
    def test_it_reaches_to_a_month_that_a_report_may_reach_to(
        self, federation: Federation, kind: str, month: int
    ) -> None:
        with pytest.raises(IntegrityError, match="document_month_of_its_kind"), transaction.atomic():
            make.DocumentFactory(federation=federation, kind=kind, month=month)

    def test_reports_to_different_months_stand_beside_each_other(self, report: Document) -> None:
        make.DocumentFactory(federation=report.federation, kind=INTERIM_REPORT, month=8)
        with pytest.raises(IntegrityError), transaction.atomic():
            make.DocumentFactory(federation=report.federation, kind=INTERIM_REPORT, month=6)

    def test_its_figures_are_of_its_months_also_in_the_year_before(
        self, report: Document, plan: Document
    ) -> None:
        scope = document_scope(report)
        assert (scope.month, scope.for_year(2022).month) == (6, 6)
        assert document_scope(plan).month == 12


class TestBeginning:
    def test_the_tab_offers_four_months_and_begins_one_from_the_standard_outline(
        self, federation: Federation, director: Client
    ) -> None:
        tab = reverse("reports", args=[federation.slug, 2023])
        page = read(director, tab)
        assert [slot.name(2023) in page for slot in INTERIM_SLOTS] == [True] * 4
        assert "minst hälften och högst två tredjedelar av året" in page

        begun = director.post(
            reverse("document_start", args=[federation.slug, 2023, HALF_YEAR]),
            {"fran": "standard"},
            follow=True,
        )

        document = federation.documents.get()
        assert begun.redirect_chain == [(document_url(document, "outline"), 302)]
        assert messages(begun) == [
            f"{TITLE} är påbörjad med en vanlig disposition. Skriv, flytta och ta bort."
        ]
        assert (document.slot, document.budget, document.sections.count() > 5) == (HALF_YEAR, None, True)
        assert resolve_document(document).cover.title == TITLE
        assert "Utkast" in read(director, tab)

    def test_a_year_has_one_of_each(self, report: Document) -> None:
        with pytest.raises(ValidationError, match=f"{TITLE} är redan påbörjad"):
            plan_services.start_document(
                federation=report.federation, kind=INTERIM_REPORT, year=2023, month=6
            )

    def test_next_years_is_begun_from_the_same_month_alone(
        self, report: Document, plan: Document, director: Client
    ) -> None:
        address = reverse("document_start", args=[report.federation.slug, 2024, HALF_YEAR])
        page = director.get(address)
        assert page.context["sources"] == [report]
        assert "Målområdena" not in words(page) and "samrådet" not in words(page)
        other = reverse("document_start", args=[report.federation.slug, 2024, Slot(INTERIM_REPORT, 8)])
        assert director.get(other).context["sources"] == []

        director.post(
            address,
            form_data(page, fran=report.pk, step_to="borja", seen=page.context["coming"].plan.fingerprint),
        )

        new = report.federation.documents.get(year=2024)
        assert (new.slot, new.based_on, new.budget) == (HALF_YEAR, report, None)
        assert resolve_document(new).cover.title == "Delårsrapport januari–juni 2024"
        assert "I maj 2023 startade tre nya grupper" in read(director, document_url(new, "going_through"))


class TestItsOwnPages:
    def test_every_link_of_its_pages_stays_with_it(
        self, report: Document, plan: Document, director: Client
    ) -> None:
        pages = (
            "plan", "outline", "document", "section_add", "going_through", "document_propose", "findings_accept",
            "adoption", "review", "review_round_add", "talk", "thread_add", "comparison", "named_versions",
            "named_version_add", "figures", "block_preview", "pictures", "document_remove",
        )  # fmt: skip
        of_plan = reverse("plan", args=[report.federation.slug, 2023])
        for name in pages:
            page = director.get(document_url(report, name))
            assert page.status_code == 200, name
            found = page.content.decode()
            assert (
                found.count(of_plan) == found.count(f'<li><a href="{of_plan}">Verksamhetsplan</a></li>') == 1
            ), name
            assert "planen" not in words(page).lower().replace("verksamhetsplanen", ""), name

    def test_what_the_plan_alone_has_is_not_there(self, report: Document, director: Client) -> None:
        page = read(director, document_url(report, "plan"))
        assert "Målområden" not in page and "Samråd" not in page
        for name in ("goal_areas", "goal_area_add", "activity_add", "consultation"):
            assert director.get(document_url(report, name)).status_code == 404, name

    def test_a_row_of_the_plan_is_not_found_in_the_report(
        self, report: Document, plan: Document, director: Client
    ) -> None:
        section = plan.sections.get()
        own = document_url(report, "section", pk=report.sections.get().pk)
        assert director.get(own).status_code == 200
        for name in ("section", "section_editor", "section_remove"):
            assert director.get(document_url(report, name, pk=section.pk)).status_code == 404, name
        thread = make.CommentThreadFactory(document=plan)
        assert director.get(document_url(report, "thread", pk=thread.pk)).status_code == 404

    def test_a_section_is_written_where_it_stands(self, report: Document, director: Client) -> None:
        address = document_url(report, "section", pk=report.sections.get().pk)
        saved = director.post(address, form_data(director.get(address), heading="Hur det gick"), follow=True)
        assert saved.redirect_chain == [(document_url(report, "outline"), 302)]
        assert "Hur det gick" in read(director, document_url(report, "plan"))


class TestTheWayToTheBoard:
    def test_what_the_plan_alone_is_asked_for_is_not_asked_of_it(
        self, report: Document, plan: Document
    ) -> None:
        keys = {each.requirement.key for each in remaining(report)}
        assert keys & {"budget", "explained", "consulted", "summary", "heard"} == set()
        assert {"sections", "errors", "warnings", "meeting_held", "decision"} <= keys
        assert {"budget", "consulted", "heard"} <= {each.requirement.key for each in remaining(plan)}

    def test_from_review_to_published_and_corrected(
        self, report: Document, director: Client, sign_in_as: Callable[..., Client]
    ) -> None:
        """The whole way by its own pages, with the board and the public reading on."""
        board, page = sign_in_as(report.federation, Role.BOARD), document_url(report, "plan")
        released = director.post(document_url(report, "document_release"), follow=True)
        assert released.redirect_chain == [(page, 302)]
        proposal = form_data(
            director.get(document_url(report, "document_propose")),
            meeting=report.federation.meetings.get(held_on=date(2023, 9, 22)).pk,
        )
        laid = director.post(document_url(report, "document_propose"), proposal, follow=True)
        assert messages(laid) == [f"{TITLE} är framlagd för styrelsens möte 22{NBSP}september 2023."]
        [paper] = to_decide(report.federation)
        assert (paper.title, paper.slot) == (TITLE, HALF_YEAR)
        assert page in board.get(reverse("board", args=[report.federation.slug, 2023])).content.decode()
        deciding.accept_concerns(report)

        decided = director.post(
            document_url(report, "adoption"),
            form_data(director.get(document_url(report, "adoption")), minutes_ref="§ 31"),
            follow=True,
        )

        assert messages(decided) == [f"{TITLE} är godkänd, och fryst som den läses nu."]
        assert "Godkänd av styrelsen den 22 september 2023, § 31" in words(decided).replace(NBSP, " ")
        kept = frozen(Document.objects.get(pk=report.pk))
        assert kept is not None and b"Godk" in bytes(kept.html)
        assert Client().get(reverse("public_pdf", args=[report.federation.slug, kept.pk])).status_code == 404
        director.post(document_url(report, "document_publish"))
        assert status(report) == "published"
        public = read(Client(), reverse("public", args=[report.federation.slug]))
        assert TITLE in public and "Godkänd av styrelsen" in public
        opened = Client().get(reverse("public_pdf", args=[report.federation.slug, kept.pk]))
        assert opened.content == bytes(kept.pdf) == director.get(document_url(report, "plan_pdf")).content

        director.post(document_url(report, "document_version"))
        second = report.federation.documents.get(version=2)
        assert (second.slot, second.status, second.budget) == (HALF_YEAR, "draft", None)
        adopt(second, "§ 40")
        assert (status(report), status(second)) == ("superseded", "adopted")

    def test_it_is_refused_in_its_own_words(self, report: Document, director: Client) -> None:
        make.SectionFactory(
            document=report, heading="Fel", body='<p><data value="budget.finns_inte"></data></p>'
        )
        page = read(director, document_url(report, "adoption"))
        assert "Delårsrapporten är inte framlagd för styrelsen" in page
        assert "i delårsrapporten finns inte" in page
        assert "amråd" not in page and "budgeten" not in page

    def test_one_that_is_adopted_is_changed_by_no_one_and_has_no_chapters(
        self, report: Document, director: Client
    ) -> None:
        adopt(report)
        section = report.sections.get()
        address = document_url(report, "section", pk=section.pk)
        answer = director.post(
            address, {"heading": "Efteråt", "body": "", "block": "", "revision": section.revision}
        )
        assert "är godkänd och ändras inte" in words(answer)
        section.refresh_from_db()
        assert section.heading == "Hur det går"
        chapter = director.get(document_url(report, "chapter_pdf", anchor="kapitel-1"), follow=True)
        assert chapter.redirect_chain == [(document_url(report, "plan"), 302)]
        assert messages(chapter)[0].startswith("Delårsrapporten är godkänd och fryst.")


class TestBesideThePlan:
    def test_deciding_on_the_one_leaves_the_other_as_it_is(self, report: Document, plan: Document) -> None:
        earlier = adopt(plan, "§ 47")
        first = adopt(report)
        assert (status(plan), status(report)) == ("adopted", "adopted")
        again = plan_services.new_version(federation=plan.federation, pk=plan.pk)
        assert (status(report), again.slot, again.version) == ("adopted", PLAN_SLOT, 2)
        assert {earlier.document_id, first.document_id} == {plan.pk, report.pk}

    def test_one_meeting_may_have_both_before_it_under_a_paragraph_each(
        self, report: Document, plan: Document
    ) -> None:
        meeting = report.federation.meetings.get(held_on=date(2023, 9, 22))
        for document in (plan, report):
            plan_services.propose(federation=report.federation, pk=document.pk, meeting=meeting)
            document.refresh_from_db()
        assert [paper.slot for paper in to_decide(report.federation)] == [HALF_YEAR, PLAN_SLOT]
        adopt(plan, "§ 30")
        with pytest.raises(ValidationError, match="Skriv delårsrapportens egen paragraf"):
            adopt(report, "§ 30")
        adopt(report, "§ 31")
        assert meeting.decisions.count() == 2

    def test_rounds_talk_and_versions_are_each_documents_own(
        self, report: Document, plan: Document, director: Client, sign_in_as: Callable[..., Client]
    ) -> None:
        for document in (report, plan):
            Document.objects.filter(pk=document.pk).update(status="in_review")
        make.ReviewRoundFactory(document=plan, message="Om planens mål.")
        thread = make.CommentThreadFactory(document=plan)
        make.CommentFactory(thread=thread, text="Om planen alltså.")
        make.NamedVersionFactory(document=plan, name="Planens första")

        assert "Ingen remissomgång är öppen" in read(director, document_url(report, "review"))
        assert "Om planen alltså" not in read(director, document_url(report, "talk") + "?visa=alla")
        assert "Planens första" not in read(director, document_url(report, "named_versions"))
        offered = {each.document for each in choices(report.federation, 2023, frozenset(), HALF_YEAR)}
        assert plan not in offered
        overview = read(director, reverse("overview", args=[report.federation.slug, 2023]))
        assert "Samtal om planen" in overview and "Samtal om delårsrapporten" not in overview

    def test_who_is_mentioned_gets_a_letter_that_leads_to_the_report(
        self, report: Document, director: Client
    ) -> None:
        plan_services.release(federation=report.federation, pk=report.pk)
        reader = make.MandateFactory(federation=report.federation, role=Role.REVIEWER).user
        director.post(
            document_url(report, "thread_add"),
            {"about": "document", "text": "Stämmer det?", "mentions": [reader.pk]},
        )
        [letter] = mail.outbox
        assert "delårsrapport januari–juni 2023" in letter.subject
        assert f"/{report.federation.slug}/2023/delarsrapport-juni/samtal/" in letter.body

    def test_it_is_compared_with_last_years_of_the_same_month(self, report: Document) -> None:
        of = {"federation": report.federation, "year": 2022, "kind": INTERIM_REPORT, "status": "in_review"}
        same, _ = make.DocumentFactory(**of, month=6), make.DocumentFactory(**of, month=8)
        Document.objects.filter(pk=report.pk).update(status="in_review")
        found = choices(report.federation, 2023, frozenset({"read_documents"}), HALF_YEAR)  # type: ignore[arg-type]
        assert [each.document for each in found] == [report, same]

    def test_a_notice_of_a_meeting_makes_no_report_known(self, report: Document, plan: Document) -> None:
        """A proposal that is made known with a notice is open to all, and that is the plan's alone."""
        meeting = report.federation.meetings.get(held_on=date(2023, 9, 22))
        plan_services.propose(federation=report.federation, pk=report.pk, meeting=meeting)
        assert (proposal_at(meeting), meetings_to_announce(report.federation, 2023)) == (None, ())
        plan_services.propose(federation=report.federation, pk=plan.pk, meeting=meeting)
        assert proposal_at(meeting) == plan


class TestWhoReadsIt:
    """A draft is read by those who read drafts, what is released by those who read documents, the rest by all."""

    @pytest.mark.parametrize(
        ("status", "board", "reviewer", "owner"),
        [("draft", True, False, False), ("in_review", True, True, False), ("proposed", True, True, False)],
    )
    def test_what_is_open(
        self,
        report: Document,
        sign_in_as: Callable[..., Client],
        status: str,
        board: bool,
        reviewer: bool,
        owner: bool,
    ) -> None:
        Document.objects.filter(pk=report.pk).update(status=status)
        for role, reads in ((Role.BOARD, board), (Role.REVIEWER, reviewer), (Role.INITIATIVE_OWNER, owner)):
            client = sign_in_as(report.federation, role)
            pages = [document_url(report, name) for name in ("plan", "comparison", "talk")]
            pages += [reverse("reports", args=[report.federation.slug, 2023])]
            pages += [reverse("overview", args=[report.federation.slug, 2023])]
            told = "".join(client.get(each).content.decode() for each in pages)
            assert (TITLE in told and "tre nya grupper" in told) == reads, role
            assert reads or "tre nya grupper" not in told, role
            assert client.get(document_url(report, "outline")).status_code == 403

    def test_another_federation_and_the_public_find_no_such_page(
        self, report: Document, sign_in_as: Callable[..., Client]
    ) -> None:
        stranger = sign_in_as(make.FederationFactory())
        for name in ("plan", "plan_pdf", "outline", "adoption", "comparison", "talk"):
            assert stranger.get(document_url(report, name)).status_code == 404, name
            assert Client().get(document_url(report, name)).status_code == 302, name
        assert TITLE not in Client().get(reverse("public", args=[report.federation.slug])).content.decode()

    def test_what_is_adopted_is_shown_as_it_was_frozen(self, report: Document, director: Client) -> None:
        adopt(report)
        report.sections.update(body="<p>Omskrivet efteråt.</p>")
        for name in ("plan", "plan_pdf", "comparison", "talk"):
            assert "Omskrivet" not in director.get(document_url(report, name)).content.decode(
                errors="replace"
            ), name
        assert "tre nya grupper" in read(director, document_url(report, "plan"))


@pytest.mark.parametrize(
    "name", ["plan", "outline", "adoption", "going_through", "talk", "comparison", "review"]
)
def test_a_page_of_a_report_costs_as_much_for_thirty_sections_as_for_one(
    report: Document, director: Client, name: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert director.get(document_url(report, name)).status_code == 200
        return len(found)

    director.get("/")
    make.CommentFactory(thread__document=report)
    of_one = cost()
    for number in range(29):
        make.CommentFactory(thread__document=report)
        make.SectionFactory(document=report, heading=f"Avsnitt {number}", body="<p>År {document.year}.</p>")
    assert cost() == of_one


def test_the_tab_costs_as_much_for_four_reports_as_for_one(report: Document, director: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            director.get(reverse("reports", args=[report.federation.slug, 2023]))
        return len(found)

    director.get("/")
    of_one = cost()
    for month in (4, 7, 8):
        make.DocumentFactory(federation=report.federation, kind=INTERIM_REPORT, month=month)
    assert cost() == of_one
