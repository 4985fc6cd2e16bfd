"""Where a rule or a figure comes from: a paragraph of law, a board decision, a published document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A source as a reader would look it up. `reference` is Swedish text; `url` may be empty."""

    reference: str
    url: str = ""

    def __str__(self) -> str:
        return self.reference


FINSAM_LAW = "lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser"


def finsam_paragraph(paragraph: str) -> Source:
    """A paragraph of the Finsam law: finsam_paragraph("5 §")."""
    return Source(f"{paragraph} {FINSAM_LAW}")


MUNICIPAL_ACT = "kommunallagen (2017:725)"


def municipal_act(paragraph: str) -> Source:
    """A paragraph of the Municipal Act: municipal_act("11 kap. 6 §")."""
    return Source(f"{paragraph} {MUNICIPAL_ACT}")


ACCOUNTING_ACT = "lagen (2018:597) om kommunal bokföring och redovisning"


def accounting_act(paragraph: str) -> Source:
    """A paragraph of the act on municipal accounts (LKBR): accounting_act("13 kap. 2 §")."""
    return Source(f"{paragraph} {ACCOUNTING_ACT}")
