"""Pages where a plan is talked about: all threads, one of them, and what one writes in it.

One who may read a version of the plan may read the talk about it; who may comment and settle is said here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from finsam import swedish
from finsam.forms import RemoveForm, add_errors
from finsam.revisions import EditConflict, RowGone
from members.access import Permission
from members.models import User
from members.pages import RemovePage, RowPage
from plans import talk_queries
from plans.domain.talk import Filter, Person, ThreadFact
from plans.models import Comment, CommentThread, Document
from plans.queries import document_facts, document_scope
from plans.services import talk
from reports.domain.talk import Place, gathered, places, titled
from reports.publications import as_read
from reports.queries import visible_documents
from reports.talk_forms import CommentForm, ReplyForm, ThreadForm
from reports.talk_letters import tell
from reports.views import _DocumentView

LABELS = {
    Filter.UNRESOLVED: "Olösta",
    Filter.MENTIONS: "Nämner mig",
    Filter.MINE: "Mina",
    Filter.RESOLVED: "Lösta",
    Filter.ALL: "Alla",
}


class _TalkView(_DocumentView, abstract=True):
    """A page of the talk about a version of the year's plan."""

    @property
    def user(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]

    @cached_property
    def threads(self) -> tuple[ThreadFact, ...]:
        """The threads about the document that the user meets."""
        return talk_queries.threads(self.required_document(), self.user.pk, self.permissions)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What there is to talk about in the document as it is read."""
        document = self.required_document()
        facts = document_scope(document).facts(document_facts)
        assert facts is not None  # the scope of a document always names it
        return places(facts, as_read(document))

    @cached_property
    def others(self) -> tuple[Person, ...]:
        """Those whom the user may mention."""
        found = talk_queries.people(self.federation, self.required_document())
        return tuple(person for person in found if person.pk != self.user.pk)

    @property
    def may_talk(self) -> bool:
        """Whether the user may comment now."""
        return self.may(Permission.COMMENT_DOCUMENTS) and self.required_document().is_open

    @property
    def tells_what_was(self) -> bool:
        """Whether the user may know what the plan said before it was released."""
        return self.may(Permission.READ_DRAFTS)

    def tell(self, said: talk.Said, saved: str) -> bool:
        """Write to those whom a comment asks for, once it is saved; whether every letter went.

        When not, the writer is told to whom, in the words that say what is `saved`.
        """
        address = self.request.build_absolute_uri(self.thread_url(said.comment))
        unreached = tell(said, self.required_document(), self.federation, self.user, address)
        if unreached:
            messages.warning(
                self.request,
                f"{saved}, men mejlet till {swedish.listed([each.name for each in unreached])} kunde inte skickas. "
                "Omnämnandet syns i Finsam.",
            )
        return not unreached

    def thread_url(self, comment: Comment) -> str:
        """Where a comment is read."""
        return f"{self.url('thread', pk=comment.thread_id)}#kommentar-{comment.pk}"


class TalkPage(_TalkView):
    """All threads about the plan, by section. Constant number of queries."""

    title = "Samtal"
    template_name = "reports/talk.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.document is None:
            raise Http404
        chosen = self._filter()
        shown = [thread for thread in self.threads if chosen.takes(thread, self.user.pk)]
        return self.show(
            {
                "document": self.document,
                "version_query": self.version_query(self.document),
                "filters": self._filters(chosen),
                "is_unresolved": chosen is Filter.UNRESOLVED,
                "has_threads": bool(self.threads),
                "groups": gathered(self.places, shown, tells_what_was=self.tells_what_was),
                "new": {thread.pk for thread in self.threads if thread.is_new_to(self.user.pk)},
                "may_talk": self.may_talk,
                "may_ask": self.may(Permission.EDIT_DOCUMENTS),
            }
        )

    def _filter(self) -> Filter:
        asked = self.request.GET.get("visa", Filter.UNRESOLVED)
        if asked not in set(Filter):
            raise Http404
        return Filter(asked)

    def _filters(self, chosen: Filter) -> list[dict[str, Any]]:
        start = self.version_query(self.required_document())
        return [
            {
                "label": label,
                "count": sum(each.takes(thread, self.user.pk) for thread in self.threads),
                "url": f"{self.url('talk')}{start}{'&' if start else '?'}visa={each}",
                "current": each is chosen,
            }
            for each, label in LABELS.items()
        ]


class ThreadAdd(_TalkView):
    """Begin to talk about something in the plan: under one heading (`?om=`), or anywhere."""

    permission = Permission.COMMENT_DOCUMENTS
    title = "Kommentera"
    template_name = "reports/thread_form.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        about = form.cleaned_data.pop("about")
        subject = {"target": about.target, "subject": about.key, "title": about.title}
        document = self.required_document().pk
        try:
            said = talk.start_thread(
                federation=self.federation, document=document, by=self.user, **subject, **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        if self.tell(said, "Kommentaren är sparad"):
            messages.success(request, "Kommentaren är sparad.")
        return HttpResponseRedirect(self.thread_url(said.comment))

    @cached_property
    def about(self) -> Place | None:
        """The heading in the address; None for the whole document. One that is gone counts as none."""
        asked = self.request.GET.get("om", "")
        return next((place for place in self.places if asked and place.key == asked), None)

    def _form(self, *data: Any) -> ThreadForm:
        offered = (self.about,) if self.about else self.places
        return ThreadForm(*data, people=self.others, words=self.words, places=offered)

    def _page(self, form: ThreadForm, status: int = 200) -> HttpResponse:
        document = self.required_document()
        anchor = f"#{self.about.anchor}" if self.about else ""
        return self.show(
            {
                "form": form,
                "document": document,
                "about": self.about,
                "is_draft": document.status == Document.Status.DRAFT,
                "is_closed": not document.is_open,
                "whole_url": self.version_url("thread_add", document),
                "cancel_url": self.version_url("plan", document) + anchor,
            },
            status=status,
        )


class _ThreadView(_TalkView, abstract=True):
    """A page about one thread."""

    title = "Tråd"

    @cached_property
    def document(self) -> Document | None:
        """The document the thread is about, if the user may see it now."""
        row = CommentThread.objects.filter(pk=self.kwargs["pk"]).only("document").first()
        return next((each for each in self.versions if row and each.pk == row.document_id), None)

    @cached_property
    def thread(self) -> ThreadFact:
        """The thread; 404 when the user does not meet it."""
        found = next((each for each in self.threads if each.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return found

    @property
    def may_settle(self) -> bool:
        """Whether the user may say that nothing remains: the one who writes the plan, and the one who asked."""
        is_own = self.thread.started_by == self.user.pk and self.may(Permission.COMMENT_DOCUMENTS)
        return is_own or self.may(Permission.EDIT_DOCUMENTS)

    def own_url(self) -> str:
        """The thread's page."""
        return self.url("thread", pk=self.thread.pk)


class ThreadPage(_ThreadView):
    """A thread, and where one answers in it."""

    template_name = "reports/thread.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = self.page(ReplyForm(people=self.others, words=self.words))
        if self.thread.is_new_to(self.user.pk):
            talk.see_mentions(thread=self.thread.pk, by=self.user)
        return page

    def page(self, form: ReplyForm, status: int = 200) -> HttpResponse:
        """The page with the form as it stands."""
        document, user = self.required_document(), self.user.pk
        last = self.thread.last
        return self.show(
            {
                "shown": titled(
                    self.places,
                    self.thread,
                    tells_what_was=self.tells_what_was or self.thread.has_part(user),
                ),
                "thread": self.thread,
                "document": document,
                "new": {each.pk for each in self.thread.comments if each.is_new_to(user)},
                "own": {each.pk for each in self.thread.comments if each.author == user},
                "removable": last.pk if last and last.author == user else None,
                "form": form,
                "may_talk": self.may_talk,
                "may_settle": self.may_talk and self.may_settle,
                "settle_form": RemoveForm(initial={"revision": self.thread.revision}),
                "version_query": self.version_query(document),
            },
            status=status,
        )


class ThreadReply(ThreadPage):
    """Answer in a thread. A GET leads to the thread, which has the form."""

    permission = Permission.COMMENT_DOCUMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.own_url())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReplyForm(request.POST, people=self.others, words=self.words)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            said = talk.reply(
                federation=self.federation, pk=self.thread.pk, by=self.user, **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
            return self.page(form, 422)
        if self.tell(said, "Svaret är sparat"):
            messages.success(request, "Svaret är sparat.")
        return HttpResponseRedirect(self.thread_url(said.comment))


class ThreadResolve(_ThreadView):
    """Say that nothing remains to be said. A GET leads to the thread, which has the button."""

    permission = Permission.COMMENT_DOCUMENTS
    done = "Tråden är markerad som löst."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_settle:
            raise PermissionDenied
        return HttpResponseRedirect(self.own_url())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_settle:
            raise PermissionDenied
        form = RemoveForm(request.POST)
        try:
            self.settle(form.cleaned_data["revision"] if form.is_valid() else 0)
            messages.success(request, self.done)
        except EditConflict:
            messages.warning(request, "Någon har skrivit i tråden sedan du öppnade den. Läs det nya först.")
        except RowGone:
            messages.info(request, "Tråden är borttagen.")
            return HttpResponseRedirect(self.url("talk"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.own_url())

    def settle(self, revision: int) -> None:
        """Settle the thread as it was at the revision."""
        talk.resolve_thread(federation=self.federation, pk=self.thread.pk, revision=revision, by=self.user)


class ThreadReopen(ThreadResolve):
    """Take a thread up again. A GET leads to the thread, which has the button."""

    done = "Tråden är öppen igen."

    def settle(self, revision: int) -> None:
        talk.reopen_thread(federation=self.federation, pk=self.thread.pk, revision=revision)


class CommentPage(RowPage, _TalkView):
    """Change what one has written oneself."""

    permission = Permission.COMMENT_DOCUMENTS
    form_class = CommentForm
    noun, noun_new = "kommentaren", "en kommentar"
    back = "talk"
    remove = "comment_remove"
    said: talk.Said | None = None
    """What was written, once it was."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        if self.said is not None and answer.status_code == 302:  # the page has committed it
            self.tell(self.said, "Kommentaren är sparad")
        return answer

    def rows(self) -> Any:
        documents = visible_documents(self.federation, self.permissions)
        return Comment.objects.filter(
            thread__document__in=documents.newest(self.slot.kind, self.year, self.slot.month)
        ).select_related("thread")

    @cached_property
    def row(self) -> Comment | None:
        """The comment, which must be the user's own."""
        found = super().row
        if found is not None and found.author_id != self.user.pk:  # type: ignore[attr-defined]
            raise PermissionDenied
        return found  # type: ignore[return-value]

    def store(self, **changes: Any) -> Comment:
        if changes["pk"] is None:
            raise ValidationError(
                "Kommentaren är borttagen. Kopiera din text och skriv den som ett svar i tråden."
            )
        self.said = talk.save_comment(by=self.user, **changes)
        return self.said.comment

    def back_url(self) -> str:
        return self.thread_url(self.row) if self.row else self.url("talk")


class CommentRemove(RemovePage, CommentPage):
    """Take back what one has written, while nobody has answered."""

    def back_url(self) -> str:
        row = self.row
        has_more = row is not None and row.thread.comments.exclude(pk=row.pk).exists()
        return self.url("thread", pk=row.thread_id) if row and has_more else self.url("talk")

    def throw_away(self, revision: int) -> None:
        talk.remove_comment(federation=self.federation, pk=self._doomed.pk, revision=revision, by=self.user)
