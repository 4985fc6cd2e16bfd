"""The installation's own pages: what the one who installs may begin, and what nobody may take away there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from members.models import ChangeLogEntry, Federation, Mandate, Role, User
from tests import factories as make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def installer() -> Client:
    """The one who installs, signed in."""
    return signed_in(User.objects.create_superuser("rot@provbygden.example", name="Rot"))


def test_a_federation_is_begun(installer: Client) -> None:
    new = {
        "name": "Samordningsförbundet Provbygden",
        "short_name": "Provbygden",
        "slug": "provbygden",
        "funding_rule": "5 §",
        "accent_colour": "#1f5f6b",
    }
    assert installer.post(reverse("admin:members_federation_add"), new).status_code == 302
    assert Federation.objects.get().slug == "provbygden"


@pytest.mark.parametrize("slug", ["konto", "admin", "static", "media", "api"])
def test_a_federation_does_not_take_an_address_of_the_systems_own(installer: Client, slug: str) -> None:
    new = {"name": "X", "short_name": "X", "slug": slug, "funding_rule": "5 §", "accent_colour": "#1f5f6b"}
    answer = installer.post(reverse("admin:members_federation_add"), new)
    assert answer.context["errors"] == [["Den adressen används av systemet. Välj en annan."]]
    assert not Federation.objects.exists()


def test_a_federation_is_not_removed_and_neither_is_its_trail(installer: Client) -> None:
    federation = make.FederationFactory()
    make.MemberFactory(federation=federation)
    entry = ChangeLogEntry.objects.filter(federation=federation).first()
    assert entry
    for model, row in (("federation", federation), ("changelogentry", entry)):
        url = reverse(f"admin:members_{model}_delete", args=[row.pk])
        assert installer.post(url, {"post": "yes"}).status_code == 403, model
        listed = reverse(f"admin:members_{model}_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        installer.post(listed, chosen)
    assert Federation.objects.filter(pk=federation.pk).exists()
    assert ChangeLogEntry.objects.filter(pk=entry.pk).exists()


def test_a_user_gets_a_role(installer: Client) -> None:
    user, federation = make.UserFactory(), make.FederationFactory()
    url = reverse("admin:members_user_change", args=[user.pk])
    formset = {
        "mandates-TOTAL_FORMS": "1",
        "mandates-INITIAL_FORMS": "0",
        "mandates-0-granted_on": "2023-01-01",
    }
    role = {"mandates-0-user": user.pk, "mandates-0-federation": federation.pk, "mandates-0-role": Role.BOARD}
    sent = {"email": user.email, "name": user.name, "is_active": "on", **formset, **role}
    answer = installer.post(url, sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert Mandate.objects.get().role == Role.BOARD


def test_two_users_do_not_share_an_address_in_different_letters(installer: Client) -> None:
    make.UserFactory(email="anna@provbygden.example")
    password = "nio-stora-ekar-2024"
    new = {"email": "Anna@Provbygden.example", "name": "Anna", "password1": password, "password2": password}
    formset = {"mandates-TOTAL_FORMS": "0", "mandates-INITIAL_FORMS": "0"}
    answer = installer.post(reverse("admin:members_user_add"), {**new, **formset})
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact="anna@provbygden.example").count() == 1
