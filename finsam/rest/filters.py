"""Filters that several resources share."""

from __future__ import annotations

import django_filters
from django import forms
from drf_spectacular.utils import extend_schema_field

from finsam import periods

SLUG_PATTERN = "^[-a-zA-Z0-9_]+$"


@extend_schema_field(
    {
        "type": "integer",
        "minimum": periods.FIRST_YEAR,
        "maximum": periods.LAST_YEAR,
        "description": "Det som gäller året.",
    }
)
class YearFilter(django_filters.Filter):
    """A year that a federation can have."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: object) -> None:
        super().__init__(min_value=periods.FIRST_YEAR, max_value=periods.LAST_YEAR, **kwargs)


@extend_schema_field({"type": "string", "pattern": SLUG_PATTERN, "description": "Namnet i adresser."})
class SlugFilter(django_filters.Filter):
    """The short name that something has in addresses."""

    field_class = forms.SlugField
