"""The words of a finished PDF as a screen reader meets them, read from the content by the numbers of its pieces."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf


def words_by_page(data: bytes) -> list[str]:
    """The tagged words of each page, in the order they were painted."""
    with pikepdf.open(BytesIO(data)) as opened:
        return ["".join(text for _, text in _pieces_of_page(page.obj)) for page in opened.pages]


def words_of(data: bytes) -> Iterator[str]:
    """The text of every element of the tree, in reading order, read from the content streams by their numbers."""
    with pikepdf.open(BytesIO(data)) as opened:
        pieces = {
            (page.objgen, piece): text for page in opened.pages for piece, text in _pieces_of_page(page.obj)
        }
        waiting = list(opened.Root.StructTreeRoot.K)
        while waiting:
            element = waiting.pop(0)
            kids = element.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            yield _text(element, pieces)
            waiting[:0] = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _text(element: pikepdf.Object, pieces: dict[tuple[tuple[int, int], int], str]) -> str:
    kids = element.get("/K", [])
    text = ""
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            text += _text(kid, pieces) if "/S" in kid else ""
        else:
            text += pieces.get((element.Pg.objgen, int(kid)), "")
    return text


def _pieces_of_page(page: pikepdf.Dictionary) -> Iterator[tuple[int, str]]:
    maps = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
    number, text, signs = None, "", {}
    for operands, operator in pikepdf.parse_content_stream(pikepdf.Page(page)):
        name = str(operator)
        if name == "BDC" and "/MCID" in operands[1]:
            number, text = int(operands[1].MCID), ""
        elif name == "Tf":
            signs = maps[str(operands[0])]
        elif name == "TJ":
            for part in operands[0]:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    text += "".join(
                        signs.get(codes[i] << 8 | codes[i + 1], "?") for i in range(0, len(codes), 2)
                    )
        elif name == "EMC" and number is not None:
            yield number, text
            number = None


def _unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    """Which text each sign of a font stands for: every line `<0041> <0061>` of its map."""
    lines = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]{4,})>$", lines, re.MULTILINE | re.IGNORECASE)
    return {int(sign, 16): bytes.fromhex(text).decode("utf-16-be") for sign, text in pairs}
