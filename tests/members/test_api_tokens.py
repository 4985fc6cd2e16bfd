"""API keys: made and taken back by the director, shown once, kept as a hash."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from knox.models import AuthToken

from members.api_keys import issue_api_token, revoke_api_token
from members.models import ApiToken, ChangeLogEntry, Federation, Mandate, Role
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> Mandate:
    """A director of a federation."""
    found: Mandate = make.MandateFactory()
    return found


def address(federation: Federation, name: str, **kwargs: int) -> str:
    """A page of the federation."""
    return reverse(name, kwargs={"slug": federation.slug, "year": 2023, **kwargs})


def test_a_key_is_shown_once_and_then_opens_its_federation(director: Mandate) -> None:
    client, federation = signed_in(director.user), director.federation
    program = make.MandateFactory(federation=federation, role=Role.FINANCE).user
    page = client.get(address(federation, "api_token_add"))
    sent = form_data(page, name="Power BI", user=program.pk)
    made = client.post(address(federation, "api_token_add"), sent)
    key = made.context["key"]
    assert (made.status_code, "no-store" in made.headers["Cache-Control"]) == (201, True)
    assert key in made.content.decode()
    listed = client.get(address(federation, "api_tokens"))
    assert key not in listed.content.decode()
    assert f"Power BI {program.name} {program.email} {timezone.localdate()} av {director.user.name}" in words(
        listed
    )
    opened = Client().get(
        f"/api/v1/federations/{federation.slug}/", headers={"Authorization": f"Bearer {key}"}
    )
    assert opened.status_code == 200


def test_no_part_of_a_key_that_could_open_anything_is_stored(director: Mandate) -> None:
    token, key = issue_api_token(
        federation=director.federation,
        user=director.user,
        name="Prov",
        last_day=timezone.localdate(),
        created_by=director.user,
    )
    stored = [
        *AuthToken.objects.values_list("digest", "token_key"),
        *ChangeLogEntry.objects.values_list("changes_text"),
    ]
    kept = " ".join(str(value) for row in stored for value in row)
    assert len(key) > 64
    assert key not in kept
    assert key.removeprefix("finsam_")[8:] not in kept
    assert len(token.token.digest) == 128


def test_a_key_is_good_through_its_last_day_in_sweden(director: Mandate) -> None:
    token, _ = issue_api_token(
        federation=director.federation,
        user=director.user,
        name="Prov",
        last_day=timezone.localdate() + timedelta(days=1),
        created_by=director.user,
    )
    ends = timezone.localtime(token.token.expiry)
    assert token.last_day == timezone.localdate() + timedelta(days=1)
    assert (ends.date(), ends.time()) == (timezone.localdate() + timedelta(days=2), time())


@pytest.mark.parametrize("days", [-1, 732])
def test_a_last_day_that_is_past_or_too_far_ahead_is_refused(director: Mandate, days: int) -> None:
    client, federation = signed_in(director.user), director.federation
    url = address(federation, "api_token_add")
    last_day = timezone.localdate() + timedelta(days=days)
    answer = client.post(
        url, form_data(client.get(url), name="Prov", user=director.user.pk, last_day=last_day)
    )
    assert errors(answer) == {"last_day": ["Välj en dag från i dag till och med två år framåt."]}
    assert not AuthToken.objects.exists()


def test_a_key_is_made_only_for_someone_with_a_role_in_the_federation(director: Mandate) -> None:
    with pytest.raises(ValidationError, match="Välj någon som har en roll i förbundet"):
        issue_api_token(
            federation=director.federation,
            user=make.UserFactory(),
            name="Prov",
            last_day=date(2030, 1, 1),
            created_by=director.user,
        )
    assert not AuthToken.objects.exists()


def test_two_of_the_same_name_are_told_apart_by_e_mail_and_roles_where_a_key_is_made(
    director: Mandate,
) -> None:
    federation = director.federation
    one, other = (make.UserFactory(name="Kim Prov", email=f"{name}@provbygden.example") for name in "ab")
    for user, role in ((one, Role.FINANCE), (one, Role.BOARD), (other, Role.API_READER)):
        make.MandateFactory(user=user, federation=federation, role=role)
    make.MandateFactory(
        user=other, role=Role.AUDITOR
    )  # in another federation, which is nobody's business here

    url = address(federation, "api_token_add")
    choices = signed_in(director.user).get(url).context["form"].fields["user"].choices

    assert sorted(label for value, label in choices if value) == sorted(
        [
            f"{director.user.name}, {director.user.email}: Förbundschef",
            "Kim Prov, a@provbygden.example: Styrelsen och Ekonom",
            "Kim Prov, b@provbygden.example: REST-klient",
        ]
    )


@pytest.mark.parametrize("holders", [1, 30])
def test_the_form_of_a_key_asks_as_much_of_the_database_for_one_holder_as_for_thirty(
    director: Mandate, holders: int
) -> None:
    for _ in range(holders - 1):
        make.MandateFactory(federation=director.federation, role=Role.BOARD)
    client, url = signed_in(director.user), address(director.federation, "api_token_add")
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)

    assert len(answer.context["form"].fields["user"].choices) == holders + 1
    assert len(asked) == 9


def test_taking_a_key_back_is_asked_first_and_leaves_nothing_but_its_trail(director: Mandate) -> None:
    client, federation = signed_in(director.user), director.federation
    token = make.ApiTokenFactory(federation=federation, name="Power BI")
    url = address(federation, "api_token_revoke", pk=token.pk)
    asked = client.get(url)
    assert "Ta bort API-nyckeln ”Power BI”? De program som använder nyckeln" in words(asked)
    assert ApiToken.objects.count() == 1
    done = client.post(url, {"revision": 1}, follow=True)
    assert messages(done) == ["Borttaget: Power BI."]
    assert (ApiToken.objects.count(), AuthToken.objects.count()) == (0, 0)
    trail = ChangeLogEntry.objects.filter(content_type__model="apitoken", federation=federation)
    assert [entry.get_action_display() for entry in trail.order_by("pk")] == ["create", "delete"]


def test_a_key_of_another_federation_is_not_taken_back(director: Mandate) -> None:
    token = make.ApiTokenFactory()
    with pytest.raises(ValidationError):
        revoke_api_token(federation=director.federation, pk=token.pk, revision=1)
    assert (ApiToken.objects.count(), AuthToken.objects.count()) == (1, 1)


def test_a_key_of_no_federation_cannot_be_made_and_opens_nothing() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:knox_authtoken_add")
    _, key = AuthToken.objects.create(user=make.MandateFactory().user)
    answer = Client().get("/api/v1/federations/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401


def test_the_list_says_which_keys_open_nothing_any_more(director: Mandate) -> None:
    federation = director.federation
    left = make.ApiTokenFactory(federation=federation, name="Slutat")
    left.token.user.mandates.all().delete()
    old = make.ApiTokenFactory(federation=federation, name="Utgången", created_by=director.user)
    old.token.expiry = timezone.now() - timedelta(days=1)
    old.token.save()
    page = words(signed_in(director.user).get(address(federation, "api_tokens")))
    assert "Har ingen roll längre: nyckeln öppnar ingenting." in page
    assert "Har gått ut." in page
