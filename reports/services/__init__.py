"""What is done with documents: asking for a PDF, freezing what a document says, verifying that it is as it was.

`renderings` makes PDFs that can be made again; `freezing` keeps what a proposal or an adopted document said, for good.
"""

from reports.clerk import shared_clerk
from reports.services.adopting import TextChanged, adopt, basis_of_adoption, publish
from reports.services.chain import (
    remove_audit_report,
    remove_signing,
    save_audit_report,
    save_discharge,
    save_signing,
)
from reports.services.freezing import ChangedMeanwhile, damage, freeze
from reports.services.looking import keep_look
from reports.services.notices import (
    NoticeChanged,
    damage_of_notice,
    notice_pdf,
    post_notice,
    remove_notice,
    renew_notice,
    save_notice,
)
from reports.services.renderings import (
    TIME_TO_TELL,
    StoredPdfDamaged,
    fetch_pdf,
    pdf_bytes,
    request_pdf,
    wait_for,
)
from reports.services.versions import name_version, remove_named_version

__all__ = [
    "TIME_TO_TELL",
    "ChangedMeanwhile",
    "NoticeChanged",
    "StoredPdfDamaged",
    "TextChanged",
    "adopt",
    "basis_of_adoption",
    "damage",
    "damage_of_notice",
    "fetch_pdf",
    "freeze",
    "keep_look",
    "name_version",
    "notice_pdf",
    "pdf_bytes",
    "post_notice",
    "publish",
    "remove_audit_report",
    "remove_named_version",
    "remove_notice",
    "remove_signing",
    "renew_notice",
    "request_pdf",
    "save_audit_report",
    "save_discharge",
    "save_notice",
    "save_signing",
    "shared_clerk",
    "wait_for",
]
