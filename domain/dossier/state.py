"""What is known of a dossier after folding its events."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.deadline import Clock
from domain.nomination.state import Step
from domain.values import PaperFormat, Role


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A line by its nomination stream: whom and for what, pseudonymous."""

    nomination: str
    candidate: str
    award: str


@dataclass(frozen=True, slots=True)
class AttachedPaper:
    """A paper that lies in the dossier; `line` is a nomination, or empty where it is for all."""

    number: int
    paper: str
    line: str
    sha256: str
    size_bytes: int
    format: PaperFormat


@dataclass(frozen=True, slots=True)
class Dossier:
    """The state of a dossier: it is drafted, signed, received; then its lines go their own ways.

    `returned` are the lines that were sent back before receipt and have not come again: the clerk's clock stands
    for them.
    """

    step: Step = Step.NONE
    unit: str = ""
    handled_by: str = ""
    year: int = 0
    title: str = ""
    lines: tuple[DossierLine, ...] = ()
    drafted_by: str = ""
    letter_date: date | None = None
    submitted_on: date | None = None
    received_on: date | None = None
    pack: str = ""
    clock: Clock | None = None
    returned: frozenset[str] = frozenset()
    papers: tuple[AttachedPaper, ...] = ()
    papers_so_far: int = 0

    @property
    def since(self) -> datetime | None:
        """When the present step began."""
        return self.clock.since if self.clock else None

    @property
    def closed(self) -> bool:
        """Whether the dossier itself awaits nobody any more."""
        return self.step in {Step.RECEIVED, Step.WITHDRAWN}

    @property
    def awaits(self) -> Role | None:
        """The role that must act on the dossier as a whole."""
        return {Step.DRAFT: Role.UNIT_HEAD, Step.SUBMITTED: Role.RECEIVING_CLERK}.get(self.step)

    @property
    def awaited_unit(self) -> str:
        """The unit whose people must act now."""
        return self.unit if self.step is Step.DRAFT else self.handled_by


INITIAL = Dossier()
