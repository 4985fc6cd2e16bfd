"""Forms of documents' pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from finsam import blocks
from finsam.forms import RevisionForm
from finsam.scope import Scope
from members.models import Decision, Federation
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.queries import document_scope
from plans.writing import heading_as_read


class DocumentForm(RevisionForm):
    """A document's title page, and the budget and meeting it belongs to."""

    class Meta:
        model = Document
        fields: ClassVar = ["title", "subtitle", "motto", "budget", "meeting"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.instance.year
        self.fields["title"].help_text = "{document.year} visar dokumentets år."
        self.offer("budget", self.federation.budgets.filter(year=year))
        self.offer("meeting", self.federation.meetings.filter(held_on__year__in=(year - 1, year, year + 1)))


class SectionChoice(forms.ModelChoiceField):
    """A section of a document, by its heading as it will read."""

    scope: Scope

    def label_from_instance(self, obj: Section) -> str:
        return heading_as_read(obj.heading, self.scope)


class SectionForm(RevisionForm):
    """A section: heading, text, and at most one block."""

    block = forms.ChoiceField(
        label="Tabell eller lista",
        required=False,
        help_text="Räknas fram ur förbundets uppgifter och står efter texten.",
    )

    class Meta:
        model = Section
        fields: ClassVar = ["heading", "body", "block", "parent", "is_numbered"]
        field_classes: ClassVar = {"parent": SectionChoice}

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].help_text = "{document.year} visar dokumentets år."
        choices = [("", "Ingen"), *blocks.choices()]
        self.fields["block"].choices = choices  # type: ignore[attr-defined]
        others = document.sections.exclude(pk=self.instance.pk)
        self.fields["parent"].scope = document_scope(document)  # type: ignore[attr-defined]
        self.offer("parent", others)
        self.fields["parent"].help_text = "Lämna tomt för ett eget kapitel."
        if not self.instance.pk:
            self.instance.document = document


class GoalAreaForm(RevisionForm):
    """A goal area."""

    class Meta:
        model = GoalArea
        fields: ClassVar = ["title", "description", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].widget.attrs["rows"] = 8


class ActivityForm(RevisionForm):
    """A planned activity."""

    class Meta:
        model = PlannedActivity
        fields: ClassVar = ["goal_area", "text", "responsible", "due", "position"]
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("goal_area", document.goal_areas.all())


class AdoptionForm(forms.Form):
    """Which decision of the board adopts the document."""

    decision = forms.ModelChoiceField(
        queryset=Decision.objects.none(),
        label="Beslut",
        empty_label="Välj",
        help_text="Beslut läggs in under Medlemmar, vid mötet där de fattades.",
    )

    def __init__(self, *args: Any, federation: Federation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = Decision.objects.filter(  # type: ignore[attr-defined]
            meeting__federation=federation, meeting__kind="board"
        ).select_related("meeting")
