"""What has been entered in the register."""

from dataclasses import dataclass

from domain.nomination.claims import TitleHeld
from domain.values import Personal, Route


@dataclass(frozen=True, slots=True)
class UnitRegistered:
    """A unit is known."""

    name: str
    level: str
    route: Route


@dataclass(frozen=True, slots=True)
class StrengthRecorded:
    """A unit's people in a year."""

    year: int
    people: int


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """A person or small collective is known; the name is committed to."""

    name: Personal
    unit: str


@dataclass(frozen=True, slots=True)
class TitleRecorded:
    """A title was won."""

    title: TitleHeld


@dataclass(frozen=True, slots=True)
class TitleRevoked:
    """A title counts no more: its award was annulled."""

    award: str
    year: int


RegisterEvent = UnitRegistered | StrengthRecorded | PersonRegistered | TitleRecorded | TitleRevoked
