"""Forms of documents' pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from finsam import blocks
from finsam.forms import RevisionForm
from members.models import Decision, Federation
from plans.models import Document, GoalArea, PlannedActivity, Section


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


class SectionForm(RevisionForm):
    """A section: heading, text, and at most one block."""

    block = forms.ChoiceField(
        label="Tabell eller lista",
        required=False,
        help_text="Räknas fram ur förbundets uppgifter och står efter texten.",
    )

    class Meta:
        model = Section
        fields: ClassVar = ["heading", "parent", "is_numbered", "body", "block"]

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].help_text = "{document.year} visar dokumentets år."
        choices = [("", "Ingen"), *((each.key, each.label) for each in blocks.registered())]
        self.fields["block"].choices = choices  # type: ignore[attr-defined]
        others = document.sections.exclude(pk=self.instance.pk)
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
        self.fields["position"].required = False
        self.fields["description"].widget.attrs["rows"] = 8

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class ActivityForm(RevisionForm):
    """A planned activity."""

    class Meta:
        model = PlannedActivity
        fields: ClassVar = ["goal_area", "text", "responsible", "due", "position"]
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("goal_area", document.goal_areas.all())
        self.fields["position"].required = False

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


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
