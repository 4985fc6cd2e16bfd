"""Pages where notices are prepared and posted, and the e-mail to the members made ready.

Where the public reads them is in `public_pages`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from finsam.forms import RemoveForm
from finsam.revisions import EditConflict, Revisioned, RowGone
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from reports import notice_letter, services
from reports.documents.notice import paragraphs
from reports.domain import notices as rules
from reports.models import PublicNotice
from reports.notice_forms import NoticeForm
from reports.notice_queries import (
    BYTES,
    has_changed,
    meetings_to_announce,
    minutes_to_announce,
    notice_view,
    recipients,
    reports_to_announce,
)
from reports.services.notices import POSTED
from reports.views import pdf_response

NOT_KEPT = "Kungörelsens PDF finns inte kvar oskadad. Anslå på nytt, så görs den om."

POSTED_WAY = (
    "Det som är anslaget ändras inte. Lägg till på nytt, så börjar du en ny kungörelse med det du skrev. "
    "När den anslås tas den första ned."
)


class NoticesPage(FederationPage):
    """The year's notices, and what is to be made known next. Constant number of queries."""

    permission = Permission.POST_NOTICES
    place = "notices"
    title = "Kungörelser"
    template_name = "reports/notices.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        federation, today = self.federation, timezone.localdate()
        found = federation.notices.filter(year=self.year).select_related("meeting").defer("pdf")
        waiting = [
            (kind, words, meeting, day, day < today)
            for kind, words, meetings in (
                (rules.MEETING, "Kungör mötet", meetings_to_announce(federation, self.year)),
                (rules.MINUTES, "Tillkännage protokollet", minutes_to_announce(federation, self.year)),
            )
            for meeting, day in meetings
        ]
        rule = rules.rule_in_words(federation.notice_days, federation.notice_weekday)
        context = {"notices": found, "waiting": waiting, "rule": rule}
        return self.show({**context, "of_report": reports_to_announce(federation, self.year)})


class _NoticePage(FederationPage, abstract=True):
    """A page about one notice of the year."""

    permission = Permission.POST_NOTICES
    place = "notices"

    @cached_property
    def notice(self) -> PublicNotice:
        """The notice in the address, or 404."""
        found = self.federation.notices.filter(year=self.year, pk=self.kwargs["pk"])
        related = found.select_related("federation", "meeting", "posted_by", "publication__document")
        notice: PublicNotice | None = related.defer(
            "pdf", *(f"publication__{each}" for each in BYTES)
        ).first()
        if notice is None:
            raise Http404
        return notice

    @property
    def address(self) -> str:
        """The whole address of the federation's public pages."""
        return self.request.build_absolute_uri(reverse("public", args=[self.federation.slug]))

    @property
    def why_no_pdf(self) -> str:
        """Why there is no PDF to give."""
        return NOT_KEPT if self.notice.is_posted else "Anslå först. Sedan finns PDF:en och brevet."

    def to_notice(self, pk: int | None = None) -> HttpResponse:
        """Back to the notice's page."""
        return HttpResponseRedirect(self.url("notice", pk=pk or self.notice.pk))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to_notice()


class NoticePage(_NoticePage):
    """A notice: what it says or will say, the last day to post it, who is asked to show it."""

    title = "Kungörelse"
    template_name = "reports/notice.html"

    def get_title(self) -> str:
        return self.notice.get_kind_display()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, changes: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
        """The notice as it is now; `changes` say what is not as when the user was shown it."""
        notice, today = self.notice, timezone.localdate()
        view, to = notice_view(notice, self.address, today), recipients(notice)
        context = {
            "notice": notice,
            "view": view,
            "changes": changes,
            "paragraphs": paragraphs(view.text),
            "recipients": to,
            "without_address": [each.name for each in to if not each.email],
            "source": rules.SOURCES[notice.kind],
        }
        if notice.is_posted:
            context |= {
                "letter": notice_letter.letter_text(notice),
                "mailto": notice_letter.as_link(notice, to),
                "has_changed": has_changed(notice),
                "is_down": notice.taken_down_on is not None and notice.taken_down_on <= today,
            }
        return self.show(context, status=status)


class NoticePost(NoticePage):
    """Post the notice today, as the user has read it. A GET leads to the page that has the button."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to_notice()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RemoveForm(request.POST)
        try:
            services.post_notice(
                federation=self.federation,
                pk=self.notice.pk,
                revision=form.cleaned_data["revision"] if form.is_valid() else 0,
                address=self.address,
                seen=request.POST.get("seen", ""),
                by=request.user,  # type: ignore[arg-type]
            )
        except services.NoticeChanged as changed:
            return self._unseen(changed.changes)
        except (EditConflict, RowGone):
            return self._unseen(("Någon annan har sparat kungörelsen.",))
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(
                request, "Anslaget på förbundets öppna sidor. Skicka nu brevet till medlemmarna."
            )
        return self.to_notice()

    def _unseen(self, changes: tuple[str, ...]) -> HttpResponse:
        """The notice read anew, or 404 when it is gone."""
        del self.notice
        return self.page(changes, status=409)


class NoticeRenew(_NoticePage):
    """Begin a new notice of the same: the proposal has changed, or something in the words was wrong."""

    title = "Anslå på nytt"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            begun = services.renew_notice(federation=self.federation, pk=self.notice.pk)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return HttpResponseRedirect(self.url("notices"))
        return self.to_notice(begun.pk)


class NoticePdf(_NoticePage):
    """A posted notice as PDF, as it was kept when it was posted."""

    title = "PDF"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        data = services.notice_pdf(self.notice)
        if data is None:
            messages.info(request, self.why_no_pdf)
            return self.to_notice()
        return pdf_response(data, filename(self.notice))


class NoticeLetter(_NoticePage):
    """The e-mail to the members, with the notice and the proposal attached, to open in one's own mail program."""

    title = "E-post"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        data = services.notice_pdf(self.notice)
        if data is None:
            messages.info(request, self.why_no_pdf)
            return self.to_notice()
        attachments = [(filename(self.notice), data)]
        if self.notice.publication is not None:
            attachments.append(
                (f"forslag-{self.notice.publication.document.year}.pdf", bytes(self.notice.publication.pdf))
            )
        letter = notice_letter.as_file(self.notice, recipients(self.notice), attachments)
        response = HttpResponse(letter, content_type="message/rfc822")
        name = filename(self.notice).removesuffix(".pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.eml"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


class NoticeEdit(RowPage):
    """Prepare a notice."""

    permission = Permission.POST_NOTICES
    place = "notices"
    back = "notices"
    form_class = NoticeForm
    noun, noun_new = "kungörelsen", "en kungörelse"
    save = staticmethod(services.save_notice)
    remove = "notice_remove"
    saved: PublicNotice | None = None

    def rows(self) -> models.QuerySet[PublicNotice]:
        found: models.QuerySet[PublicNotice] = self.federation.notices.filter(
            year=self.year, posted_on__isnull=True
        )
        return found

    @cached_property
    def posted(self) -> PublicNotice | None:
        """The notice in the address, once it is posted: it is not prepared any more."""
        if "pk" not in self.kwargs:
            return None
        found = self.federation.notices.filter(year=self.year, pk=self.kwargs["pk"], posted_on__isnull=False)
        notice: PublicNotice | None = found.select_related("posted_by").defer("pdf").first()
        return notice

    @cached_property
    def row(self) -> Revisioned | None:
        """The row in the address; None when it is to be added, is removed, or was posted while the user wrote in it."""
        return None if self.posted else super().row

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._to_posted() if self.posted else super().get(request, **kwargs)

    def _to_posted(self) -> HttpResponse:
        messages.info(self.request, POSTED)
        return HttpResponseRedirect(self.back_url())

    def gone(self) -> dict[str, Any]:
        if self.posted is None:
            return super().gone()
        return {
            "gone": self.noun,
            "deed": "anslagit",
            "who": str(self.posted.posted_by or ""),
            "way": POSTED_WAY,
        }

    def get_title(self) -> str:
        return "Ändra kungörelsen" if "pk" in self.kwargs else "Ny kungörelse"

    def form_arguments(self) -> dict[str, Any]:
        return {"federation": self.federation, "year": self.year}

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def initial(self) -> dict[str, Any]:
        """What the link that led here asked for."""
        asked = self.request.GET
        meeting = asked.get("mote", "")
        return {
            "kind": asked.get("slag", PublicNotice.Kind.MEETING),
            "meeting": int(meeting) if meeting.isdecimal() and len(meeting) < 10 else None,
        }

    def store(self, **changes: Any) -> PublicNotice:
        self.saved = services.save_notice(**changes)
        return self.saved

    def back_url(self) -> str:
        """The notice itself, once there is one."""
        notice = self.saved or self.posted or self.row
        return self.url("notice", pk=notice.pk) if notice else self.url("notices")


class NoticeRemove(RemovePage, NoticeEdit):
    """Remove a notice that is not posted."""

    discard = staticmethod(services.remove_notice)

    def get_title(self) -> str:
        return "Ta bort kungörelsen"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._to_posted() if self.posted else super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.posted:
            return self._to_posted()
        answer = super().post(request, **kwargs)
        return HttpResponseRedirect(self.url("notices")) if answer.status_code == 302 else answer


def filename(notice: PublicNotice) -> str:
    """What the PDF of a notice is called when it is saved."""
    assert notice.posted_on is not None
    names = {
        rules.MEETING: "kungorelse",
        rules.MINUTES: "justerat-protokoll",
        rules.REPORT: "arsredovisning",
        rules.AUDIT: "revisionsberattelse",
    }
    return f"{names[notice.kind]}-{notice.posted_on:%Y-%m-%d}.pdf"
