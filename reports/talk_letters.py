"""Letters about the talk, to those whom a comment asks for."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from members.models import Federation, User
from plans.domain.talk import Person
from plans.models import Document
from plans.services.talk import Said

log = logging.getLogger(__name__)


def tell(said: Said, document: Document, federation: Federation, by: User, url: str) -> tuple[Person, ...]:
    """Write to each one whom a comment asks for; gives those whose letter could not be sent.

    Called once the comment is saved for good: a letter cannot be taken back, and nobody's letter depends on another's.
    The letter says who and where, and nothing of what the plan or the comment says: they are read after signing in,
    by those who may read them then.
    """
    what = f"{document.slot.noun} {document.year}"
    letter = {"federation": federation, "what": what, "by": by, "url": url}
    text = render_to_string("reports/mention.txt", letter)
    subject = " ".join(f"{by} nämner dig i samtalet om {what}".split())  # a header is one line
    return tuple(person for person in said.asked_for if not _sent(subject, text, person))


def _sent(subject: str, text: str, person: Person) -> bool:
    try:
        send_mail(subject, text, None, [person.email])
    except (SMTPException, OSError, ValueError):
        log.exception("A letter to user %s about a comment could not be sent", person.pk)
        return False
    return True
