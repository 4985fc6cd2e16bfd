"""Filters that several resources share."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field

from finsam import periods

SLUG_PATTERN = "^[-a-zA-Z0-9_]+$"


class FourDigits(forms.IntegerField):
    """A year as it is written: four digits, where Django would take "2023.0" as well."""

    def to_python(self, value: Any) -> int | None:
        if value not in self.empty_values and not re.fullmatch("[0-9]{4}", str(value)):
            raise ValidationError("Skriv året med fyra siffror.", code="invalid")
        return super().to_python(value)


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

    field_class = FourDigits

    def __init__(self, **kwargs: object) -> None:
        super().__init__(min_value=periods.FIRST_YEAR, max_value=periods.LAST_YEAR, **kwargs)


@extend_schema_field({"type": "string", "pattern": SLUG_PATTERN, "description": "Namnet i adresser."})
class SlugFilter(django_filters.Filter):
    """The short name that something has in addresses."""

    field_class = forms.SlugField
