"""What a federation's own details must satisfy."""

import io
from decimal import ROUND_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageFile, UnidentifiedImageError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.se import orgnr

from finsam import swedish

LARGEST_LOGO = 2 * 1024 * 1024
WIDEST_LOGO = 4000
TOO_MANY_POINTS = f"Bilden är större än {WIDEST_LOGO} bildpunkter åt ett håll. Välj en mindre."
LOGO_PIXELS = 600
LOWEST_CONTRAST = 4.5


def validate_organisation_number(value: str) -> None:
    """An organisation number with a right check digit; a personal number is refused."""
    digits = value.replace("-", "")
    try:
        orgnr.validate(digits)
    except NumberError as error:
        raise ValidationError("Organisationsnumret stämmer inte. Skriv det som 222000-0000.") from error
    if digits[2] < "2":
        raise ValidationError("Det ser ut som ett personnummer. Skriv förbundets organisationsnummer.")


def contrast_with_white(colour: str) -> float:
    """WCAG 2.1's contrast ratio of a #rrggbb colour against white, 1–21."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def validate_accent_colour(value: str) -> None:
    """Text in the colour must be readable on white (WCAG 2.1 AA, 1.4.3)."""
    try:
        contrast = contrast_with_white(value)
    except ValueError:
        return  # the pattern validator has said what is wrong
    if contrast < LOWEST_CONTRAST:
        raise ValidationError("Färgen är för ljus: text i den går inte att läsa mot vitt. Välj en mörkare.")


def cleaned_logo(upload: UploadedFile) -> ContentFile:
    """The uploaded picture as a PNG of sensible size; refused when too large or not a picture."""
    if (upload.size or 0) > LARGEST_LOGO:
        megabytes = Decimal(upload.size or 0) / (1024 * 1024)
        shown = swedish.decimal(megabytes.quantize(Decimal("0.1"), rounding=ROUND_UP))
        raise ValidationError(f"Bilden är {shown} MB. Välj en som är högst 2 MB, i PNG eller JPEG.")
    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # the PDF engine, once imported, lets torn pictures through everywhere
    )
    try:
        with Image.open(upload, formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > WIDEST_LOGO:
                raise ValidationError(TOO_MANY_POINTS)
            picture.load()
            small = picture.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_POINTS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            "Filen går inte att läsa som en bild. Välj en bild i PNG eller JPEG."
        ) from error
    small.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return ContentFile(data.getvalue(), name="logo.png")
