"""What has happened to a person's delegations. Stored names are in `domain.catalogue`."""

from dataclasses import dataclass
from datetime import date

from domain.ids import Kind
from domain.values import Personal, Role


@dataclass(frozen=True, slots=True)
class WorkDelegated:
    """The principal's work of a role is done by the delegate from a day to a day; numbered from 1 in the stream."""

    delegation: int
    delegate: str
    role: Role
    unit: str
    starts_on: date
    ends_on: date
    kinds: tuple[Kind, ...]
    mandate: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class DelegationEnded:
    """A delegation ended before its last day."""

    delegation: int
    reason: Personal


DelegationEvent = WorkDelegated | DelegationEnded
"""The closed union of a delegation stream's events."""
