"""Pages where documents are read: as web page, and as PDF. The year's overview is in `overview`.

An address may name a version (`?version=2`); without one the reader gets the version that matters most to them. To one
who may not see a version there is no such page.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from finsam import findings
from members.access import Permission
from members.models import User
from plans.models import Document
from plans.queries import document_scope
from plans.views.documents import SlotPage
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.frozen import from_data
from reports.documents.render import article_of, page_html, paper_html
from reports.documents.resolved import ResolvedDocument, ResolvedSection
from reports.models import Publication, Rendering
from reports.plan_path import buttons, path_of, what_remains
from reports.publications import drift_of, frozen, frozen_pdf
from reports.queries import visible_documents
from reports.report_path import steps_of
from reports.talk_on_plan import TalkOnPlan, note_reading, talk_on_plan
from reports.tickets import BadTicket, Ticket
from reports.year_checks import year_checks

SECONDS_FOR_A_CHAPTER = 8
"""How long a request waits for a chapter's PDF before it shows the progress page instead."""
CHAPTERS_OF_FROZEN = (
    "{document} är {words.adopted} och fryst. Ett kapitel för sig skulle göras om i dag och finns därför inte som PDF. "
    "Öppna PDF:en av hela {words.definite}: den är precis som när styrelsen beslutade."
)
IN_FORCE = (Document.Status.ADOPTED, Document.Status.PUBLISHED)

FIRST_FINDINGS = 6
"""How many of the findings are named on the document's page; the page of all checks has the others."""


class _DocumentView(SlotPage, abstract=True):
    """A view of one of the year's documents in one version."""

    permission = Permission.READ_DOCUMENTS

    @cached_property
    def versions(self) -> list[Document]:
        """The versions that the user may see now, the newest first. One query."""
        documents = visible_documents(self.federation, self.permissions)
        newest = documents.newest(self.slot.kind, self.year, self.slot.month)
        return list(newest.select_related("federation", "budget"))

    @property
    def newest(self) -> Document | None:
        """The newest version the user may see."""
        return self.versions[0] if self.versions else None

    @property
    def in_force(self) -> Document | None:
        """The version the board has decided and nothing has replaced."""
        return next((each for each in self.versions if each.status in IN_FORCE), None)

    @cached_property
    def document(self) -> Document | None:
        """The version the address names, or the usual one; None when there is no plan to see. 404 for one not seen."""
        asked = self.request.GET.get("version")
        if asked is None:
            return self._usual()
        found = next((each for each in self.versions if str(each.version) == asked), None)
        if found is None:
            raise Http404
        return found

    def _usual(self) -> Document | None:
        """The newest to those who write it or are asked for their view; else the one in force, while there is one."""
        if self.may(Permission.READ_DRAFTS) and not self.may(Permission.EDIT_DOCUMENTS):
            return self.in_force or self.newest
        return self.newest

    def required_document(self) -> Document:
        """The document, or 404."""
        if self.document is None:
            raise Http404
        return self.document

    def version_url(self, name: str, document: Document, **kwargs: Any) -> str:
        """The address of a page about that very version."""
        return self.url(name, **kwargs) + self.version_query(document)

    def version_query(self, document: Document) -> str:
        """What an address needs to lead to that version, also after another has become the usual one."""
        return f"?version={document.version}" if len(self.versions) > 1 else ""

    def note_reading(self, document: Document) -> None:
        """Note that the user has read the document, if they are asked for their view of it just now."""
        note_reading(document, self.request.user, self.permissions)  # type: ignore[arg-type]


class PlanPage(_DocumentView):
    """The plan as a web page: as it reads now, or once the board has decided as it was frozen."""

    template_name = "reports/plan.html"

    def get_title(self) -> str:
        return self.slot.label

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = self.document
        if document is None:
            return self.show({"document": None, "can_edit": self.may(Permission.EDIT_DOCUMENTS)})
        publication = frozen(document)
        resolved = from_data(publication.content) if publication else resolve_document(document)
        talk = self._talk(document, resolved)
        page = (
            article_of(bytes(publication.html).decode())
            if publication
            else page_html(resolved, beside=talk.beside)
        )
        return self.show(
            {
                "document": document,
                "talk": talk,
                "resolved": resolved,
                "page": page,
                "publication": publication,
                "drift_number": self._drift_number(document, publication),
                "version_query": self.version_query(document),
                "other_versions": self._other_versions(document),
                **self._tools(document, resolved.missing_figures),
                **self._findings(document),
                "steps": steps_of(document, self.permissions, timezone.localdate()),
            }
        )

    def _talk(self, document: Document, resolved: ResolvedDocument) -> TalkOnPlan:
        """What is said about the plan. Who is asked for their view has now read it."""
        self.note_reading(document)
        user: User = self.request.user  # type: ignore[assignment]
        query = self.version_query(document)
        return talk_on_plan(self.federation, document, resolved, user, self.permissions, query)

    def _drift_number(self, document: Document, publication: Publication | None) -> int:
        """How many things would read otherwise today. It may tell of drafts, so only to those who read them."""
        if publication is None or not self.may(Permission.READ_DRAFTS):
            return 0
        return drift_of(publication, document).number

    def _findings(self, document: Document) -> dict[str, Any]:
        """What the checks find in the year's figures, for those who can mend it while the plan is open."""
        if not (document.is_open and self.may(Permission.EDIT_DOCUMENTS)):
            return {}
        found = year_checks(document_scope(document)).findings
        return {"findings_count": findings.counted(found), "first_findings": found[:FIRST_FINDINGS]}

    def _tools(self, document: Document, missing: tuple[str, ...]) -> dict[str, Any]:
        """What the user may do with the version that is shown, and what remains. Only the newest is worked on."""
        moves = buttons(document, self.permissions, self.url)
        if document != self.newest:  # begun before the one that is adopted was published
            publish = moves[0] if moves and not document.is_open else None
            return {"can_edit": False, "can_begin_version": False, "main_move": publish}
        can_edit = self.may(Permission.EDIT_DOCUMENTS)
        panel = what_remains(document, self.permissions, self.url, missing)
        return {
            "can_edit": can_edit and document.is_open,
            "can_begin_version": can_edit and not document.is_open,
            "moves": [each for each in moves if each["asks"] or document.is_open],
            "main_move": next((each for each in moves if not document.is_open), None),
            "panel": panel,
            "path": path_of(document) if panel else [],
        }

    def _other_versions(self, shown: Document) -> list[dict[str, str]]:
        """What else there is to read than the version shown: a newer one that is written, and the one in force."""
        newest, in_force = self.versions[0], self.in_force
        found = []
        if newest.version > shown.version and newest.is_open:
            found.append(
                {
                    "words": "En ny version är påbörjad.",
                    "label": f"Läs version {newest.version} ({newest.get_status_display().lower()})",
                    "url": self.version_url("plan", newest),
                }
            )
        if in_force is not None and in_force != shown:
            found.append(
                {
                    "words": f"Du läser version {shown.version} ({shown.get_status_display().lower()}).",
                    "label": f"Läs den {self.words.adopted_definite} versionen ({in_force.version})",
                    "url": self.version_url("plan", in_force),
                }
            )
        return found


class PlanPdf(_DocumentView):
    """The whole plan as PDF: the stored one when nothing has changed, else a page that follows the making."""

    template_name = "reports/rendering.html"
    title = "PDF"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = self.required_document()
        self.note_reading(document)
        data = frozen_pdf(document)
        if data is not None:
            return pdf_response(data, self._filename(document, None))
        return self.answer(document, resolve_document(document))

    def answer(
        self,
        document: Document,
        resolved: ResolvedDocument,
        chapter: ResolvedSection | None = None,
        seconds: int = 0,
    ) -> HttpResponse:
        """The PDF when it is made within `seconds`, the reason when it cannot be, else the page that follows it."""
        title = f"{resolved.cover.title}, {chapter.heading}" if chapter else resolved.cover.title
        filename, anchor = self._filename(document, chapter), chapter.anchor if chapter else ""
        try:
            rendering, data = services.fetch_pdf(
                federation=self.federation, html=paper_html(resolved, chapter=anchor or None), title=title
            )
            if rendering.is_waiting and seconds:
                rendering = services.wait_for(rendering, seconds=seconds)
            if rendering.is_done:
                return pdf_response(data or services.pdf_bytes(rendering), filename)
        except (services.StoredPdfDamaged, Rendering.DoesNotExist):
            # Lost a moment ago. Asking again makes it anew.
            return HttpResponseRedirect(self.request.get_full_path())
        ticket = Ticket(rendering.pk, self.request.user.pk or 0, document.pk, filename, anchor)
        return self._progress(rendering, ticket, document)

    def _filename(self, document: Document, chapter: ResolvedSection | None) -> str:
        parts = [str(self.slot), str(self.year)]
        if document.version > 1:
            parts += ["version", str(document.version)]
        if chapter is not None:
            parts += ["kapitel", chapter.number or chapter.anchor]
        return f"{'-'.join(parts)}.pdf"

    def _progress(self, rendering: Rendering, ticket: Ticket, document: Document) -> HttpResponse:
        signed = ticket.signed()
        return self.show(
            {
                "rendering": rendering,
                "state_url": self.url("rendering_state", ticket=signed),
                "plan_url": self.version_url("plan", document),
                "again_url": self.request.get_full_path(),
                "refresh_seconds": 3 if rendering.is_waiting else 0,
            },
            status=202 if rendering.is_waiting else 500,
        )


class ChapterPdf(PlanPdf):
    """One chapter as PDF, usually in a moment. None is made of what was frozen: the plan says why."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = self.required_document()
        if frozen(document) is not None:
            told = CHAPTERS_OF_FROZEN.format(document=self.words.definite.capitalize(), words=self.words)
            messages.info(request, told)
            return HttpResponseRedirect(self.version_url("plan", document))
        resolved = resolve_document(document)
        anchor = self.kwargs["anchor"]
        chapter = next((section for section in resolved.sections if section.anchor == anchor), None)
        if chapter is None:
            raise Http404
        return self.answer(document, resolved, chapter, seconds=SECONDS_FOR_A_CHAPTER)


class _TicketView(_DocumentView, abstract=True):
    """What a ticket opens: a rendering that the same user asked for, of a document they may still see."""

    @cached_property
    def ticket(self) -> Ticket:
        """The ticket in the address; 404 unless it is the user's own and good."""
        try:
            ticket = Ticket.read(self.kwargs["ticket"])
        except BadTicket:
            raise Http404 from None
        if ticket.user != self.request.user.pk:
            raise Http404
        return ticket

    @cached_property
    def document(self) -> Document | None:
        """The very document the PDF shows, if the user may see it now."""
        return next((each for each in self.versions if each.pk == self.ticket.document), None)

    def rendering(self) -> Rendering | None:
        """The rendering; None when it is not kept any more. 404 when the user may not see what it shows."""
        self.required_document()
        return Rendering.objects.filter(pk=self.ticket.rendering, federation=self.federation).first()

    def again_url(self) -> str:
        """Where the same PDF is asked for, and made if need be."""
        if self.ticket.chapter:
            return self.version_url("chapter_pdf", self.required_document(), anchor=self.ticket.chapter)
        return self.version_url("plan_pdf", self.required_document())


class RenderingState(_TicketView):
    """How far a PDF has come, as JSON for the progress page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rendering = self.rendering()
        if rendering is None:
            return JsonResponse(
                {
                    "state": "failed",
                    "message": f"PDF:en finns inte kvar. Öppna den igen från {self.words.definite}.",
                }
            )
        states = {"queued": "waiting"}
        return JsonResponse(
            {
                "state": states.get(rendering.state, rendering.state),
                "message": "PDF:en är klar." if rendering.is_done else rendering.error or rendering.stage,
                "url": self.url("rendering_file", ticket=self.kwargs["ticket"]),
            }
        )


class RenderingFile(_TicketView):
    """A PDF that was asked for, once it is made; if its file is lost, the way to have it made anew."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rendering = self.rendering()
        if rendering is None or not rendering.is_done:
            return HttpResponseRedirect(self.again_url())
        try:
            return pdf_response(services.pdf_bytes(rendering), self.ticket.filename)
        except services.StoredPdfDamaged:
            return HttpResponseRedirect(self.again_url())


def pdf_response(data: bytes, filename: str) -> HttpResponse:
    """A PDF to show in the browser, kept by nobody on the way."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
