"""Reminders by e-mail: who is to be told of what on a day, and the letters. Each occasion is told of once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from members.access import permissions_of
from members.models import ROLE_LABELS, Federation, Mandate, Role, SentReminder, User
from reports.domain.year_wheel import Occasion, seen_by, to_remind_of
from reports.following_pages import wheel_path
from reports.wheel_queries import occasions_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What one user is to be reminded of in one federation."""

    federation: Federation
    user: User
    occasions: tuple[Occasion, ...]


def letters(today: date) -> Iterator[Letter]:
    """The letters of a day: to each who wants them and still has a role, of what has not been told.

    Some fifteen queries for each federation where anyone wants any.
    """
    for federation in Federation.objects.filter(reminders__isnull=False).distinct():
        found = occasions_of(federation, range(today.year - 1, today.year + 3), today)
        roles = _roles(federation)
        told = _told(federation, today)
        for reminder in federation.reminders.filter(user__is_active=True).select_related("user"):
            own = roles.get(reminder.user_id, frozenset())
            mine = to_remind_of(
                seen_by(found, permissions_of(own)),
                today,
                reminder.days_before,
                own if reminder.only_own else None,
            )
            new = tuple(each for each in mine if (reminder.user_id, each.key, each.due) not in told)
            if new:
                yield Letter(federation, reminder.user, new)


def send(letter: Letter) -> bool:
    """Send a letter, and remember that it has been; whether it went. One that fails is tried again another day."""
    told = [
        SentReminder(federation=letter.federation, user=letter.user, occasion=occasion.key, due=occasion.due)
        for occasion in letter.occasions
    ]
    try:
        with transaction.atomic():  # remembered first: of two that run at once, the second stops here
            SentReminder.objects.bulk_create(told)
            send_mail(subject(letter), body(letter), None, [letter.user.email])
    except IntegrityError:
        return False
    except (SMTPException, OSError, ValueError):
        log.exception("A reminder to user %s could not be sent", letter.user.pk)
        return False
    return True


def subject(letter: Letter) -> str:
    """What the letter is called."""
    number = len(letter.occasions)
    told = letter.occasions[0].title if number == 1 else f"{number} tidpunkter närmar sig"
    return f"{letter.federation.short_name}: {told}"


def body(letter: Letter) -> str:
    """What the letter says."""
    site, slug = settings.SITE_URL, letter.federation.slug
    rows = [
        {
            "occasion": each,
            "responsible": ROLE_LABELS.get(each.responsible, ""),
            "url": site + wheel_path(letter.federation, each),
        }
        for each in letter.occasions
    ]
    year = letter.occasions[0].due.year
    stop = site + reverse("year_wheel_follow", kwargs={"slug": slug, "year": year})
    return render_to_string(
        "reports/year_reminder.txt", {"federation": letter.federation, "rows": rows, "stop_url": stop}
    )


def _roles(federation: Federation) -> dict[int, frozenset[Role]]:
    """The roles in the federation by user."""
    found: dict[int, set[Role]] = {}
    for user, role in Mandate.objects.filter(federation=federation).values_list("user", "role"):
        found.setdefault(user, set()).add(Role(role))
    return {user: frozenset(roles) for user, roles in found.items()}


def _told(federation: Federation, today: date) -> set[tuple[int, str, date]]:
    """What users have been reminded of that is still to come."""
    sent: Iterable[tuple[int, str, date]] = SentReminder.objects.filter(
        federation=federation, due__gte=today
    ).values_list("user", "occasion", "due")
    return set(sent)
