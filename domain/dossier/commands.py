"""What may be asked of a dossier. Its bulk acts are recorded on every line in one transaction, or on none."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.deadline import Rung
from domain.nomination.claims import Claims
from domain.nomination.commands import RecordAppraisal
from domain.values import CandidateKind, PaperFormat, Route


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One proposed line: candidate's pseudonymous id and name, award code, claims."""

    candidate: str
    candidate_name: str
    kind: CandidateKind
    award: str
    claims: Claims


@dataclass(frozen=True, slots=True)
class DraftDossier:
    """Draw up a dossier for a year: its letter and its lines. `handled_by` is the body that appraises it."""

    unit: str
    handled_by: str
    route: Route
    year: int
    title: str
    letter_number: str
    letter_date: date
    lines: tuple[LineDraft, ...]


@dataclass(frozen=True, slots=True)
class SubmitDossier:
    """The unit head signs and submits."""


@dataclass(frozen=True, slots=True)
class ReceiveDossier:
    """The clerk receives it; the day of receipt chooses the rule pack.

    A day before the dossier was submitted here is entered late: `late_entry_basis` is the paper that shows it.
    """

    received_on: date
    late_entry_basis: str = ""


@dataclass(frozen=True, slots=True)
class LineAppraisal:
    """The appraisal of one line of the dossier."""

    nomination: str
    appraisal: RecordAppraisal


@dataclass(frozen=True, slots=True)
class AppraiseDossier:
    """Record the appraisal of many lines at once."""

    appraisals: tuple[LineAppraisal, ...]


@dataclass(frozen=True, slots=True)
class ReturnLines:
    """Send lines back to their unit."""

    nominations: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SupplementLines:
    """Answer a return for several lines."""

    nominations: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WithdrawDossier:
    """Take back the dossier before it is received."""

    reason: str


@dataclass(frozen=True, slots=True)
class AttachPaper:
    """Attach a paper that was uploaded, by the SHA-256 (hex) of its bytes.

    `paper` is a kind that the rule pack asks for, or `other`; `line` is the nomination it belongs to, empty for the
    dossier as a whole. After the dossier was signed, only a line that was returned takes papers.
    """

    paper: str
    sha256: str
    size_bytes: int
    format: PaperFormat
    file_name: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class DetachPaper:
    """Take a paper out again, by its number in the dossier."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LapseDossierDeadline:
    """The calendar's own command for the dossier."""

    rung: Rung
    due_at: datetime


DossierCommand = (
    DraftDossier
    | SubmitDossier
    | ReceiveDossier
    | AppraiseDossier
    | ReturnLines
    | SupplementLines
    | WithdrawDossier
    | AttachPaper
    | DetachPaper
    | LapseDossierDeadline
)
