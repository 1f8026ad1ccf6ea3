"""What has happened in a session."""

from dataclasses import dataclass
from datetime import date

from domain.council.state import CouncilKind
from domain.roll.caps import CapCheck
from domain.rules.voting import Count
from domain.session.commands import SecretCount
from domain.session.state import (
    AdoptedRule,
    AgendaLine,
    Channel,
    Conflict,
    Ground,
    Mark,
    Minutes,
    Participant,
    Seat,
)
from domain.values import Outcome, Personal


@dataclass(frozen=True, slots=True)
class SessionConvened:
    """The council was called, with the seats and the agenda as they stood and the rules it votes by.

    `body` is the council's stream, `standing_body` the unit that prepared the sitting. A detected conflict is a
    fact that nobody takes back.
    """

    unit: str
    council: str
    body: str
    kind: CouncilKind
    standing_body: str
    meets_on: date
    seats: tuple[Seat, ...]
    agenda: tuple[AgendaLine, ...]
    rules: tuple[AdoptedRule, ...]
    quorum_numerator: int
    quorum_denominator: int
    quorum_basis: str
    detected: tuple[Conflict, ...]
    comment_basis: str


@dataclass(frozen=True, slots=True)
class AttendanceRecorded:
    """Who was present, and on what day; None only where it was not stated yet.

    Entered on a later day where `late_entry_basis` names a paper.
    """

    present: tuple[str, ...]
    sat_on: date | None
    late_entry_basis: str


@dataclass(frozen=True, slots=True)
class SessionRescheduled:
    """The sitting was moved by a notice; seats, standing body and conflicts are those of the new day."""

    meets_on: date
    standing_body: str
    seats: tuple[Seat, ...]
    detected: tuple[Conflict, ...]
    document: str
    reason: Personal
    comment_basis: str


@dataclass(frozen=True, slots=True)
class RecusalDeclared:
    """A member stepped aside."""

    member: str
    nominations: tuple[str, ...]
    ground: Ground
    reason: Personal


@dataclass(frozen=True, slots=True)
class ConflictRecorded:
    """Lines concern a member, as the chair or the secretary recorded; the member steps aside."""

    member: str
    nominations: tuple[str, ...]
    ground: Ground
    reason: Personal


@dataclass(frozen=True, slots=True)
class LinesPostponed:
    """Lines are not voted in this session."""

    nominations: tuple[str, ...]
    reason: Personal


@dataclass(frozen=True, slots=True)
class VotingOpened:
    """The ballot was opened with a quorum."""

    present: int
    needed: int


@dataclass(frozen=True, slots=True)
class BallotCast:
    """One member's open ballot paper."""

    member: str
    channel: Channel
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class VotingClosed:
    """The ballot was closed."""


@dataclass(frozen=True, slots=True)
class SecretCountRecorded:
    """The certified totals of the lines voted in secret; `minutes` is None only where none were asked for yet."""

    counts: tuple[SecretCount, ...]
    participants: tuple[Participant, ...]
    minutes: Minutes | None
    certifiers: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LineResult:
    """What the council resolved on one line; `cause` says why an approval fell or the line was postponed.

    `denominator` is the number of whom `pass_percent` was asked.
    """

    nomination: str
    count: Count
    members: int
    denominator: int
    pass_percent: int
    result: Outcome | None
    cause: str
    downgraded_to: str


@dataclass(frozen=True, slots=True)
class TallyCertified:
    """Every line's result, recomputable from the events before it."""

    results: tuple[LineResult, ...]
    caps: tuple[CapCheck, ...]
    cap_reasons: tuple[Personal, ...]


@dataclass(frozen=True, slots=True)
class VotingReopened:
    """Some awards are voted again; their marks and counts fall."""

    awards: tuple[str, ...]
    reason: Personal


@dataclass(frozen=True, slots=True)
class SessionAdjourned:
    """Ended without a result."""

    reason: Personal


SessionEvent = (
    SessionConvened
    | AttendanceRecorded
    | SessionRescheduled
    | RecusalDeclared
    | ConflictRecorded
    | LinesPostponed
    | VotingOpened
    | BallotCast
    | VotingClosed
    | SecretCountRecorded
    | TallyCertified
    | VotingReopened
    | SessionAdjourned
)
