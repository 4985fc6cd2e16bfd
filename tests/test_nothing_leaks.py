"""Nothing unreleased leaks: a word of its own in everything that could, looked for wherever anyone may look.

First all that could leak is made: a draft, a section put aside, guidance, comments, a named version, an unposted notice
with the proposal it would make known, and what was adopted but not published. Then every reader reads every page that
answers a plain question, then every search, choice and filter that an address can ask for with all there is to ask
for, all of the API with and without keys, and the calendars.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgets.models import BudgetLine
from members.models import Meeting, Role
from plans.domain.talk import Filter
from plans.models import Document, GoalArea, Section
from reports.models import NamedVersion, Publication, PublicNotice
from reports.services.following import renew_feed
from tests import factories as make
from tests.access_table import API, GET, PUBLIC, World, furnish
from tests.api.conftest import key_for
from tests.conftest import Demo, signed_in

pytestmark = pytest.mark.django_db

HIDDEN, GUIDANCE, COMMENT = "Gulsparv", "Blåmes", "Talgoxe"
DRAFT, NAMED, UNPOSTED, NOTICE = "Rödhake", "Kungsfågel", "Stenskvätta", "Entita"
ADOPTED, CHANGED = "Steglits", "Nötväcka"
YEARS = (2023, 2036, 2037, 2038, 2039)
"""The year of the plan, and those of drafts."""
WORDS = (HIDDEN, GUIDANCE, COMMENT, DRAFT, NAMED, UNPOSTED, NOTICE, ADOPTED, CHANGED)


@pytest.fixture
def world(demo: Demo) -> World:
    """The demo, its plan before the board, with a secret word in each thing that could leak."""
    federation = demo.federation
    plan = federation.documents.get(year=2023)
    world = furnish(federation, plan)
    make.SectionFactory(document=plan, heading=f"{HIDDEN} rubrik", body=f"<p>{HIDDEN}</p>", is_hidden=True)
    Section.objects.filter(document=plan).update(guidance=GUIDANCE)
    thread = make.CommentThreadFactory(document=plan, title=f"{COMMENT} rubrik")
    make.CommentFactory(thread=thread, text=COMMENT)
    draft = make.DocumentFactory(
        federation=federation,
        year=2036,
        title=f"{DRAFT} titel",
        budget=make.BudgetFactory(federation=federation, year=2036),
    )
    make.SectionFactory(document=draft, heading=DRAFT, body=f"<p>{DRAFT}</p>")
    centre = make.CostCentreFactory(federation=federation, code="98000", name=DRAFT)
    make.BudgetLineFactory(budget=draft.budget, cost_centre=centre, label=DRAFT, note=DRAFT)
    make.CommentFactory(thread=make.CommentThreadFactory(document=draft, title=DRAFT), text=DRAFT)
    make.ReviewRoundFactory(document=draft, message=DRAFT, due=timezone.localdate() + timedelta(days=9))
    area = make.GoalAreaFactory(document=draft, title=DRAFT)
    make.PlannedActivityFactory(goal_area=area, text=DRAFT)
    named = make.DocumentFactory(federation=federation, year=2037, title=NAMED)
    make.NamedVersionFactory(document=named, name=NAMED, note=NAMED)
    unposted = make.DocumentFactory(federation=federation, year=2038, title=UNPOSTED)
    proposal = make.PublicationFactory(document=unposted, title=UNPOSTED)
    make.PublicNoticeFactory(federation=federation, year=2038, extra=NOTICE, publication=proposal)
    adopted = make.DocumentFactory(
        federation=federation,
        year=2039,
        title=ADOPTED,
        status=Document.Status.ADOPTED,
        decision=make.DecisionFactory(
            meeting=make.MeetingFactory(federation=federation, held_on=date(2038, 11, 24))
        ),
    )
    make.PublicationFactory(document=adopted, title=ADOPTED, stage=Publication.Stage.ADOPTED)
    # The proposal that has been made known, with words that came after.
    make.SectionFactory(document=plan, heading=CHANGED, body=f"<p>{CHANGED}</p>")
    return world


def read_by(client: Client, world: World, names: tuple[str, ...]) -> Iterator[str]:
    """What the reader gets at each address, in every year that has something secret, and what it is told about it."""
    for name in names:
        for year in YEARS:
            kwargs = world.address(name)
            if "year" in kwargs:
                kwargs["year"] = year
            elif year != world.year:
                continue
            response = client.get(reverse(name, kwargs=kwargs))
            yield b"".join(response).decode(errors="replace") + str(response.headers)


def publications_by(client: Client, world: World) -> Iterator[str]:
    """What the reader gets when it tries every publication and every notice there is at the public addresses."""
    keys = {
        "public_document": Publication.objects.values_list("pk", flat=True),
        "public_html": Publication.objects.values_list("pk", flat=True),
        "public_pdf": Publication.objects.values_list("pk", flat=True),
        "public_notice": PublicNotice.objects.values_list("pk", flat=True),
    }
    for name, pks in keys.items():
        for pk in pks:
            yield client.get(reverse(name, args=[world.federation.slug, pk])).content.decode(errors="replace")


def api_by(client: Client, world: World) -> Iterator[str]:
    """What the API gives: every list, and every year of the federation."""
    slug = world.federation.slug
    for name in API:
        for year in (2022, 2023, 2036, 2038, 2039):
            kwargs = {
                "budgets": {},
                "federations": {},
                "schema": {},
                "budget": {"slug": slug, "year": year},
                "budget_version": {"slug": slug, "year": year, "version": 1},
            }.get(name, {"slug": slug})
            yield client.get(reverse(f"api:{name}", kwargs=kwargs)).content.decode()


def found_in(texts: Iterator[str]) -> set[str]:
    """The secret words that stand somewhere."""
    told = "".join(texts)
    return {word for word in WORDS if word in told}


def with_role(world: World, role: str) -> Client:
    """A new user with the role, signed in."""
    return signed_in(make.MandateFactory(federation=world.federation, role=role).user)


# Pages that make a PDF, each time anew: what a PDF holds is the plan's page, which is asked for here.
MAKES_PDF = ("plan_pdf", "chapter_pdf", "rendering_state", "rendering_file", "follow_up_pdf")
PAGES = tuple(name for name in GET if name not in MAKES_PDF)
OPEN = tuple(PUBLIC)


def test_the_secrets_are_there_to_be_read_by_the_one_who_writes(world: World) -> None:
    """Else the other tests would say nothing. Guidance and what is put aside stand in the editor."""
    client = with_role(world, Role.DIRECTOR)
    assert found_in(read_by(client, world, PAGES)) >= {HIDDEN, COMMENT, DRAFT, NAMED, ADOPTED, CHANGED}


def test_the_public_finds_nothing_that_is_not_public(world: World) -> None:
    client = Client()
    assert found_in(read_by(client, world, (*OPEN, *PAGES))) == set()
    assert found_in(publications_by(client, world)) == set()
    assert found_in(api_by(client, world)) == set()


@pytest.mark.parametrize("role", Role.values)
def test_no_role_opens_more_at_the_public_addresses(role: str, world: World) -> None:
    client = with_role(world, role)
    assert found_in(read_by(client, world, OPEN)) == set()
    assert found_in(publications_by(client, world)) == set()


def test_a_reviewer_finds_what_is_released_and_nothing_else(world: World) -> None:
    """The plan is released with what was written last; talk about it is the reviewer's too."""
    found = found_in(read_by(with_role(world, Role.REVIEWER), world, PAGES))
    assert found - {COMMENT} == {CHANGED, ADOPTED}


@pytest.mark.parametrize("role", [Role.INITIATIVE_OWNER, Role.API_READER])
def test_an_outsider_among_insiders_finds_nothing(role: str, world: World) -> None:
    assert found_in(read_by(with_role(world, role), world, PAGES)) <= {ADOPTED}


def test_the_board_reads_neither_guidance_nor_what_is_put_aside_nor_an_unposted_notice(world: World) -> None:
    found = found_in(read_by(with_role(world, Role.BOARD), world, PAGES))
    assert found & {HIDDEN, GUIDANCE, NOTICE} == set()
    assert CHANGED in found


def test_another_federation_finds_nothing(world: World) -> None:
    client = signed_in(make.MandateFactory(federation=make.FederationFactory(slug="annanstans")).user)
    assert found_in(read_by(client, world, (*OPEN, *PAGES))) == set()
    assert found_in(api_by(client, world)) == set()


# --- What an address can ask for -----------------------------------------------------------------------------------


def asked_of(world: World) -> dict[str, list[dict[str, object]]]:
    """By page, every question that its address can put, about all there is to ask for, open or not."""
    documents = list(Document.objects.values_list("pk", "version"))
    versions: list[dict[str, object]] = [{"version": number} for number in {each for _, each in documents}]
    keys = [f"plan-{pk}" for pk, _ in documents]
    keys += [f"namn-{pk}" for pk in NamedVersion.objects.values_list("pk", flat=True)]
    keys += [f"fryst-{pk}" for pk in Publication.objects.values_list("pk", flat=True)]
    sections = list(Section.objects.filter(heading__in=(DRAFT, CHANGED, f"{HIDDEN} rubrik")))
    return {
        "plan": versions,
        "drift": versions,
        "comparison": [{way: key} for key in keys for way in ("fore", "efter")],
        "talk": [{"visa": each.value} for each in Filter] + versions,
        "thread_add": [{"om": each.key.hex[:8]} for each in sections] + versions,
        "document_start": [{"fran": pk} for pk, _ in documents],
        "figure_choices": [{"ar": year} for year in YEARS],
        "block_preview": [{"tabell": "budgets.budget_table", "ensam": ""}],
        "outline": [{"visa": "rubriker"}],
        "activity_add": [{"malomrade": pk} for pk in GoalArea.objects.values_list("pk", flat=True)],
        "section_add": [{"under": each.pk} for each in sections],
        "line_add": [
            {"fortsatter": pk} for pk in BudgetLine.objects.filter(label=DRAFT).values_list("pk", flat=True)
        ],
        "notice_add": [
            {"slag": "meeting", "mote": pk} for pk in Meeting.objects.values_list("pk", flat=True)
        ],
        "shape_add": [{"utgang": each} for each in ("1", "budget", "tom")],
        "follow_up": [{"manad": 12}],
        "balance": [{"manad": 12}],
    }


def answers_to(client: Client, world: World) -> Iterator[str]:
    """What the reader is told when every question is put in every year that has something secret."""
    for name, questions in asked_of(world).items():
        for year in YEARS:
            address = reverse(name, kwargs={**world.address(name), "year": year})
            for question in questions:
                yield client.get(address, question).content.decode(errors="replace")


def test_the_questions_reach_what_is_secret_for_the_one_who_may_read_it(world: World) -> None:
    """Else the next tests would say nothing."""
    found = found_in(answers_to(with_role(world, Role.DIRECTOR), world))
    assert found >= {HIDDEN, COMMENT, DRAFT, NAMED, UNPOSTED, ADOPTED, CHANGED}


@pytest.mark.parametrize("who", ["public", "initiative_owner", "api_reader", "another federation"])
def test_no_question_tells_an_outsider_anything(world: World, who: str) -> None:
    if who == "public":
        client = Client()
    elif who == "another federation":
        client = signed_in(make.MandateFactory(federation=make.FederationFactory(slug="annanstans")).user)
    else:
        client = with_role(world, who)
    assert found_in(answers_to(client, world)) == set()


@pytest.mark.parametrize(
    ("role", "may_know"),
    [
        (Role.REVIEWER, {COMMENT, CHANGED, ADOPTED}),
        (Role.BOARD, {COMMENT, CHANGED, ADOPTED, DRAFT, NAMED, UNPOSTED}),
    ],
)
def test_a_question_tells_those_within_no_more_than_the_pages_do(
    world: World, role: str, may_know: set[str]
) -> None:
    assert found_in(answers_to(with_role(world, role), world)) == may_know


API_QUESTIONS: tuple[dict[str, object], ...] = (
    {},
    {"year": 2036},
    {"status": "draft"},
    {"status": "proposed"},
    {"federation": "sodra-dalarna"},
    {"federation": "sodra-dalarna", "status": "draft", "format": "csv"},
    {"page_size": 500},
    {"party_group": "municipality"},
    {"format": "csv"},
)


def told_by_api(client: Client, world: World, key: str) -> Iterator[str]:
    """What the API tells with a key, or without, when every question is put to every resource and year."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    slug = world.federation.slug
    for name in API:
        addresses = {
            "budgets": [{}],
            "federations": [{}],
            "schema": [{}],
            "budget": [{"slug": slug, "year": year} for year in YEARS],
            "budget_version": [{"slug": slug, "year": year, "version": 1} for year in YEARS],
        }.get(name, [{"slug": slug}])
        for kwargs in addresses:
            for question in API_QUESTIONS:
                answer = client.get(reverse(f"api:{name}", kwargs=kwargs), question, headers=headers)
                yield answer.content.decode()


@pytest.mark.parametrize(
    ("holder", "found"),
    [
        ("none", set()),
        ("another federation", set()),
        (Role.API_READER, set()),
        (Role.INITIATIVE_OWNER, set()),
        (Role.REVIEWER, set()),
        (Role.DIRECTOR, {DRAFT}),
    ],
)
def test_a_program_is_told_what_its_keys_user_may_read(world: World, holder: str, found: set[str]) -> None:
    key = ""
    if holder == "another federation":
        other = make.FederationFactory(slug="annanstans")
        key = key_for(make.MandateFactory(federation=other).user, other)
    elif holder != "none":
        key = key_for(make.MandateFactory(federation=world.federation, role=holder).user, world.federation)
    assert found_in(told_by_api(Client(), world, key)) == found


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.REVIEWER, Role.INITIATIVE_OWNER])
def test_a_calendar_tells_of_no_draft_and_no_secret(world: World, role: str) -> None:
    """It holds what every role sees, whoever follows it: the address may be passed on."""
    user = make.MandateFactory(federation=world.federation, role=role).user
    make.WheelEntryFactory(federation=world.federation, title="Bokslutet är klart")
    secret = renew_feed(federation=world.federation, user=user)
    told = Client().get(reverse("calendar_feed", args=[secret])).content.decode()
    assert "Bokslutet" in told
    assert found_in(iter([told])) == set()
    assert "2036" not in told
