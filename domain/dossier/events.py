"""What has happened to a dossier."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.deadline import Rung
from domain.dossier.state import DossierLine
from domain.values import PaperFormat, Personal, Route


@dataclass(frozen=True, slots=True)
class DossierDrafted:
    """Drawn up, with its letter and its lines."""

    unit: str
    handled_by: str
    route: Route
    year: int
    title: str
    letter_number: str
    letter_date: date
    lines: tuple[DossierLine, ...]


@dataclass(frozen=True, slots=True)
class DossierSubmitted:
    """Signed by the unit head."""


@dataclass(frozen=True, slots=True)
class DossierReceived:
    """Received on a day, under the pack of that day; entered late where `late_entry_basis` names a paper."""

    received_on: date
    pack: str
    pack_hash: str
    late_entry_basis: str


@dataclass(frozen=True, slots=True)
class DossierAppraised:
    """Many lines were appraised in one act."""

    nominations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinesReturned:
    """Lines were sent back."""

    nominations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinesSupplemented:
    """Returned lines were repaired."""

    nominations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierWithdrawn:
    """Taken back by its unit."""

    reason: Personal


@dataclass(frozen=True, slots=True)
class PaperAttached:
    """A paper lies in the dossier: the evidence commits to its bytes by their SHA-256 (hex), not to its name."""

    number: int
    paper: str
    line: str
    sha256: str
    size_bytes: int
    format: PaperFormat
    file_name: Personal


@dataclass(frozen=True, slots=True)
class PaperDetached:
    """A paper was taken out again."""

    number: int
    reason: Personal


@dataclass(frozen=True, slots=True)
class DossierDeadlineLapsed:
    """A rung of the dossier's deadline came."""

    rung: Rung
    due_at: datetime
    source: str


DossierEvent = (
    DossierDrafted
    | DossierSubmitted
    | DossierReceived
    | DossierAppraised
    | LinesReturned
    | LinesSupplemented
    | DossierWithdrawn
    | PaperAttached
    | PaperDetached
    | DossierDeadlineLapsed
)
