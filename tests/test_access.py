"""The third lock: every address of the project, asked by everyone, and what each of them is told.

The table stands in `access_table`; here is what it means, and what it cannot say: that a refused write wrote nothing,
that a draft does not leak, that federations are strictly apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.generic import View
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from members.access import FederationView, Permission
from members.models import Federation, Member, Role, User
from plans.models import Document
from tests import factories as make
from tests.access_table import (
    API,
    BY_SECRET,
    GET,
    PUBLIC,
    READ_ONLY,
    ROLES,
    SHOWN_WHAT_IS_TYPED,
    World,
    furnish,
    keep_pdf,
    ticket,
    with_pdfs,
)
from tests.conftest import APPS, Demo, signed_in
from tests.pages import errors, form_data

pytestmark = pytest.mark.django_db

LIBRARY_PAGES = {
    "account_login": 200,
    "account_signup": 200,
    "account_inactive": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    # To the sign-in page:
    "account_logout": 302,
    "account_reauthenticate": 302,
    "account_email": 302,
    "account_email_verification_sent": 302,
    "account_confirm_email": 302,
    "account_change_password": 302,
    "account_set_password": 302,
    "account_confirm_login_code": 302,
}
"""The sign-in library's pages, and what they answer the anonymous."""

SIGN_IN = "/konto/login/"
OF_A_YEAR = "<slug:slug>/<year:year>/"
SHOWN = dict.fromkeys(
    (
        "notice",
        "notice_pdf",
        "notice_letter",
        "named_version",
        "thread",
        "ledger_file_original",
        "audit_report_file",
    ),
    405,
)
SHOWS_ONCE = {"api_token_add", "calendar_feed_renew"}
"""Forms that answer with what they made, which is kept nowhere and so cannot wait for the next page."""


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address beneath a resolver, with its whole route."""
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def routes(start: str = "", *but: str) -> list[tuple[str, URLPattern]]:
    """Every address that begins with `start` and with none of `but`."""
    return [
        (route, pattern)
        for route, pattern in patterns(get_resolver())
        if route.startswith(start) and not route.startswith(but or ("-",))
    ]


def everything() -> list[tuple[Any, ...]]:
    """The number of rows in each of our tables and the sum of their revisions: what no write leaves as it is."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    counts = []
    for model in models:
        table = model._meta.db_table
        has_revision = any(field.name == "revision" for field in model._meta.fields)
        revisions = "coalesce(sum(revision), 0)" if has_revision else "0"
        counts.append(f"select '{table}', count(*), {revisions} from {table}")
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(counts))
        return sorted(tuple(row) for row in cursor.fetchall())


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, which lies before the board."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


@pytest.fixture
def world(demo: Demo, plan: Document) -> World:
    """The demo with a row of every kind."""
    return furnish(demo.federation, plan)


@pytest.fixture
def elsewhere(world: World) -> World:
    """Another federation with a row of every kind, made after the demo's."""
    federation = make.FederationFactory(name="Samordningsförbundet Annanstans", slug="annanstans")
    document = make.DocumentFactory(
        federation=federation,
        budget=make.BudgetFactory(federation=federation),
        status=Document.Status.PROPOSED,
    )
    make.SectionFactory(document=document)
    return furnish(federation, document)


def with_role(federation: Federation, role: str) -> User:
    """A new user with the role."""
    user: User = make.MandateFactory(federation=federation, role=role).user
    return user


def strangers(elsewhere: World) -> dict[str, User]:
    """Those who have signed in and have no business in the demo federation."""
    return {
        "director of another federation": with_role(elsewhere.federation, Role.DIRECTOR),
        "no role anywhere": make.UserFactory(),
        "superuser without a role": User.objects.create_superuser("rot@provbygden.example", name="Rot"),
    }


# --- The table ------------------------------------------------------------------------------------------------------


def test_every_address_of_the_project_stands_in_the_table() -> None:
    of_reports = f"{OF_A_YEAR}<document:slot>/"
    assert sorted(
        str(pattern.name) for _, pattern in routes("", "konto/", "admin/", "api/", of_reports)
    ) == sorted([*GET, *PUBLIC, *BY_SECRET])
    assert sorted(str(pattern.name) for _, pattern in routes("api/v1/")) == sorted(API)
    assert [str(pattern.name) for _, pattern in routes("api/", "api/v1/")] == ["api_guide", "api_nothing"]


@pytest.mark.django_db(transaction=True)
def test_what_each_role_is_told_when_it_asks_for_a_page(world: World, plan: Document) -> None:
    world = with_pdfs(world, plan)
    before = everything()
    told: dict[str, list[str]] = {name: [] for name in GET}
    for role in ROLES:
        user = with_role(world.federation, role)
        client = signed_in(user)
        before = everything()
        for name in GET:
            answer = client.get(reverse(name, kwargs=world.address(name, user)))
            b"".join(answer)  # to its end, or a file would stay open
            told[name].append(str(answer.status_code))
        assert everything() == before, f"reading wrote something for {role}"
    assert {name: " ".join(answers) for name, answers in told.items()} == {
        name: " ".join(row.split()) for name, row in GET.items()
    }


def test_who_has_no_role_in_the_federation_is_told_that_there_is_no_such_page(
    elsewhere: World, world: World
) -> None:
    for who, user in strangers(elsewhere).items():
        client = signed_in(user)
        before = everything()
        for name in set(GET) - {"home"}:
            url = reverse(name, kwargs=world.address(name, user))
            answer = client.get(url) if name in READ_ONLY else client.post(url, world.typed(name))
            assert answer.status_code == 404, f"{who}: {name}"
        assert everything() == before, who
        assert client.get("/").status_code == 200
        assert world.federation.name not in client.get("/").content.decode(), who


@pytest.mark.django_db(transaction=True)
def test_what_is_public_is_read_by_anyone_and_written_by_no_one(
    world: World, elsewhere: World, plan: Document
) -> None:
    world = with_pdfs(world, plan)
    users = [with_role(world.federation, role) for role in ROLES]
    clients = [Client(), *map(signed_in, [*users, *strangers(elsewhere).values()])]
    before = everything()
    for client in clients:
        for name in PUBLIC:
            url = reverse(name, kwargs=world.address(name))
            assert client.get(url).status_code == 200, name
            for method in (client.post, client.put, client.patch, client.delete):
                assert method(url).status_code == 405, name
    assert everything() == before


def test_what_is_public_in_one_federation_is_not_found_under_anothers_address(
    elsewhere: World, world: World
) -> None:
    for name in set(PUBLIC) - {"public"}:
        kwargs = {**world.address(name), "slug": elsewhere.federation.slug}
        assert Client().get(reverse(name, kwargs=kwargs)).status_code == 404, name


def test_what_a_secret_opens_is_closed_to_everyone_without_it(world: World) -> None:
    clients = [Client(), *(signed_in(with_role(world.federation, role)) for role in ROLES)]
    before = everything()
    for name in BY_SECRET:
        url = reverse(name, args=["gissning"])
        for client in clients:
            assert client.get(url).status_code == 404, name
            for method in (client.post, client.put, client.patch, client.delete):
                assert method(url).status_code == 405, name
    assert everything() == before


def test_the_anonymous_are_sent_to_sign_in_from_every_page(world: World) -> None:
    client, before = Client(), everything()
    for name in set(GET) - {"home"}:
        url = reverse(name, kwargs=world.address(name))
        response = client.get(url) if name in READ_ONLY else client.post(url, world.typed(name))
        assert (response.status_code, response.headers.get("Location")) == (302, f"{SIGN_IN}?next={url}"), (
            name
        )
    assert everything() == before


def test_a_write_is_done_for_those_who_may_and_leaves_nothing_for_those_who_may_not(world: World) -> None:
    """The same valid data by everyone: what is refused to one would have been written for another."""
    director = signed_in(with_role(world.federation, Role.DIRECTOR))
    writing = set(GET) - READ_ONLY - SHOWN_WHAT_IS_TYPED
    urls = {name: reverse(name, kwargs=world.address(name)) for name in GET if name in writing}
    sent: dict[str, dict[str, Any]] = {}
    for name, url in urls.items():
        page = director.get(url)
        sent[name] = form_data(page, **world.typed(name)) if page.status_code == 200 else world.typed(name)
    told: dict[str, list[str]] = {name: [] for name in urls}
    for role in ROLES:
        client = signed_in(with_role(world.federation, role))
        for name, url in urls.items():
            before = everything()
            trial = transaction.atomic()
            trial._from_testcase = True  # or what freezes a document would refuse to stand within it
            with trial:
                answer = client.post(url, sent[name])
                wrong = errors(answer) if answer.status_code == 422 else ""
                assert (everything() == before) is (answer.status_code == 403), f"{role}: {name} {wrong}"
                transaction.set_rollback(True)
            told[name].append(str(answer.status_code))
    assert {name: " ".join(answers) for name, answers in told.items()} == {
        name: " ".join(GET[name].replace("200", "201" if name in SHOWS_ONCE else "302").split())
        for name in urls
    }


def test_pages_that_only_show_take_no_data(world: World) -> None:
    user = with_role(world.federation, Role.DIRECTOR)
    client, before = signed_in(user), everything()
    for name in READ_ONLY:
        assert client.post(reverse(name, kwargs=world.address(name, user))).status_code == 405, name
    assert everything() == before


def test_no_page_takes_any_other_method(world: World) -> None:
    client, before = signed_in(with_role(world.federation, Role.DIRECTOR)), everything()
    for name in GET:
        url = reverse(name, kwargs=world.address(name))
        for method in (client.put, client.patch, client.delete):
            assert method(url).status_code == 405, name
    assert everything() == before


def test_a_post_without_the_pages_own_token_is_refused(world: World) -> None:
    user = with_role(world.federation, Role.DIRECTOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    url = reverse("member_remove", kwargs=world.address("member_remove"))
    assert client.post(url, {"revision": "1"}).status_code == 403
    assert Member.objects.filter(pk=world.rows["member"].pk).exists()


def test_a_role_that_is_taken_back_opens_nothing_more(world: World) -> None:
    mandate = make.MandateFactory(federation=world.federation, role=Role.DIRECTOR)
    client, url = signed_in(mandate.user), reverse("overview", kwargs=world.address("overview"))
    assert client.get(url).status_code == 200
    mandate.delete()
    assert client.get(url).status_code == 404


def test_a_user_who_is_shut_out_is_sent_to_sign_in(world: World) -> None:
    user = with_role(world.federation, Role.DIRECTOR)
    client, url = signed_in(user), reverse("overview", kwargs=world.address("overview"))
    user.is_active = False
    user.save()
    assert client.get(url).status_code == 302


def test_several_roles_may_what_each_of_them_may(world: World) -> None:
    user = with_role(world.federation, Role.REVIEWER)
    make.MandateFactory(user=user, federation=world.federation, role=Role.FINANCE)
    client = signed_in(user)
    assert client.get(reverse("line", kwargs=world.address("line"))).status_code == 200
    assert client.get(reverse("section", kwargs=world.address("section"))).status_code == 403


# --- Federations are strictly apart ---------------------------------------------------------------------------------


def test_a_row_of_another_federation_is_not_found_under_ones_own_address(
    world: World, elsewhere: World
) -> None:
    client = signed_in(with_role(world.federation, Role.DIRECTOR))
    before, asked = everything(), []
    for name in GET:
        foreign, own = elsewhere.address(name) if "pk" in world.address(name) else {}, world.address(name)
        if foreign.get("pk") is None:
            continue
        url = reverse(name, kwargs={**own, "pk": foreign["pk"]})
        if not GET[name].startswith(
            "302"
        ):  # a GET that leads back to the page with the button looks at no row
            assert client.get(url).status_code == 404, name
        # A role that is not there counts as taken back already; which federation's it is, is not told.
        # A page that only shows takes no data, wherever the row is.
        expected = {"role_revoke": 302, **SHOWN}.get(name, 404)
        assert client.post(url, {"revision": "1", **elsewhere.typed(name)}).status_code == expected, name
        asked.append(name)
    assert len(asked) == 95
    assert everything() == before


def test_a_row_of_another_year_is_not_found_under_this_years_address(world: World) -> None:
    client = signed_in(with_role(world.federation, Role.DIRECTOR))
    for name in ("line", "outlook_year", "section", "goal_area", "activity"):
        for page in (name, f"{name}_remove"):
            url = reverse(page, kwargs={**world.address(page), "year": 2022})
            assert client.get(url).status_code == 404, page


def test_a_form_offers_nothing_of_another_federation_and_takes_nothing(
    world: World, elsewhere: World
) -> None:
    client = signed_in(with_role(world.federation, Role.DIRECTOR))
    foreign = {
        "api_token_add": {"user": "user"},
        "member": {"paid_by": "member"},
        "board_seat": {"appointed_by": "member"},
        "auditor": {"appointed_by": "member"},
        "decision": {"meeting": "meeting"},
        "line": {"cost_centre": "cost_centre"},
        "cost_centre": {"parent": "cost_centre"},
        "document_propose": {"meeting": "meeting"},
        "section": {"parent": "section"},
        "activity": {"goal_area": "goal_area"},
        "consultation": {"consultation": "consultation_meeting"},
    }
    before = everything()
    for name, fields in foreign.items():
        url = reverse(name, kwargs=world.address(name))
        page = client.get(url)
        for field, kind in fields.items():
            offered = page.context["form"].fields[field].queryset
            assert elsewhere.rows[kind] not in offered, name
            answer = client.post(
                url, form_data(page, **{**world.typed(name), field: elsewhere.rows[kind].pk})
            )
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), name
    assert everything() == before


def test_one_user_may_serve_two_federations_with_a_role_of_its_own_in_each(
    world: World, elsewhere: World
) -> None:
    user = with_role(world.federation, Role.DIRECTOR)
    make.MandateFactory(user=user, federation=elsewhere.federation, role=Role.REVIEWER)
    client = signed_in(user)
    home = client.get("/").content.decode()
    assert world.federation.name in home
    assert elsewhere.federation.name in home
    told = [
        client.get(reverse("budget", kwargs=place.address("budget"))).status_code
        for place in (world, elsewhere)
    ]
    assert told == [200, 403]


# --- Drafts ---------------------------------------------------------------------------------------------------------

SECRET = "Lärkvingen"


@pytest.fixture
def draft(world: World, plan: Document) -> Document:
    """The plan as a draft, with a word that stands nowhere else in every text it has."""
    plan.title = plan.subtitle = plan.motto = f"{SECRET} {plan.title}"[:160]
    plan.status = Document.Status.DRAFT
    plan.meeting = None
    plan.save()
    make.SectionFactory(
        document=plan, heading=f"{SECRET} i rubrik", body=f"<p>{SECRET} i text</p>", position=1
    )
    area = make.GoalAreaFactory(document=plan, title=f"{SECRET} som mål", description=f"<p>{SECRET}</p>")
    make.PlannedActivityFactory(goal_area=area, text=f"{SECRET} att göra")
    return plan


def pages_for(user: User, world: World, rendering: Any) -> str:
    """All that the user gets from all pages together, also with a ticket to the plan's PDF."""
    client, world = signed_in(user), World(world.federation, world.year, world.rows, "", rendering)
    seen = []
    for name in GET:
        response = client.get(reverse(name, kwargs=world.address(name, user)))
        seen.append(b"".join(response).decode(errors="replace") + str(response.headers))
    return "".join(seen)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INITIATIVE_OWNER, Role.API_READER])
def test_no_word_of_a_draft_reaches_those_who_may_not_read_drafts(
    role: str, draft: Document, world: World
) -> None:
    stored = keep_pdf(world.federation, f"<p>{SECRET}</p>", text=SECRET)
    assert SECRET not in pages_for(with_role(world.federation, role), world, stored)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.FINANCE, Role.AUDITOR])
def test_a_draft_is_read_by_those_who_may(role: str, draft: Document, world: World) -> None:
    client = signed_in(with_role(world.federation, role))
    assert client.get(reverse("plan", kwargs=world.address("plan"))).content.decode().count(SECRET) >= 5


def test_a_plan_in_review_is_read_by_the_reviewer_and_not_by_the_owner_of_an_initiative(
    draft: Document, world: World
) -> None:
    draft.status = Document.Status.IN_REVIEW
    draft.save()
    stored = keep_pdf(world.federation, f"<p>{SECRET}</p>", text=SECRET)
    reviewer = signed_in(with_role(world.federation, Role.REVIEWER))
    assert SECRET in reviewer.get(reverse("plan", kwargs=world.address("plan"))).content.decode()
    owner = with_role(world.federation, Role.INITIATIVE_OWNER)
    assert SECRET not in pages_for(owner, world, stored)


def test_a_reviewer_reads_the_version_that_was_released_while_the_next_is_written(
    draft: Document, world: World
) -> None:
    released = make.DocumentFactory(
        federation=world.federation,
        version=2,
        status=Document.Status.IN_REVIEW,
        title="Planen som alla har sett",
    )
    draft.version = 3
    draft.save()
    page = signed_in(with_role(world.federation, Role.REVIEWER)).get(
        reverse("plan", kwargs=world.address("plan"))
    )
    assert page.context["document"] == released
    assert SECRET not in page.content.decode()


def test_an_overview_shows_no_figure_of_the_budget_to_those_who_may_not_read_it(world: World) -> None:
    """Contributions 6 308 000 kr and available funds 6 908 000 kr: "Verksamhetsplan och budget år 2023"."""
    url = reverse("overview", kwargs=world.address("overview"))
    told = {}
    for role in (Role.BOARD, Role.REVIEWER, Role.INITIATIVE_OWNER):
        page = signed_in(with_role(world.federation, role)).get(url).content.decode()
        told[role] = "6\u00a0308\u00a0000" in page
    assert told == {Role.BOARD: True, Role.REVIEWER: False, Role.INITIATIVE_OWNER: False}


# --- Tickets to a PDF -----------------------------------------------------------------------------------------------


def opened(world: World, user: User, ticket_text: str) -> tuple[int, int]:
    """What the two addresses of a ticket answer the user."""
    client = signed_in(user)
    state, file = (
        client.get(reverse(name, kwargs={"slug": world.federation.slug, "year": 2023, "ticket": ticket_text}))
        for name in ("rendering_state", "rendering_file")
    )
    return state.status_code, file.status_code


def test_a_ticket_opens_the_pdf_for_the_one_it_was_made_out_to(world: World) -> None:
    stored, user = keep_pdf(world.federation, "<p>Plan</p>"), with_role(world.federation, Role.BOARD)
    assert opened(world, user, ticket(stored, user)) == (200, 200)


def test_a_ticket_opens_nothing_for_anyone_else(world: World) -> None:
    stored, holder = keep_pdf(world.federation, "<p>Plan</p>"), with_role(world.federation, Role.BOARD)
    assert opened(world, with_role(world.federation, Role.DIRECTOR), ticket(stored, holder)) == (404, 404)


def test_a_ticket_that_has_been_meddled_with_opens_nothing(world: World) -> None:
    stored, user = keep_pdf(world.federation, "<p>Plan</p>"), with_role(world.federation, Role.BOARD)
    good = ticket(stored, user)
    unsigned = signing.dumps([stored.pk, user.pk, "plan.pdf"], salt="another purpose")
    for bad in (f"x{good}", good[:-1], good.replace(":", ";"), unsigned, "1", str(stored.pk)):
        assert opened(world, user, bad) == (404, 404), bad


def test_a_ticket_is_good_for_a_day(world: World) -> None:
    stored, user = keep_pdf(world.federation, "<p>Plan</p>"), with_role(world.federation, Role.BOARD)
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        old = ticket(stored, user)
    assert opened(world, user, old) == (404, 404)


def test_a_ticket_to_another_federations_pdf_opens_nothing_though_one_serves_both(
    world: World, elsewhere: World
) -> None:
    user = with_role(world.federation, Role.BOARD)
    make.MandateFactory(user=user, federation=elsewhere.federation, role=Role.REVIEWER)
    foreign = ticket(keep_pdf(elsewhere.federation, "<p>Deras plan</p>"), user)
    assert opened(elsewhere, user, foreign) == (200, 200)
    assert opened(world, user, foreign) == (404, 404)


def test_a_reviewers_ticket_opens_nothing_once_the_plan_is_a_draft_again(
    draft: Document, world: World
) -> None:
    stored, user = keep_pdf(world.federation, "<p>Plan</p>"), with_role(world.federation, Role.REVIEWER)
    good = ticket(stored, user)
    Document.objects.filter(pk=draft.pk).update(status=Document.Status.IN_REVIEW)
    assert opened(world, user, good) == (200, 200)
    Document.objects.filter(pk=draft.pk).update(status=Document.Status.DRAFT)
    assert opened(world, user, good) == (404, 404)


# --- The library's pages, the installation's, and programs ----------------------------------------------------------


def test_the_sign_in_librarys_pages_are_known_and_open_to_the_anonymous_where_they_must_be(
    client: Client,
) -> None:
    arguments: dict[str, dict[str, str]] = {
        "account_confirm_email": {"key": "abc"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
    }
    names = {str(pattern.name) for _, pattern in routes("konto/") if pattern.name}
    told = {name: client.get(reverse(name, kwargs=arguments.get(name, {}))) for name in names}
    assert {name: response.status_code for name, response in told.items()} == LIBRARY_PAGES
    for name, response in told.items():
        if response.status_code == 302:
            assert response.headers["Location"].startswith(SIGN_IN), name


def test_nobody_makes_an_account_by_themselves(client: Client) -> None:
    password = "en-lang-och-bra-losenfras"
    client.post(
        reverse("account_signup"),
        {"email": "ny@provbygden.example", "password1": password, "password2": password},
    )
    assert not User.objects.exists()


def admin_addresses() -> list[str]:
    """Every page of the installation's own that has an address without a row."""
    named = [pattern for _, pattern in routes("admin/") if pattern.name and "<" not in str(pattern.pattern)]
    return [reverse(f"admin:{pattern.name}") for pattern in named if pattern.name != "logout"]


def test_the_installations_pages_send_the_anonymous_to_sign_in(client: Client) -> None:
    addresses = admin_addresses()
    assert len(addresses) > 8
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.redirect_chain, address
        assert response.redirect_chain[-1][0].startswith(SIGN_IN), address
        assert response.status_code == 200


def test_the_installations_pages_are_closed_to_a_director(world: World) -> None:
    client = signed_in(with_role(world.federation, Role.DIRECTOR))
    for address in admin_addresses():
        assert client.get(address, follow=True).status_code == 403, address


def test_a_view_that_names_no_permission_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="Forgetful names no permission"):
        type("Forgetful", (FederationView,), {})
    with pytest.raises(TypeError, match="Careless names no permission"):
        type("Careless", (FederationView,), {"permission": "read_budget"})
    type("Careful", (FederationView,), {"permission": Permission.READ_BUDGET})


def test_every_page_of_the_project_is_a_federations_but_those_of_all_and_the_list_of_ones_own() -> None:
    pages = routes("", "konto/", "admin/", "api/")
    views = {pattern.name: pattern.callback.view_class for _, pattern in pages}
    others = [name for name, view in views.items() if not issubclass(view, FederationView)]
    assert sorted(others) == sorted(["home", *PUBLIC, *BY_SECRET])
    assert all(issubclass(view, View) for view in views.values())


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_interface_for_programs_that_says_nothing_of_permissions_is_closed_to_the_anonymous(
    method: str,
) -> None:
    class Forgetful(APIView):
        def get(self, request: Any) -> Response:
            return Response("figures")

        post = get

    request = getattr(APIRequestFactory(), method)("/")
    assert Forgetful.as_view()(request).status_code == 401
