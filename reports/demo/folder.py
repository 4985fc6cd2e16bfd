"""A folder of demo data: YAML and prose for one federation. How it becomes rows is in the modules beside this one."""

from __future__ import annotations

import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from members.models import Federation

HERE = Path(__file__).parent
KEYS = uuid.UUID("6f3c2a0e-6f0b-5b1e-9a57-0d6a4f4f2f10")
"""The namespace in which the demo's readable keys become identities."""


class DemoFolder:
    """A folder of demo data for one federation."""

    def __init__(self, name: str) -> None:
        self.path = HERE / name

    def data(self, name: str) -> Any:
        """A YAML file."""
        return yaml.safe_load((self.path / f"{name}.yaml").read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a YAML file that holds one list under its own name; none when there is no such file."""
        found: list[dict[str, Any]] = self.data(name)[name] if (self.path / f"{name}.yaml").exists() else []
        return found

    def names(self, beginning: str) -> list[str]:
        """The YAML files whose names begin so, without their ending, in order: `budget_2022`, `budget_2023`."""
        return sorted(path.stem for path in self.path.glob(f"{beginning}*.yaml"))

    @staticmethod
    def year_of(name: str) -> int:
        """The year a file is about, by its name."""
        return int(name.rsplit("_", 1)[1])

    def prose(self, folder: str, name: str) -> str:
        """A fragment of rich text; "" when the entry names none."""
        return (self.path / folder / name).read_text(encoding="utf-8") if name else ""


def identity(federation: Federation, key: str) -> uuid.UUID:
    """A readable key as a row's identity: the same in every installation, so that documents are the same too."""
    return uuid.uuid5(KEYS, f"{federation.slug}/{key}")


def kronor(tkr: int | None) -> Decimal | None:
    """An amount of the files, which are in tkr, in kronor."""
    return None if tkr is None else Decimal(tkr) * 1000


def in_kronor(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with every `…_tkr` as the field in kronor that it stands for."""
    return {
        name.removesuffix("_tkr"): kronor(value) if name.endswith("_tkr") else value
        for name, value in entry.items()
    }
