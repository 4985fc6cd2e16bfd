"""Named versions: what a document says now, kept under a name to compare with later."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import RowGone, refuse_taken
from members.models import Federation, User
from plans.models import Document
from plans.services.guards import open_document_of
from reports.documents.builder import resolve_document
from reports.documents.frozen import to_data
from reports.models import NamedVersion


@transaction.atomic
def name_version(
    *, federation: Federation, pk: int, name: str, note: str = "", by: User | None = None
) -> NamedVersion:
    """Keep what an open document says now. What is decided needs no name: its publication says what it said."""
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    if document.named_versions.filter(name=name).exists():
        raise ValidationError({"name": "Det finns redan en version med det namnet. Välj ett annat."})
    version = NamedVersion(
        document=document, name=name, note=note, content=to_data(resolve_document(document)), created_by=by
    )
    with refuse_taken(version):
        version.full_clean(exclude=["created_by"])
        version.save()
    return version


@transaction.atomic
def remove_named_version(*, federation: Federation, pk: int) -> None:
    """Remove a version of a document that is still open. With the decision they become part of how it came about."""
    own = NamedVersion.objects.filter(pk=pk, document__federation=federation)
    about = own.values_list("document", flat=True).first()
    if about is None:
        raise RowGone
    document = Document.locked(about, None)  # before the version, as everywhere
    version = own.select_for_update().first()
    if version is None:
        raise RowGone
    if not document.is_open:
        raise ValidationError(
            f"{document} är {document.get_status_display().lower()}. Versioner som hör till den tas inte bort."
        )
    version.delete()
