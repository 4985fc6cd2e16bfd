"""Blocks that members' data gives to documents."""

from finsam.blocks import Block, BlockContent, register
from finsam.scope import Scope
from members.domain.board import board_table
from members.queries import federation_facts


def _board(scope: Scope, argument: str) -> BlockContent | None:
    table = board_table(scope.facts(federation_facts))
    return BlockContent("Platser i styrelsen per medlem", table) if table.members or table.deputies else None


BLOCKS = (
    Block(
        "members.board",
        "Styrelsens platser per medlem",
        "members/blocks/board.html",
        _board,
        empty="Inga platser i styrelsen är inlagda för året. Lägg in dem under Medlemmar.",
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
