"""Blocks that documents give to their own sections: goal areas with their activities."""

from finsam.blocks import Block, BlockContent, BlockPart, Numbering, register
from finsam.scope import Scope
from plans.queries import document_facts


def _goal_areas(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(document_facts)
    if facts is None or not facts.goal_areas:
        return None
    parts = tuple(
        BlockPart(
            heading=f"Målområde {area.number}: {area.title}",
            body=area.description,
            content=BlockContent(
                caption=f"Aktiviteter {facts.year} inom målområde {area.number}",
                result=area,
                template="plans/blocks/activities.html",
            )
            if area.activities
            else None,
            key=area.key,
        )
        for area in facts.goal_areas
    )
    return BlockContent(caption="", result=facts.goal_areas, parts=parts)


BLOCKS = (
    Block(
        "plans.goal_areas",
        "Målområden med aktiviteter",
        "",
        _goal_areas,
        numbering=Numbering.TABLE,
        empty="Planen har inga målområden ännu. Lägg till dem under Målområden.",
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
