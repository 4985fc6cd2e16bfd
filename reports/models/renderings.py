"""Renderings: PDFs filed under what they were made of. All can be made again."""

from __future__ import annotations

import uuid

from django.db import models

from members.models import Federation


def path_of_rendering(rendering: Rendering, _filename: str) -> str:
    """Where the bytes are kept: a path that no one can guess, in the federation's own directory."""
    return f"renderings/{rendering.federation_id}/{uuid.uuid4().hex}.pdf"


class Rendering(models.Model):
    """A PDF that was asked for: waiting, in the making, made, or refused with a reason.

    The key says what it is made of (see `pdf_inputs.key_of`): the same document is the same row, and never made twice.
    It is not the document's record; what was adopted is kept by its publication.
    """

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", "väntar"
        RUNNING = "running", "görs"
        DONE = "done", "klar"
        FAILED = "failed", "gick inte"

    WAITING = (State.QUEUED, State.RUNNING)

    federation = models.ForeignKey(
        Federation, verbose_name="förbund", on_delete=models.CASCADE, related_name="renderings"
    )
    key = models.CharField("nyckel", max_length=64)
    title = models.CharField("titel", max_length=200)
    state = models.CharField("läge", max_length=8, choices=State, default=State.QUEUED)
    stage = models.CharField("vad som görs", max_length=120, blank=True)
    error = models.TextField("varför det inte gick", blank=True)
    file = models.FileField("fil", upload_to=path_of_rendering, blank=True)
    sha256 = models.CharField("kontrollsumma", max_length=64, blank=True)
    pages = models.PositiveIntegerField("antal sidor", null=True, blank=True)
    requested_at = models.DateTimeField("begärd", auto_now_add=True)
    finished_at = models.DateTimeField("färdig", null=True, blank=True)
    heartbeat = models.DateTimeField(
        "livstecken", null=True, blank=True, help_text="När den process som gör PDF:en senast hördes av."
    )

    class Meta:
        verbose_name = "PDF"
        verbose_name_plural = "PDF:er"
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("federation", "key"), name="rendering_once_per_key"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(file="") & ~models.Q(sha256=""),
                name="rendering_done_has_bytes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to come."""
        return self.state in self.WAITING

    @property
    def is_done(self) -> bool:
        """Whether its bytes are there."""
        return self.state == self.State.DONE

    @property
    def has_failed(self) -> bool:
        """Whether it could not be made; `error` says why."""
        return self.state == self.State.FAILED
