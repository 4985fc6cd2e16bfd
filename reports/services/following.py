"""Writes of those who follow the year wheel: their calendar's secret address, and reminders by e-mail."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from members.models import CalendarFeed, Federation, Reminder, User

SECRET_BYTES = 32


def hash_of(secret: str) -> str:
    """What is kept of a secret: enough to know it again, and nothing to open a calendar with."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def renew_feed(*, federation: Federation, user: User) -> str:
    """Make the user's calendar address in the federation, or a new one in place of the old; its secret, told once."""
    User.objects.select_for_update().get(pk=user.pk)  # the same user in two windows: the last has the address
    secret = secrets.token_urlsafe(SECRET_BYTES)
    for old in CalendarFeed.objects.filter(federation=federation, user=user):
        old.delete()
    CalendarFeed.objects.create(federation=federation, user=user, token=hash_of(secret))
    return secret


@transaction.atomic
def revoke_feed(*, federation: Federation, user: User) -> bool:
    """Close the user's calendar address; whether there was one."""
    found = list(CalendarFeed.objects.filter(federation=federation, user=user))
    for feed in found:
        feed.delete()
    return bool(found)


@transaction.atomic
def save_reminder(
    *, federation: Federation, user: User, wanted: bool, days_before: int = 7, only_own: bool = False
) -> Reminder | None:
    """Say whether the user wants reminders from the federation, and when; None when not."""
    User.objects.select_for_update().get(pk=user.pk)
    reminder = Reminder.objects.filter(federation=federation, user=user).first()
    if not wanted:
        if reminder is not None:
            reminder.delete()
        return None
    reminder = reminder or Reminder(federation=federation, user=user)
    reminder.days_before, reminder.only_own = days_before, only_own
    reminder.full_clean()
    reminder.save()
    return reminder
