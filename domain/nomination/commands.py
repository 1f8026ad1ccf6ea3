"""What may be asked of a nomination. Those marked *relayed* come only from the dossier, session or decision."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.deadline import Rung
from domain.nomination.claims import Claims
from domain.nomination.state import Candidate
from domain.values import Answer, Authority, HoldGround, Outcome, Recommendation


@dataclass(frozen=True, slots=True)
class DraftNomination:
    """Relayed: open the line of a dossier."""

    dossier: str
    unit: str
    handled_by: str
    candidate: Candidate
    candidate_name: str
    claims: Claims


@dataclass(frozen=True, slots=True)
class SubmitNomination:
    """Relayed: the unit head signed the dossier."""


@dataclass(frozen=True, slots=True)
class ReceiveNomination:
    """Relayed: the clerk received the dossier; the pack of that day is fixed for good."""

    pack: str
    pack_hash: str
    received_on: date


@dataclass(frozen=True, slots=True)
class ReturnNomination:
    """Send the line back to its unit for repair."""

    reason: str


@dataclass(frozen=True, slots=True)
class SupplementNomination:
    """Answer a return: what was mended, and the claims as they now stand."""

    note: str
    claims: Claims | None = None


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """A human's answer to one criterion that needed review, with the reason."""

    criterion: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class RecordAppraisal:
    """Advise the council: recommendation, competent authority, and an answer to every open question."""

    recommendation: Recommendation
    authority: Authority
    answers: tuple[ReviewAnswer, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaceOnAgenda:
    """Relayed: a session took the line on its agenda."""

    session: str


@dataclass(frozen=True, slots=True)
class RecordVote:
    """Relayed: the certified tally of the line. `result` is None when the session postponed it."""

    session: str
    result: Outcome | None
    approve: int
    refuse: int
    downgrade: int
    abstain: int
    members: int
    downgraded_to: str = ""


@dataclass(frozen=True, slots=True)
class DecideOutcome:
    """Relayed: the decider settles the line; a departure from the vote needs a reason."""

    decision: str
    outcome: Outcome
    reason: str = ""
    downgraded_to: str = ""


@dataclass(frozen=True, slots=True)
class RecordSignature:
    """Relayed: the instrument was signed under a number."""

    decision: str
    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class RecordPublication:
    """Relayed: the instrument was published."""

    decision: str
    published_on: date


@dataclass(frozen=True, slots=True)
class ListForComment:
    """Relayed: the line is public for comment from a day to a day, both included."""

    period: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class RecordArchival:
    """Relayed: the papers went to the archive."""

    decision: str


@dataclass(frozen=True, slots=True)
class AnswerNomination:
    """Relayed: the higher level answered the presentation."""

    decision: str
    outcome: Outcome
    number: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HoldNomination:
    """Stop the line and its clock until a conclusion; `document` is the paper that says so."""

    ground: HoldGround
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Resume the line on the paper that concludes the matter."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class AwaitOpinion:
    """Ask another body for its opinion: the line waits, and its clock stands; `document` is the letter that asks."""

    body: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordOpinion:
    """The other body's answer is in, or the paper that shows it gave none: the line goes on."""

    document: str
    opinion: str


@dataclass(frozen=True, slots=True)
class WithdrawNomination:
    """The unit takes its proposal back."""

    reason: str


class AnnulmentGround(StrEnum):
    """The four grounds of Law 06/2022/QH15, Art. 93(2)."""

    FALSE_DECLARATION = "false_declaration"
    FORGED_PAPERS = "forged_papers"
    UNLAWFUL_PROCEDURE = "unlawful_procedure"
    VIOLATION_CONCLUDED = "violation_concluded"


@dataclass(frozen=True, slots=True)
class AnnulNomination:
    """Cancel a granted award on one of the grounds of Art. 93(2)."""

    ground: AnnulmentGround
    document: str
    reason: str


class Recovered(StrEnum):
    """What comes with an award and goes back when it is annulled (Law 06/2022/QH15, Art. 93(2))."""

    OBJECT = "object"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class RecordRecovery:
    """Record that the object, or a sum in đồng, was taken back after an annulment."""

    thing: Recovered
    amount_vnd: int
    document: str
    recovered_on: date


@dataclass(frozen=True, slots=True)
class LapseDeadline:
    """The calendar's own command: a rung of the present step's deadline has come."""

    rung: Rung
    due_at: datetime


NominationCommand = (
    DraftNomination
    | SubmitNomination
    | ReceiveNomination
    | ReturnNomination
    | SupplementNomination
    | RecordAppraisal
    | PlaceOnAgenda
    | RecordVote
    | DecideOutcome
    | RecordSignature
    | RecordPublication
    | RecordArchival
    | ListForComment
    | HoldNomination
    | ReleaseHold
    | AwaitOpinion
    | RecordOpinion
    | WithdrawNomination
    | AnnulNomination
    | AnswerNomination
    | RecordRecovery
    | LapseDeadline
)
