"""Time served: in the year, with absences, over a career."""

from dataclasses import dataclass
from enum import StrEnum

from domain.rules.criteria.condition import Condition


class AbsenceCause(StrEnum):
    """Why somebody was away from work."""

    MATERNITY = "maternity"
    INJURY_IN_DUTY = "injury_in_duty"
    STUDY = "study"
    ILLNESS = "illness"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ServiceMonths(Condition):
    """At least `minimum` months of service when the year is assessed."""

    minimum: int = 0


@dataclass(frozen=True, slots=True)
class LongAbsence(Condition):
    """Away for `from_months` to under `below_months` months is not considered, unless for an excepted cause.

    What holds from `below_months` on is not known, so a human is asked.
    """

    from_months: int = 0
    below_months: int = 0
    excepted: tuple[AbsenceCause, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorService(Condition):
    """`years` continuous in the sector, or `leader_years` continuous in a leading post (0: no such path).

    Time under discipline does not count; earlier legal work elsewhere counts once `own_years` were served in
    the sector itself.
    """

    years: int = 0
    leader_years: int = 0
    own_years: int = 0


@dataclass(frozen=True, slots=True)
class PositionYears:
    """A position held `from_years` to under `below_years` years (0: no upper bound)."""

    position: str
    from_years: int
    below_years: int


@dataclass(frozen=True, slots=True)
class LongService(Condition):
    """One row of the table of positions and years is fulfilled."""

    rows: tuple[PositionYears, ...] = ()


@dataclass(frozen=True, slots=True)
class Seniority(Condition):
    """At least `years` of military service."""

    years: int = 0
