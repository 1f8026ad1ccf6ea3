"""Small values that every part of the domain speaks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Who a person is when acting; a person may hold several, one at a time."""

    PROPOSING_OFFICER = "proposing_officer"
    UNIT_HEAD = "unit_head"
    RECEIVING_CLERK = "receiving_clerk"
    APPRAISER = "appraiser"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_CHAIR = "council_chair"
    DECIDER = "decider"
    PUBLISHER = "publisher"
    REGISTRAR = "registrar"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, for which unit, as they were at that moment.

    `on_behalf_of` is the principal whose role it is, where it was delegated; empty for who acts in their own name.
    """

    id: str
    role: Role
    unit: str
    on_behalf_of: str = ""

    @property
    def persons(self) -> frozenset[str]:
        """Everybody whose act it is: who acts for somebody acts for both."""
        return frozenset({self.id, self.on_behalf_of} - {""})


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal field: committed to in the evidence by a salted digest, kept beside it, erasable.

    `value` is None where it was withheld, erased or simply not loaded; no rule may read it.
    """

    value: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What the engine knows of an event besides its payload.

    `accepted_at` is when the engine took responsibility for the command (aware UTC);
    deadlines are judged on it.
    """

    actor: Actor
    accepted_at: datetime
    version: int


class Track(StrEnum):
    """Why one is commended (tracks never feed each other's prerequisites)."""

    MERIT = "merit"
    UNEXPECTED = "unexpected"
    THEMATIC = "thematic"
    LONG_SERVICE = "long_service"
    SENIORITY = "seniority"
    MEMORIAL = "memorial"


class Route(StrEnum):
    """Which regime a unit's people fall under (Law 63/2014/QH13, Art. 99)."""

    CIVIL = "civil"
    MILITARY = "military"


class CandidateKind(StrEnum):
    """A person or a collective."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"


class Authority(StrEnum):
    """Which level is competent to decide a line."""

    LOCAL = "local"
    SUPREME = "supreme"


class Recommendation(StrEnum):
    """What the appraiser advises the council."""

    APPROVE = "approve"
    REFUSE = "refuse"
    DOWNGRADE = "downgrade"


class Outcome(StrEnum):
    """What became of a line."""

    GRANTED = "granted"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    DOWNGRADED = "downgraded"


class PaperFormat(StrEnum):
    """What a paper is, told by its content."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    JPEG = "jpeg"
    PNG = "png"


class Answer(StrEnum):
    """A human's answer to a question that the rules could not settle."""

    MET = "met"
    NOT_MET = "not_met"


class Verdict(StrEnum):
    """What a criterion came to."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_REVIEW = "needs_review"
    HELD = "held"


class HoldGround(StrEnum):
    """Why a line may not be rewarded yet (NĐ 152/2025/NĐ-CP, Art. 4)."""

    DISCIPLINE = "discipline"
    INVESTIGATION = "investigation"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
