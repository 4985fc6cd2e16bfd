"""Fixtures for the whole suite: the demo federations, and clients signed in as its users.

Rows of no particular federation are made by `tests.factories`. A browser belongs to `tests/journeys`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, models
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.urls import reverse

from members.models import Federation, Role, User
from plans.models import Document
from reports.demo import accounts as demo_accounts
from reports.demo import loader
from reports.frozen_bytes import SHELF
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
"""Rows that migrations make: there before any test, and laid back by `laws_stay` when a test has emptied the tables."""


@receiver(post_migrate, dispatch_uid="tests.laws_stay")
def laws_stay(sender: AppConfig, **kwargs: Any) -> None:
    """Put the law's shares back where a test with transactions of its own emptied all tables after itself.

    Django sends the signal then, as after migrations. So the next test finds the law, in whatever order tests are run.
    """
    if sender.label != "members" or apps.get_model(FROM_MIGRATIONS)._base_manager.exists():
        return
    import_module("members.migrations.0002_add_statutory_shares").add_shares(apps, None)


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
                if model._meta.label == FROM_MIGRATIONS:
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
            if folder in demo_accounts.FOLDERS:
                demo_accounts.load_accounts(folder)
            else:
                loader.load(folder, PASSWORD)
        _snapshots[folders] = Snapshot()
    else:
        _snapshots[folders].restore()
    return {
        document.federation.slug: Demo(document.federation, document.year)
        for document in Document.objects.select_related("federation")
    }


@pytest.fixture(autouse=True)
def forgotten_bytes() -> None:
    """What a process remembers of public documents is of another test's database."""
    SHELF.clear()


@pytest.fixture
def demo(db: None) -> Demo:
    """The first demo federation, Södra Dalarna, alone.

    Comes before other rows: ask for it first, or let a fixture of your own ask for it.
    """
    return lay_out(DEMO)["sodra-dalarna"]


@pytest.fixture
def accounts_demo(db: None) -> Demo:
    """Södra Dalarna with the years of its annual report of 2018, instead of `demo`; its year is 2018."""
    lay_out(DEMO, *demo_accounts.FOLDERS)
    return Demo(Federation.objects.get(slug="sodra-dalarna"), 2018)


@pytest.fixture
def demos(db: None) -> dict[str, Demo]:
    """All demo federations by slug, instead of `demo`."""
    return lay_out(*loader.FOLDERS)


@pytest.fixture
def whole_demo(db: None) -> None:
    """All demo federations with all their years, instead of `demo`."""
    lay_out(*loader.FOLDERS, *demo_accounts.FOLDERS)


@pytest.fixture
def sign_in_as(db: None) -> Callable[..., Client]:
    """Signs in a new user who has the roles in the federation: `sign_in_as(federation, Role.BOARD)`."""

    def with_roles(federation: Federation, *roles: str) -> Client:
        user = UserFactory()
        for role in roles or (Role.DIRECTOR,):
            MandateFactory(user=user, federation=federation, role=role)
        return signed_in(user)

    return with_roles


Outcome = Any
"""What a desk came to: the row it saved, or the error it met."""


@pytest.fixture
def at_two_desks(transactional_db: None, tmp_path: Path) -> Callable[..., list[Outcome]]:
    """Runs each act in a thread with a connection of its own, and gives what each came to.

    PostgreSQL: the test database itself. SQLite: the tests' database lies in memory, where connections lock otherwise
    than in a file, so it is copied to a file opened with the settings that production has.
    """

    def run(*acts: Callable[[], Outcome]) -> list[Outcome]:
        outcomes: list[Outcome] = [None] * len(acts)
        settings = {**connection.settings_dict}
        if connection.vendor == "sqlite":
            settings["NAME"] = str(tmp_path / "desks.sqlite3")
            with closing(sqlite3.connect(settings["NAME"])) as file:
                connection.connection.backup(file)

        def sit(place: int) -> None:
            own = connections.create_connection("default")
            own.settings_dict = settings
            connections["default"] = own
            try:
                outcomes[place] = acts[place]()
            except Exception as error:
                outcomes[place] = error
            finally:
                own.close()

        threads = [threading.Thread(target=sit, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads), "they wait for each other"
        return outcomes

    return run
