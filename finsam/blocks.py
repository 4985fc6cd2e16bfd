"""The registry of computed blocks: tables and lists that a section of a document may hold.

An app registers what it can compute; a section stores only the key, with an argument where the block takes one
(`plans.goal_areas`, `budgets.contributions:tkr`). A block builds a frozen result from a scope; its template shows
the result on page and paper alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from finsam.scope import Scope


class Numbering(StrEnum):
    """Which series a block's caption is numbered in."""

    TABLE = "Tabell"
    NOTE = "Not"
    FIGURE = "Diagram"
    NONE = ""


@dataclass(frozen=True)
class BlockPart:
    """A subsection that a block brings along: a heading, sanitised text (with figure references), perhaps a table."""

    heading: str
    body: str
    content: BlockContent | None = None
    key: str = ""
    """What keeps its identity when the parts change places, in at most eight of 0–9 and a–z: for references to it."""


@dataclass(frozen=True)
class BlockContent:
    """What a block has computed. `template` gets `result`, `label` and `caption`; `parts` become subsections."""

    caption: str
    result: Any
    parts: tuple[BlockPart, ...] = ()
    template: str = ""
    """Another template than the block's own, for a part."""
    refers: tuple[str, ...] = ()
    """References of the blocks that its rows refer to: those in the document are numbered in this order."""
    kept: tuple[tuple[str, Decimal], ...] = ()
    """Exact amounts by name that are kept when the document is adopted, for next year to be compared with."""


@dataclass(frozen=True)
class Block:
    """A computed block. `build(scope, argument)` gives its content, or None when there is nothing to show yet.

    It raises UnknownBlock when the argument named something of the federation's own that is gone.
    """

    key: str
    label: str
    template: str
    build: Callable[[Scope, str], BlockContent | None]
    numbering: Numbering = Numbering.TABLE
    empty: str = "Det finns inget att visa här ännu."
    """What the draft says in place of a block that has nothing to show: what to do first."""
    arguments: tuple[tuple[str, str], ...] = ()
    """The arguments it takes, as (value, label in Swedish); the first is what it does when told nothing."""
    own_arguments: Callable[[Scope], list[tuple[str, str]]] | None = None
    """The arguments a federation has given it itself, in place of `arguments`; known only in a scope."""


class UnknownBlock(LookupError):
    """No block is registered under the key, or it does not take the argument. The message is Swedish."""


_OWN_ARGUMENT = re.compile(r"[a-z0-9-]+")
_REGISTRY: dict[str, Block] = {}


def register(block: Block) -> None:
    """Add a block; two with one key is a programmer's mistake."""
    if block.key in _REGISTRY:
        raise ValueError(f"block {block.key} is registered twice")
    _REGISTRY[block.key] = block


def registered() -> tuple[Block, ...]:
    """All blocks in the order they were registered."""
    return tuple(_REGISTRY.values())


def find(reference: str) -> tuple[Block, str]:
    """The block a section's reference names, and the argument, never one it does not take; raises UnknownBlock."""
    key, _, argument = reference.partition(":")
    block = _REGISTRY.get(key)
    if block is None:
        raise UnknownBlock(f"Tabellen eller listan ”{key}” finns inte.")
    is_own = block.own_arguments is not None and _OWN_ARGUMENT.fullmatch(argument)
    if argument and not is_own and argument not in dict(block.arguments):
        raise UnknownBlock(f"”{block.label}” kan inte visas som ”{argument}”.")
    return block, argument


def problems(reference: str) -> list[str]:
    """What is wrong with a section's reference to a block, in Swedish; empty when all is well, or it names none."""
    if not reference:
        return []
    try:
        find(reference)
    except UnknownBlock as error:
        return [str(error)]
    return []


def choices(scope: Scope) -> list[tuple[str, str]]:
    """Every block with each of its arguments, as (reference, label), for lists to choose from."""

    def arguments(block: Block) -> Sequence[tuple[str, str]]:
        own = block.own_arguments(scope) if block.own_arguments else []
        return [*block.arguments, *own] or (("", ""),)

    return [
        (
            f"{block.key}:{argument}" if argument else block.key,
            f"{block.label}, {words}" if words else block.label,
        )
        for block in registered()
        for argument, words in arguments(block)
    ]
