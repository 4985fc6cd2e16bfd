"""Fields that models and forms share: amounts, shares, years, rich text.

Bad input is refused with a Swedish message that says what and what to do; nothing is rounded or clamped to fit.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property

from finsam import figures, periods, richtext, swedish
from finsam.money import LARGEST_AMOUNT
from finsam.nesting import Refused
from finsam.widgets import RichTextArea


class SwedishDecimalField(forms.DecimalField):
    """A number as Swedes write it, typed or pasted (see `swedish.parse_decimal`), in one of `units` or bare.

    The dash that stands for nothing in a table is nothing here too.
    """

    widget = forms.TextInput

    def __init__(self, *args: Any, units: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        if swedish.is_nothing(str(value)):
            return None
        try:
            return swedish.parse_decimal(str(value), self.units)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal | int):
            return value
        has_ore = self.units == swedish.KRONOR and value != int(value)
        return swedish.number(value, 2) if has_ore else swedish.decimal(value)


class CodeField(forms.CharField):
    """A code of digits, typed or pasted as it is printed: "10 000" is 10000."""

    def to_python(self, value: Any) -> Any:
        return re.sub(r"\s", "", super().to_python(value) or "")


class AmountField(models.DecimalField):
    """An amount in kronor with öre, in ledger sign unless the model says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        message = "Beloppet är större än vad som går att spara."
        return super().formfield(
            **{
                "form_class": SwedishDecimalField,
                "units": swedish.KRONOR,
                "max_digits": None,  # the largest amount says it, once
                "max_value": LARGEST_AMOUNT,
                "min_value": -LARGEST_AMOUNT,
                "error_messages": {"max_value": message, "min_value": message},
                **kwargs,
            }
        )


class PercentField(models.DecimalField):
    """A share in per cent, 0–100, to the hundredth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 5)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            MinValueValidator(Decimal(0), "En andel kan inte vara negativ."),
            MaxValueValidator(
                Decimal(100), "En andel kan inte vara större än 100 %%."
            ),  # Django fills the message in
        ]

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {"form_class": SwedishDecimalField, "units": swedish.PERCENT, "max_digits": None}
        return super().formfield(**{**defaults, **kwargs})


class YearField(models.PositiveSmallIntegerField):
    """A calendar year that a federation can have."""

    @cached_property
    def validators(self) -> list[Any]:
        """In place of the column's own limits, which are wider: one message says it all."""
        message = f"Året ska vara ett årtal mellan {periods.FIRST_YEAR} och {periods.LAST_YEAR}."
        return [
            MinValueValidator(periods.FIRST_YEAR, message),
            MaxValueValidator(periods.LAST_YEAR, message),
        ]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{
                "widget": forms.TextInput(attrs={"inputmode": "numeric"}),
                "localize": False,
                "min_value": None,
                **kwargs,
            }
        )


class HeadingField(models.CharField):
    """A plain line that may hold figures by reference in braces: "Budget år {document.year}"."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        cleaned = super().clean(value, model_instance)
        if wrong := figures.problems(figures.line_references(cleaned)):
            raise ValidationError(wrong)
        return cleaned


class RichTextField(models.TextField):
    """Rich text, cleaned on the way to the database whichever way it comes (also `update` and `bulk_create`).

    A picture without a description stops the write.
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return self._described(_cleaned(prepared)) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        cleaned = self._described(_cleaned(value)) if isinstance(value, str) else value
        setattr(model_instance, self.attname, cleaned)
        return cleaned

    @staticmethod
    def _described(cleaned: str) -> str:
        """The text, when every picture in it is described: one that is not is refused, never left out in silence."""
        if wrong := richtext.undescribed(cleaned):
            raise ValidationError(wrong)
        return cleaned

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": RichTextArea, **kwargs})

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        cleaned = _cleaned(super().clean(value, model_instance))
        if len(cleaned) > richtext.LONGEST:
            raise ValidationError(richtext.too_long(len(cleaned), richtext.LONGEST))
        if wrong := richtext.problems(cleaned):
            raise ValidationError(wrong)
        return cleaned


def _cleaned(text: str) -> str:
    """The text as it is kept; one that cannot be read is refused as any other that breaks a rule."""
    try:
        return richtext.clean(text)
    except Refused as error:
        raise ValidationError(str(error)) from error
