"""What has happened to a nomination: the facts, past tense, never edited."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.deadline import Rung
from domain.nomination.claims import Claims
from domain.nomination.commands import AnnulmentGround, Recovered
from domain.nomination.state import Candidate
from domain.rules.assess import Finding
from domain.rules.facts import Facts
from domain.values import Answer, Authority, HoldGround, Outcome, Personal, Recommendation


@dataclass(frozen=True, slots=True)
class NominationDrafted:
    """A line was opened; the name is committed to, the rest is pseudonymous."""

    dossier: str
    unit: str
    handled_by: str
    candidate: Candidate
    candidate_name: Personal
    claims: Claims


@dataclass(frozen=True, slots=True)
class NominationSubmitted:
    """The unit head signed."""


@dataclass(frozen=True, slots=True)
class NominationReceived:
    """Received under a rule pack, fixed here for good; the appraisal's clock runs from that day, where it was kept."""

    pack: str
    pack_hash: str
    received_on: date | None


@dataclass(frozen=True, slots=True)
class NominationReturned:
    """Sent back for repair."""

    reason: Personal


@dataclass(frozen=True, slots=True)
class NominationSupplemented:
    """Repaired; `claims` replaces the earlier ones where given."""

    note: Personal
    claims: Claims | None


@dataclass(frozen=True, slots=True)
class AnsweredReview:
    """A human's recorded answer to an open question."""

    criterion: str
    answer: Answer
    reason: Personal


@dataclass(frozen=True, slots=True)
class AppraisalRecorded:
    """The findings of the rules, the human's answers, and the advice, with the facts known then.

    The facts and the pack's hash make the findings recomputable; `facts` is None where they were not kept yet.
    `depends_on` names awards of which the candidate must win one in the same session, because a same-year
    prerequisite rests on a line that is itself still open.
    """

    recommendation: Recommendation
    authority: Authority
    pack: str
    pack_hash: str
    facts: Facts | None
    findings: tuple[Finding, ...]
    answers: tuple[AnsweredReview, ...]
    depends_on: tuple[str, ...]
    reason: Personal


@dataclass(frozen=True, slots=True)
class PlacedOnAgenda:
    """On the agenda of a session."""

    session: str


@dataclass(frozen=True, slots=True)
class VoteRecorded:
    """The certified tally; `result` None means postponed, back to the secretary."""

    session: str
    result: Outcome | None
    approve: int
    refuse: int
    downgrade: int
    abstain: int
    members: int
    downgraded_to: str


@dataclass(frozen=True, slots=True)
class OutcomeDecided:
    """Granted, refused, forwarded or downgraded by the competent person."""

    decision: str
    outcome: Outcome
    downgraded_to: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class SignatureRecorded:
    """The instrument bears a number and a signature, of that day where it was kept."""

    decision: str
    number: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PublicationRecorded:
    """The instrument is public, from that day on where it was kept."""

    decision: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class ListedForComment:
    """The line is public for comment from a day to a day, both included."""

    period: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class ArchivalRecorded:
    """The papers are in the archive."""

    decision: str


@dataclass(frozen=True, slots=True)
class NominationHeld:
    """Not yet rewarded, until a conclusion."""

    ground: HoldGround
    document: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """Resumed; the step's clock goes on, unless the line waits for something else."""

    document: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class OpinionAwaited:
    """The line waits for the opinion of another body; its clock stands."""

    body: str
    document: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class OpinionRecorded:
    """The other body's answer is in; the line's clock goes on."""

    body: str
    document: str
    opinion: Personal


@dataclass(frozen=True, slots=True)
class NominationWithdrawn:
    """Taken back by its unit."""

    reason: Personal


@dataclass(frozen=True, slots=True)
class NominationAnnulled:
    """The award was cancelled."""

    ground: AnnulmentGround
    document: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class NominationAnswered:
    """The higher level granted or refused what it was presented."""

    decision: str
    outcome: Outcome
    number: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class RecoveryRecorded:
    """The object, or a sum in đồng, of an annulled award was taken back."""

    thing: Recovered
    amount_vnd: int
    document: str
    recovered_on: date


@dataclass(frozen=True, slots=True)
class DeadlineLapsed:
    """A rung of the step's deadline came while the step still waited."""

    rung: Rung
    due_at: datetime
    source: str


NominationEvent = (
    NominationDrafted
    | NominationSubmitted
    | NominationReceived
    | NominationReturned
    | NominationSupplemented
    | AppraisalRecorded
    | PlacedOnAgenda
    | VoteRecorded
    | OutcomeDecided
    | SignatureRecorded
    | PublicationRecorded
    | ArchivalRecorded
    | ListedForComment
    | NominationHeld
    | HoldReleased
    | OpinionAwaited
    | OpinionRecorded
    | NominationWithdrawn
    | NominationAnnulled
    | NominationAnswered
    | RecoveryRecorded
    | DeadlineLapsed
)
