"""What has been entered in the register."""

from dataclasses import dataclass
from datetime import date

from domain.nomination.claims import TitleHeld
from domain.rules.facts import (
    Absence,
    Discipline,
    PositionHeld,
    RecognisedWork,
    ServicePeriod,
    TargetResult,
    Transfer,
)
from domain.values import HoldGround, Personal, Route


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
    """A title counts no more: its award was annulled.

    It is the one that the decision of that number gave for that achievement. Where no number was recorded yet, every
    title of the award and year was struck.
    """

    award: str
    year: int
    decision: str
    achievement: str


@dataclass(frozen=True, slots=True)
class ServiceRecorded:
    """A stretch of a career is on record."""

    period: ServicePeriod


@dataclass(frozen=True, slots=True)
class PositionRecorded:
    """A position held is on record."""

    position: PositionHeld


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """Time away from work is on record."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class DisciplineRecorded:
    """A discipline is on record."""

    discipline: Discipline


@dataclass(frozen=True, slots=True)
class ProceedingOpened:
    """Something about the person is being looked into."""

    id: str
    ground: HoldGround
    opened_on: date
    document: str


@dataclass(frozen=True, slots=True)
class ProceedingConcluded:
    """The matter was concluded."""

    id: str
    concluded_on: date
    document: str


@dataclass(frozen=True, slots=True)
class TransferRecorded:
    """A move from another unit is on record."""

    transfer: Transfer


@dataclass(frozen=True, slots=True)
class InitiativeRecorded:
    """A recognised initiative is on record."""

    initiative: RecognisedWork


@dataclass(frozen=True, slots=True)
class UnitDissolved:
    """The unit ended."""

    dissolved_on: date
    successor: str


@dataclass(frozen=True, slots=True)
class TargetRecorded:
    """A target of a year and its result are on record."""

    target: TargetResult


@dataclass(frozen=True, slots=True)
class MembersUnderHoldCounted:
    """About how many members of the unit something is open: a number, because units are read by everybody."""

    members: int


PersonEvent = (
    PersonRegistered
    | TitleRecorded
    | TitleRevoked
    | ServiceRecorded
    | PositionRecorded
    | AbsenceRecorded
    | DisciplineRecorded
    | ProceedingOpened
    | ProceedingConcluded
    | TransferRecorded
    | InitiativeRecorded
)
UnitEvent = UnitRegistered | StrengthRecorded | UnitDissolved | TargetRecorded | MembersUnderHoldCounted
RegisterEvent = PersonEvent | UnitEvent
