"""Fixtures for the whole suite: the demo federations, and clients signed in as its users.

Rows of no particular federation are made by `tests.factories`. A browser belongs to `tests/journeys`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from members.models import Federation, Role, User
from plans.models import Document
from reports.demo import loader
from tests.factories import PASSWORD, MandateFactory, UserFactory

# A busy machine is slow now and then, which says nothing of the code; and CI tries the same examples every time.
hypothesis.settings.register_profile(
    "finsam",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("finsam")

DEMO = "sodra_dalarna"
APPS = ("members", "budgets", "plans", "reports")
FROM_MIGRATIONS = "members.StatutoryShare"
"""Rows that migrations make: there already, but for a test with transactions of its own: it empties the tables."""


@dataclass(frozen=True)
class Demo:
    """A demo federation, with the year of the plan that is laid before its board."""

    federation: Federation
    year: int

    def user(self, role: str) -> User:
        """The demo's user with the role."""
        found: User = User.objects.get(mandates__federation=self.federation, mandates__role=role)
        return found

    def client(self, role: str = Role.DIRECTOR) -> Client:
        """A client in which the demo's user with the role is signed in."""
        return signed_in(self.user(role))

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of a page of the federation, in the demo's year unless said otherwise."""
        return reverse(name, kwargs={"slug": self.federation.slug, "year": self.year, **kwargs})


def signed_in(user: User) -> Client:
    """A client in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


class Snapshot:
    """All rows of our own tables, to be laid back into empty tables. Twenty statements instead of some thousand."""

    def __init__(self) -> None:
        self._content_types = {each.pk: each.natural_key() for each in ContentType.objects.all()}
        self._rows = {model: list(model._base_manager.order_by("pk")) for model in self._models()}

    @staticmethod
    def _models() -> list[type[models.Model]]:
        return [model for app in APPS for model in apps.get_app_config(app).get_models()]

    def restore(self) -> None:
        """Put the rows back, with the keys they had."""
        with connection.constraint_checks_disabled():
            for model, rows in self._rows.items():
                if model._meta.label == FROM_MIGRATIONS and model._base_manager.exists():
                    continue
                for row in rows:
                    self._point_to_content_type_of_today(row)
                model._base_manager.bulk_create(rows)

    def _point_to_content_type_of_today(self, row: models.Model) -> None:
        """Content types get new keys when the tables have been emptied."""
        if hasattr(row, "content_type_id"):
            row.content_type = ContentType.objects.get_by_natural_key(
                *self._content_types[row.content_type_id]
            )
            self._content_types[row.content_type_id] = row.content_type.natural_key()


_snapshots: dict[tuple[str, ...], Snapshot] = {}
"""What the demo looked like when this process first loaded it, by the folders that were loaded."""


def lay_out(*folders: str) -> dict[str, Demo]:
    """The demo federations of the folders by slug, loaded through the services once in each process and then laid back
    from memory.
    """
    assert not Federation.objects.exists(), (
        "the demo comes before other rows: let it stand first among the fixtures"
    )
    if folders not in _snapshots:
        for folder in folders:
            loader.load(folder, PASSWORD)
        _snapshots[folders] = Snapshot()
    else:
        _snapshots[folders].restore()
    return {
        document.federation.slug: Demo(document.federation, document.year)
        for document in Document.objects.select_related("federation")
    }


@pytest.fixture
def demo(db: None) -> Demo:
    """The first demo federation, Södra Dalarna, alone.

    Comes before other rows: ask for it first, or let a fixture of your own ask for it.
    """
    return lay_out(DEMO)["sodra-dalarna"]


@pytest.fixture
def demos(db: None) -> dict[str, Demo]:
    """All demo federations by slug, instead of `demo`."""
    return lay_out(*loader.FOLDERS)


@pytest.fixture
def sign_in_as(db: None) -> Callable[..., Client]:
    """Signs in a new user who has the roles in the federation: `sign_in_as(federation, Role.BOARD)`."""

    def with_roles(federation: Federation, *roles: str) -> Client:
        user = UserFactory()
        for role in roles or (Role.DIRECTOR,):
            MandateFactory(user=user, federation=federation, role=role)
        return signed_in(user)

    return with_roles
