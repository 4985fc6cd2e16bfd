"""Who sits on the board, and who audits. A term is half-open: its end is the first day after."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from finsam.revisions import Revisioned
from members.models.federations import Federation, Member
from members.querysets import SeatQuerySet


class BoardSeat(Revisioned):
    """A seat on the board: who a member has appointed, for which term."""

    class Kind(models.TextChoices):
        """10 §: each member appoints at least one member of the board and as many deputies."""

        MEMBER = "member", "Ledamot"
        DEPUTY = "deputy", "Ersättare"

    class Office(models.TextChoices):
        """15 §: the chair and vice chairs are chosen among the members of the board."""

        NONE = "", "–"
        CHAIR = "chair", "Ordförande"
        VICE_CHAIR = "vice_chair", "Vice ordförande"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="board_seats")
    appointed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="board_seats", verbose_name="utsedd av"
    )
    kind = models.CharField("plats", max_length=6, choices=Kind)
    office = models.CharField("uppdrag", max_length=10, choices=Office, blank=True, default=Office.NONE)
    holder = models.CharField("namn", max_length=120)
    term_start = models.DateField("från och med")
    term_end = models.DateField("till (inte med)", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    name_then: str | None = None
    """What the member who appointed was called then: set by the queries that ask for a day or a year."""

    class Meta:
        verbose_name = "plats i styrelsen"
        verbose_name_plural = "platser i styrelsen"
        ordering = ("appointed_by__position", "-kind", "term_start", "pk")  # the member before the deputy
        constraints = (
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(term_end__gt=F("term_start")),
                name="board_seat_ends_after_start",
                violation_error_message="Uppdraget ska sluta efter att det har börjat.",
            ),
            models.CheckConstraint(
                condition=Q(office="") | Q(kind="member"),
                name="board_office_held_by_member",
                violation_error_message="Ordförande och vice ordförande väljs bland ledamöterna, inte ersättarna.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} ({self.get_kind_display().lower()}, {self.appointed_by})"

    @property
    def appointer(self) -> str:
        """The member who appointed, as it was called then. One query, unless it is at hand."""
        return self.name_then or self.appointed_by.name


class Auditor(Revisioned):
    """An auditor (25 §). One whom several members appoint jointly is entered under the one who leads."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="auditors")
    appointed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="auditors", verbose_name="utsedd av"
    )
    holder = models.CharField("namn", max_length=120)
    is_authorised = models.BooleanField("auktoriserad revisor", default=False)
    term_start = models.DateField("från och med")
    term_end = models.DateField("till (inte med)", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    name_then: str | None = None
    """What the member who appointed was called then: set by the queries that ask for a day or a year."""

    class Meta:
        verbose_name = "revisor"
        verbose_name_plural = "revisorer"
        ordering = ("appointed_by__position", "term_start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(term_end__gt=F("term_start")),
                name="auditor_ends_after_start",
                violation_error_message="Uppdraget ska sluta efter att det har börjat.",
            ),
        )

    def __str__(self) -> str:
        return self.holder

    @property
    def appointer(self) -> str:
        """The member who appointed, as it was called then. One query, unless it is at hand."""
        return self.name_then or self.appointed_by.name
