"""What becomes of an annual report after the board's decision: signed, audited, and tried by each member.

Who signed and who audited stands as it was on the day, with name, office and appointing member: a seat that is
corrected later does not change what was signed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from finsam.revisions import Revisioned
from members.models import Auditor, BoardSeat, Member
from plans.models import Document


class Signing(Revisioned):
    """The day and the place at which the board signed an annual report that it has adopted."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="signing")
    signed_on = models.DateField("undertecknad")
    place = models.CharField("ort", max_length=80)
    note = models.TextField(
        "anteckning",
        blank=True,
        max_length=1000,
        help_text="Till exempel varför någon inte har skrivit under.",
    )

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"

    def __str__(self) -> str:
        return f"Underskriften av {self.document}"

    @property
    def federation_id(self) -> int:
        """The federation the report belongs to."""
        return self.document.federation_id


class Signature(models.Model):
    """One who signed, as they were on the day."""

    signing = models.ForeignKey(Signing, models.CASCADE, related_name="signatures")
    seat = models.ForeignKey(BoardSeat, models.PROTECT, related_name="signatures", verbose_name="plats")
    holder = models.CharField("namn", max_length=120)
    office = models.CharField("uppdrag", max_length=40)
    appointed_by = models.CharField("utsedd av", max_length=80)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "namnteckning"
        verbose_name_plural = "namnteckningar"
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("signing", "seat"), name="signature_once_per_seat"),)

    def __str__(self) -> str:
        return f"{self.holder}, {self.office.lower()}"

    @property
    def federation_id(self) -> int:
        """The federation the report belongs to."""
        return self.signing.federation_id


class AuditReport(Revisioned):
    """What one or several auditors say of an annual report (26 §). The PDF is kept as it came."""

    class Recommendation(models.TextChoices):
        """What the auditors recommend the members."""

        APPROVE = "approve", "Tillstyrker ansvarsfrihet"
        REJECT = "reject", "Avstyrker ansvarsfrihet"

    document = models.ForeignKey(Document, models.PROTECT, related_name="audit_reports")
    dated = models.DateField("dagtecknad")
    received_on = models.DateField("mottagen")
    recommendation = models.CharField("ansvarsfrihet", max_length=7, choices=Recommendation)
    remarks = models.TextField(
        "anmärkningar",
        blank=True,
        max_length=4000,
        help_text="Anmärkningar eller påpekanden, i korthet. Lämna tomt om det inte finns några.",
    )
    pdf = models.BinaryField("PDF", default=b"", blank=True, editable=False)
    pdf_sha256 = models.CharField("PDF:ens kontrollsumma", max_length=64, blank=True, editable=False)
    pdf_pages = models.PositiveSmallIntegerField("antal sidor", null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "revisionsberättelse"
        verbose_name_plural = "revisionsberättelser"
        ordering = ("dated", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(pdf_sha256="") | Q(pdf_pages__isnull=False),
                name="audit_report_pdf_is_counted",
            ),
        )

    def __str__(self) -> str:
        return f"Revisionsberättelse {self.dated:%Y-%m-%d}"

    @property
    def federation_id(self) -> int:
        """The federation the report belongs to."""
        return self.document.federation_id


class AuditReportAuditor(models.Model):
    """One who gave an audit report, as they were on the day."""

    report = models.ForeignKey(AuditReport, models.CASCADE, related_name="auditors")
    auditor = models.ForeignKey(Auditor, models.PROTECT, related_name="reports", verbose_name="revisor")
    holder = models.CharField("namn", max_length=120)
    title = models.CharField("uppdrag", max_length=40)
    appointed_by = models.CharField("utsedd av", max_length=80)

    class Meta:
        verbose_name = "revisor som har lämnat berättelsen"
        verbose_name_plural = "revisorer som har lämnat berättelsen"
        ordering = ("auditor__appointed_by__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "auditor"), name="audit_report_once_per_auditor"),
        )

    def __str__(self) -> str:
        return self.holder

    @property
    def federation_id(self) -> int:
        """The federation the report belongs to."""
        return self.report.federation_id


class Discharge(Revisioned):
    """What a member has decided of the board's discharge for the year (26 §: each member by itself)."""

    class Outcome(models.TextChoices):
        """What was decided."""

        GRANTED = "granted", "Beviljad"
        REFUSED = "refused", "Inte beviljad"
        UNTRIED = "untried", "Inte prövad"

    document = models.ForeignKey(Document, models.PROTECT, related_name="discharges")
    member = models.ForeignKey(Member, models.PROTECT, related_name="discharges", verbose_name="medlem")
    outcome = models.CharField("ansvarsfrihet", max_length=7, choices=Outcome)
    body = models.CharField(
        "beslutad av",
        max_length=80,
        blank=True,
        help_text="Vem hos medlemmen, till exempel kommunfullmäktige.",
    )
    decided_on = models.DateField("beslutad den", null=True, blank=True)
    minutes_ref = models.CharField("paragraf eller diarienummer", max_length=40, blank=True)
    note = models.TextField("anteckning", blank=True, max_length=1000)

    class Meta:
        verbose_name = "prövning av ansvarsfrihet"
        verbose_name_plural = "prövningar av ansvarsfrihet"
        ordering = ("member__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "member"),
                name="discharge_once_per_member",
                violation_error_message="Medlemmens beslut är redan antecknat.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="untried", decided_on__isnull=True)
                | (~Q(outcome="untried") & Q(decided_on__isnull=False)),
                name="discharge_has_a_day_when_tried",
                violation_error_message="Ange dagen för beslutet, och ingen dag när frågan inte är prövad.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: ansvarsfrihet {self.get_outcome_display().lower()}"

    @property
    def federation_id(self) -> int:
        """The federation the report belongs to."""
        return self.document.federation_id
