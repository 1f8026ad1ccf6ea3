"""What looking at one criterion came to, before it is known whether its parameter may decide."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.values import Verdict

Used = tuple[tuple[str, str], ...]
"""The facts that a verdict rests on: small codes, dates and figures by name, no personal data."""
Value = str | int | date | StrEnum | None
Telling = dict[str, Value]
"""Facts by name on their way into a ruling; None is left out."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict and the facts used.

    `idle` says that an exclusion had nothing on record to look at: its parameter was not used at all.
    """

    verdict: Verdict
    used: Used = ()
    idle: bool = False


IDLE = Ruling(Verdict.MET, idle=True)


def met(**used: Value) -> Ruling:
    """The condition holds."""
    return Ruling(Verdict.MET, _told(used))


def not_met(**used: Value) -> Ruling:
    """The condition does not hold."""
    return Ruling(Verdict.NOT_MET, _told(used))


def review(**used: Value) -> Ruling:
    """A human must say."""
    return Ruling(Verdict.NEEDS_REVIEW, _told(used))


def held(**used: Value) -> Ruling:
    """Not yet: something open must be concluded first."""
    return Ruling(Verdict.HELD, _told(used))


def met_if(holds: bool, **used: Value) -> Ruling:  # noqa: FBT001 - a verdict is made of one truth value
    """The condition holds or does not."""
    return met(**used) if holds else not_met(**used)


def _told(used: Telling) -> Used:
    """Facts in the order of their names, so that nothing depends on how they were found."""
    return tuple((name, str(value)) for name, value in sorted(used.items()) if value is not None)
