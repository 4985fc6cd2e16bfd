"""What has become of an annual report after the decision, as its own page shows it: the steps, and what is next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from members.access import Permission
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.chain_queries import chain_facts, own_days
from reports.domain.chain import StepFact, steps


def steps_of(document: Document, permissions: Collection[Permission], today: date) -> tuple[StepFact, ...]:
    """The steps of an annual report that the board has decided on; none for others, or who does not read drafts.

    No query for other documents; otherwise a constant number.
    """
    if document.kind != ANNUAL_REPORT or document.is_open or Permission.READ_DRAFTS not in permissions:
        return ()
    return steps(chain_facts(document, own_days(document.federation, document.year)), today)
