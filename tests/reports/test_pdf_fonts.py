"""The type of the project: as vendored, and with the signs that Swedish documents are set with."""

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reports import pdf_inputs

STATIC = pdf_inputs.STATIC_FILES
FONTS = sorted((STATIC / "fonts").glob("*.ttf"))
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÜ0123456789"
SIGNS = "\u00a0\u202f\u2009\u2212–—‐…’”»«§≤≥±×·•‰½%€→✓Δ°²³*"


def test_the_files_are_those_of_the_table() -> None:
    text = (STATIC / "VENDOR.md").read_text()
    table = dict(re.findall(r"\| `(fonts/[^`]+)` \| `([0-9a-f]{64})` \|", text))

    files = {path for path in (STATIC / "fonts").iterdir() if path.suffix in (".ttf", ".woff2")}

    assert table == {f"fonts/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert len(table) == 20


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_holds_the_signs_of_swedish_documents(path: Path) -> None:
    signs = TTFont(path).getBestCmap()

    assert [sign for sign in LETTERS + SIGNS if ord(sign) not in signs] == []


def test_the_hard_hyphen_is_in_the_sans_which_stands_second_in_every_list() -> None:
    assert 0x2011 in TTFont(STATIC / "fonts" / "SourceSans3-Regular.ttf").getBestCmap()


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_may_be_embedded(path: Path) -> None:
    assert TTFont(path)["OS/2"].fsType == 0


@pytest.mark.parametrize("sheet", ["documents/fonts.css", "fonts/fonts.css"])
def test_the_style_sheets_of_type_name_files_that_are_there(sheet: str) -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', (STATIC / sheet).read_text())

    assert len(addresses) == 10
    for address in addresses:
        name = address.removeprefix("static:") if sheet.startswith("documents") else f"fonts/{address}"
        assert (STATIC / name).is_file(), address
