"""What must be said before the board decides: the members' views (23 §), and why a warning is accepted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from finsam.revisions import Revisioned
from members.models import Member
from plans.models.documents import Document


class MemberStatement(Revisioned):
    """What a member said of the proposal in the consultation, or that it was asked and did not answer."""

    class Form(models.TextChoices):
        """How the member took part."""

        ATTENDED = "attended", "Deltog i samrådet"
        WRITTEN = "written", "Svarade skriftligt"
        SILENT = "silent", "Fick tillfälle men svarade inte"

    document = models.ForeignKey(Document, models.CASCADE, related_name="member_statements")
    member = models.ForeignKey(Member, models.PROTECT, related_name="statements", verbose_name="medlem")
    form = models.CharField("hur", max_length=10, choices=Form, default=Form.ATTENDED)
    statement = models.TextField("synpunkter", blank=True, max_length=8000)
    received_on = models.DateField("inkommet", null=True, blank=True)

    class Meta:
        verbose_name = "medlems yttrande"
        verbose_name_plural = "medlemmars yttranden"
        ordering = ("member__position", "member_id")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "member"),
                name="member_statement_once",
                violation_error_message="Medlemmens yttrande finns redan.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_form_display().lower()}"

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id


class AcceptedFinding(models.Model):
    """A warning the document goes to the board with, and the reason. `fingerprint` is of the finding as it stood."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="accepted_findings")
    code = models.CharField("kod", max_length=80)
    fingerprint = models.CharField("kontrollsumma", max_length=64)
    told = models.TextField("vad kontrollen sa", max_length=2000)
    reason = models.TextField("motivering", max_length=2000)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField("när", auto_now_add=True)

    class Meta:
        verbose_name = "godtagen varning"
        verbose_name_plural = "godtagna varningar"
        ordering = ("accepted_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "fingerprint"), name="accepted_finding_once"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id
