"""Figures that members' data gives to texts."""

from finsam import swedish
from finsam.figures import Figure, Kind, register
from finsam.scope import Scope
from members.domain.facts import FederationFacts
from members.models import BoardSeat, PartyGroup
from members.queries import federation_facts


def _facts(scope: Scope) -> FederationFacts:
    return scope.facts(federation_facts)


def _municipality_names(scope: Scope) -> list[str]:
    return [member.name for member in _facts(scope).members if member.group == PartyGroup.MUNICIPALITY]


def _municipalities(scope: Scope, argument: str) -> str:
    return swedish.listed(_municipality_names(scope))


def _seats(kind: BoardSeat.Kind) -> Figure:
    label = "antal ledamöter i styrelsen" if kind == BoardSeat.Kind.MEMBER else "antal ersättare i styrelsen"
    return Figure(
        f"federation.board_{kind.value}_count",
        label,
        Kind.COUNT,
        lambda scope, argument: sum(seat.kind == kind for seat in _facts(scope).seats),
    )


FIGURES = (
    Figure("federation.name", "förbundets namn", Kind.TEXT, lambda scope, argument: _facts(scope).name),
    Figure(
        "federation.member_count",
        "antal medlemmar",
        Kind.COUNT,
        lambda scope, argument: len(_facts(scope).members),
    ),
    Figure(
        "federation.municipality_count",
        "antal medlemskommuner",
        Kind.COUNT,
        lambda scope, argument: len(_municipality_names(scope)),
    ),
    Figure("federation.municipalities", "medlemskommunerna", Kind.TEXT, _municipalities),
    _seats(BoardSeat.Kind.MEMBER),
    _seats(BoardSeat.Kind.DEPUTY),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
