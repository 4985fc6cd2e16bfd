"""Public notices (kungörelser och tillkännagivanden), and when someone last looked at what is new."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from finsam.revisions import Revisioned
from members.models import Federation, Meeting
from reports.models.publications import Publication


class PublicNotice(Revisioned):
    """A notice to the public: of a meeting with the proposal it is to decide, of adjusted minutes, of the annual report
    and of what the auditors say of it.

    Once it is posted its words are fixed.
    """

    class Kind(models.TextChoices):
        """What is made known."""

        MEETING = "meeting", "Kungörelse om möte"
        MINUTES = "minutes", "Justerat protokoll"
        REPORT = "report", "Årsredovisning"
        AUDIT = "audit", "Revisionsberättelse"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="notices")
    kind = models.CharField("slag", max_length=8, choices=Kind)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="möte"
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="förslaget som kungörs",
    )
    year = models.PositiveSmallIntegerField("år")
    extra = models.TextField("tillägg", blank=True, max_length=2000)
    """What the one who posts it wants to add."""
    heading = models.CharField("rubrik", max_length=200, blank=True)
    text = models.TextField("text", blank=True)
    """What was posted, once it is: until then it is written anew from the meeting and the proposal."""
    posted_on = models.DateField("anslagen", null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_down_on = models.DateField("tas ned", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    """The notice that was posted in its place, the latest of them."""
    pdf = models.BinaryField("PDF", default=b"", blank=True, editable=False)
    """What was posted, on paper: made once, when it is posted, and never again."""
    pdf_sha256 = models.CharField("PDF:ens kontrollsumma", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "kungörelse"
        verbose_name_plural = "kungörelser"
        ordering = ("-posted_on", "-pk")

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    @property
    def is_posted(self) -> bool:
        """Whether the public may read it."""
        return self.posted_on is not None


class LastLook(models.Model):
    """When a user last looked at what is new in a federation."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="last_looks")
    looked_at = models.DateTimeField("när")

    class Meta:
        verbose_name = "senaste titt"
        verbose_name_plural = "senaste tittar"
        constraints = (models.UniqueConstraint(fields=("federation", "user"), name="last_look_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.federation}"
