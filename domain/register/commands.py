"""What may be asked of the register."""

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
from domain.values import HoldGround, Route


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
    """Relayed: the award was annulled, so the title that this decision gave for this achievement counts no more."""

    award: str
    year: int
    decision: str
    achievement: str = ""


@dataclass(frozen=True, slots=True)
class RecordService:
    """A stretch of a career; an entry of the same kind and first day replaces the earlier one."""

    period: ServicePeriod


@dataclass(frozen=True, slots=True)
class RecordPosition:
    """A position held; an entry of the same position and first day replaces the earlier one."""

    position: PositionHeld


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """Time away from work; an entry of the same cause and first day replaces the earlier one."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class RecordDiscipline:
    """A discipline; an entry of the same conduct and day of decision replaces the earlier one."""

    discipline: Discipline


@dataclass(frozen=True, slots=True)
class OpenProceeding:
    """Something about the person is being looked into; `document` is the paper that says so."""

    id: str
    ground: HoldGround
    opened_on: date
    document: str


@dataclass(frozen=True, slots=True)
class ConcludeProceeding:
    """The matter is concluded by that paper, and holds nothing up any more."""

    id: str
    concluded_on: date
    document: str


@dataclass(frozen=True, slots=True)
class RecordTransfer:
    """Moved from another unit; an entry of the same unit and day replaces the earlier one."""

    transfer: Transfer


@dataclass(frozen=True, slots=True)
class RecordInitiative:
    """A recognised initiative; an entry of the same id replaces the earlier one."""

    initiative: RecognisedWork


@dataclass(frozen=True, slots=True)
class DissolveUnit:
    """The unit ends on that day; `successor` is the code of the unit that takes its place, if any."""

    dissolved_on: date
    successor: str = ""


@dataclass(frozen=True, slots=True)
class RecordTarget:
    """A target of a year and its result; an entry of the same id and year replaces the earlier one."""

    target: TargetResult


@dataclass(frozen=True, slots=True)
class CountMembersUnderHold:
    """Relayed: something about one more member of the unit is open, or about one less; it does not say whom."""

    one_more: bool


PersonCommand = (
    RegisterPerson
    | RecordTitle
    | RecordGrant
    | RevokeTitle
    | RecordService
    | RecordPosition
    | RecordAbsence
    | RecordDiscipline
    | OpenProceeding
    | ConcludeProceeding
    | RecordTransfer
    | RecordInitiative
)
UnitCommand = RegisterUnit | RecordStrength | DissolveUnit | RecordTarget | CountMembersUnderHold
RegisterCommand = PersonCommand | UnitCommand
