"""Widgets that forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django_prose_editor.widgets import prose_editor_base_media
from js_asset import Media, Script


class RichTextArea(forms.Textarea):
    """A text area that becomes an editor where there are scripts; without them it holds the text as HTML.

    Draw the form's media with the page's nonce: `form.media.with_nonce(nonce)`.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 16, "data-prose-editor": "", "spellcheck": "true", **(attrs or {})})

    @property
    def media(self) -> Any:
        return prose_editor_base_media + Media(js=[Script("js/prose-editor.js", type="module")])

    def use_required_attribute(self, initial: Any) -> bool:
        return False
