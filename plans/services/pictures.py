"""Pictures taken in: read whole, made anew without anything that came along, and described."""

from __future__ import annotations

import hashlib
import io
from decimal import ROUND_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from finsam import richtext, swedish
from members.models import Federation
from plans.models import Picture

LARGEST_FILE = 10 * 1024 * 1024
WIDEST = 8000
LARGEST_SHOWN = 1600
"""Pixels of the longer side as kept: a whole page of paper at some 240 to the inch."""
HEAVY_PNG = 400 * 1024
"""Bytes beyond which a drawing is more likely a photograph."""
TOO_MANY_POINTS = f"Bilden är större än {WIDEST} bildpunkter åt ett håll. Välj en mindre."


@transaction.atomic
def save_picture(*, federation: Federation, upload: UploadedFile | None, alt: str, by: Any = None) -> Picture:
    """Keep a picture for the federation's texts; one that is there already is not kept twice.

    ValidationError says what is wrong with the file or its words.
    """
    problems: dict[str, Any] = {}
    described = " ".join(alt.split())
    if wrong := richtext.description_problem(described):
        problems["alt"] = wrong
    if upload is None:
        problems["file"] = "Välj en bild."
    elif not problems:
        data, media_type, size = cleaned_picture(upload)
        sha256 = hashlib.sha256(data).hexdigest()
        same = federation.pictures.filter(sha256=sha256, alt=described).first()
        if same is not None:
            return same
        picture = Picture(
            federation=federation,
            name=(upload.name or "bild")[-120:],
            alt=described,
            media_type=media_type,
            width=size[0],
            height=size[1],
            sha256=sha256,
            uploaded_by=by,
        )
        picture.file = ContentFile(data, name=f"bild.{picture.extension}")
        picture.full_clean()
        picture.save()
        return picture
    raise ValidationError(problems)


def cleaned_picture(upload: UploadedFile) -> tuple[bytes, str, tuple[int, int]]:
    """The picture made anew: its bytes, what kind they are, and its size in pixels. What the file also held is gone."""
    picture = _read(upload)
    picture.thumbnail((LARGEST_SHOWN, LARGEST_SHOWN))
    if picture.mode == "RGBA":
        return _encoded(picture, Picture.Format.PNG)
    if picture.info.get("finsam_kind") == "JPEG":
        return _encoded(picture, Picture.Format.JPEG)
    drawn = _encoded(picture, Picture.Format.PNG)
    if len(drawn[0]) <= HEAVY_PNG:
        return drawn
    photographed = _encoded(picture, Picture.Format.JPEG)
    return photographed if len(photographed[0]) * 2 < len(drawn[0]) else drawn


def _read(upload: UploadedFile) -> Image.Image:
    """The picture as it is to be seen, the right way up, in RGB or, where something shines through, RGBA."""
    if (upload.size or 0) > LARGEST_FILE:
        megabytes = Decimal(upload.size or 0) / (1024 * 1024)
        shown = swedish.decimal(megabytes.quantize(Decimal("0.1"), rounding=ROUND_UP))
        raise ValidationError(
            {"file": f"Bilden är {shown} MB. Välj en som är högst 10 MB, i PNG eller JPEG."}
        )
    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # the PDF engine, once imported, lets torn pictures through everywhere
    )
    try:
        with Image.open(upload, formats=("PNG", "JPEG")) as opened:
            if max(opened.size) > WIDEST:
                raise ValidationError({"file": TOO_MANY_POINTS})
            opened.load()
            kind = opened.format
            upright = ImageOps.exif_transpose(opened)
            shines = upright.has_transparency_data and upright.convert("RGBA").getchannel(
                "A"
            ).getextrema() != (255, 255)
            plain = Image.new("RGBA" if shines else "RGB", upright.size)
            plain.paste(upright.convert(plain.mode))  # pixels alone: no profile, no place, no thumbnail
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError({"file": TOO_MANY_POINTS}) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            {"file": "Filen går inte att läsa som en bild. Välj en bild i PNG eller JPEG."}
        ) from error
    plain.info["finsam_kind"] = kind
    return plain


def _encoded(picture: Image.Image, kind: Picture.Format) -> tuple[bytes, str, tuple[int, int]]:
    bare = picture.copy()
    bare.info = {}
    data = io.BytesIO()
    if kind is Picture.Format.PNG:
        bare.save(data, "PNG", optimize=True)
    else:
        bare.save(data, "JPEG", quality=85, optimize=True)
    return data.getvalue(), kind.value, bare.size
