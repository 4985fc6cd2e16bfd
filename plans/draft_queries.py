"""Reads what goes with a draft when it is removed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import CASCADE, Model, Q

from budgets.domain.fingerprint import fingerprint
from budgets.models import Budget
from budgets.queries import basis_of, changes_anything
from finsam import swedish
from plans.models import Comment, Document, KeptAsIs, PlannedActivity, Reading

UNSPOKEN = (KeptAsIs, Reading)
"""What is noted beside a document and written by nobody."""


@dataclass(frozen=True)
class DraftContents:
    """What goes with a draft, in words; `changed` is how many of its sections are not as in the version before."""

    rows: tuple[str, ...]
    changed: int
    budget_version: int | None
    budget_is_changed: bool
    budget_basis: str
    last_written: tuple[int, ...]
    """The revisions of what it holds: what is shown again when someone has written meanwhile."""

    @property
    def fingerprint(self) -> str:
        """Another as soon as anything in it is."""
        return fingerprint(*(str(each) for each in asdict(self).values()))


def draft_contents(document: Document) -> DraftContents:
    """What the document holds, the rows of apps above included. Some twenty queries, whatever it holds."""
    own = [
        (relation.related_model, {relation.field.name: document})
        for relation in Document._meta.related_objects
        if relation.on_delete is CASCADE and relation.related_model not in UNSPOKEN
    ]
    own += [(PlannedActivity, {"goal_area__document": document}), (Comment, {"thread__document": document})]
    counted = [(model, model._base_manager.filter(**where).count()) for model, where in own]
    revisions = [
        revision
        for name in ("sections", "goal_areas", "threads")
        for revision in getattr(document, name).order_by("pk").values_list("revision", flat=True)
    ]
    budget = budget_begun_with(document)
    return DraftContents(
        rows=tuple(_in_words(model, number) for model, number in counted if number),
        changed=_changed_sections(document),
        budget_version=budget.version if budget else None,
        budget_is_changed=changes_anything(budget) if budget else False,
        budget_basis=basis_of(budget) if budget else "",
        last_written=tuple(revisions),
    )


def budget_begun_with(document: Document) -> Budget | None:
    """The budget version that was begun with a correction of the plan, while it is a draft and nobody else's."""
    budget = document.budget
    if budget is None or document.version == 1 or budget.version == 1 or budget.status != Budget.Status.DRAFT:
        return None
    return None if budget.documents.exclude(pk=document.pk).exists() else budget


def followers(document: Document) -> tuple[str, ...]:
    """The documents that were begun from it."""
    return tuple(str(each) for each in document.successors.all())


def _changed_sections(document: Document) -> int:
    """How many sections are new or written in since the version before was carried on."""
    before = document.based_on if document.version > 1 else None
    if before is None:
        return 0
    carried = before.sections.values("key")
    return int(document.sections.filter(~Q(key__in=carried) | Q(revision__gt=1)).count())


def _in_words(model: type[Model], number: int) -> str:
    meta: Any = model._meta
    return f"{swedish.count(number)} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"
