"""`manage.py load_demo`: three federations, one user a role in each, and nothing doubled when it is done again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from budgets.models import Budget
from members.models import Federation, Role, User
from plans.models import Document
from reports.demo import loader
from tests.conftest import APPS, Demo


def counted() -> dict[str, int]:
    """How many rows each of our tables has."""
    return {
        model._meta.label: model._base_manager.count()
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }


def load_demo(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_each_federation_has_its_budgets_and_a_plan_before_the_board(demos: dict[str, Demo]) -> None:
    assert list(
        Budget.objects.order_by("federation__slug", "year").values_list("federation__slug", "year", "status")
    ) == [
        ("nedansiljan", 2024, "adopted"),
        ("nedansiljan", 2025, "proposed"),
        ("norra-vastmanland", 2022, "adopted"),
        ("norra-vastmanland", 2023, "proposed"),
        ("sodra-dalarna", 2022, "adopted"),
        ("sodra-dalarna", 2023, "proposed"),
    ]
    assert set(Document.objects.values_list("federation__slug", "year", "status")) == {
        (slug, demo.year, "proposed") for slug, demo in demos.items()
    }


@pytest.mark.parametrize("slug", ["sodra-dalarna", "nedansiljan", "norra-vastmanland"])
def test_each_federation_has_one_user_a_role(slug: str, demos: dict[str, Demo]) -> None:
    users = User.objects.filter(mandates__federation=demos[slug].federation)

    assert sorted(users.values_list("mandates__role", flat=True)) == sorted(Role.values)
    assert {email.partition("@")[2] for email in users.values_list("email", flat=True)} == {f"{slug}.example"}


def test_loading_again_doubles_nothing_and_undoes_nothing(demos: dict[str, Demo]) -> None:
    load_demo("--password", "ett-annat-losenord-2023")
    Federation.objects.filter(slug="nedansiljan").update(area="Ändrat av den som prövar")
    before = counted()

    printed = load_demo("--password", "ett-annat-losenord-2023")

    assert counted() == before
    assert Federation.objects.get(slug="nedansiljan").area == "Ändrat av den som prövar"
    assert printed.count("@") == 3 * len(Role)


def test_a_budget_that_was_removed_comes_back(demos: dict[str, Demo]) -> None:
    Document.objects.filter(federation=demos["nedansiljan"].federation).delete()
    Budget.objects.filter(federation=demos["nedansiljan"].federation, year=2025).delete()

    loader.load("nedansiljan", "")

    assert Document.objects.get(federation=demos["nedansiljan"].federation).budget == Budget.objects.get(
        federation=demos["nedansiljan"].federation, year=2025
    )


@pytest.mark.django_db
def test_outside_debug_a_password_has_to_be_given() -> None:
    with pytest.raises(CommandError, match="--password"):
        load_demo()
    assert not Federation.objects.exists()
