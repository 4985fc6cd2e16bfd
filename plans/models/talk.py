"""The talk about a document: threads of comments, rounds of review, and who has read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from finsam.revisions import Revisioned
from plans.models.documents import Document


class CommentThread(Revisioned):
    """Comments on one thing of a document."""

    class Target(models.TextChoices):
        """What a thread is about."""

        DOCUMENT = "document", "Hela dokumentet"
        SECTION = "section", "Avsnitt"
        TABLE = "table", "Tabell"
        FIGURE = "figure", "Siffra"
        GOAL_AREA = "goal_area", "Målområde"
        ACTIVITY = "activity", "Aktivitet"

    document = models.ForeignKey(Document, models.CASCADE, related_name="threads")
    target = models.CharField("om", max_length=10, choices=Target)
    subject = models.CharField("vad", max_length=160, blank=True)
    """The key of the section, goal area or activity; for a table or a figure the section's key, a space, and the
    reference of the block or figure. Empty for the whole document."""
    title = models.CharField("vad det gäller", max_length=200)
    """What the thread is about as it read when it was begun: kept when the thing itself is gone."""
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField("när", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField("löst", null=True, blank=True)

    class Meta:
        verbose_name = "tråd"
        verbose_name_plural = "trådar"
        ordering = ("started_at", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id

    @property
    def is_resolved(self) -> bool:
        """Whether nothing remains to be said."""
        return self.resolved_at is not None


class Comment(Revisioned):
    """What someone said in a thread: plain text, nothing else."""

    thread = models.ForeignKey(CommentThread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    text = models.TextField("kommentar", max_length=4000)
    written_at = models.DateTimeField("när", auto_now_add=True)
    edited_at = models.DateTimeField("ändrad", null=True, blank=True)

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.thread.document.federation_id


class Mention(models.Model):
    """That a comment asks for someone."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField("sett", null=True, blank=True)

    class Meta:
        verbose_name = "omnämnande"
        verbose_name_plural = "omnämnanden"
        constraints = (models.UniqueConstraint(fields=("comment", "user"), name="mention_once_per_comment"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.comment}"

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.comment.federation_id


class ReviewRound(Revisioned):
    """A time in which those who review are asked to read and say what they think."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="review_rounds")
    number = models.PositiveSmallIntegerField("omgång")
    due = models.DateField("svar senast")
    message = models.TextField("till den som läser", blank=True, max_length=2000)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField("öppnad")
    closed_on = models.DateField("stängd", null=True, blank=True)

    class Meta:
        verbose_name = "remissomgång"
        verbose_name_plural = "remissomgångar"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="review_round_number_once"),
            models.UniqueConstraint(
                fields=("document",),
                condition=Q(closed_on__isnull=True),
                name="review_round_one_open",
                violation_error_message="En remissomgång är redan öppen. Stäng den först.",
            ),
        )

    def __str__(self) -> str:
        return f"Remissomgång {self.number}"

    @property
    def federation_id(self) -> int:
        """The federation the document belongs to."""
        return self.document.federation_id


class Reading(models.Model):
    """That a user has read a document, first and last."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    first_at = models.DateTimeField("första gången")
    last_at = models.DateTimeField("senast")

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        constraints = (models.UniqueConstraint(fields=("document", "user"), name="reading_once_per_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.document}"
