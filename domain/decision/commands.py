"""What may be asked of an instrument."""

from dataclasses import dataclass
from datetime import date

from domain.decision.state import Instrument
from domain.values import Outcome


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """The outcome of one line; a departure from the vote needs a reason."""

    nomination: str
    outcome: Outcome
    reason: str = ""
    downgraded_to: str = ""


@dataclass(frozen=True, slots=True)
class SettleOutcomes:
    """The competent person settles lines of a session in one instrument: all granted, forwarded, or refused.

    `session` is empty for awards of unexpected achievements, which are decided without a council.
    """

    unit: str
    session: str
    instrument: Instrument
    outcomes: tuple[LineOutcome, ...]


@dataclass(frozen=True, slots=True)
class SignDecision:
    """Sign the instrument: its number, date and signatory."""

    number: str
    signed_on: date
    signatory: str
    signatory_title: str


@dataclass(frozen=True, slots=True)
class PublishDecision:
    """Make the instrument public; `reference` says where."""

    published_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class ArchiveDecision:
    """Send the papers to the archive."""

    archive_reference: str


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What the higher level answered to one line it was presented: granted, or refused with a reason."""

    nomination: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """Record the higher level's paper that answers lines of a presentation: its number, date and who signed for it."""

    number: str
    answered_on: date
    answered_by: str
    answers: tuple[LineAnswer, ...]


@dataclass(frozen=True, slots=True)
class CorrectDecision:
    """Correct what was entered of a signed instrument; what stood before stays in the history."""

    number: str
    signed_on: date
    signatory: str
    signatory_title: str
    reason: str


DecisionCommand = (
    SettleOutcomes | SignDecision | PublishDecision | ArchiveDecision | RecordAnswer | CorrectDecision
)
