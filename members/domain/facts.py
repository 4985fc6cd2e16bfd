"""What is read of federations and members, frozen. Plain data; `members.queries` fills it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class MemberFact:
    """A member in a year. `pays_for` names the members whose part it pays as well."""

    pk: int
    name: str
    slug: str
    group: str
    pays_for: tuple[str, ...] = ()

    @property
    def paying_name(self) -> str:
        """As the contribution note prints it: "Försäkringskassan med Arbetsförmedlingen"."""
        return f"{self.name} med {' och '.join(self.pays_for)}" if self.pays_for else self.name


@dataclass(frozen=True)
class ShareFact:
    """A paying member's share of the funding, in per cent."""

    member: MemberFact
    percent: Decimal


@dataclass(frozen=True)
class ShareFacts:
    """The shares of a year. `statutory` is what the law says per group, in per cent; `source` the paragraph."""

    year: int
    status: str
    shares: tuple[ShareFact, ...]
    statutory: tuple[tuple[str, Decimal], ...] = ()
    source: str = ""


@dataclass(frozen=True)
class SeatFact:
    """A seat on the board. `pk` tells two of the same name apart; 0 where nobody asks which seat it is."""

    member: str
    kind: str
    office: str
    holder: str
    pk: int = 0


@dataclass(frozen=True)
class FederationFacts:
    """A federation as documents speak of it. `seats` are those in office on `seats_on`."""

    pk: int
    name: str
    members: tuple[MemberFact, ...]
    seats: tuple[SeatFact, ...]
    seats_on: date


@dataclass(frozen=True)
class AuditorFact:
    """An auditor, with the member who leads the appointment."""

    holder: str
    member: str
    is_authorised: bool

    @property
    def title(self) -> str:
        """What the auditor is."""
        return "Auktoriserad revisor" if self.is_authorised else "Revisor"


@dataclass(frozen=True)
class BoardFacts:
    """Who sits on the board and who audits on a day."""

    day: date
    seats: tuple[SeatFact, ...]
    auditors: tuple[AuditorFact, ...]
