"""What most federations do in a year besides what the law says: offered to a federation, which takes what suits it.

Days are proposals. A day falls in the year it concerns, the year before or the year after (`year_offset`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UsualTime:
    """An occasion as it is offered. `responsible` is a role."""

    key: str
    title: str
    year_offset: int
    month: int
    day: int
    responsible: str
    note: str = ""


USUAL_TIMES = (
    UsualTime("dialog", "Dialog med medlemmarna om nästa års ekonomiska ram", -1, 5, 31, "director"),
    UsualTime("askande", "Medel för nästa år äskas", -1, 8, 31, "director"),
    UsualTime("ansokningar", "Ansökningar om medel till insatser lämnas in", -1, 9, 15, "initiative_owner"),
    UsualTime(
        "beredning", "Beredningsgruppen har läst utkastet till plan och budget", -1, 10, 15, "reviewer"
    ),
    UsualTime(
        "tilldelning",
        "Försäkringskassan har lämnat besked om nästa års medel",
        -1,
        10,
        31,
        "director",
        "Medlemmarnas bidrag räknas om när beskedet kommer.",
    ),
    UsualTime("beslutsbrev", "Besluten om medel är skickade till insatserna", -1, 12, 15, "director"),
    UsualTime("rekvisition", "Medlemmarnas bidrag är rekvirerade", 0, 1, 15, "finance"),
    UsualTime("redovisning", "Budgeten är inlagd i redovisningen", 0, 1, 31, "finance"),
    UsualTime("internkontroll", "Styrelsen går igenom intern kontroll och styrdokument", 0, 6, 15, "board"),
    UsualTime("halvar", "Insatserna lämnar resultat för första halvåret", 0, 8, 15, "initiative_owner"),
    UsualTime(
        "delar", "Delårsrapport till styrelsen", 0, 9, 30, "finance", "Bara om förbundsordningen kräver den."
    ),
    UsualTime("helar", "Insatserna lämnar resultat för hela året", 1, 1, 31, "initiative_owner"),
    UsualTime("bokslut", "Bokslutet är klart", 1, 2, 15, "finance"),
    UsualTime(
        "revision",
        "Revisionsberättelsen är lämnad",
        1,
        4,
        30,
        "auditor",
        "Till styrelsen, medlemmarna och Arbetsförmedlingen.",
    ),
    UsualTime("ansvarsfrihet", "Medlemmarna har prövat ansvarsfriheten", 1, 6, 30, "director"),
)
"""All that is offered, from the first thought of a year to its last."""
