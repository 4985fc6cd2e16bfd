"""Stored pictures where they are shown: they have no address, so they stand in the page or the document itself."""

from __future__ import annotations

import base64

from django.db.models.fields.files import FieldFile


def data_uri(picture: FieldFile, media_type: str = "image/png") -> str:
    """A stored picture as a data URI."""
    with picture.open("rb") as file:
        return f"data:{media_type};base64,{base64.b64encode(file.read()).decode('ascii')}"
