"""What may be asked of a session of the council."""

from dataclasses import dataclass
from datetime import date

from domain.rules.voting import Count
from domain.session.state import AdoptedRule, Channel, Ground, Mark, Minutes, Participant


@dataclass(frozen=True, slots=True)
class ConveneSession:
    """Call the members that a council has on a day: agenda, quorum as a fraction of all members, vote rules adopted.

    An award whose vote rule the pack does not know for sure needs an adopted rule with its basis. Where the pack does
    not know for sure whether a line must be public for comment first, and it was not, `comment_basis` says why the
    council may sit all the same.
    """

    council: str
    meets_on: date
    agenda: tuple[str, ...]
    quorum_numerator: int
    quorum_denominator: int
    quorum_basis: str
    rules: tuple[AdoptedRule, ...] = ()
    comment_basis: str = ""


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """Who is present on `sat_on`, the day on which the council sits; another day than called is rescheduled first.

    What is entered on a later day needs `late_entry_basis`, the paper that shows who came.
    """

    present: tuple[str, ...]
    sat_on: date
    late_entry_basis: str = ""


@dataclass(frozen=True, slots=True)
class RescheduleSession:
    """Move the sitting to another day before any vote, by a notice: its members are those of the new day.

    The agenda and the vote rules stay; who had come before comes anew. `comment_basis` as for the convocation.
    """

    meets_on: date
    document: str
    reason: str
    comment_basis: str = ""


@dataclass(frozen=True, slots=True)
class DeclareRecusal:
    """A member steps aside from lines that concern them."""

    nominations: tuple[str, ...]
    ground: Ground
    reason: str


@dataclass(frozen=True, slots=True)
class RecordConflict:
    """The chair or the secretary records that lines concern another member, who steps aside from them."""

    member: str
    nominations: tuple[str, ...]
    ground: Ground
    reason: str


@dataclass(frozen=True, slots=True)
class PostponeLines:
    """Take lines off the vote; they go back to be placed on a later agenda."""

    nominations: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class OpenVoting:
    """The chair opens the ballot once the quorum is met."""


@dataclass(frozen=True, slots=True)
class CastBallot:
    """One ballot paper for the whole agenda: a mark for every open line that the member may vote on."""

    marks: tuple[Mark, ...]
    channel: Channel


@dataclass(frozen=True, slots=True)
class CloseVoting:
    """The chair closes the ballot."""


@dataclass(frozen=True, slots=True)
class SecretCount:
    """The counted papers of one line voted in secret."""

    nomination: str
    count: Count


@dataclass(frozen=True, slots=True)
class RecordSecretCount:
    """The paper ballot of the lines voted in secret: totals, who took part and how, minutes, two certifiers."""

    counts: tuple[SecretCount, ...]
    participants: tuple[Participant, ...]
    minutes: Minutes
    certifiers: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CapConfirmation:
    """The chair's answer where a cap cannot be computed from verified parameters and known figures."""

    award: str
    reason: str


@dataclass(frozen=True, slots=True)
class CertifyTally:
    """Count, apply thresholds and caps, and record the result on every line in one transaction."""

    cap_confirmations: tuple[CapConfirmation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReopenVoting:
    """Vote again on some awards before the tally is certified, for instance because a cap was exceeded."""

    awards: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AdjournSession:
    """End the session without a result; every line is postponed."""

    reason: str


SessionCommand = (
    ConveneSession
    | RecordAttendance
    | RescheduleSession
    | DeclareRecusal
    | RecordConflict
    | PostponeLines
    | OpenVoting
    | CastBallot
    | CloseVoting
    | RecordSecretCount
    | CertifyTally
    | ReopenVoting
    | AdjournSession
)
