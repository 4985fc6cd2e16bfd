"""Pictures that texts may hold. A text names one by its key; what it shows in words stands in the text."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from finsam import richtext
from members.models import Federation


def path_of_picture(picture: Picture, _filename: str) -> str:
    """Where the bytes are kept: a path that no one can guess, in the federation's own directory."""
    return f"pictures/{picture.federation_id}/{uuid.uuid4().hex}.{picture.extension}"


class Picture(models.Model):
    """A picture as it was cleaned when it was uploaded. It is never changed; another is another picture."""

    class Format(models.TextChoices):
        """What kinds of file."""

        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="pictures")
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField("namn", max_length=120)
    alt = models.CharField(
        "beskrivning", max_length=300, help_text="Vad bilden visar, för den som inte ser den."
    )
    media_type = models.CharField("slag", max_length=10, choices=Format)
    width = models.PositiveIntegerField("bredd")
    height = models.PositiveIntegerField("höjd")
    file = models.FileField("fil", upload_to=path_of_picture)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("när", auto_now_add=True)

    class Meta:
        verbose_name = "bild"
        verbose_name_plural = "bilder"
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The file name's end."""
        return "png" if self.media_type == self.Format.PNG else "jpg"


def refuse_foreign_pictures(federation_id: int | None, field: str, text: str) -> None:
    """A text shows the federation's own pictures and no other's. One query, or none for a text without pictures."""
    keys = set(richtext.pictures(text))
    if not keys or federation_id is None:  # a form's new row: the service says whose it is, and asks again
        return
    own = Picture.objects.filter(federation_id=federation_id, key__in=keys).count()
    if own < len(keys):
        raise ValidationError(
            {field: "En bild i texten finns inte bland förbundets bilder. Infoga den på nytt."}
        )
