"""Reads the golden figures: what published documents say. See README.md beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def sodra_dalarna_2018(name: str) -> Any:
    """A table of Södra Dalarna's "Årsredovisning 2018"."""
    return _table("sodra_dalarna_2018", name)


def sodra_dalarna_2023(name: str) -> Any:
    """A table of Södra Dalarna's "Verksamhetsplan och budget år 2023"."""
    return _table("sodra_dalarna_2023", name)


def nedansiljan_2025(name: str) -> Any:
    """A table of Nedansiljan's "Verksamhetsplan för verksamhetsåret 2025"."""
    return _table("nedansiljan_2025", name)


def norra_vastmanland_2023(name: str) -> Any:
    """A table of Norra Västmanland's "Verksamhetsplan 2023"."""
    return _table("norra_vastmanland_2023", name)


@cache
def _table(document: str, name: str) -> Any:
    return yaml.safe_load((HERE / document / f"{name}.yaml").read_text(encoding="utf-8"))
