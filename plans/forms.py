"""Forms of documents' pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from finsam import blocks, swedish
from finsam.forms import RevisionForm
from members.models import Decision, Federation
from plans.domain.outline import flat, outline
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.queries import document_facts, document_scope
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

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].help_text = "{document.year} visar dokumentets år."
        choices = [("", "Ingen"), *blocks.choices(document_scope(document))]
        kept = self.instance.block
        if kept not in dict(choices):  # a table that is gone: left in the section until another is chosen
            choices.append((kept, f"”{kept.partition(':')[2] or kept}” finns inte längre"))
        self.fields["block"].choices = choices  # type: ignore[attr-defined]
        self.offer("parent", document.sections.exclude(pk=self.instance.pk))
        self.fields["parent"].choices = [("", "–"), *self._others(document)]  # type: ignore[attr-defined]
        self.fields["parent"].help_text = "Lämna tomt för ett eget kapitel."
        if not self.instance.pk:
            self.instance.document = document

    def _others(self, document: Document) -> Iterator[tuple[int, str]]:
        """The document's other sections in reading order, numbered and indented as in its contents."""
        scope = document_scope(document)
        facts = scope.facts(document_facts)
        for node in flat(outline(facts.sections)) if facts else ():
            if node.section.pk != self.instance.pk:
                indent = "\u2003" * (node.level - 1)
                yield (
                    node.section.pk,
                    f"{indent}{node.number} {heading_as_read(node.section.heading, scope)}".rstrip(),
                )


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


class DecisionChoice(forms.ModelChoiceField):
    """A decision, by day and paragraph."""

    def label_from_instance(self, obj: Decision) -> str:
        return f"{swedish.long_date(obj.meeting.held_on)}, {obj.minutes_ref} {obj.subject}"


class AdoptionForm(forms.Form):
    """Which decision of the board adopts the document: of the meeting it is laid before, when there is one."""

    seen_budget = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    decision = DecisionChoice(
        queryset=Decision.objects.none(),
        label="Beslut",
        empty_label="Välj",
        help_text="Beslut läggs in under Medlemmar, vid mötet där de fattades.",
    )

    def __init__(self, *args: Any, federation: Federation, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = Decision.objects.filter(
            meeting__federation=federation, meeting__kind="board", is_sealed=False
        )
        if document.meeting_id is not None:
            decisions = decisions.filter(meeting=document.meeting_id)
        self.fields["decision"].queryset = decisions.select_related("meeting")  # type: ignore[attr-defined]
