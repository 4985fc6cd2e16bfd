"""What is said about a document: threads begun, answered, settled and taken up again. Plain text, and read-only once
the document is decided.

Who may comment, and who settles, is asked by the pages; what may be commented, and who may be mentioned, is held here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finsam import swedish
from finsam.revisions import RowGone, store
from members.models import Federation, User
from members.services import of_federation
from plans.domain.talk import Person, named
from plans.models import Comment, CommentThread, Document, Mention
from plans.talk_queries import people

LONGEST = 4000
"""How many characters a comment may have."""
EMPTY = "Skriv något först."
TOO_LONG = "Kommentaren är {length} tecken. Den får vara högst 4\u00a0000: korta den eller dela upp den."
UNREADABLE = "Någon av dem du nämner får inte läsa {} nu. Välj andra."
CLOSED = "{document} är {status}, så samtalet om den är avslutat. Det går att läsa, men inte att ändra."
SETTLED = "Tråden är löst. Öppna den igen om det finns mer att säga."


@dataclass(frozen=True)
class Said:
    """A comment that was written, and whom it asks for who was not asked for in it before."""

    comment: Comment
    asked_for: tuple[Person, ...]


@transaction.atomic
def start_thread(
    *,
    federation: Federation,
    document: int,
    by: User,
    target: str,
    subject: str,
    title: str,
    text: str,
    mentions: Collection[int] = (),
) -> Said:
    """Begin to talk about something in a document. `title` is what it is called there now."""
    row = _open_to_talk(federation, document)
    thread = CommentThread(document=row, target=target, subject=subject, title=title, started_by=by)
    thread.full_clean()
    thread.save()
    return _say(federation, thread, by, text, mentions)


@transaction.atomic
def reply(*, federation: Federation, pk: int, by: User, text: str, mentions: Collection[int] = ()) -> Said:
    """Answer in a thread that is not settled."""
    thread = _locked_thread(federation, pk, None)
    if thread.is_resolved:
        raise ValidationError(SETTLED)
    said = _say(federation, thread, by, text, mentions)
    thread.touch()  # who settles it is told of what was said meanwhile
    return said


@transaction.atomic
def save_comment(*, federation: Federation, pk: int, revision: int | None, by: User, text: str) -> Said:
    """Change what one has written oneself. Whose name is taken out of it is asked for no longer."""
    _open_comment(federation, pk)
    words = _words(text)
    before = Comment.objects.filter(pk=pk).values_list("text", flat=True).first() or ""
    changes = {"text": words} if before == words else {"text": words, "edited_at": timezone.now()}
    comment = store(
        Comment, pk=pk, revision=revision, changes=changes, guard=lambda row: _refuse_other(row, by)
    )
    everyone = people(federation, comment.thread.document)
    comment.mentions.filter(user__in=set(named(before, everyone)) - set(named(words, everyone))).delete()
    return Said(comment, _ask(federation, comment, by, ()))


@transaction.atomic
def remove_comment(*, federation: Federation, pk: int, revision: int | None, by: User) -> None:
    """Take back what one has written, while nobody has answered. The last comment takes its thread with it."""
    _open_comment(federation, pk)
    comment = Comment.locked(pk, revision)
    _refuse_other(comment, by)
    thread = CommentThread.locked(comment.thread_id, None)
    if thread.comments.filter(pk__gt=comment.pk).exists():
        raise ValidationError("Någon har svarat, så kommentaren går inte att ta bort. Ändra den i stället.")
    comment.delete()
    if thread.comments.exists():
        thread.touch()
    else:
        thread.delete()


@transaction.atomic
def resolve_thread(*, federation: Federation, pk: int, revision: int | None, by: User) -> CommentThread:
    """Nothing remains to be said. Raises EditConflict when something was said since the page was opened."""
    return _settle(_locked_thread(federation, pk, revision), by)


@transaction.atomic
def reopen_thread(*, federation: Federation, pk: int, revision: int | None) -> CommentThread:
    """There was more to say after all."""
    return _settle(_locked_thread(federation, pk, revision), None)


def see_mentions(*, thread: int, by: User) -> None:
    """The user has seen where the thread asks for them."""
    Mention.objects.filter(comment__thread=thread, user=by, seen_at=None).update(seen_at=timezone.now())


# --- What holds for all ------------------------------------------------------------------------------------


def _open_to_talk(federation: Federation, pk: int) -> Document:
    document = Document.locked(pk, None)
    of_federation(federation)(document)
    if not document.is_open:
        raise ValidationError(
            CLOSED.format(
                document=document.words.definite.capitalize(), status=document.get_status_display().lower()
            )
        )
    return document


def _locked_thread(federation: Federation, pk: int, revision: int | None) -> CommentThread:
    """The thread, locked after its document: always in that order, so that two writers never wait for each other."""
    document = CommentThread.objects.filter(pk=pk).values_list("document", flat=True).first()
    if document is None:
        raise RowGone
    _open_to_talk(federation, document)
    return CommentThread.locked(pk, revision)


def _settle(thread: CommentThread, by: User | None) -> CommentThread:
    """Settled by someone, or by nobody any more. Goes also for a thread whose author has no account any more."""
    if thread.is_resolved is (by is not None):
        return thread
    thread.resolved_by, thread.resolved_at = by, timezone.now() if by else None
    thread.revision += 1
    thread.save(update_fields=["resolved_by", "resolved_at", "revision"])
    return thread


def _open_comment(federation: Federation, pk: int) -> None:
    """The document a comment is about may be talked about, and is locked: before the comment is."""
    document = Comment.objects.filter(pk=pk).values_list("thread__document", flat=True).first()
    if document is None:
        raise RowGone
    _open_to_talk(federation, document)


def _refuse_other(comment: Comment, by: User) -> None:
    if comment.author_id != by.pk:
        raise ValidationError("Bara den som har skrivit en kommentar kan ändra den.")


def _say(
    federation: Federation, thread: CommentThread, by: User, text: str, mentions: Collection[int]
) -> Said:
    comment = Comment(thread=thread, author=by, text=_words(text))
    comment.full_clean()
    comment.save()
    return Said(comment, _ask(federation, comment, by, mentions))


def _words(text: str) -> str:
    """The text as it is kept: with the line breaks of the database, and no others around it."""
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise ValidationError({"text": EMPTY})
    if len(words) > LONGEST:
        raise ValidationError({"text": TOO_LONG.format(length=swedish.count(len(words)))})
    return words


def _ask(federation: Federation, comment: Comment, by: User, chosen: Collection[int]) -> tuple[Person, ...]:
    """Let the comment ask for those chosen and those its text names. Gives whom it did not ask for before.

    Only those who may read the document now can be asked for: to others it is not told that it exists.
    """
    possible = {each.pk: each for each in people(federation, comment.thread.document) if each.pk != by.pk}
    wanted = {*chosen, *named(comment.text, possible.values())} - {by.pk}
    if not wanted <= possible.keys():
        raise ValidationError({"mentions": UNREADABLE.format(comment.thread.document.words.definite)})
    asked = set(comment.mentions.values_list("user_id", flat=True))
    for pk in sorted(wanted - asked):
        Mention.objects.create(comment=comment, user_id=pk)
    return tuple(person for pk, person in possible.items() if pk in wanted - asked)
