"""Figures that the reports' own records give to texts: when an annual report was signed, audited and published."""

from __future__ import annotations

from datetime import date

from finsam.figures import Figure, Kind, register
from finsam.scope import Scope
from reports.chain_queries import report_chain


def _decided(scope: Scope, argument: str) -> date | None:
    found = scope.facts(report_chain)
    return found.decided_on if found else None


def _signed(scope: Scope, argument: str) -> date | None:
    found = scope.facts(report_chain)
    return found.signing.signed_on if found and found.signing else None


def _place(scope: Scope, argument: str) -> str | None:
    found = scope.facts(report_chain)
    return found.signing.place if found and found.signing else None


def _audited(scope: Scope, argument: str) -> date | None:
    found = scope.facts(report_chain)
    return found.audited_on if found else None


def _granted(scope: Scope, argument: str) -> int | None:
    found = scope.facts(report_chain)
    return sum(each.outcome == "granted" for each in found.discharges) if found else None


FIGURES = (
    Figure("report.decided_on", "dagen då årsredovisningen godkändes", Kind.DATE, _decided),
    Figure("report.signed_on", "dagen då årsredovisningen skrevs under", Kind.DATE, _signed),
    Figure("report.signed_at", "orten där årsredovisningen skrevs under", Kind.TEXT, _place),
    Figure("report.audited_on", "dagen då revisionsberättelsen lämnades", Kind.DATE, _audited),
    Figure(
        "report.discharge_granted_count",
        "antal medlemmar som har beviljat ansvarsfrihet",
        Kind.COUNT,
        _granted,
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
