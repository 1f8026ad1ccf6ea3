"""What may be asked of a person's delegations; the stream's key is the principal."""

from dataclasses import dataclass
from datetime import date

from domain.ids import Kind
from domain.values import Role


@dataclass(frozen=True, slots=True)
class DelegateWork:
    """Let another do one's work of a role for a unit, from a day to a day, both included.

    `kinds` narrows it to acts on these kinds of stream; empty means all. `mandate` names the paper that orders it,
    which the office needs where it delegates for somebody, and whoever signs a decision for the principal.
    """

    delegate: str
    role: Role
    unit: str
    starts_on: date
    ends_on: date
    reason: str
    mandate: str = ""
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class EndDelegation:
    """End a delegation before its last day, by its number in the stream."""

    delegation: int
    reason: str


DelegationCommand = DelegateWork | EndDelegation
"""Everything that can be asked about a person's delegations."""
