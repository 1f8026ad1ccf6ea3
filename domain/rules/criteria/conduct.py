"""Conduct: discipline, what is still open, and what a collective may not hide."""

from dataclasses import dataclass

from domain.rules.criteria.condition import Condition
from domain.values import HoldGround


@dataclass(frozen=True, slots=True)
class NoDiscipline(Condition):
    """No discipline, from khiển trách up, decided in the year assessed.

    With `conduct_once`, conduct that already cost the title of an earlier year is not counted again.
    """

    conduct_once: bool = False


@dataclass(frozen=True, slots=True)
class NoOpenProceeding(Condition):
    """Nothing on these grounds is open on the day; while it is, the line is held and not refused."""

    grounds: tuple[HoldGround, ...] = tuple(HoldGround)


@dataclass(frozen=True, slots=True)
class AccrualRestart(Condition):
    """The `years` years directly before the year assessed lie after the end of any discipline."""

    years: int = 0


@dataclass(frozen=True, slots=True)
class MembersUnderHold(Condition):
    """No member of the collective is disciplined or under hold, or somebody answers for proposing it all the same."""
