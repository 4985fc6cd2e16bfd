"""What a person has chosen for a table of the ledger: its sheet, its columns, its signs, and what its sums are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from budgets.imports.columns import Sign

ROW, LEFT_OUT = "rad", "bort"
"""What a row is that reads as a sum: a booked row all the same, or nothing to read."""


@dataclass(frozen=True)
class TableChoices:
    """All choices for one table; what is not chosen is proposed, or asked for."""

    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of each column by its title, empty for one that is not read."""
    sign: str = Sign.PLUS.value
    """How costs are written: with plus as in a ledger, or with minus, and then income the other way."""
    credit_sign: str = ""
    """How amounts in a column of credit are written, with plus or minus; empty for as they themselves show."""
    unit: str = ""
    """The amounts' unit; empty for what the title says, otherwise kronor."""
    sums: str = ""
    """What has been said of sums in an earlier table of this kind."""
    answers: Mapping[int, str] = field(default_factory=dict)
    """What rows are that read as sums, by row."""
    signature: str = ""
    """Of the titles that something was chosen for; empty when nothing was."""

    def as_json(self) -> dict[str, Any]:
        """The choices as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TableChoices:
        """The choices that `as_json` gave; of no data, no choices."""
        answers = {int(row): answer for row, answer in data.get("answers", {}).items()}
        return cls(**{**data, "answers": answers})

    @property
    def remembered(self) -> dict[str, Any]:
        """What holds for the next table with the same titles too."""
        kept = ("columns", "sign", "credit_sign", "unit", "sums")
        return {name: value for name, value in self.as_json().items() if name in kept}
