"""Widgets that forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from js_asset import ImportMap, Media, Script

MODULES = ("dialog", "figures", "html", "leave", "link", "paste", "toolbar")
"""The parts of the editor, `static/js/prose-*.js`. Imported by name, so that each has its own hashed address."""

EDITOR = Media(
    importmap=ImportMap(
        {
            "django-prose-editor/editor": "django_prose_editor/editor.js",
            **{f"finsam/prose-{name}": f"js/prose-{name}.js" for name in MODULES},
        }
    ),
    js=[Script("js/prose-editor.js", type="module")],
)
"""The library's own style sheets and icons are left out: the tools and the face are ours (`static/css/editor.css`)."""


class RichTextArea(forms.Textarea):
    """A text area that becomes an editor where there are scripts; without them it holds the text as HTML.

    Draw the form's media with the page's nonce, before any module: `form.media.with_nonce(nonce)`.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 16, "data-prose-editor": "", "spellcheck": "true", **(attrs or {})})

    @property
    def media(self) -> Any:
        return EDITOR

    def use_required_attribute(self, initial: Any) -> bool:
        return False
