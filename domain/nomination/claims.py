"""What a proposing unit claims of a candidate: codes, figures and dates only, never names."""

from dataclasses import dataclass
from enum import StrEnum

from domain.values import Track


class InitiativeScope(StrEnum):
    """How far an initiative reaches, narrowest first."""

    BASE = "base"
    SECTOR = "sector"
    NATION = "nation"


class Rating(StrEnum):
    """The yearly quality rating of a person or collective."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class Position(StrEnum):
    """Whether the candidate leads the proposing unit; some awards of leaders are decided higher up."""

    STAFF = "staff"
    UNIT_LEADER = "unit_leader"


@dataclass(frozen=True, slots=True)
class Initiative:
    """A recognised initiative and the number of its certificate."""

    scope: InitiativeScope
    certificate: str


@dataclass(frozen=True, slots=True)
class TitleHeld:
    """An earlier title: award code, year it was earned for, number of the decision.

    `track` tells why it was given; `achievement` is the id of the one act or work it rewarded, where there is one.
    """

    award: str
    year: int
    decision: str
    track: Track = Track.MERIT
    achievement: str = ""


FOR_ONE_ACT = frozenset({Track.UNEXPECTED, Track.THEMATIC})
"""Awards that one may receive several times a year, each for another act or campaign."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The facts behind a line. `service_months` is None for collectives; `targets_percent` is for collectives.

    `achievement` is the id of the one act or work to be rewarded, where the line is for one.
    """

    rating: Rating
    service_months: int | None = None
    position: Position = Position.STAFF
    initiative: Initiative | None = None
    titles: tuple[TitleHeld, ...] = ()
    targets_percent: int | None = None
    achievement: str = ""


def act_of(track: Track, claims: Claims) -> str:
    """The id of the act that tells a line from others of its candidate, award and year; empty where none does."""
    return claims.achievement if track in FOR_ONE_ACT else ""
