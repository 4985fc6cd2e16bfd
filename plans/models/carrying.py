"""What is remembered of a document's making: what was let stand as it was taken over, and what may be put back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from plans.models.documents import Document


class KeptAsIs(models.Model):
    """That someone has looked at something the document took over from last year, and lets it stand.

    `fingerprint` is of what was looked at: when that changes, it is to be looked at again.
    """

    class Kind(models.TextChoices):
        """What was looked at."""

        YEAR = "year", "Ett årtal"
        PARAGRAPH = "paragraph", "Ett stycke"
        ACTIVITY = "activity", "En aktivitet"

    document = models.ForeignKey(Document, models.CASCADE, related_name="kept_as_is")
    kind = models.CharField("slag", max_length=10, choices=Kind)
    subject = models.CharField("var", max_length=80)
    """The key of the section or activity, or the name of the field of the title page."""
    fingerprint = models.CharField("kontrollsumma", max_length=64)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField("när", auto_now_add=True)

    class Meta:
        verbose_name = "genomgången text"
        verbose_name_plural = "genomgångna texter"
        constraints = (
            models.UniqueConstraint(
                fields=("document", "kind", "subject", "fingerprint"), name="kept_as_is_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id


class RemovedSection(models.Model):
    """A section that was removed with all that lay under it, kept so that it can be put back where it was."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="removed_sections")
    heading = models.CharField("rubrik", max_length=200)
    content = models.JSONField("innehåll")
    """The section and those under it: key, parent's key, position, heading, is_numbered, is_hidden, body, block,
    guidance; the section itself first, with the keys of those it stood between: previous and next."""
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("när", auto_now_add=True)

    class Meta:
        verbose_name = "borttaget avsnitt"
        verbose_name_plural = "borttagna avsnitt"
        ordering = ("-removed_at", "-pk")

    def __str__(self) -> str:
        return self.heading

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id
