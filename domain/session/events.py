"""What has happened in a session."""

from dataclasses import dataclass
from datetime import date

from domain.rules.voting import Count
from domain.session.commands import SecretCount
from domain.session.state import AdoptedRule, AgendaLine, Channel, Mark, Seat
from domain.values import Outcome, Personal


@dataclass(frozen=True, slots=True)
class SessionConvened:
    """The council was called, with the agenda as it stood and the rules it votes by."""

    unit: str
    council: str
    meets_on: date
    seats: tuple[Seat, ...]
    agenda: tuple[AgendaLine, ...]
    rules: tuple[AdoptedRule, ...]
    quorum_numerator: int
    quorum_denominator: int
    quorum_basis: str
    detected_recusals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AttendanceRecorded:
    """Who was present."""

    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecusalDeclared:
    """A member stepped aside."""

    member: str
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
    """The certified totals of the lines voted in secret."""

    counts: tuple[SecretCount, ...]
    participants: tuple[str, ...]
    certifiers: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CapCheck:
    """A cap as it was applied: who was counted, against whom, and the hash of the frozen list."""

    award: str
    unit: str
    numerator: int
    population: int | None
    percent: int
    limit: int | None
    list_hash: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LineResult:
    """What the council resolved on one line; `cause` says why an approval fell."""

    nomination: str
    count: Count
    members: int
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
    | RecusalDeclared
    | VotingOpened
    | BallotCast
    | VotingClosed
    | SecretCountRecorded
    | TallyCertified
    | VotingReopened
    | SessionAdjourned
)
