"""CSV beside JSON: comma, UTF-8, a point before decimals, one header line; and which of them is given."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA = re.compile(r"[=+\-@\t\r\n]")


def cell(value: Any) -> str:
    """A value as it stands in the file; "" for none. Text that a spreadsheet would run as a formula gets a ' before."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return " ".join(cell(each) for each in value)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as CSV (RFC 4180) with a header, also when there are none."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return out.getvalue()


class CsvRenderer(BaseRenderer):
    """The view's `table(data)` as CSV: its columns, and a row each."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> str:
        columns, rows = renderer_context["view"].table(data)
        return csv_text(columns, rows)


class Negotiation(DefaultContentNegotiation):
    """An unknown `?format=` is a format that does not exist (406), not a page that does not (404)."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            raise NotAcceptable
        return found
