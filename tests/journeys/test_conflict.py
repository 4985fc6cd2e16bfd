"""Two who save the same, in a real browser: "Ta det sparade" puts the saved version into every kind of field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from members import services
from members.models import Auditor
from tests.factories import AuditorFactory, MandateFactory, MemberFactory
from tests.journeys.accessibility import Console, assert_well_made


@pytest.fixture
def auditor(db: None) -> Auditor:
    """An auditor whom someone is about to change."""
    found: Auditor = AuditorFactory(holder="Rut Revidén", is_authorised=False, term_start=date(2023, 1, 1))
    return found


def test_the_saved_version_can_be_taken_into_a_date_a_choice_and_a_box(
    page: Page,
    console: Console,
    auditor: Auditor,
    sign_in: Callable[..., None],
    address: Callable[[str], str],
) -> None:
    federation = auditor.federation
    other = MemberFactory(federation=federation, name="Säters kommun")
    kwargs = {"slug": federation.slug, "year": 2023, "pk": auditor.pk}
    sign_in(MandateFactory(federation=federation).user.email, to=reverse("auditor", kwargs=kwargs))
    expect(page.get_by_label("Namn")).to_have_value("Rut Revidén")
    services.save_auditor(
        federation=federation,
        pk=auditor.pk,
        revision=auditor.revision,
        appointed_by=other,
        is_authorised=True,
        term_start=date(2019, 4, 1),
    )
    page.get_by_label("Namn").fill("Rurik Revidén")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("heading", name="har sparat medan du skrev")).to_be_visible()
    expect(page.get_by_text("1 april 2019")).to_be_visible()
    console.expect("409")
    assert_well_made(page, console)

    day, box = page.locator("#id_term_start"), page.get_by_role("checkbox", name="Auktoriserad revisor")
    expect(day).to_have_value("2023-01-01")
    expect(box).not_to_be_checked()
    for label in ("Utsedd av", "Auktoriserad revisor", "Från och med"):
        page.get_by_role("button", name=f"Ta det sparade: {label}").click()
    expect(day).to_have_value("2019-04-01")
    expect(box).to_be_checked()
    expect(page.get_by_role("combobox", name="Utsedd av")).to_have_value(str(other.pk))
    expect(page.get_by_role("textbox", name="Namn")).to_have_value("Rurik Revidén")

    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Sparat: ")).to_be_visible()
    auditor.refresh_from_db()
    assert (auditor.holder, auditor.appointed_by, auditor.is_authorised, auditor.term_start) == (
        "Rurik Revidén",
        other,
        True,
        date(2019, 4, 1),
    )
