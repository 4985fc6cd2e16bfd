"""The page of all goal areas and activities as one form: a small form per row, and what becomes of each when sent.

Every row remembers what its user was shown, so that only what the user changed is written: what someone else has
changed meanwhile in another row stays as it is, and in the same row is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from finsam.forms import add_errors, conflict_fields
from finsam.revisions import EditConflict, Revisioned, RowGone, refuse_taken
from finsam.row_forms import RowForm
from members.models import Federation
from plans import services
from plans.models import Document, GoalArea, PlannedActivity


class AreaRowForm(RowForm):
    """A goal area's title."""

    class Meta:
        model = GoalArea
        fields: ClassVar = ["title"]
        error_messages: ClassVar = {"title": {"required": "Skriv målområdets titel, eller ta bort det."}}


class ActivityRowForm(RowForm):
    """An activity."""

    class Meta:
        model = PlannedActivity
        fields: ClassVar = ["text", "responsible", "due"]
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "responsible": forms.Textarea(attrs={"rows": 1}),
            "due": forms.Textarea(attrs={"rows": 1}),
        }

    def __init__(self, *args: Any, areas: list[GoalArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        self.fields["text"].error_messages["required"] = "Skriv vad aktiviteten är, eller ta bort den."
        self.fields["due"].help_text = ""
        if self.is_new:
            self.fields["text"].widget.attrs["placeholder"] = "Ny aktivitet"
            for each in self.fields.values():
                each.required = False
                each.widget.is_required = False
        elif len(areas) > 1:
            self.fields["goal_area"] = forms.ChoiceField(
                label="Målområde",
                choices=[
                    (pk, f"{number} {area}") for number, (pk, area) in enumerate(self.areas.items(), start=1)
                ],
                initial=str(self.instance.goal_area_id),
                show_hidden_initial=True,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def changes(self) -> dict[str, Any]:
        """What the service is to write; an activity that goes to another goal area comes last there."""
        changes = super().changes()
        area = self.areas.get(changes.pop("goal_area", ""))
        if area is not None and area.pk != self.instance.goal_area_id:
            last = max((each.position for each in area.activities.all()), default=0)
            changes |= {"goal_area": area, "position": last + 10}
        return changes

    def clean_text(self) -> str:
        return _on_one_line(self.cleaned_data["text"])

    def clean_responsible(self) -> str:
        return _on_one_line(self.cleaned_data["responsible"])

    def clean_due(self) -> str:
        return _on_one_line(self.cleaned_data["due"])


@dataclass
class AreaRows:
    """A goal area with the forms of its activities, and an empty one."""

    area: GoalArea
    form: AreaRowForm
    activities: list[ActivityRowForm]
    new: ActivityRowForm


@dataclass
class GoalForms:
    """All the forms of the page. `saved` counts the rows that were written, `lost` tells of those that were removed."""

    areas: list[AreaRows]
    new: AreaRowForm
    saved: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[RowForm]:
        """Every form in the order of the page."""
        found: list[RowForm] = []
        for each in self.areas:
            found += [each.form, *each.activities, each.new]
        return [*found, self.new]

    @property
    def form(self) -> RowForm:
        """The forms as one: the last of them, with the others as its parts."""
        *parts, last = self.rows
        last.parts = parts
        return last

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What could not be saved, as (address of the field, what is wrong)."""
        found = []
        for form in self.rows:
            if form.conflict:
                found.append((_address(form), f"{_name(form)}: någon annan har sparat medan du skrev."))
            elif form.is_bound and form.errors:
                found += [
                    (_address(form, name), f"{_name(form)}: {' '.join(str(each) for each in told)}")
                    for name, told in form.errors.items()
                ]
        return found

    @property
    def is_whole(self) -> bool:
        """Whether all that was written is saved."""
        return not self.problems and not self.lost


def goal_forms(
    document: Document, federation: Federation, data: Mapping[str, Any] | None = None
) -> GoalForms:
    """The page's forms over the document's rows, bound to what was sent. Two queries."""
    arguments: dict[str, Any] = {"federation": federation}
    found = list(document.goal_areas.prefetch_related("activities"))

    def sent(prefix: str, name: str = "revision") -> Mapping[str, Any] | None:
        return data if data is not None and f"{prefix}-{name}" in data else None

    areas = [
        AreaRows(
            area=area,
            form=AreaRowForm(sent(f"m{area.pk}"), instance=area, prefix=f"m{area.pk}", **arguments),
            activities=[
                ActivityRowForm(
                    sent(f"a{each.pk}"), instance=each, prefix=f"a{each.pk}", areas=found, **arguments
                )
                for each in area.activities.all()
            ],
            new=ActivityRowForm(
                sent(f"ny{area.pk}", "text"), prefix=f"ny{area.pk}", areas=found, **arguments
            ),
        )
        for area in found
    ]
    new = AreaRowForm(sent("nytt", "title"), prefix="nytt", **arguments)
    new.fields["title"].required = False
    forms_of_page = GoalForms(areas, new)
    if data is not None:
        forms_of_page.lost = _lost(forms_of_page, data)
    return forms_of_page


def save_goal_forms(page: GoalForms, document: Document, federation: Federation) -> None:
    """Write every row the user has written in, each by itself: what is refused stands in its form with the reason."""
    for rows in page.areas:
        _save(page, rows.form, services.save_goal_area, federation, rows.area.pk)
        for form in rows.activities:
            _save(page, form, services.save_activity, federation, form.instance.pk)
        if rows.new.is_bound and rows.new.is_touched():
            _add(page, rows.new, services.save_activity, federation, goal_area=rows.area)
    if page.new.is_bound and page.new.is_touched():
        _add(page, page.new, services.save_goal_area, federation, document=document)


def what_is_left(page: GoalForms, document: Document, federation: Federation) -> GoalForms:
    """The page as it stands now, with the rows that could not be saved as the user wrote them. Two queries."""
    left = {str(form.prefix): form for form in page.rows if form.conflict or (form.is_bound and form.errors)}
    fresh = goal_forms(document, federation)

    def kept(form: Any) -> Any:
        return left.get(form.prefix, form)

    for rows in fresh.areas:
        rows.form, rows.new = kept(rows.form), kept(rows.new)
        rows.activities = [kept(form) for form in rows.activities]
    return GoalForms(fresh.areas, kept(fresh.new), page.saved, page.lost)


Save = Callable[..., Revisioned]


def _save(page: GoalForms, form: RowForm, save: Save, federation: Federation, pk: int) -> None:
    if not form.is_bound or not form.is_touched() or not form.is_valid():
        return
    try:
        with refuse_taken():
            save(federation=federation, pk=pk, revision=form.cleaned_data["revision"], **form.changes())
        page.saved += 1
    except EditConflict as conflict:
        current = conflict.current
        more = {"areas": list(form.areas.values())} if isinstance(form, ActivityRowForm) else {}
        saved = type(form)(instance=current, prefix=form.prefix, federation=federation, **more)
        form.conflict = conflict_fields(form, saved)
        form.take_revision(current.revision)
        form.take_shown(saved)
    except RowGone:
        page.lost.append(str(form.cleaned_data.get("text") or form.cleaned_data.get("title")))
    except ValidationError as error:
        add_errors(form, error)


def _add(page: GoalForms, form: RowForm, save: Save, federation: Federation, **place: Any) -> None:
    for name in ("text", "title"):
        if name in form.fields:
            form.fields[name].required = True
    form.full_clean()
    if not form.is_valid():
        return
    try:
        save(federation=federation, pk=None, revision=None, **place, **form.changes())
        page.saved += 1
    except ValidationError as error:
        add_errors(form, error)


def _on_one_line(text: str) -> str:
    """A text however it was pasted: the fields are high only so that all of it can be read."""
    return " ".join(text.split())


def _lost(page: GoalForms, data: Mapping[str, Any]) -> list[str]:
    """What the user wrote in rows that are no longer there."""
    there = {form.prefix for form in page.rows}
    found = []
    for name, value in data.items():
        prefix, _, last = name.partition("-")
        is_gone = last in ("text", "title") and prefix not in there and prefix[:1] in "amn"
        if is_gone and str(value).strip() and value != data.get(f"initial-{name}", ""):
            found.append(str(value))
    return found


def _address(form: RowForm, name: str = "") -> str:
    first = name if name in form.fields else next(iter(form.fields))
    return str(form[first].id_for_label)


def _name(form: RowForm) -> str:
    if isinstance(form, AreaRowForm):
        return "Nytt målområde" if form.is_new else f"Målområdet ”{form.initial['title']}”"
    return "Ny aktivitet" if form.is_new else f"Aktiviteten ”{form.initial['text']}”"
