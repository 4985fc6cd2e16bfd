"""Lists in pages. CSV is never cut: a file cannot say that there is more."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

LARGEST_PAGE = 1000
LARGEST = {"page": 1_000_000, "page_size": LARGEST_PAGE}
"""The largest numbers that the parameters take."""
PAGE_FIELDS = ("count", "next", "previous", "results")


class Pages(PageNumberPagination):
    """`?page=2&page_size=500`; what is no such number is refused, not mended."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    page_query_description = "Vilken sida av svaret; den första är 1. CSV kommer alltid hel."
    page_size_query_description = f"Hur många per sida, högst {LARGEST_PAGE}."
    invalid_page_message = "Svaret har inte så många sidor. Fältet next säger om det finns en till."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        for name in LARGEST:
            _whole_number(request, name)
        if request.accepted_renderer.format == "csv":
            return None
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int:
        return _whole_number(request, "page_size") or self.page_size

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = super().get_paginated_response_schema(schema)
        described = {
            "count": "Hur många rader hela svaret har.",
            "next": "Adressen till nästa sida, eller null.",
            "previous": "Adressen till föregående sida, eller null.",
            "results": "Sidans rader.",
        }
        for name, text in described.items():
            found["properties"][name]["description"] = text
            found["properties"][name].pop("example", None)
        return found


def _whole_number(request: Request, name: str) -> int | None:
    largest = LARGEST[name]
    text = request.query_params.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= largest:
        raise ValidationError({name: [f"Skriv ett heltal mellan 1 och {largest}."]})
    return int(text)
