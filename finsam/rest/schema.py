"""The OpenAPI schema: a resource of its own, and what is said once of every operation: errors, 304, ETag, CSV."""

from __future__ import annotations

from typing import Any

from drf_spectacular.views import SpectacularAPIView

from finsam import periods
from finsam.rest.errors import DETAILS, MEDIA_TYPE, TITLES
from finsam.rest.filters import SLUG_PATTERN
from finsam.rest.pages import LARGEST
from finsam.rest.views import ReadOnly

DOCUMENTED_ERRORS = (400, 401, 403, 404, 406, 429)

DESCRIPTION = """\
Samordningsförbundens fastställda budgetar, medlemmar och andelar, och med en nyckel det som ännu inte är öppet.

**Belopp** är strängar i kronor med två decimaler ("6308000.00"), aldrig avrundade. **Tecken**: som i bokföringen är
en kostnad positiv och en intäkt negativ, om fältet inte säger annat; resultat och eget kapital är positiva när det är
ett överskott. Räkna inte med flyttal.

**Format**: JSON, eller CSV med `?format=csv` eller `Accept: text/csv` (komma, UTF-8, punkt före decimaler; text som
börjar med =, +, - eller @ får en apostrof framför sig så att kalkylprogram inte kör den). JSON kommer i sidor,
CSV helt.

**Oförändrat**: svaret har en ETag. Skicka den i `If-None-Match` och få 304 utan innehåll om inget har ändrats.

**Fel** är `application/problem+json` på svenska. En parameter som inte finns är ett fel, inte en som glöms.
"""


class SchemaResource(ReadOnly, SpectacularAPIView):
    """The schema itself, open to all, as YAML or JSON."""


def complete(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's last hook: what holds for every operation, said once."""
    result["info"]["description"] = DESCRIPTION
    result["components"]["schemas"]["Problem"] = _problem()
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["parameters"] = [
                *(each for each in operation.get("parameters", []) if each["name"] != "format"),
                _FORMAT,
                _IF_NONE_MATCH,
            ]
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter.update(_PATH[parameter["name"]])
                if parameter["name"] in ("page", "page_size"):
                    parameter["schema"].update(minimum=1, maximum=LARGEST[parameter["name"]])
            answers = operation["responses"]
            for answer in answers.values():
                answer["headers"] = {"ETag": _ETAG}
                if "text/csv" in answer["content"]:
                    answer["content"]["text/csv"] = {"schema": {"type": "string"}}
            answers["304"] = {
                "description": "Oförändrat sedan svaret med den ETag som skickades.",
                "headers": {"ETag": _ETAG},
            }
            answers.update({str(status): _error(status) for status in DOCUMENTED_ERRORS})
    return result


_PATH = {
    "slug": {
        "schema": {"type": "string", "pattern": SLUG_PATTERN},
        "description": "Förbundets namn i adresser.",
    },
    "year": {
        "schema": {"type": "integer", "minimum": periods.FIRST_YEAR, "maximum": periods.LAST_YEAR},
        "description": "Budgetåret.",
    },
    "version": {
        "schema": {"type": "integer", "minimum": 1, "maximum": 32767},
        "description": "Budgetens version.",
    },
}
_ETAG = {"schema": {"type": "string"}, "description": "Svarets kännetecken; skicka det i If-None-Match."}
_FORMAT = {
    "name": "format",
    "in": "query",
    "schema": {"type": "string", "enum": ["csv", "json"]},
    "description": "Svarets format. Går före huvudet Accept.",
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "ETag från ett tidigare svar.",
}


def _error(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": f"{TITLES[status]}. {DETAILS[status]}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        answer["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Sekunder att vänta."}
        }
    if status == 401:
        answer["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return answer


def _problem() -> dict[str, Any]:
    texts = {"title": "Vad som är fel, i korthet.", "detail": "Vad som är fel och vad du kan göra."}
    return {
        "type": "object",
        "description": "Ett fel (RFC 9457).",
        "required": ["title", "status", "detail"],
        "properties": {
            **{name: {"type": "string", "description": text} for name, text in texts.items()},
            "status": {"type": "integer", "description": "Samma tal som svarets status."},
            "errors": {
                "type": "object",
                "description": "Vid 400: felen per parameter.",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
        },
    }
