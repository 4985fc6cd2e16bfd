"""Forms of the talk about a plan and of its rounds of review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from finsam.forms import RevisionForm
from plans.domain.kinds import KindWords
from plans.domain.talk import Person
from plans.models import Comment, ReviewRound
from plans.services.talk import EMPTY, LONGEST, UNREADABLE
from reports.domain.talk import Place, Subject, subject_of

PLAIN = "Ren text. Skriv @ och ett namn för att nämna någon: då får personen ett brev om det."


def words_field(label: str) -> forms.CharField:
    """What someone says."""
    area = forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST, "data-mention": "", "spellcheck": "true"})
    return forms.CharField(label=label, help_text=PLAIN, widget=area, error_messages={"required": EMPTY})


class ReplyForm(forms.Form):
    """An answer in a thread."""

    text = words_field("Svara")
    mentions = forms.TypedMultipleChoiceField(
        label="Nämn",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Sequence[Person], words: KindWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentions"].error_messages["invalid_choice"] = UNREADABLE.format(words.definite)
        choices = [(person.pk, f"{person.name}, {', '.join(person.roles)}") for person in people]
        self.fields["mentions"].choices = choices  # type: ignore[attr-defined]
        self.names = [person.name for person in people]


class ThreadForm(ReplyForm):
    """What a new thread is about, and what is said first."""

    about = forms.ChoiceField(
        label="Vad gäller det?",
        error_messages={
            "invalid_choice": "Det du valde finns inte kvar. Välj något annat. Det du har skrivit står kvar."
        },
    )
    field_order = ("about", "text", "mentions")

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["text"].label = "Kommentar"
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (place.heading, [(subject.value, subject.short) for subject in place.subjects])
            for place in places
        ]

    def clean_about(self) -> Subject:
        """The subject that was chosen."""
        target, _, key = self.cleaned_data["about"].partition(" ")
        found = subject_of(self.places, target, key)
        assert found is not None  # a choice that is offered
        return found


class CommentForm(RevisionForm):
    """One's own comment, to be changed."""

    text = words_field("Kommentar")

    class Meta:
        model = Comment
        fields: ClassVar = ["text"]


class ReviewRoundForm(RevisionForm):
    """Until when answers are awaited, and what is said to those who read."""

    class Meta:
        model = ReviewRound
        fields: ClassVar = ["due", "message"]
        help_texts: ClassVar = {
            "message": "Står överst på sidan medan omgången är öppen. Skriv vad du helst vill ha synpunkter på.",
        }
        widgets: ClassVar = {
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "message": forms.Textarea(attrs={"rows": 4}),
        }
