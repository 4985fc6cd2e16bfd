"""Pages that anyone may read, without sign-in: what is in force, what is proposed, what is posted, the archive.

Nobody's session is read for them, and they look the same to all.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import View

from members.access import PublicView
from members.views import Home
from reports.documents.notice import paragraphs
from reports.domain.signers import changes_of_board
from reports.frozen_bytes import HTML, PDF, Kept, open_bytes
from reports.models import PublicNotice
from reports.notice_pages import filename
from reports.public_queries import (
    open_documents,
    open_federations,
    posted_notices,
    public_chain,
    public_shelf,
)
from reports.services import notice_pdf

A_SHORT_WHILE = "public, max-age=60"
"""How long a page that tells what is in force may be kept: a notice is seen within the minute."""
FOR_EVER = "public, max-age=31536000, immutable"


@method_decorator(login_not_required, name="dispatch")
class Front(Home):
    """The start page: one's own federations to the one who has signed in, and to others what they may read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return super().get(request)
        return render(request, "public/front.html", {"federations": open_federations(timezone.localdate())})


class _Public(PublicView):
    """A public page of a federation."""

    template_name: ClassVar[str]

    def show(self, **context: Any) -> HttpResponse:
        """The page, to be kept a short while by those between."""
        response = render(self.request, self.template_name, {"federation": self.federation, **context})
        response.headers["Cache-Control"] = A_SHORT_WHILE
        return response


class PublicHome(_Public):
    """What a federation lets everyone read. Three queries."""

    template_name = "public/home.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(shelf=public_shelf(self.federation, timezone.localdate()))


class PublicDocument(_Public):
    """A frozen document: where it stands, who decided it, and how to see that it is unchanged. Two queries.

    An annual report has also what became of it after the decision, for a constant number of queries.
    """

    template_name = "public/document.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        documents = {each.pk: each for each in open_documents(self.federation, timezone.localdate())}
        document = documents.get(self.kwargs["pk"])
        if document is None:
            raise Http404
        chain = public_chain(document)
        return self.show(
            document=document,
            in_place=documents.get(document.in_place) if document.in_place else None,
            chain=chain,
            board_changes=changes_of_board(chain.board_then, chain.board_signing) if chain else (),
        )


class PublicNoticePage(_Public):
    """A posted notice."""

    template_name = "public/notice.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        notice = _posted(self)
        is_down = notice.taken_down_on is not None and notice.taken_down_on <= today
        return self.show(notice=notice, paragraphs=paragraphs(notice.text), is_down=is_down)


class PublicNoticePdf(PublicView):
    """A posted notice as PDF: what was kept when it was posted. Nothing is made for the one who asks."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        notice = _posted(self)
        data = notice_pdf(notice)
        if data is None:
            raise Http404
        return _pdf(data, filename(notice), A_SHORT_WHILE)


def _posted(view: PublicView) -> PublicNotice:
    """The notice in the address, if it is posted; else 404."""
    notices = posted_notices(view.federation, timezone.localdate())
    notice = notices.filter(pk=view.kwargs["pk"]).first()
    if notice is None:
        raise Http404
    return notice


class FrozenFile(View):
    """The bytes of an open publication as they were frozen (see `frozen_bytes`)."""

    field: ClassVar[str] = ""

    @login_not_required
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        kept = open_bytes(slug, pk, self.field)
        if kept is None:
            raise Http404
        etag = f'"{kept.sha256}"'
        is_known = etag in request.META.get("HTTP_IF_NONE_MATCH", "")
        response = HttpResponseNotModified() if is_known else self.answer(kept)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = FOR_EVER
        return response

    def answer(self, kept: Kept) -> HttpResponse:
        """The bytes as what they are."""
        raise NotImplementedError


class FrozenPage(FrozenFile):
    """The frozen web page: its own styles are let through by their checksums, and nothing else."""

    field = HTML

    def answer(self, kept: Kept) -> HttpResponse:
        response = HttpResponse(kept.data, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = kept.policy
        return response


class FrozenPdf(FrozenFile):
    """The frozen PDF."""

    field = PDF

    def answer(self, kept: Kept) -> HttpResponse:
        return _pdf(kept.data, f"{kept.name}.pdf", FOR_EVER)


def _pdf(data: bytes, name: str, cache: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = cache
    return response
