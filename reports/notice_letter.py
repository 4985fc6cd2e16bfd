"""The e-mail that asks the members to show a notice: ready to send from one's own mail program, as a file or a link."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from reports.domain import notices
from reports.domain.notices import Recipient
from reports.models import PublicNotice

Attachment = tuple[str, bytes]
"""The name of a PDF, and its bytes."""


def addresses(recipients: Iterable[Recipient]) -> tuple[str, ...]:
    """The addresses to send to, each once: two members may share a registrar."""
    return tuple(dict.fromkeys(each.email for each in recipients if each.email))


def letter_text(notice: PublicNotice, *, with_pdf: bool = True) -> str:
    """The words of the e-mail, with or without a PDF of the notice."""
    return notices.letter(notice.heading, notice.text, notice.federation.name, with_pdf=with_pdf)


def as_file(
    notice: PublicNotice, recipients: Iterable[Recipient], attachments: Iterable[Attachment]
) -> bytes:
    """The e-mail as an .eml file. `X-Unsent` lets a mail program open it as a draft to send."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(notice.heading)
    message["To"] = ", ".join(addresses(recipients))
    if notice.federation.contact_email:
        message["From"] = notice.federation.contact_email
    message["X-Unsent"] = "1"
    message.set_content(letter_text(notice))
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def as_link(notice: PublicNotice, recipients: Iterable[Recipient]) -> str:
    """The e-mail as a mailto: link, which cannot carry the PDF."""
    to = ",".join(quote(address, safe="@") for address in addresses(recipients))
    body = letter_text(notice, with_pdf=False).replace("\n", "\r\n")
    return f"mailto:{to}?subject={quote(_one_line(notice.heading))}&body={quote(body)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
