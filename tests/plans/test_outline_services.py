"""The outline rearranged: placed, indented, inserted, hidden, removed and put back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from finsam.revisions import EditConflict
from members.models import Federation
from plans import services
from plans.domain.outline import flat, outline
from plans.models import Document, RemovedSection, Section
from plans.queries import document_facts, document_scope
from tests.factories import DecisionFactory, DocumentFactory, FederationFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    """Mål; Organisation with Styrelse (with Arbetsutskott) and LSG; Budget."""
    document: Document = DocumentFactory()
    SectionFactory(document=document, heading="Mål")
    organisation = SectionFactory(document=document, heading="Organisation")
    board = SectionFactory(parent=organisation, heading="Styrelse", body="<p>Sex ledamöter.</p>")
    SectionFactory(parent=board, heading="Arbetsutskott", guidance="Vilka sitter?", is_hidden=True)
    SectionFactory(parent=organisation, heading="LSG", is_numbered=False)
    SectionFactory(document=document, heading="Budget", block="budgets.budget_table")
    return document


def named(heading: str) -> Section:
    return Section.objects.get(heading=heading)


def shape(document: Document) -> list[str]:
    """The outline as one sees it: a point for each level."""
    facts = document_facts(document_scope(document))
    assert facts is not None
    return ["." * (node.level - 1) + node.section.heading for node in flat(outline(facts.sections))]


WHOLE = ["Mål", "Organisation", ".Styrelse", "..Arbetsutskott", ".LSG", "Budget"]


def act(service: Any, heading: str, **more: Any) -> Any:
    section = named(heading)
    return service(federation=section.document.federation, pk=section.pk, **more)


class TestPlacing:
    @pytest.mark.parametrize(
        ("heading", "beside", "where", "after"),
        [
            (
                "Budget",
                "Mål",
                "before",
                ["Budget", "Mål", "Organisation", ".Styrelse", "..Arbetsutskott", ".LSG"],
            ),
            (
                "Styrelse",
                "Mål",
                "after",
                ["Mål", "Styrelse", ".Arbetsutskott", "Organisation", ".LSG", "Budget"],
            ),
            (
                "Mål",
                "Organisation",
                "under",
                ["Organisation", ".Styrelse", "..Arbetsutskott", ".LSG", ".Mål", "Budget"],
            ),
            (
                "LSG",
                "Styrelse",
                "before",
                ["Mål", "Organisation", ".LSG", ".Styrelse", "..Arbetsutskott", "Budget"],
            ),
            ("Mål", "Mål", "after", WHOLE),
        ],
    )
    def test_a_section_is_placed_with_all_under_it(
        self, document: Document, heading: str, beside: str, where: str, after: list[str]
    ) -> None:
        act(services.place_section, heading, beside=named(beside).pk, where=where)
        assert shape(document) == after

    def test_not_under_itself_nor_in_another_document(self, document: Document) -> None:
        other = SectionFactory(document=DocumentFactory(federation=document.federation, year=2024))
        with pytest.raises(ValidationError, match="inte ligga under sig självt"):
            act(services.place_section, "Organisation", beside=named("Styrelse").pk, where="under")
        with pytest.raises(ValidationError, match="finns inte längre"):
            act(services.place_section, "Organisation", beside=other.pk, where="after")
        assert shape(document) == WHOLE

    def test_nor_deeper_than_headings_go(self, document: Document) -> None:
        act(services.indent_section, "LSG")
        act(services.indent_section, "LSG")
        assert shape(document)[2:5] == [".Styrelse", "..Arbetsutskott", "...LSG"]
        with pytest.raises(ValidationError, match="högst 4 nivåer"):
            act(services.indent_section, "Organisation")
        with pytest.raises(ValidationError, match="inget avsnitt ovanför"):
            act(services.indent_section, "LSG")

    def test_in_and_out_again(self, document: Document) -> None:
        act(services.indent_section, "Budget")
        assert shape(document)[-2:] == [".LSG", ".Budget"]
        act(services.outdent_section, "Budget")
        assert shape(document) == WHOLE
        act(services.outdent_section, "Styrelse")
        assert shape(document) == ["Mål", "Organisation", ".LSG", "Styrelse", ".Arbetsutskott", "Budget"]
        with pytest.raises(ValidationError, match="redan ett eget kapitel"):
            act(services.outdent_section, "Styrelse")

    def test_one_who_writes_in_a_section_is_not_disturbed(self, document: Document) -> None:
        before = dict(Section.objects.values_list("pk", "revision"))
        act(services.indent_section, "Budget")
        act(services.hide_section, "Mål", is_hidden=True)
        assert dict(Section.objects.values_list("pk", "revision")) == before


class TestInserting:
    @pytest.mark.parametrize(
        ("where", "after"),
        [
            ("before", [".Nytt avsnitt", ".Styrelse", "..Arbetsutskott", ".LSG"]),
            ("after", [".Styrelse", "..Arbetsutskott", ".Nytt avsnitt", ".LSG"]),
            ("under", [".Styrelse", "..Arbetsutskott", "..Nytt avsnitt", ".LSG"]),
        ],
    )
    def test_before_after_or_under_another(self, document: Document, where: str, after: list[str]) -> None:
        federation = document.federation
        services.insert_section(federation=federation, beside=named("Styrelse").pk, where=where)
        assert shape(document)[2:6] == after

    def test_nowhere_is_said(self, document: Document) -> None:
        with pytest.raises(ValidationError, match="före, efter eller under"):
            services.insert_section(federation=document.federation, beside=named("Mål").pk, where="")
        assert shape(document) == WHOLE


class TestRemovingAndPuttingBack:
    def restore(self, document: Document, kept: RemovedSection) -> Section:
        return services.restore_section(federation=document.federation, document=document, pk=kept.pk)

    def test_a_branch_comes_back_whole_where_it_was_with_its_keys(self, document: Document) -> None:
        user = UserFactory()
        before = list(
            Section.objects.order_by("key").values_list(
                "key", "heading", "body", "block", "is_numbered", "is_hidden", "guidance", "parent__key"
            )
        )
        kept = act(services.remove_section, "Organisation", revision=1, user=user)
        assert shape(document) == ["Mål", "Budget"]
        assert (kept.heading, kept.removed_by, len(kept.content)) == ("Organisation", user, 4)
        section = self.restore(document, kept)
        assert section == named("Organisation")
        assert shape(document) == WHOLE
        after = Section.objects.order_by("key").values_list(
            "key", "heading", "body", "block", "is_numbered", "is_hidden", "guidance", "parent__key"
        )
        assert list(after) == before
        assert not RemovedSection.objects.exists()

    def test_it_stands_again_beside_what_it_stood_beside_wherever_that_has_moved(
        self, document: Document
    ) -> None:
        kept = act(services.remove_section, "Mål", revision=1)
        act(services.move_section, "Budget", steps=-1)
        self.restore(document, kept)
        assert shape(document)[:3] == ["Budget", "Mål", "Organisation"]

    def test_under_a_section_that_is_gone_it_becomes_a_chapter_at_the_end(self, document: Document) -> None:
        inner = act(services.remove_section, "Styrelse", revision=1)
        outer = act(services.remove_section, "Organisation", revision=1)
        self.restore(document, inner)
        assert shape(document) == ["Mål", "Budget", "Styrelse", ".Arbetsutskott"]
        self.restore(document, outer)
        assert shape(document) == ["Mål", "Organisation", ".LSG", "Budget", "Styrelse", ".Arbetsutskott"]

    def test_also_when_its_place_lies_too_deep_by_now(self, document: Document) -> None:
        kept = act(services.remove_section, "Styrelse", revision=1)
        act(services.indent_section, "Organisation")
        act(services.place_section, "Budget", beside=named("Mål").pk, where="before")
        act(services.indent_section, "Mål")
        assert shape(document) == ["Budget", ".Mål", "..Organisation", "...LSG"]
        self.restore(document, kept)
        assert shape(document)[-2:] == ["Styrelse", ".Arbetsutskott"]

    def test_it_comes_back_once(self, document: Document) -> None:
        kept = act(services.remove_section, "Mål", revision=1)
        self.restore(document, kept)
        with pytest.raises(ValidationError, match="redan tillbaka"):
            self.restore(document, RemovedSection(pk=kept.pk or 1))

    def test_what_someone_has_changed_is_not_removed_unseen(self, document: Document) -> None:
        act(services.save_section, "Mål", revision=1, body="<p>Nytt.</p>")
        with pytest.raises(EditConflict):
            act(services.remove_section, "Mål", revision=1)
        assert not RemovedSection.objects.exists()


class TestWhatIsClosed:
    CALLS = (
        (services.move_section, {"steps": 1}),
        (services.indent_section, {}),
        (services.outdent_section, {}),
        (services.hide_section, {"is_hidden": True}),
        (services.remove_section, {"revision": 1}),
    )

    def everything(self, document: Document, federation: Federation) -> list[Any]:
        mine, other = named("Organisation"), named("Mål")
        calls = [
            lambda each=each, more=more: each(federation=federation, pk=mine.pk, **more)
            for each, more in self.CALLS
        ]
        return [
            *calls,
            lambda: services.place_section(
                federation=federation, pk=mine.pk, beside=other.pk, where="before"
            ),
            lambda: services.insert_section(federation=federation, beside=mine.pk, where="after"),
        ]

    def test_nothing_of_an_adopted_plan_is_rearranged(self, document: Document) -> None:
        kept = act(services.remove_section, "Budget", revision=1)
        decision = DecisionFactory(meeting__federation=document.federation)
        Document.objects.update(status="adopted", decision=decision)
        before = shape(document)
        calls = self.everything(document, document.federation)
        calls.append(
            lambda: services.restore_section(federation=document.federation, document=document, pk=kept.pk)
        )
        for call in calls:
            with pytest.raises(ValidationError, match="ändras inte"):
                call()
        assert shape(document) == before

    def test_nor_anything_of_another_federation(self, document: Document) -> None:
        kept = act(services.remove_section, "Budget", revision=1)
        outsider = FederationFactory()
        before = shape(document)
        calls = self.everything(document, outsider)
        calls.append(lambda: services.restore_section(federation=outsider, document=document, pk=kept.pk))
        for call in calls:
            with pytest.raises(ValidationError):
                call()
        assert shape(document) == before
        assert RemovedSection.objects.get() == kept
