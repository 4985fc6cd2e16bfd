"""What a test reads off a page: the data of its form, its errors, its words."""

from __future__ import annotations

import html
import re
from typing import Any

from django.forms import BaseForm, CheckboxSelectMultiple
from django.http import HttpResponse


def form_data(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What a browser would send for the page's form as it stands, with `changes` typed over it.

    A form that holds others, `parts`, is sent with them.
    """
    form: BaseForm = response.context["form"]  # type: ignore[attr-defined]
    found: dict[str, Any] = {}
    for each in (form, *getattr(form, "parts", ())):
        found |= _filled_in(each)
    return {**found, **changes}


def _filled_in(form: BaseForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = (
            field.widget.format_value(form[name].value()) if hasattr(field.widget, "format_value") else None
        )
        if isinstance(field.widget, CheckboxSelectMultiple):
            found[form.add_prefix(name)] = list(value or ())
            continue
        if isinstance(value, list | tuple):
            value = value[0] if value else ""
        if field.widget.input_type in ("checkbox", "file") if hasattr(field.widget, "input_type") else False:
            if form[name].value() is True:
                found[form.add_prefix(name)] = "on"
            continue
        found[form.add_prefix(name)] = "" if value is None else value
    return found


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """The page's errors by field; those of no field under ""."""
    form: BaseForm = response.context["form"]  # type: ignore[attr-defined]
    return {name.replace("__all__", ""): list(found) for name, found in form.errors.items()}


def words(response: HttpResponse) -> str:
    """The page's words as they are read, with single spaces."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text))).strip()


def messages(response: HttpResponse) -> list[str]:
    """The messages that a redirect followed to its page shows."""
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]
