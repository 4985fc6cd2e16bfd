"""API keys: what opens one federation to a program, for reading, with what the key's user may.

The key itself is shown once and kept nowhere: knox holds its hash and the moment it ends. What a key opens is decided
anew at each question (`members.api_access`).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from finsam.revisions import Revisioned


class ApiToken(Revisioned):
    """A key to one federation. Whose it is, and until when, stands in `token`."""

    token = models.OneToOneField("knox.AuthToken", models.CASCADE, related_name="api_token")
    federation = models.ForeignKey("members.Federation", models.CASCADE, related_name="api_tokens")
    name = models.CharField(
        "namn", max_length=80, help_text="Vad nyckeln används till, till exempel Power BI hos regionen."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skapad av"
    )

    class Meta:
        verbose_name = "API-nyckel"
        verbose_name_plural = "API-nycklar"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens anything; None for one without end."""
        ends = self.token.expiry
        return ends and timezone.localdate(ends - timedelta(microseconds=1))

    @property
    def has_expired(self) -> bool:
        """Whether it opens nothing any more."""
        return self.token.expiry is not None and self.token.expiry <= timezone.now()
