"""Reads initiatives and their outcomes into frozen facts, with a number of queries that no number of rows changes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from finsam.scope import Scope
from plans.domain.outcome_facts import (
    CountsFact,
    DisclosureFact,
    InitiativeFact,
    OutcomeFact,
    OutcomeFacts,
    PublishedOutcomeFact,
    SuccessionFact,
)
from plans.models import (
    DisclosureRule,
    Document,
    Initiative,
    InitiativeSuccession,
    OutcomeCounts,
    PublishedOutcome,
    TeamOutcome,
)

_COUNTS_FIELDS = tuple(CountsFact.__dataclass_fields__)


def outcome_facts(scope: Scope) -> OutcomeFacts:
    """All initiatives of the scope's federation with their outcomes of all years. Eight queries."""
    federation_id = scope.federation_id
    return OutcomeFacts(
        federation_id=federation_id,
        year=scope.year,
        initiatives=tuple(
            initiative_fact(row)
            for row in Initiative.objects.filter(federation=federation_id)
            .select_related("cost_centre")
            .prefetch_related("names", "years")
        ),
        outcomes=tuple(
            outcome_fact(row)
            for row in TeamOutcome.objects.filter(initiative__federation=federation_id).prefetch_related(
                "counts"
            )
        ),
        published=tuple(
            PublishedOutcomeFact(*row)
            for row in PublishedOutcome.objects.filter(federation=federation_id).values_list(
                *PublishedOutcomeFact.__dataclass_fields__
            )
        ),
        disclosures=tuple(
            DisclosureFact(*row)
            for row in DisclosureRule.objects.filter(federation=federation_id).values_list(
                "year", "is_on", "smallest"
            )
        ),
        successions=tuple(
            SuccessionFact(*row)
            for row in InitiativeSuccession.objects.filter(earlier__federation=federation_id).values_list(
                "earlier", "later", "year", "kind"
            )
        ),
    )


def known_years(federation_id: int) -> QuerySet[Any]:
    """The years that the federation has a document or an outcome of. One query."""
    documents = Document.objects.filter(federation=federation_id).order_by().values_list("year", flat=True)
    outcomes = TeamOutcome.objects.filter(initiative__federation=federation_id)
    return documents.union(outcomes.order_by().values_list("year", flat=True))


def initiative_fact(row: Initiative) -> InitiativeFact:
    """The initiative as it is told. Its names, years and cost centre are read unless at hand."""
    return InitiativeFact(
        pk=row.pk,
        code=row.code,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        cost_centre=row.cost_centre_id,
        cost_centre_code=row.cost_centre.code if row.cost_centre else "",
        names=tuple((named.from_year, named.name, named.short_name) for named in row.names.all()),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        position=row.position,
        orientation=row.orientation,
        target_group=row.target_group,
        follow_up_method=row.follow_up_method,
        is_esf=row.is_esf,
        budgeted_participants=tuple((each.year, each.budgeted_participants) for each in row.years.all()),
        revision=row.revision,
    )


def outcome_fact(row: TeamOutcome) -> OutcomeFact:
    """The outcome as it was entered. Its counts are read unless at hand."""
    return OutcomeFact(
        pk=row.pk,
        initiative=row.initiative_id,
        year=row.year,
        period=row.period,
        starts_on=row.starts_on,
        counts=tuple(counts_fact(counts) for counts in row.counts.all()),
        note=row.note,
        revision=row.revision,
    )


def counts_fact(row: OutcomeCounts) -> CountsFact:
    """What was entered of one gender, or of all together."""
    return CountsFact(**{name: getattr(row, name) for name in _COUNTS_FIELDS})
