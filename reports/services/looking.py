"""That a user has seen what is new."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Federation, User
from reports.models import LastLook


@transaction.atomic
def keep_look(*, federation: Federation, user: User, shown_at: datetime | None = None) -> LastLook:
    """The user has seen all that was new at `shown_at`. What came after it is still new; a look never moves back."""
    now = timezone.now()
    looked_at = min(shown_at, now) if shown_at else now
    look, is_new = LastLook.objects.select_for_update().get_or_create(
        federation=federation, user=user, defaults={"looked_at": looked_at}
    )
    if not is_new and looked_at > look.looked_at:
        look.looked_at = looked_at
        look.save(update_fields=["looked_at"])
    return look
