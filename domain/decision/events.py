"""What has happened to an instrument."""

from dataclasses import dataclass
from datetime import date

from domain.decision.state import AnsweredLine, Instrument, SettledLine
from domain.roll.caps import CapCheck
from domain.values import Personal


@dataclass(frozen=True, slots=True)
class OutcomesSettled:
    """The lines of one instrument were settled; `caps` are those whose lists changed with a departure from the vote."""

    unit: str
    session: str
    instrument: Instrument
    lines: tuple[SettledLine, ...]
    caps: tuple[CapCheck, ...]


@dataclass(frozen=True, slots=True)
class DecisionSigned:
    """The instrument is in force."""

    number: str
    signed_on: date
    signatory: Personal
    signatory_title: str


@dataclass(frozen=True, slots=True)
class DecisionPublished:
    """The instrument is public."""

    published_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class DecisionArchived:
    """The papers are in the archive."""

    archive_reference: str


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """The higher level answered lines of the presentation."""

    number: str
    answered_on: date
    answered_by: str
    lines: tuple[AnsweredLine, ...]


@dataclass(frozen=True, slots=True)
class DecisionCorrected:
    """What was entered of the instrument reads otherwise from here on."""

    number: str
    signed_on: date
    signatory: Personal
    signatory_title: str
    reason: Personal


DecisionEvent = (
    OutcomesSettled
    | DecisionSigned
    | DecisionPublished
    | DecisionArchived
    | AnswerRecorded
    | DecisionCorrected
)
