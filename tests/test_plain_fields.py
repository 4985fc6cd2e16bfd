"""Nothing that is written in a plain field runs: names, titles, comments, notes, notices, whichever way they came.

The running texts, which keep some of their markup, are `tests/plans/test_sanitising`. Here an attack is typed into
every form that takes words, and then written past the forms into every field of words there is. Every page that shows
it, to those who sign in and to the public, is read as a browser would.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import tinyhtml5
from django import forms
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from finsam.fields import RichTextField
from members.models import Role
from tests import factories as make
from tests.access_table import GET, PUBLIC, World, furnish
from tests.conftest import APPS, Demo, signed_in
from tests.pages import form_data

pytestmark = pytest.mark.django_db

ATTACK = "\"'><img src=x onerror=alarm()><script>alarm()</script>"
SHORT = '"><svg onload=alarm()>'
PAGES = tuple(
    name for name in GET if "pdf" not in name and not name.startswith("rendering") and name != "picture"
)


@pytest.fixture
def world(demo: Demo) -> World:
    """The demo with a row of every kind."""
    return furnish(demo.federation, demo.federation.documents.get(year=2023))


def client_of(world: World, role: str) -> Client:
    """A new user with the role, signed in."""
    return signed_in(make.MandateFactory(federation=world.federation, role=role).user)


def set_off(page: str) -> list[str]:
    """What on a page would run that came from an attack."""
    found = []
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        tag = str(element.tag).rpartition("}")[2]
        is_data = element.attrib.get("type") == "application/json"
        if tag == "script" and not is_data and "alarm" in "".join(element.itertext()):
            found.append("script")
        for name, value in element.attrib.items():
            if str(name).startswith("on") or str(value).strip().lower().startswith("javascript:"):
                found.append(f"{tag} {name}={value}")
    return found


def attack_of(longest: int | None) -> str:
    """An attack that a field of so many signs takes, or the beginning of one."""
    return next((each for each in (ATTACK, SHORT) if len(each) <= (longest or 1000)), SHORT[:longest])


def test_an_attack_that_is_not_shown_as_words_is_seen() -> None:
    """Else the other tests would say nothing."""
    assert set_off(f"<p>{ATTACK}") == ["img onerror=alarm()", "script"]
    assert set_off(f'<input value="{SHORT}">') == ["svg onload=alarm()"]
    assert set_off('<a href=" JavaScript:alarm()">x</a>') == ["a href= JavaScript:alarm()"]
    assert set_off('<script type="application/json">"alarm()"</script>') == []


# --- Through the forms ----------------------------------------------------------------------------------------------

WRITTEN = (
    "account_group_add",
    "activity",
    "activity_add",
    "api_token_add",
    "audit_report",
    "audit_report_add",
    "auditor_add",
    "board_seat_add",
    "cost_category_add",
    "cost_centre_add",
    "decision_add",
    "discharge",
    "document",
    "former_name",
    "former_name_add",
    "goal_area",
    "goal_area_add",
    "line",
    "line_add",
    "meeting",
    "meeting_add",
    "named_version_add",
    "notice_add",
    "notice_edit",
    "report_signing",
    "review_round_add",
    "section",
    "section_add",
    "shape_add",
    "thread_add",
    "thread_reply",
    "wheel_entry",
    "wheel_entry_add",
    "wheel_mark",
)
"""Forms that take words and keep an attack as the words it is: every other refuses it, or has none."""


def typed(answer: Any, world: World, name: str) -> dict[str, Any]:
    """The page's form, filled in with an attack wherever it takes words."""
    data = form_data(answer, **world.typed(name))
    for field, definition in answer.context["form"].fields.items():
        takes_words = isinstance(definition, forms.CharField) and not isinstance(
            definition, forms.EmailField | forms.SlugField | forms.UUIDField
        )
        is_written = not isinstance(definition.widget, forms.HiddenInput)
        if takes_words and is_written and field not in ("code", "minutes_ref", "body", "description"):
            data[field] = attack_of(definition.max_length)
    return data


def test_an_attack_typed_into_a_form_is_kept_as_words_and_shown_as_words(world: World) -> None:
    client = client_of(world, Role.DIRECTOR)
    kept = []
    for name in WRITTEN:
        address = reverse(name, kwargs=world.address(name))
        start = "thread" if name == "thread_reply" else name
        form = client.get(reverse(start, kwargs=world.address(start)))
        answer = client.post(address, typed(form, world, name), follow=True)
        assert answer.status_code in (200, 201, 422), name
        assert set_off(answer.content.decode()) == [], name
        if (answer.redirect_chain or answer.status_code == 201) and "alarm" in answer.content.decode():
            kept.append(name)
    assert set(WRITTEN) - set(kept) == set()


def test_an_attack_in_a_file_of_amounts_is_shown_as_words_before_it_is_read_in(world: World) -> None:
    client, address = client_of(world, Role.DIRECTOR), world.address("budget_import_add")
    file = BytesIO(f"id;benamning;belopp_kr\n92000;{ATTACK};100\n".replace('"', "").encode())
    file.name = "onload=alarm().csv"
    answer = client.post(reverse("budget_import_add", kwargs=address), {"file": file}, follow=True)
    assert "alarm()" in answer.content.decode()
    assert set_off(answer.content.decode()) == []


# --- Past the forms -------------------------------------------------------------------------------------------------

NOT_WORDS = {
    "accent_colour",
    "block",
    "code",
    "content_sha256",
    "fingerprint",
    "html_sha256",
    "key",
    "law",
    "password",
    "pdf_sha256",
    "reference",
    "secret",
    "sha256",
    "slug",
}
"""Fields of signs that a program reads, which are not words."""
MODELS_NOT_OURS = {"members.ChangeLogEntry"}
MOST_ROWS = 100
"""How many rows of a kind are attacked, the latest of them."""


def fields_of_words(model: type[models.Model]) -> Iterator[Any]:
    """The model's fields that people write words in."""
    for field in model._meta.concrete_fields:
        is_words = isinstance(field, models.CharField | models.TextField) and not isinstance(
            field, models.EmailField | models.SlugField | models.URLField | RichTextField
        )
        if is_words and not field.choices and not field.primary_key and field.name not in NOT_WORDS:
            yield field


def attack(row: models.Model) -> None:
    """Put an attack in every field of words of the row, or where not all go together in those that hold something."""
    words = {
        field.attname: f"{row.pk}{attack_of((field.max_length or 1000) - len(str(row.pk)))}"
        for field in fields_of_words(type(row))
    }
    filled = {name: value for name, value in words.items() if getattr(row, name)}
    for values in (words, filled):
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**values)
            return
        except IntegrityError:
            continue
    raise AssertionError(f"{row._meta.label} takes no attack")


@pytest.fixture
def attacked(world: World) -> World:
    """The world with an attack in every field of words of every row, each with its number before it."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model._meta.label not in MODELS_NOT_OURS:
                for row in model._base_manager.order_by("-pk")[:MOST_ROWS]:
                    attack(row)
    return world


def shown(client: Client, world: World, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each page that is HTML, by name."""
    for name in names:
        answer = client.get(reverse(name, kwargs=world.address(name)))
        if answer.headers["Content-Type"].startswith("text/html"):
            yield name, answer.content.decode()


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.REVIEWER])
def test_no_page_runs_what_stands_in_a_row(attacked: World, role: str) -> None:
    pages = dict(shown(client_of(attacked, role), attacked, PAGES))
    assert sum("alarm" in page for page in pages.values()) >= 8
    assert {name: found for name, page in pages.items() if (found := set_off(page))} == {}


def test_no_public_page_runs_what_stands_in_a_row(attacked: World) -> None:
    pages = dict(shown(Client(), attacked, tuple(PUBLIC)))
    assert sum("alarm" in page for page in pages.values()) >= 3
    assert {name: found for name, page in pages.items() if (found := set_off(page))} == {}
