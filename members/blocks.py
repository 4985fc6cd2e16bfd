"""Blocks that members' data gives to documents."""

from finsam import swedish
from finsam.blocks import Block, BlockContent, register
from finsam.scope import Scope
from members.domain.board import appointed_table, board_table
from members.queries import board_at_years_end, federation_facts

PRESIDIUM, NAMES = "presidium", "namn"
"""Arguments of the board's block: both tell of the year's last day, as a report does; without one, of its first."""


def _board(scope: Scope, argument: str) -> BlockContent | None:
    if argument:
        return _board_at_years_end(scope, argument)
    table = board_table(scope.facts(federation_facts))
    return BlockContent("Platser i styrelsen per medlem", table) if table.members or table.deputies else None


def _board_at_years_end(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(board_at_years_end)
    if not facts.seats:
        return None
    return BlockContent(
        f"Styrelsens sammansättning {swedish.long_date(facts.day)}",
        appointed_table(facts.seats),
        template="members/blocks/board_names.html"
        if argument == NAMES
        else "members/blocks/board_presidium.html",
    )


def _auditors(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(board_at_years_end)
    if not facts.auditors:
        return None
    return BlockContent(f"Revisorer {swedish.long_date(facts.day)}", facts.auditors)


BLOCKS = (
    Block(
        "members.board",
        "Styrelsens platser per medlem",
        "members/blocks/board.html",
        _board,
        empty="Inga platser i styrelsen är inlagda för året. Lägg in dem under Medlemmar.",
        arguments=(
            ("", "antal vid årets början"),
            (PRESIDIUM, "antal och presidium vid årets slut"),
            (NAMES, "namn vid årets slut"),
        ),
    ),
    Block(
        "members.auditors",
        "Revisorer",
        "members/blocks/auditors.html",
        _auditors,
        empty="Inga revisorer är inlagda för året. Lägg in dem under Medlemmar.",
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
