"""The page of goal fulfilment as one form: a small form per activity, and what becomes of each when sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from finsam.forms import NONE_YET, add_errors, conflict_fields
from finsam.revisions import EditConflict, refuse_taken
from finsam.row_forms import RowForm
from members.models import Federation, User
from plans.domain.assessments import (
    MET,
    NOT_MET,
    PARTLY,
    UNASSESSED,
    WORDS,
    AreaFulfilment,
    AssessedActivity,
    Fulfilment,
)
from plans.models import GoalAssessment
from plans.services.assessments import assess

CHOICES = [(state, WORDS[state]) for state in (MET, PARTLY, NOT_MET, UNASSESSED)]


class AssessmentForm(RowForm):
    """How far one activity was met, and what is said of it."""

    status = forms.ChoiceField(
        label="Måluppfyllelse",
        choices=CHOICES,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    class Meta:
        model = GoalAssessment
        fields: ClassVar = ["status", "comment"]
        widgets: ClassVar = {"comment": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("status", "comment"):
            self.fields[name].show_hidden_initial = True

    def clean_revision(self) -> int:
        """The revision the form was opened at; 0 where there was no assessment."""
        found: int | None = self.cleaned_data["revision"]
        return NONE_YET if found is None else found


@dataclass
class ActivityRow:
    """An activity as assessed, with its form."""

    row: AssessedActivity
    form: AssessmentForm
    reads: str = ""
    """The saved comment as it reads, where it refers to figures."""


@dataclass
class AreaRows:
    """A goal area with its activities."""

    area: AreaFulfilment
    rows: list[ActivityRow]


@dataclass
class AssessmentForms:
    """All the forms of the page. `saved` counts the rows that were written, `lost` tells of those no longer planned."""

    areas: list[AreaRows]
    saved: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[ActivityRow]:
        """Every row in the order of the page."""
        return [row for area in self.areas for row in area.rows]

    @property
    def form(self) -> RowForm | None:
        """The forms as one: the last of them, with the others as its parts."""
        if not self.rows:
            return None
        *parts, last = [row.form for row in self.rows]
        last.parts = list(parts)
        return last

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What could not be saved, as (address of the field, what is wrong)."""
        found = []
        for row in self.rows:
            form, name = row.form, f"”{row.row.activity.text}”"
            if form.conflict:
                found.append((_address(form), f"{name}: någon annan har sparat medan du skrev."))
            elif form.is_bound and form.errors:
                found += [
                    (_address(form, each), f"{name}: {' '.join(str(one) for one in told)}")
                    for each, told in form.errors.items()
                ]
        return found

    @property
    def is_whole(self) -> bool:
        """Whether all that was written is saved."""
        return not self.problems and not self.lost


def assessment_forms(
    found: Fulfilment, federation: Federation, data: Mapping[str, Any] | None = None
) -> AssessmentForms:
    """The page's forms over the goals as assessed at the end of a month, bound to what was sent. One query."""
    stored = {
        row.activity_key.hex: row
        for row in GoalAssessment.objects.filter(federation=federation, year=found.year, month=found.month)
    }
    page = AssessmentForms(
        [
            AreaRows(
                area, [ActivityRow(row, _form(row, found, federation, stored, data)) for row in area.rows]
            )
            for area in found.areas
        ]
    )
    if data is not None:
        page.lost = _lost(page, data)
    return page


def _form(
    row: AssessedActivity,
    found: Fulfilment,
    federation: Federation,
    stored: Mapping[str, GoalAssessment],
    data: Mapping[str, Any] | None,
) -> AssessmentForm:
    key, prefix = row.activity.key, prefix_of(row.activity.key)
    instance = stored.get(key) or GoalAssessment(
        federation=federation, year=found.year, month=found.month, activity_key=UUID(key), status=""
    )
    sent = data if data is not None and f"{prefix}-comment" in data else None
    return AssessmentForm(sent, instance=instance, prefix=prefix, federation=federation)


def save_assessments(page: AssessmentForms, found: Fulfilment, federation: Federation, user: User) -> None:
    """Write every row the user has written in, each by itself: what is refused stands in its form with the reason."""
    for row in page.rows:
        form = row.form
        if not form.is_bound or not form.is_touched() or not form.is_valid():
            continue
        try:
            with refuse_taken():
                assess(
                    federation=federation,
                    year=found.year,
                    month=found.month,
                    activity_key=UUID(row.row.activity.key),
                    user=user,
                    revision=form.cleaned_data["revision"],
                    **form.changes(),
                )
            page.saved += 1
        except EditConflict as conflict:
            _tell_conflict(form, conflict, federation)
        except ValidationError as error:
            add_errors(form, error)


def what_is_left(page: AssessmentForms, fresh: AssessmentForms) -> AssessmentForms:
    """The page as it stands now, with the rows that could not be saved as the user wrote them."""
    left = {
        row.form.prefix: row.form
        for row in page.rows
        if row.form.conflict or (row.form.is_bound and row.form.errors)
    }
    for area in fresh.areas:
        for row in area.rows:
            row.form = left.get(row.form.prefix, row.form)
    return AssessmentForms(fresh.areas, page.saved, page.lost)


def prefix_of(key: str) -> str:
    """What the fields of an activity's form begin with."""
    return f"m{key}"


def _tell_conflict(form: AssessmentForm, conflict: EditConflict, federation: Federation) -> None:
    current = conflict.current
    saved = AssessmentForm(instance=current, prefix=form.prefix, federation=federation)
    form.conflict = conflict_fields(form, saved)
    form.take_revision(current.revision)
    if not current.revision:
        data = form.data.copy()  # type: ignore[attr-defined]
        data[form.add_prefix("revision")] = ""
        form.data = data
    form.take_shown(saved)


def _lost(page: AssessmentForms, data: Mapping[str, Any]) -> list[str]:
    """What the user wrote of activities that are no longer planned."""
    there = {row.form.prefix for row in page.rows}
    return [
        str(value)
        for name, value in data.items()
        if name.endswith("-comment")
        and not name.startswith("initial-")
        and name.removesuffix("-comment") not in there
        and str(value).strip()
        and value != data.get(f"initial-{name}", "")
    ]


def _address(form: AssessmentForm, name: str = "") -> str:
    return str(form["comment" if name == "comment" else "status"].id_for_label)
