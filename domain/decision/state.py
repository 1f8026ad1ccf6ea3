"""What is known of an instrument after folding its events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.values import Outcome, Role


class Stage(StrEnum):
    """Where an instrument stands."""

    NONE = "none"
    SETTLED = "settled"
    SIGNED = "signed"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Instrument(StrEnum):
    """What is signed: a decision to award, a presentation to the higher level, or a notice of refusal."""

    DECISION = "decision"
    PRESENTATION = "presentation"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line and its outcome, with the candidate's pseudonymous id, the award sought and the year."""

    nomination: str
    outcome: Outcome
    downgraded_to: str
    candidate: str
    award: str
    year: int
    unit: str = ""

    @property
    def title(self) -> str:
        """The code of the award won, or nothing."""
        won = {Outcome.GRANTED: self.award, Outcome.DOWNGRADED: self.downgraded_to}
        return won.get(self.outcome, "")


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A line of a presentation and what the higher level made of it."""

    nomination: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of an instrument."""

    stage: Stage = Stage.NONE
    unit: str = ""
    session: str = ""
    instrument: Instrument | None = None
    lines: tuple[SettledLine, ...] = ()
    number: str = ""
    signed_on: date | None = None
    answered: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited."""
        return self.stage is Stage.ARCHIVED

    @property
    def awaits(self) -> Role | None:
        """The role that must act now."""
        return {
            Stage.SETTLED: Role.DECIDER,
            Stage.SIGNED: Role.PUBLISHER,
            Stage.PUBLISHED: Role.RECEIVING_CLERK,
        }.get(self.stage)

    @property
    def awaited_unit(self) -> str:
        """The unit whose people must act now."""
        return self.unit


INITIAL = Decision()
