"""What has happened to a council."""

from dataclasses import dataclass
from datetime import date

from domain.council.state import CouncilKind
from domain.rules.pack import Level
from domain.values import Role


@dataclass(frozen=True, slots=True)
class CouncilEstablished:
    """A council is known."""

    unit: str
    name: str
    kind: CouncilKind
    level: Level
    follows: str
    established_on: date
    document: str


@dataclass(frozen=True, slots=True)
class MemberSeated:
    """A person holds a seat from that day on."""

    person: str
    role: Role
    unit: str
    collective: str
    seated_from: date
    document: str


@dataclass(frozen=True, slots=True)
class SeatEnded:
    """A person holds no seat after that day."""

    person: str
    seated_to: date
    document: str


@dataclass(frozen=True, slots=True)
class StandingBodyAppointed:
    """A unit prepares the council's work from that day on."""

    body: str
    serves_from: date
    document: str


@dataclass(frozen=True, slots=True)
class CouncilDissolved:
    """The council sits no more from that day on."""

    dissolved_on: date
    document: str


CouncilEvent = CouncilEstablished | MemberSeated | SeatEnded | StandingBodyAppointed | CouncilDissolved
