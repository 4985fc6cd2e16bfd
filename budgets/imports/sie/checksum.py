"""The checksum that a SIE file may carry: CRC-32 of labels and fields, without quotes, spaces and braces."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from budgets.imports.sie.items import Encoding
from budgets.imports.sie.tokens import said


class Checksum:
    """What is summed so far. The standard sums CP437; a program that writes another encoding may sum its own."""

    def __init__(self, encoding: Encoding) -> None:
        self._encodings = dict.fromkeys((Encoding.CP437, encoding), 0)
        self.is_running = False
        self.is_right = False

    def add(self, found: Iterable[str]) -> None:
        """The fields of a record, as they are written."""
        text = said(found)
        for encoding, value in self._encodings.items():
            self._encodings[encoding] = zlib.crc32(text.encode(encoding, errors="replace"), value)

    def mark(self, values: list[str]) -> str:
        """A #KSUMMA with its values: the start without one, the end with the sum. Gives what is wrong, or nothing."""
        if not values or not values[0]:
            if self.is_running or self.is_right:
                return "Kontrollsumman börjar två gånger."
            self.is_running = True
            return ""
        if not self.is_running:
            return "Kontrollsumman slutar utan att ha börjat. Filen är ändrad eller avbruten."
        self.is_running = False
        try:
            given = int(values[0])
        except ValueError:
            return "Kontrollsumman är inget tal. Filen är skadad."
        self.is_right = any((given - value) % 2**32 == 0 for value in self._encodings.values())
        if not self.is_right:
            return "Kontrollsumman stämmer inte: filen är inte som den exporterades. Exportera den på nytt."
        return ""
