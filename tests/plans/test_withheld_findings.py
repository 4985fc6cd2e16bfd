"""A finding of which one is told no more than where it is stays the same finding, and is accepted as it is."""

from __future__ import annotations

import pytest

from members.models import Role
from plans.models import AcceptedFinding, DisclosureRule
from tests.conftest import Demo

pytestmark = pytest.mark.django_db


def test_that_a_finding_is_accepted_is_told_to_one_who_may_not_see_what_it_says_but_not_in_whose_words(
    accounts_demo: Demo,
) -> None:
    """Säter 2018, two of three exits: the reason says so too."""
    DisclosureRule.objects.filter(federation=accounts_demo.federation, year=2018).update(
        is_on=True, reason=""
    )
    where = "Tabell 14, Säter 2018, andel i mål"
    page = accounts_demo.url("checks")

    def told(role: Role) -> str:
        groups = accounts_demo.client(role).get(page).context["groups"]
        found = [each for group in groups for each in group["findings"] if each[0].where == where]
        return "|".join(reason for _, reason in found)

    (finding,) = (
        found
        for group in accounts_demo.client(Role.AUDITOR).get(page).context["groups"]
        for found, _ in group["findings"]
        if found.where == where
    )
    assert told(Role.BOARD) == ""
    AcceptedFinding.objects.create(
        document=accounts_demo.federation.documents.filter(year=2018).first(),
        code=finding.code,
        fingerprint=finding.fingerprint,
        told=finding.message,
        reason="Två av tre är 66,7 %.",
    )

    assert told(Role.AUDITOR) == "Två av tre är 66,7 %."
    assert told(Role.BOARD) == "Motiveringen visas för den som får se små antal."
    assert finding.fingerprint not in accounts_demo.client(Role.BOARD).get(page).content.decode()
