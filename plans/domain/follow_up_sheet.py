"""The sheet "Klart att skriva in i Uppföljning Finsam": what that system asks for of a year, with what is known of it.

Two roles there, which nobody has both of: the administrator of the federation, and those who answer for participants.
Nothing here is published, and nothing is hidden: what the system asks for is counts, never persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from finsam import swedish
from finsam.money import Unit, in_unit

WOMEN, MEN, OTHER, ALL = "women", "men", "other", ""
COLUMNS: Final = ((WOMEN, "Kvinnor"), (MEN, "Män"), (OTHER, "Annat eller okänt"), (ALL, "Totalt"))
COUNTS: Final = (
    ("enrolled_at_start", "Inskrivna vid årets början"),
    ("newly_enrolled", "Nyinskrivna under året"),
    ("transfers_in", "Kom från en annan insats"),
    ("exits", "Avslutade under året"),
    ("early_dropouts", "Tidiga avhopp"),
    ("transfers_out", "Gick över till en annan insats"),
    ("active_at_end", "Aktiva vid årets slut"),
)
"""The counts that are told of an initiative, and what each is called."""
SUMMED: Final = "participants"
STRUCTURAL_KINDS: Final = ("structural", "staff")


@dataclass(frozen=True)
class PlaceToEnter:
    """A page where something is entered: the name of its address, what the address names, and what the link says."""

    name: str
    kwargs: tuple[tuple[str, str | int], ...] = ()
    words: str = "Fyll i"


@dataclass(frozen=True)
class InitiativeOnSheet:
    """What is known of an initiative. `counts` by gender ("" for all) and measure; None is not entered."""

    pk: int
    code: str
    name: str
    kind: str
    kind_label: str
    orientation: str
    target_group: str
    follow_up_method: str
    is_esf: bool
    budget: Decimal | None
    actual: Decimal | None
    has_cost_centre: bool
    budgeted_participants: int | None
    counts: Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True)
class TrainingOnSheet:
    """The year's training events together. `counts` by gender, "" for all; None where an event lacks it."""

    events: int
    counts: Mapping[str, int | None]
    unsplit: int = 0
    """How many events' participants are not told by gender."""
    unknown: int = 0
    """How many of those have no participants entered at all."""


@dataclass(frozen=True)
class SheetFacts:
    """All that the sheet is made of. Amounts are kronor; costs are +."""

    year: int
    funding: Decimal | None
    parties: tuple[tuple[str, Decimal | None], ...]
    equity: Decimal | None
    administration_ids: tuple[str, ...]
    administration_budget: Decimal | None
    administration_actual: Decimal | None
    initiatives: tuple[InitiativeOnSheet, ...]
    training: TrainingOnSheet


@dataclass(frozen=True)
class SheetField:
    """A field of the system with its value as shown and as copied; without a value, where it is entered."""

    label: str
    shown: str
    copied: str
    place: PlaceToEnter

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known."""
        return not self.shown


@dataclass(frozen=True)
class CountRow:
    """A count by gender, in the order of `COLUMNS`; a cell is None where it is not entered."""

    label: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True)
class SheetGroup:
    """What is typed in at one place in the system."""

    heading: str
    fields: tuple[SheetField, ...]
    rows: tuple[CountRow, ...] = ()
    place: PlaceToEnter | None = None
    """Where the counts are entered."""
    note: str = ""

    @property
    def lacks_counts(self) -> bool:
        """Whether a count is not entered, or not by gender."""
        return any(cell is None for row in self.rows for cell in row.cells)

    @property
    def missing(self) -> int:
        """How many fields are not known."""
        return sum(field.is_missing for field in self.fields) + self.lacks_counts


@dataclass(frozen=True)
class FollowUpSheet:
    """The whole sheet: what the administrator types in, and what those who answer for participants do."""

    year: int
    administrator: tuple[SheetGroup, ...]
    participants: tuple[SheetGroup, ...]

    @property
    def missing(self) -> int:
        """How many fields are not known."""
        return sum(group.missing for group in (*self.administrator, *self.participants))


def follow_up_sheet(facts: SheetFacts) -> FollowUpSheet:
    """The sheet of a year."""
    structural = [each for each in facts.initiatives if each.kind in STRUCTURAL_KINDS]
    individual = [each for each in facts.initiatives if each.kind not in STRUCTURAL_KINDS]
    return FollowUpSheet(
        facts.year,
        (
            _federation(facts),
            *(_initiative(each) for each in facts.initiatives),
            *(_participants(each) for each in structural),
            *_training(facts.training),
        ),
        tuple(_participants(each) for each in individual),
    )


def _federation(facts: SheetFacts) -> SheetGroup:
    budget = PlaceToEnter("budget", words="Till budgeten")
    ledger = PlaceToEnter("ledger", words="Till huvudboken")
    centres = PlaceToEnter("budget", words="Säg vilket ID som är administration")
    ids = f" ({swedish.listed(facts.administration_ids)})" if facts.administration_ids else ""
    return SheetGroup(
        "Förbundet",
        (
            _amount(f"Tilldelade medel {facts.year}, kr", facts.funding, budget),
            *(
                _amount(f"varav {name}, kr", amount, PlaceToEnter("shares", words="Till fördelningstalen"))
                for name, amount in facts.parties
            ),
            _amount(
                f"Eget kapital 31 december {facts.year}, kr",
                facts.equity,
                PlaceToEnter("balance", words="Till balansen"),
            ),
            _amount(
                f"Administration, budget{ids}, kr",
                facts.administration_budget,
                budget if facts.administration_ids else centres,
            ),
            _amount(
                f"Administration, utfall{ids}, kr",
                facts.administration_actual,
                ledger if facts.administration_ids else centres,
            ),
        ),
    )


def _initiative(each: InitiativeOnSheet) -> SheetGroup:
    own = PlaceToEnter("initiative_settings", (("code", each.code),), "Fyll i insatsens uppgifter")
    budget = PlaceToEnter("budget", words="Till budgeten") if each.has_cost_centre else own
    ledger = PlaceToEnter("ledger", words="Till huvudboken") if each.has_cost_centre else own
    return SheetGroup(
        each.name,
        (
            _text("Slag", each.kind_label, own),
            _text("Inriktning", each.orientation, own),
            _text("Målgrupp", each.target_group, own),
            _text("Uppföljningsmetod", each.follow_up_method, own),
            _text("Medfinansieras av ESF", "Ja" if each.is_esf else "Nej", own),
            _amount("Budget, kr", each.budget, budget),
            _amount("Utfall, kr", each.actual, ledger),
            _count("Budgeterat antal deltagare", each.budgeted_participants, own),
        ),
        note="Inriktning, uppföljningsmetod och ESF går inte att ändra i systemet när de väl är inskrivna.",
    )


def _participants(each: InitiativeOnSheet) -> SheetGroup:
    rows = [*COUNTS[:3], (SUMMED, "Deltagare under året"), *COUNTS[3:]]
    return SheetGroup(
        f"Deltagare i {each.name}",
        (),
        tuple(
            CountRow(label, tuple(each.counts.get(gender, {}).get(measure) for gender, _words in COLUMNS))
            for measure, label in rows
        ),
        PlaceToEnter("outcome", (("code", each.code), ("period", "helar")), "För in insatsens resultat"),
    )


def _training(found: TrainingOnSheet) -> tuple[SheetGroup, ...]:
    if not found.events:
        return ()
    return (
        SheetGroup(
            "Deltagare i utbildningsinsatser",
            (_count("Antal utbildningsinsatser", found.events, PlaceToEnter("training")),),
            (CountRow("Deltagare", tuple(found.counts.get(gender) for gender, _words in COLUMNS)),),
            PlaceToEnter("training", words="Till utbildningarna"),
            note=_lacking(found),
        ),
    )


def _lacking(found: TrainingOnSheet) -> str:
    """Why a sum of the training is not told; "" where all of it is."""
    told = []
    if found.unknown:
        told.append(f"{_events(found.unknown, found)} saknar antal deltagare.")
    if found.unsplit > found.unknown:
        told.append(f"{_events(found.unsplit - found.unknown, found)} har deltagare utan könsuppdelning.")
    return " ".join([*told, "Summorna visas när alla har det."]) if told else ""


def _events(number: int, found: TrainingOnSheet) -> str:
    return f"{swedish.count(number).capitalize()} av {swedish.count(found.events)} utbildningsinsatser"


def _amount(label: str, amount: Decimal | None, place: PlaceToEnter) -> SheetField:
    if amount is None:
        return SheetField(label, "", "", place)
    return SheetField(label, swedish.amount(amount), f"{in_unit(amount, Unit.KR):f}", place)


def _count(label: str, count: int | None, place: PlaceToEnter) -> SheetField:
    if count is None:
        return SheetField(label, "", "", place)
    return SheetField(label, swedish.number(count), str(count), place)


def _text(label: str, text: str, place: PlaceToEnter) -> SheetField:
    return SheetField(label, text, text, place)
