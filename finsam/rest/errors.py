"""How a REST resource says no: RFC 9457 (application/problem+json), in Swedish, with what to do instead."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: "Frågan går inte att besvara",
    401: "En API-nyckel behövs",
    403: "Nyckeln räcker inte",
    404: "Finns inte",
    405: "API:et läser bara",
    406: "Formatet finns inte",
    429: "För många frågor",
}
DETAILS = {
    400: "Rätta det som står under errors och fråga igen.",
    401: "Det som frågan gäller är inte öppet för alla, eller finns inte. Skicka en API-nyckel i huvudet "
    "”Authorization: Bearer <nyckel>”.",
    403: "Den som nyckeln gäller för har ingen roll som får läsa det här. Förbundschefen ger roller.",
    404: "Det finns inget här, eller så hör det till ett förbund som nyckeln inte öppnar.",
    405: "Använd GET, HEAD eller OPTIONS.",
    406: "Svaret finns som application/json och, där det är en tabell, som text/csv.",
    429: "Vänta och försök igen. Huvudet Retry-After säger hur många sekunder.",
}


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error; None lets it be the program's own fault."""
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {
        "title": TITLES.get(response.status_code, "Frågan går inte att besvara"),
        "status": response.status_code,
        "detail": _own_words(error) or DETAILS.get(response.status_code, DETAILS[400]),
    }
    if isinstance(error, exceptions.ValidationError) and isinstance(response.data, dict):
        body["errors"] = response.data
    response.data = body
    response.content_type = MEDIA_TYPE
    return response


def _own_words(error: Exception) -> str:
    """What the one who raised the error said, when it was not just the library's usual phrase."""
    if isinstance(error, Http404 | PermissionDenied | exceptions.ValidationError | exceptions.Throttled):
        return ""
    if isinstance(
        error, exceptions.NotAuthenticated | exceptions.MethodNotAllowed | exceptions.NotAcceptable
    ):
        return ""
    said = getattr(error, "detail", "")
    return "" if said == getattr(error, "default_detail", "") else str(said)
