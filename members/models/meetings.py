"""Meetings, and the decisions in their minutes."""

from __future__ import annotations

from django.db import models

from finsam import swedish
from finsam.revisions import Revisioned
from members.models.board import BoardSeat
from members.models.federations import Federation


class Meeting(Revisioned):
    """A meeting of the board, or the consultation with the members that 23 § demands before the budget."""

    class Kind(models.TextChoices):
        """What kind of meeting."""

        BOARD = "board", "Styrelsemöte"
        CONSULTATION = "consultation", "Medlemssamråd"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="meetings")
    kind = models.CharField("slag", max_length=12, choices=Kind, default=Kind.BOARD)
    held_on = models.DateField("datum")
    place = models.CharField("plats", max_length=120, blank=True)
    label = models.CharField(
        "benämning",
        max_length=60,
        blank=True,
        help_text="Om samma dag har flera möten, till exempel konstituerande.",
    )

    starts_at = models.TimeField("klockan", null=True, blank=True)
    minutes_adjusted_on = models.DateField(
        "protokollet justerat", null=True, blank=True, help_text="Dagen då protokollet blev klart."
    )
    minutes_kept_at = models.CharField(
        "protokollet finns hos",
        max_length=160,
        blank=True,
        help_text="Var det kan läsas, till exempel förbundets kansli.",
    )

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ("held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "kind", "held_on", "label"),
                name="meeting_once_per_kind_day_and_label",
                violation_error_message="Det mötet finns redan.",
            ),
        )

    def __str__(self) -> str:
        label = f" ({self.label})" if self.label else ""
        return f"{self.get_kind_display()} {swedish.long_date(self.held_on)}{label}"


class Decision(Revisioned):
    """A decision in the minutes of a meeting, by paragraph."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="möte")
    minutes_ref = models.CharField(
        "paragraf", max_length=20, help_text="Som i protokollet, till exempel § 47."
    )
    subject = models.CharField("ärende", max_length=200)
    outcome = models.TextField("beslut", blank=True)
    reservations = models.TextField(
        "reservationer",
        blank=True,
        max_length=4000,
        help_text="Som i protokollet. Lämna tomt om ingen reserverade sig.",
    )
    is_sealed = models.BooleanField("bär något fastställt", default=False, editable=False)
    """Whether a budget or a document is adopted by it: then neither paragraph, meeting nor day may change."""

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ("meeting__held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "minutes_ref"),
                name="decision_once_per_paragraph",
                violation_error_message="Paragrafen finns redan i protokollet från det mötet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_ref} {self.subject}"

    @property
    def federation_id(self) -> int:
        """The federation the decision belongs to."""
        return self.meeting.federation_id


class DecisionParticipant(models.Model):
    """One who took part in a decision of the board, and whether with a reservation."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="participants")
    seat = models.ForeignKey(
        BoardSeat, models.PROTECT, related_name="decisions", verbose_name="plats i styrelsen"
    )
    has_reservation = models.BooleanField("reserverade sig", default=False)

    class Meta:
        verbose_name = "deltagare i beslutet"
        verbose_name_plural = "deltagare i beslutet"
        ordering = ("seat__appointed_by__position", "seat_id")
        constraints = (
            models.UniqueConstraint(fields=("decision", "seat"), name="decision_participant_once"),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.decision}"

    @property
    def federation_id(self) -> int:
        """The federation the decision belongs to."""
        return self.decision.federation_id
