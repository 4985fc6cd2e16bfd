"""The version of the arithmetic: the same entries give the same figures, or the version is another.

Every amount and share that a sentence may refer to is computed for the three demo federations, whose entries are those
of their published plans, and summed up in one checksum. When it differs, the arithmetic has changed: raise
CALCULATION_VERSION in `finsam.calculation` and write the new line here, below the old. (If the demo's entries
have been mended, replace the last line.)
"""

from __future__ import annotations

import hashlib

from finsam import figures
from finsam.calculation import CALCULATION_VERSION
from finsam.figures import Kind, Reference, UnknownFigure
from finsam.scope import Scope
from plans.queries import document_scope
from tests.conftest import Demo

CHECKSUMS = {
    "1": "87f7c63123997096c56d28eede7edd0ebddedc2fd6b4d79b064d2bb077fd017b",
    # history.cost of a year whose budget holds contributions alone (Nedansiljan 2024) is unknown, and not 0.
    "2": "e375038006ed99a4b79433e4a23d99aa1ac4c6922b7d731240c64d9587ae9017",
}
"""What the figures of the demo sum up to, by version of the arithmetic."""
ARITHMETIC = (Kind.AMOUNT, Kind.PERCENT)


def computed(scope: Scope) -> list[str]:
    """Every amount and share of the scope's year and the year before, exactly."""
    found = []
    for figure in figures.registered():
        if figure.kind not in ARITHMETIC:
            continue
        arguments = [each for each, _ in figure.arguments(scope)] if figure.arguments else [""]
        for argument in arguments:
            for year in ("", "-1"):
                reference = Reference(figure.key, argument, year)
                try:
                    value = figures.compute(reference, scope)
                except UnknownFigure:
                    continue
                found.append(f"{reference}={value}")
    return sorted(found)


def test_the_published_plans_give_the_figures_of_this_version(demos: dict[str, Demo]) -> None:
    lines = []
    for slug, demo in sorted(demos.items()):
        scope = document_scope(demo.federation.documents.select_related("budget").get(year=demo.year))
        lines += [f"{slug} {line}" for line in computed(scope)]

    assert len(lines) > 100
    checksum = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert list(CHECKSUMS)[-1] == CALCULATION_VERSION
    assert checksum == CHECKSUMS[CALCULATION_VERSION]
