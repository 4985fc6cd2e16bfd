"""What a person has chosen for a file: which sheet and columns, and what becomes of what the federation does not have.

Kept as JSON between the pages of an import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from budgets.imports.columns import Sign


@dataclass(frozen=True)
class CentreChoice:
    """An ID the federation does not have: `use` is the one it is instead; else it is added by name and purpose."""

    use: int | None = None
    name: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class AccountChoice:
    """An account group the federation does not have: `use` is the code of the one it is instead, else it is added."""

    use: str = ""
    name: str = ""


@dataclass(frozen=True)
class Choices:
    """All choices for one file; what is not chosen is proposed, or asked for."""

    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    cost_sign: str = Sign.PLUS.value
    income_sign: str = Sign.MINUS.value
    centres: Mapping[str, CentreChoice] = field(default_factory=dict)
    accounts: Mapping[str, AccountChoice] = field(default_factory=dict)
    natures: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)
    """What rows are that read as sums (`doubts.Answer`), by row."""
    document: str = ""
    """What the old document is called whose sums the file holds."""

    @property
    def signs(self) -> tuple[Sign, Sign]:
        """How the file writes costs and income."""
        return Sign(self.cost_sign), Sign(self.income_sign)

    def as_json(self) -> dict[str, Any]:
        """The choices as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        """The choices that `as_json` gave; of no data, no choices."""
        known = dict(data)
        known["centres"] = {key: CentreChoice(**value) for key, value in data.get("centres", {}).items()}
        known["accounts"] = {key: AccountChoice(**value) for key, value in data.get("accounts", {}).items()}
        known["natures"] = {int(key): value for key, value in data.get("natures", {}).items()}
        known["answers"] = {int(key): value for key, value in data.get("answers", {}).items()}
        return cls(**known)
