"""What may be asked of a council; each act rests on a document."""

from dataclasses import dataclass
from datetime import date

from domain.council.state import CouncilKind
from domain.rules.pack import Level
from domain.values import Role


@dataclass(frozen=True, slots=True)
class EstablishCouncil:
    """Enter a council of a unit; `follows` is the stream of the council that votes before it, if any.

    What must be public for comment before a council of that `level` sits is said by the rule pack.
    """

    unit: str
    name: str
    kind: CouncilKind
    established_on: date
    level: Level
    document: str
    follows: str = ""


@dataclass(frozen=True, slots=True)
class SeatMember:
    """Give a person a seat from a day on; `collective` is the candidate id of the collective they lead, if any."""

    person: str
    role: Role
    unit: str
    seated_from: date
    document: str
    collective: str = ""


@dataclass(frozen=True, slots=True)
class EndSeat:
    """End a person's seat; the last day counts."""

    person: str
    seated_to: date
    document: str


@dataclass(frozen=True, slots=True)
class AppointStandingBody:
    """Name the unit that prepares the council's work from a day on; the one before serves until the day before."""

    body: str
    serves_from: date
    document: str


@dataclass(frozen=True, slots=True)
class DissolveCouncil:
    """End the council; from that day it sits no more."""

    dissolved_on: date
    document: str


CouncilCommand = EstablishCouncil | SeatMember | EndSeat | AppointStandingBody | DissolveCouncil
