"""Amounts and shares as programs get them: exact decimal strings, with a point."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from finsam.money import round_half_up

KRONOR = {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "example": "6308000.00"}


@extend_schema_field(KRONOR)
class KronorField(serializers.Field[Any, Any, str, Decimal]):
    """Kronor with öre as a string: "6308000.00". Only what is divided (a ceiling in per cent) has less than an öre."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Decimal) -> str:
        return f"{round_half_up(value, 2):f}"


class ConstantField(serializers.ChoiceField):
    """Always the same word, with what it means: a convention said where the figures are."""

    def __init__(self, word: str, **kwargs: Any) -> None:
        super().__init__(choices=[word], read_only=True, source="*", **kwargs)
        self.word = word

    def to_representation(self, value: Any) -> str:
        return self.word
