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
    """The competent person settles lines of a session in one instrument: all granted, forwarded, or refused."""

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


DecisionCommand = SettleOutcomes | SignDecision | PublishDecision | ArchiveDecision
