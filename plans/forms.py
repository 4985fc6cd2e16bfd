"""Forms of documents' pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html

from budgets.models import Budget
from finsam import blocks
from finsam.forms import RevisionForm
from members.models import Meeting
from plans.addresses import slot_url
from plans.domain.outline import flat, outline
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.queries import document_facts, document_scope
from plans.writing import heading_as_read

YEAR_IN_A_LINE = (
    "Skriv {{document.year}} där {words.genitive} år ska stå, "
    "så följer det med till nästa års {words.indefinite}."
)


class DocumentForm(RevisionForm):
    """A document's title page, and the budget and meeting it belongs to."""

    class Meta:
        model = Document
        fields: ClassVar = ["title", "subtitle", "motto", "budget", "meeting"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.instance.year
        self.fields["title"].help_text = YEAR_IN_A_LINE.format(words=self.instance.words)
        if self.instance.status == Document.Status.PROPOSED:  # the meeting is changed on a page of its own
            del self.fields["budget"], self.fields["meeting"]
            return
        if self.instance.slot.is_plan:
            budgets = self.federation.budgets.filter(year=year)
            self.offer("budget", budgets.exclude(status=Budget.Status.SUPERSEDED))
        else:  # a report carries none: it tells of the one in force
            del self.fields["budget"]
        meetings = self.federation.meetings.filter(held_on__year__in=(year - 1, year, year + 1))
        self.offer("meeting", meetings.filter(kind=Meeting.Kind.BOARD))


class SectionTextForm(RevisionForm):
    """What is written of a section where it stands in the outline: heading, text, and at most one block."""

    block = forms.ChoiceField(
        label="Tabell eller lista",
        required=False,
    )

    class Meta:
        model = Section
        fields: ClassVar = ["heading", "body", "block", "is_numbered"]

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].help_text = YEAR_IN_A_LINE.format(words=document.words)
        choices = [("", "Ingen"), *blocks.choices(document_scope(document))]
        kept = self.instance.block
        if kept not in dict(choices):  # a table that is gone: left in the section until another is chosen
            choices.append((kept, f"”{kept.partition(':')[2] or kept}” finns inte längre"))
        self.fields["block"].choices = choices  # type: ignore[attr-defined]
        preview = slot_url(self.federation.slug, document.year, document.slot, "block_preview")
        self.fields["block"].widget.attrs["data-block-preview"] = preview
        self.fields["block"].help_text = format_html(
            "Räknas fram ur förbundets uppgifter och står efter texten. "
            '<a href="{}" target="_blank">Se hur var och en blir<span class="visually-hidden"> (öppnas i en ny flik)'
            "</span></a>",
            preview,
        )
        if not self.instance.pk:
            self.instance.document = document


class SectionForm(SectionTextForm):
    """A section on a page of its own: also what it lies under."""

    class Meta(SectionTextForm.Meta):
        fields: ClassVar = ["heading", "body", "block", "parent", "is_numbered"]

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, document=document, **kwargs)
        self.offer("parent", document.sections.exclude(pk=self.instance.pk))
        self.fields["parent"].choices = [("", "–"), *self._others(document)]  # type: ignore[attr-defined]
        self.fields["parent"].help_text = "Lämna tomt för ett eget kapitel."

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


class PictureForm(forms.Form):
    """A picture to take in, and what it shows in words. The service says what is wrong with either."""

    file = forms.FileField(
        label="Bild",
        help_text="PNG eller JPEG, högst 10 MB.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    alt = forms.CharField(
        label="Vad bilden visar",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Läses upp för den som inte ser bilden.",
    )
