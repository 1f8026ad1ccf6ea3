"""What is known of a person's delegations after folding their events."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.ids import Kind, stream_id
from domain.values import Role

PERSONAL_ROLES: Final = frozenset(
    {Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER, Role.AUDITOR, Role.OPERATOR, Role.ENGINE}
)
"""What nobody does for somebody else: a seat on a council is held in person, the others are no work on a line."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who does whose work, of which role for which unit, on which days; `kinds` empty means every kind of stream."""

    number: int
    delegate: str
    role: Role
    unit: str
    starts_on: date
    ends_on: date
    kinds: tuple[Kind, ...] = ()
    mandate: str = ""
    ended: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is in force that day."""
        return not self.ended and self.starts_on <= day <= self.ends_on

    def covers(self, delegate: str, role: Role, unit: str) -> bool:
        """Whether it lets that person act in that role for that unit."""
        return (self.delegate, self.role, self.unit) == (delegate, role, unit)

    def reaches(self, kind: Kind) -> bool:
        """Whether it reaches acts on that kind of stream."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Delegations:
    """The state of one principal's delegations, in the order in which they were made."""

    made: tuple[Delegation, ...] = ()

    def letting(self, delegate: str, role: Role, unit: str, day: date) -> Iterator[Delegation]:
        """Those in force that day that let that person act in that role for that unit."""
        return (one for one in self.made if one.holds_on(day) and one.covers(delegate, role, unit))

    def ended(self, number: int) -> "Delegations":
        """The same, with one ended."""
        made = (replace(one, ended=True) if one.number == number else one for one in self.made)
        return Delegations(tuple(made))


INITIAL: Final = Delegations()


def delegation_stream(principal: str) -> str:
    """The stream of a person's delegations."""
    return stream_id(Kind.DELEGATION, principal)
