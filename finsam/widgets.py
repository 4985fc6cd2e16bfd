"""Widgets that forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from js_asset import ImportMap, Media, Script

from finsam.pictures import data_uri

MODULES = (
    *("about", "choosing", "crossings", "dialog", "editor", "fields", "figures", "html", "leave", "link"),
    *("notes", "page", "paste", "pictures", "table", "toolbar", "word"),
)
"""The parts of the editor, `static/js/prose-*.js`. Imported by name, so that each has its own hashed address."""

EDITOR = Media(
    importmap=ImportMap(
        {
            "django-prose-editor/editor": "django_prose_editor/editor.js",
            **{f"finsam/prose-{name}": f"js/prose-{name}.js" for name in MODULES},
        }
    ),
    js=[Script("js/prose-editor.js", type="module"), Script("js/block-preview.js", type="module")],
)
"""The library's own style sheets and icons are left out: the tools and the face are ours (`static/css/editor.css`)."""


class PictureInput(forms.ClearableFileInput):
    """A picture to choose, which shows the one that is stored: `templates/bootstrap5/layout/field_file.html`."""

    clear_checkbox_label = "Ta bort bilden"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            context["widget"]["picture"] = data_uri(value) if self.is_initial(value) else ""
        except OSError:  # the row says that there is one, the disk does not
            context["widget"]["picture"] = ""
        return context


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
