"""Who reads what over REST: what is adopted anyone, the rest with a key and a role. What could leak is made first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from members.access import NamesPermission, Permission
from members.api_access import FederationResource, Keyed
from members.api_keys import revoke_api_token
from members.models import ApiToken, Federation, Mandate, Role, User
from tests import factories as make
from tests.access_table import API, ROLES
from tests.api.conftest import CLOSED, OPEN, Asker, key_for
from tests.conftest import signed_in
from tests.test_access import everything, routes

Who = Callable[..., Asker]

ADDRESSES = {
    "schema": "schema/",
    "federations": "federations/",
    "federation": "federations/{slug}/",
    "members": "federations/{slug}/members/",
    "shares": "federations/{slug}/shares/",
    "federation_budgets": "federations/{slug}/budgets/",
    "budget": "federations/{slug}/budgets/2022/",
    "budget_version": "federations/{slug}/budgets/2022/versions/1/",
    "budgets": "budgets/",
    "outcomes": "federations/{slug}/outcomes/",
}


def everyone(asker: Who, federation: Federation, other: Federation) -> list[Asker]:
    """The columns of the table."""
    return [*(asker(federation, role) for role in ROLES), asker(other), asker()]


def test_what_each_is_told_of_a_federation_that_has_adopted_nothing(
    federation: Federation, secret: Federation, asker: Who
) -> None:
    askers, before = everyone(asker, secret, federation), everything()
    told = {
        name: " ".join(str(each.get(path.format(slug=secret.slug)).status_code) for each in askers)
        for name, path in ADDRESSES.items()
    }
    assert told == {name: " ".join(row.split()) for name, row in API.items()}
    assert everything() == before


def test_what_is_adopted_is_open_to_everyone(federation: Federation, secret: Federation, asker: Who) -> None:
    for each in everyone(asker, federation, secret):
        for path in ADDRESSES.values():
            assert each.get(path.format(slug=federation.slug)).status_code == 200


def test_what_does_not_exist_is_told_like_what_is_not_open(
    secret: Federation, asker: Who, federation: Federation
) -> None:
    for each in (asker(), asker(federation)):
        for path in ADDRESSES.values():
            if "{slug}" in path:
                there, nowhere = (
                    each.get(path.format(slug=secret.slug)),
                    each.get(path.format(slug="finns-inte")),
                )
                assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)


def test_a_federation_that_has_adopted_nothing_is_on_nobodys_list_but_its_own(
    federation: Federation, secret: Federation, asker: Who
) -> None:
    seen = {
        role: [row["slug"] for row in asker(secret, role).rows("federations/")]
        for role in (Role.DIRECTOR, Role.INITIATIVE_OWNER, Role.API_READER)
    }
    assert seen == {
        Role.DIRECTOR: ["hemliga", "oppna"],
        Role.INITIATIVE_OWNER: ["hemliga", "oppna"],
        Role.API_READER: ["oppna"],
    }
    for each in (asker(), asker(federation)):
        answers = each.get("federations/"), each.get("federations/", format="csv")
        assert all("emliga" not in answer.content.decode() for answer in answers)


def test_members_and_shares_are_open_in_years_with_an_adopted_budget_and_no_other(
    federation: Federation, secret: Federation, asker: Who
) -> None:
    members, shares = f"federations/{federation.slug}/members/", f"federations/{federation.slug}/shares/"
    for each in (asker(), asker(secret), asker(federation, Role.API_READER)):
        assert {row["member"]: row["years"] for row in each.rows(members)} == {
            "fk": [OPEN],
            "af": [OPEN],
            "region": [OPEN],
            "nyland": [OPEN],
        }
        assert {row["year"] for row in each.rows(shares)} == {OPEN}
        assert each.rows(members, year=CLOSED) == each.rows(shares, year=CLOSED) == []
        assert "lyckby" not in each.get(members, format="csv").content.decode()
    federation.members.filter(slug="af").update(paid_by=federation.members.get(slug="lyckby"))
    assert {row["paid_by"] for row in asker().rows(members)} == {None}
    insider = asker(federation, Role.INITIATIVE_OWNER)
    assert {row["paid_by"] for row in insider.rows(members)} == {None, "lyckby"}
    assert {row["member"]: row["years"] for row in insider.rows(members)} == {
        "fk": [OPEN, CLOSED],
        "af": [OPEN, CLOSED],
        "region": [OPEN, CLOSED],
        "nyland": [OPEN],
        "lyckby": [CLOSED],
    }
    assert [row["member"] for row in insider.rows(members, year=CLOSED)] == ["fk", "af", "region", "lyckby"]
    assert {row["year"] for row in insider.rows(shares)} == {OPEN, CLOSED}


def test_nobody_reads_more_here_than_the_page_of_the_same_thing_lets_them(secret: Federation) -> None:
    """What a role opens here it opens there; the REST client has no pages, and reads what everyone reads."""
    asked = {
        pattern.name: pattern.callback.cls.permission
        for _, pattern in routes("api/v1/")
        if issubclass(pattern.callback.cls, NamesPermission)
    }
    assert asked == {
        "federations": Permission.SEE_FEDERATION,
        "federation": Permission.SEE_FEDERATION,
        "members": Permission.READ_MEMBERS,
        "shares": Permission.READ_MEMBERS,
        "federation_budgets": Permission.READ_BUDGET,
        "budget": Permission.READ_BUDGET,
        "budget_version": Permission.READ_BUDGET,
        "budgets": Permission.READ_BUDGET,
        "outcomes": Permission.READ_OUTCOMES,
    }


def test_every_resource_but_the_schema_is_opened_by_a_key_and_names_its_permission() -> None:
    views = {pattern.name: pattern.callback.cls for _, pattern in routes("api/v1/")}
    assert [name for name, view in views.items() if not issubclass(view, Keyed)] == ["schema"]
    for name, view in views.items():
        assert issubclass(view, FederationResource) is ("{slug}" in ADDRESSES[name]), name
    with pytest.raises(TypeError, match="Forgetful names no permission"):
        type("Forgetful", (FederationResource,), {})


# --- Keys -------------------------------------------------------------------------------------------------------------


def refused(asker: Asker, federation: Federation) -> bool:
    """Whether the key is no key: not even what is open is given for it."""
    answers = [asker.get(path.format(slug=federation.slug)) for path in list(ADDRESSES.values())[1:]]
    assert len({answer.status_code for answer in answers}) == 1
    return answers[0].status_code == 401


def test_a_key_that_has_expired_opens_nothing_and_nothing_is_written(secret: Federation, asker: Who) -> None:
    holder = asker(secret)
    before = everything()
    assert not refused(holder, secret)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert refused(holder, secret)
    assert everything() == before


def test_a_key_that_is_taken_back_opens_nothing(secret: Federation, asker: Who) -> None:
    holder = asker(secret)
    revoke_api_token(federation=secret, pk=ApiToken.objects.get().pk, revision=1)
    assert refused(holder, secret)


def test_a_key_whose_user_is_shut_out_opens_nothing(secret: Federation, asker: Who) -> None:
    holder = asker(secret)
    User.objects.update(is_active=False)
    assert refused(holder, secret)


def test_a_key_whose_user_has_lost_the_role_opens_what_everyone_reads(
    federation: Federation, secret: Federation, asker: Who
) -> None:
    holder = asker(secret)
    Mandate.objects.all().delete()
    assert holder.get(f"federations/{secret.slug}/").status_code == 404
    assert [row["slug"] for row in holder.rows("federations/")] == ["oppna"]


def test_a_key_opens_one_federation_though_its_user_serves_two(
    federation: Federation, secret: Federation
) -> None:
    user = make.MandateFactory(federation=federation).user
    make.MandateFactory(federation=secret, user=user)
    holder = Asker(key_for(user, federation))
    assert holder.get(f"federations/{secret.slug}/").status_code == 404
    assert [row["slug"] for row in holder.rows("federations/")] == ["oppna"]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer fel",
        "Bearer två ord",
        "Basic YW5uYTpoZW1saWd0",
        "Token {key}",
        "Bearer {key}x",
        "Bearer \xff\xfe",
    ],
)
def test_what_is_no_key_is_told_so_and_never_taken_for_no_key_at_all(
    federation: Federation, asker: Who, header: str
) -> None:
    sent = header.format(key=asker(federation).key)
    answer = Client().get("/api/v1/federations/", headers={"Authorization": sent})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_to_be_signed_in_opens_nothing_here(secret: Federation) -> None:
    """A page on another site could make the browser ask."""
    director = make.MandateFactory(federation=secret).user
    assert signed_in(director).get(f"/api/v1/federations/{secret.slug}/").status_code == 401


def test_a_key_opens_no_page(secret: Federation, asker: Who) -> None:
    holder = asker(secret)
    answer = holder.client.get(
        f"/{secret.slug}/2024/medlemmar/", headers={"Authorization": f"Bearer {holder.key}"}
    )
    assert answer.status_code == 302


def test_nothing_is_written_over_the_api(federation: Federation, asker: Who) -> None:
    holder = asker(federation)
    before = everything()
    for path in [*ADDRESSES.values(), "finns-inte/"]:
        for method in ("post", "put", "patch", "delete", "trace"):
            for key in (holder.key, ""):
                send = getattr(holder.client, method)
                answer = send(
                    f"/api/v1/{path.format(slug=federation.slug)}",
                    headers={"Authorization": f"Bearer {key}"} if key else {},
                )
                assert answer.status_code == 405
    assert everything() == before
