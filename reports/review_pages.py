"""Pages of a plan's rounds of review: opened with a last day, followed, closed; and a reminder ready to mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone

from finsam.forms import RemoveForm
from finsam.revisions import EditConflict, RowGone
from members.access import Permission
from members.models import User
from members.pages import RowPage
from plans import talk_queries
from plans.domain.talk import Answer, RoundFact
from plans.models import Document, ReviewRound
from plans.services import reviewing
from plans.views.documents import DocumentMixin
from reports.talk_forms import ReviewRoundForm


class _ReviewView(DocumentMixin, abstract=True):
    """A page about the rounds of the newest version of the document."""

    permission = Permission.EDIT_DOCUMENTS

    @property
    def user(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]


class ReviewPage(_ReviewView):
    """The round that is open, who has read and who has said something, and the rounds before. Constant queries."""

    title = "Remiss"
    template_name = "reports/review.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rounds = talk_queries.rounds(self.document)
        current = rounds[0] if rounds and rounds[0].is_open else None
        answers = talk_queries.round_answers(self.federation, self.document, current) if current else ()
        return self.show(
            {
                "document": self.document,
                "current": current,
                "is_overdue": current is not None and current.is_overdue(timezone.localdate()),
                "answers": answers,
                "earlier": [each for each in rounds if not each.is_open],
                "close_form": RemoveForm(initial={"revision": current.revision}) if current else None,
                "reminder": self._reminder(current, answers) if current else None,
            }
        )

    def _reminder(self, current: RoundFact, answers: tuple[Answer, ...]) -> dict[str, str] | None:
        """A letter to those who have said nothing yet; None when there are none."""
        waiting = [answer.person.email for answer in answers if not answer.has_answered]
        if not waiting:
            return None
        letter = {
            "federation": self.federation,
            "year": self.year,
            "slot": self.slot,
            "round": current,
            "by": self.user,
            "url": self.request.build_absolute_uri(f"{self.url('plan')}?version={self.document.version}"),
        }
        text = render_to_string("reports/reminder.txt", letter).strip()
        subject = f"Påminnelse: synpunkter på {self.slot.noun} {self.year}"
        receivers = ",".join(quote(email) for email in waiting)
        return {
            "subject": subject,
            "text": text,
            "receivers": ", ".join(waiting),
            "mailto": f"mailto:?bcc={receivers}&subject={quote(subject)}&body={quote(text)}",
        }


class ReviewRoundPage(_ReviewView, RowPage):
    """Open a round of review, or change the one that is open."""

    form_class = ReviewRoundForm
    noun, noun_new = "remissomgången", "en remissomgång"
    back = "review"

    def get_title(self) -> str:
        return "Ändra remissomgången" if self.row else "Öppna en remissomgång"

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """That a round is opened, and with it the draft released."""
        return "" if self.row else "Öppna remissomgången"

    def rows(self) -> Any:
        return ReviewRound.objects.filter(document=self.document)

    def fixed(self) -> dict[str, Any]:
        return {"document": self.document}

    def store(self, **changes: Any) -> ReviewRound:
        return reviewing.save_round(by=self.user, **changes)

    @property
    def help_text(self) -> str:  # type: ignore[override]
        """Who is asked; and that a draft is released with its first round."""
        asked = (
            "De som har rollen Styrelsen, Ekonom eller Beredningsgrupp eller LSG ombeds läsa "
            f"{self.words.definite} och säga vad de tycker. Medan omgången är öppen antecknas vem av dem som har läst."
        )
        if not self.row and self.document.status == Document.Status.DRAFT:
            definite = self.words.definite.capitalize()
            return f"{definite} är ett utkast. Den släpps för läsning när omgången öppnas. {asked}"
        return asked


class ReviewRoundClose(_ReviewView):
    """Close the round. A GET leads to the page that has the button."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("review"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not ReviewRound.objects.filter(document=self.document, pk=self.kwargs["pk"]).exists():
            raise Http404
        form = RemoveForm(request.POST)
        try:
            closed = reviewing.close_round(
                federation=self.federation,
                pk=self.kwargs["pk"],
                revision=form.cleaned_data["revision"] if form.is_valid() else 0,
                by=self.user,
            )
            messages.success(request, f"{closed} är stängd.")
        except (EditConflict, RowGone):
            messages.warning(request, "Någon har ändrat remissomgången. Läs den igen innan du stänger den.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("review"))
