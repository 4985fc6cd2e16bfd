"""Publications: what a document said when it was proposed or adopted, with its bytes and their checksums.

The bytes stand in the database beside the decision they belong to, so that both are written or neither is.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from members.models import Federation
from plans.models import Document


class Publication(models.Model):
    """A document, frozen. It is written once and never changed; a correction is another document's publication."""

    class Stage(models.TextChoices):
        """What the document was when it was frozen."""

        PROPOSAL = "proposal", "Förslag"
        ADOPTED = "adopted", "Fastställd"

    federation = models.ForeignKey(Federation, models.PROTECT, related_name="publications")
    document = models.ForeignKey(Document, models.PROTECT, related_name="publications")
    stage = models.CharField("läge", max_length=8, choices=Stage)
    title = models.CharField("titel", max_length=300)
    content = models.JSONField("innehåll")
    """The resolved document (`reports.documents.frozen`): cover, sections, texts, tables, goal areas and activities."""
    figures = models.JSONField("siffror")
    """Every figure its texts refer to: reference, label, value, how it is shown, and its source."""
    html = models.BinaryField("webbsida")
    html_sha256 = models.CharField("webbsidans kontrollsumma", max_length=64)
    pdf = models.BinaryField("PDF")
    pdf_sha256 = models.CharField("PDF:ens kontrollsumma", max_length=64)
    content_sha256 = models.CharField("innehållets kontrollsumma", max_length=64)
    pages = models.PositiveIntegerField("antal sidor")
    calculation_version = models.CharField("räknesätt", max_length=40)
    """Which version of the arithmetic the figures are computed with."""
    frozen_at = models.DateTimeField("när")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "publikation"
        verbose_name_plural = "publikationer"
        ordering = ("-frozen_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                condition=models.Q(stage="adopted"),
                name="publication_adopted_once_per_document",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.get_stage_display().lower()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. What is frozen is not written again."""
        if not self._state.adding:
            raise TypeError("a publication is never changed")
        super().save(*args, **kwargs)


class NamedVersion(models.Model):
    """What a document said when someone gave it a name, to compare with later."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="named_versions")
    name = models.CharField("namn", max_length=120)
    note = models.TextField("anteckning", blank=True, max_length=1000)
    content = models.JSONField("innehåll")
    """As in a publication."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("när", auto_now_add=True)

    class Meta:
        verbose_name = "namngiven version"
        verbose_name_plural = "namngivna versioner"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "name"),
                name="named_version_once",
                violation_error_message="Det finns redan en version med det namnet.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id
