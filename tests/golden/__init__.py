"""Reads the golden figures: what published documents say. See README.md beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def sodra_dalarna_2023(name: str) -> Any:
    """A table of Södra Dalarna's "Verksamhetsplan och budget år 2023"."""
    return yaml.safe_load((HERE / "sodra_dalarna_2023" / f"{name}.yaml").read_text(encoding="utf-8"))
