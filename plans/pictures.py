"""The pictures of a federation's texts: read whole to be shown. How one is taken in stands in `services.pictures`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from finsam.pictures import data_uri
from plans.models import Picture


@dataclass(frozen=True)
class PictureFact:
    """A picture with its bytes, as a `data:` URI."""

    key: str
    src: str
    width: int
    height: int


def pictures_of(federation_id: int, keys: Collection[str]) -> tuple[PictureFact, ...]:
    """Those of the federation's own pictures that the keys name. One query, or none; another's is never found.

    A picture whose file is gone is not there.
    """
    if not keys:
        return ()
    found = []
    for picture in Picture.objects.filter(federation_id=federation_id, key__in=keys):
        try:
            src = data_uri(picture.file, picture.media_type)
        except OSError:
            continue
        found.append(PictureFact(str(picture.key), src, picture.width, picture.height))
    return tuple(found)
