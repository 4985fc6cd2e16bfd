"""What is kept of the documents that were made, and of what became of them: renderings, publications, named versions,
notices, and the way of an annual report from its signing to the members' discharge."""

from reports.models.chain import AuditReport, AuditReportAuditor, Discharge, Signature, Signing
from reports.models.notices import LastLook, PublicNotice
from reports.models.publications import NamedVersion, Publication
from reports.models.renderings import Rendering, path_of_rendering

__all__ = [
    "AuditReport",
    "AuditReportAuditor",
    "Discharge",
    "LastLook",
    "NamedVersion",
    "PublicNotice",
    "Publication",
    "Rendering",
    "Signature",
    "Signing",
    "path_of_rendering",
]
