"""What of the records of an annual report's way anyone may read, told to those who enter them before they save.

The open page of the report (`templates/public/document.html`) shows what is `shown` here, once the report is published,
and nothing of what is `kept`. That is an official document all the same, and is given out to those who ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finsam import swedish


@dataclass(frozen=True)
class Openness:
    """The fields of a form, each with what it is called: those that are shown to all, and those that are not."""

    shown: Mapping[str, str]
    kept: Mapping[str, str]

    def told(self, is_published: bool) -> str:
        """What becomes of what is entered, in words."""
        shown = swedish.listed(list(self.shown.values()))
        kept = swedish.listed(list(self.kept.values()))
        when = (
            "Årsredovisningen är publicerad. Så fort du sparar"
            if is_published
            else "När årsredovisningen är publicerad"
        )
        return (
            f"{when} kan alla läsa det här på förbundets öppna sidor: {shown}. {kept[:1].upper()}{kept[1:]} visas inte "
            "där, men kan begäras ut som allmän handling."
        )


SIGNING = Openness(
    shown={
        "signed_on": "dagen",
        "place": "orten",
        "seats": "vilka som skrev under, deras uppdrag och vem som har utsett dem",
    },
    kept={"note": "anteckningen"},
)
AUDIT_REPORT = Openness(
    shown={
        "auditors": "revisorernas namn",
        "dated": "vilken dag de har dagtecknat berättelsen",
        "recommendation": "om de tillstyrker ansvarsfrihet",
    },
    kept={"received_on": "dagen då den kom in", "remarks": "anmärkningarna", "pdf": "PDF:en"},
)
DISCHARGE = Openness(
    shown={
        "outcome": "vad medlemmen beslutade",
        "body": "vem som beslutade",
        "decided_on": "dagen",
        "minutes_ref": "paragrafen",
    },
    kept={"note": "anteckningen"},
)
