"""What is known of a council after folding its events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.pack import Level
from domain.values import Role

SEAT_ROLES = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER})
"""The roles a seat may carry."""


class CouncilKind(StrEnum):
    """A council that advises the decider, or a cluster or block whose member units acclaim the best among them."""

    COUNCIL = "council"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Member:
    """A seat from a day to a day, both included; `collective` is the candidate id of the collective led, if any."""

    person: str
    role: Role
    unit: str
    collective: str
    seated_from: date
    seated_to: date | None = None

    def sits_on(self, day: date) -> bool:
        """Whether the seat was held that day."""
        return self.seated_from <= day and (self.seated_to is None or day <= self.seated_to)


@dataclass(frozen=True, slots=True)
class StandingBody:
    """The unit that prepares the council's work (cơ quan thường trực), from a day to a day, both included."""

    unit: str
    serves_from: date
    serves_to: date | None = None

    def serves_on(self, day: date) -> bool:
        """Whether it was the standing body that day."""
        return self.serves_from <= day and (self.serves_to is None or day <= self.serves_to)


@dataclass(frozen=True, slots=True)
class Council:
    """The state of a council; `follows` is the stream of the council that votes before this one, if any."""

    unit: str = ""
    name: str = ""
    kind: CouncilKind = CouncilKind.COUNCIL
    level: Level = Level.LOCAL
    follows: str = ""
    established_on: date | None = None
    dissolved_on: date | None = None
    members: tuple[Member, ...] = ()
    bodies: tuple[StandingBody, ...] = ()

    def exists_on(self, day: date) -> bool:
        """Whether the council was established and not yet dissolved that day."""
        begun = self.established_on is not None and self.established_on <= day
        return begun and (self.dissolved_on is None or day < self.dissolved_on)

    def seated_on(self, day: date) -> tuple[Member, ...]:
        """The members of that day."""
        return tuple(member for member in self.members if member.sits_on(day))

    def body_on(self, day: date) -> str:
        """The standing body of that day, or nothing."""
        return next((body.unit for body in self.bodies if body.serves_on(day)), "")


INITIAL = Council()
