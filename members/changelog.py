"""Which models the change log (LKBR 3 kap. 10–11 §) follows, and whose federation a row belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from auditlog import get_logentry_model
from auditlog.context import disable_auditlog
from auditlog.diff import model_instance_diff
from auditlog.models import LogEntryManager
from auditlog.registry import auditlog
from django.apps import AppConfig
from django.db import models


def federation_id_of(row: models.Model) -> int | None:
    """The federation a row belongs to; every followed model has `federation_id`, as a column or a property."""
    if row._meta.label == "members.Federation":
        return row.pk
    return getattr(row, "federation_id", None)


class ChangeLogManager(LogEntryManager):
    """Writes the federation on each entry, so that an auditor sees one federation's trail and no other."""

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("federation_id", federation_id_of(instance))
        return super().log_create(instance, force_log, **kwargs)


def follow(app: AppConfig, but: Collection[str] = ()) -> None:
    """Log every create, change and delete of the app's models, but those named."""
    for model in app.get_models():
        if model.__name__ not in but:
            auditlog.register(
                model, exclude_fields=["revision", "password", "last_login", "content", "token"]
            )


@contextmanager
def silent() -> Iterator[None]:
    """Log nothing of what is done within: it follows from something that is logged by itself, once."""
    with disable_auditlog():
        yield


def log_added(row: models.Model) -> None:
    """Log that a row has been added, as it stands now: for what is written in several steps that are one."""
    entries = get_logentry_model()
    entries.objects.log_create(row, action=entries.Action.CREATE, changes=model_instance_diff(None, row))
