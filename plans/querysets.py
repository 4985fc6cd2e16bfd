"""Domain names for the questions documents' tables are asked."""

from __future__ import annotations

from typing import Any

from django.db import models


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents."""

    def newest(self, kind: str, year: int, month: int = 0) -> DocumentQuerySet:
        """The year's versions of a kind, the newest first. `month` is the one that an interim report reaches to."""
        return self.filter(kind=kind, year=year, month=month).order_by("-version")

    def in_force(self, kind: str, year: int, month: int = 0) -> Any | None:
        """The year's version that the board has adopted, if it has."""
        return self.newest(kind, year, month).filter(status__in=("adopted", "published")).first()

    def released(self) -> DocumentQuerySet:
        """Those released outside the office: from review on."""
        return self.exclude(status="draft")

    def decided(self) -> DocumentQuerySet:
        """Those the board has adopted."""
        return self.filter(status__in=("adopted", "published", "superseded"))
