"""Blocks that the reports' own records give to documents: the page where the annual report is signed."""

from __future__ import annotations

from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.scope import Scope
from reports.domain.signature_page import signature_page
from reports.signature_queries import signature_facts


def _signatures(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(signature_facts)
    return BlockContent("", signature_page(facts)) if facts else None


BLOCKS = (
    Block(
        "reports.signatures",
        "Underskriftssida",
        "reports/blocks/signatures.html",
        _signatures,
        numbering=Numbering.NONE,
        empty="Ingen sitter i styrelsen den dag då årsredovisningen skrivs under. Lägg in platserna under Medlemmar.",
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
