"""What may be asked of the register."""

from dataclasses import dataclass

from domain.nomination.claims import TitleHeld
from domain.values import Route


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """Enter a unit; its code is the stream's key in lower case."""

    name: str
    level: str
    route: Route


@dataclass(frozen=True, slots=True)
class RecordStrength:
    """How many people a unit had in a year."""

    year: int
    people: int


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Enter a person or small collective of a unit."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class RecordTitle:
    """Enter an earlier title."""

    title: TitleHeld


@dataclass(frozen=True, slots=True)
class RecordGrant:
    """Relayed: a title granted by a decision that was signed here."""

    title: TitleHeld


@dataclass(frozen=True, slots=True)
class RevokeTitle:
    """Relayed: the award was annulled, so the title counts no more."""

    award: str
    year: int


RegisterCommand = RegisterUnit | RecordStrength | RegisterPerson | RecordTitle | RecordGrant | RevokeTitle
