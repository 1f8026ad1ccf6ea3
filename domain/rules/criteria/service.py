"""Time served: in the year, with absences, over a career."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import IDLE, Ruling, Telling, met, met_if, not_met, review
from domain.rules.duration import MONTHS, Stretch, clipped, merged, total_months
from domain.rules.facts import AbsenceCause, Facts, PositionHeld, ServiceKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ServiceMonths(Condition):
    """At least `minimum` months of service when the year is assessed."""

    kind: ClassVar[str] = "service_months"
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class LongAbsence(Condition):
    """Away for `from_months` to under `below_months` months is not considered, unless for an excepted cause.

    What holds from `below_months` on is not known, so a human is asked.
    """

    kind: ClassVar[str] = "long_absence"
    from_months: int = 0
    below_months: int = 0
    excepted: tuple[AbsenceCause, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorService(Condition):
    """`years` continuous in the sector; `leader_years` continuous in a leading post ask a human (0: no such path).

    Time under discipline does not count; earlier legal work elsewhere counts once `own_years` were served in
    the sector itself (0: it never counts).
    """

    kind: ClassVar[str] = "sector_service"
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

    kind: ClassVar[str] = "long_service"
    rows: tuple[PositionYears, ...] = ()


@dataclass(frozen=True, slots=True)
class Seniority(Condition):
    """At least `years` of military service, discipline left out."""

    kind: ClassVar[str] = "seniority"
    years: int = 0


def service_months(criterion: ServiceMonths, facts: Facts) -> Ruling:
    """The register's present unbroken service settles it; without any, the unit's figure; without either, a human."""
    if facts.service:
        if not in_sector(facts):
            return review(minimum=criterion.minimum)
        present = _present(facts, facts.year_end)
        since = present[0][0] if present else None
        months = total_months(present)
        return met_if(months >= criterion.minimum, months=months, minimum=criterion.minimum, since=since)
    claimed = facts.claims.service_months
    if claimed is None:
        return review(minimum=criterion.minimum)
    return met_if(claimed >= criterion.minimum, months=claimed, minimum=criterion.minimum)


def long_absence(criterion: LongAbsence, facts: Facts) -> Ruling:
    """The year's absences without the excepted ones, added up."""
    year = date(facts.year, 1, 1), date(facts.year, 12, 31)
    away = [(entry, clipped((entry.first, entry.last), *year)) for entry in facts.absences]
    within = [(entry, part) for entry, part in away if part is not None]
    if not within:
        return IDLE
    counted = [part for entry, part in within if entry.cause not in criterion.excepted]
    excepted = sorted({str(entry.cause) for entry, _part in within if entry.cause in criterion.excepted})
    months = total_months(counted)
    told: Telling = {
        "months": months,
        "excepted": ", ".join(excepted) or None,
        "from_months": criterion.from_months,
        "below_months": criterion.below_months,
    }
    if months < criterion.from_months:
        return met(**told)
    return not_met(**told) if months < criterion.below_months else review(**told)


def sector_service(criterion: SectorService, facts: Facts, *, outsiders: bool = False) -> Ruling:
    """Years in the sector as they count; who left it has none.

    A human is asked about a gap in the records, about the shorter way of a leading post, whose terms are not known,
    and about people from outside where the award is open to them.
    """
    if not facts.service or (outsiders and not in_sector(facts)):
        return review(years=criterion.years)
    own, elsewhere = _sector_months(facts)
    counts_elsewhere = criterion.own_years and own >= criterion.own_years * MONTHS
    months = own + (elsewhere if counts_elsewhere else 0)
    leading = _longest((post for post in facts.positions if post.leading), facts)
    told: Telling = {"months": months, "own_months": own, "leading_months": leading, "years": criterion.years}
    if months >= criterion.years * MONTHS:
        return met(**told)
    shorter = criterion.leader_years and leading >= criterion.leader_years * MONTHS
    return review(**told) if shorter and own else not_met(**told)


def long_service(criterion: LongService, facts: Facts) -> Ruling:
    """The rows that the longest time in each position fulfils."""
    if not facts.positions:
        return review()
    months = {
        row.position: _longest((post for post in facts.positions if post.position == row.position), facts)
        for row in criterion.rows
    }
    for row in criterion.rows:
        held = months[row.position]
        below = not row.below_years or held < row.below_years * MONTHS
        if held >= row.from_years * MONTHS and below:
            return met(position=row.position, months=held)
    position = max(sorted(months), key=lambda name: months[name])
    return not_met(position=position, months=months[position])


def seniority(criterion: Seniority, facts: Facts) -> Ruling:
    """Military service up to the day, without the time under discipline."""
    stretches = [
        (period.first, period.last or facts.as_of)
        for period in facts.service
        if period.kind is ServiceKind.MILITARY
    ]
    if not stretches:
        return review(years=criterion.years)
    months = total_months(_without_discipline(stretches, facts))
    return met_if(months >= criterion.years * MONTHS, months=months, years=criterion.years)


def in_sector(facts: Facts) -> bool:
    """Whether the register holds any service in the sector itself, present or past."""
    return any(period.kind is not ServiceKind.LEGAL_ELSEWHERE for period in facts.service)


def _present(facts: Facts, day: date) -> tuple[Stretch, ...]:
    """The unbroken service in the sector that lasts on the day: one stretch, or none where the person left.

    Secondment, study and military service go on counting.
    """
    inside = [
        (period.first, period.last or day)
        for period in facts.service
        if period.kind is not ServiceKind.LEGAL_ELSEWHERE and period.first <= day
    ]
    return tuple(stretch for stretch in _up_to(merged(inside), day) if stretch[1] == day)


def _sector_months(facts: Facts) -> tuple[int, int]:
    """Months of the present unbroken service, and of legal work elsewhere before it, without time under discipline."""
    elsewhere = [
        (period.first, period.last or facts.as_of)
        for period in facts.service
        if period.kind is ServiceKind.LEGAL_ELSEWHERE
    ]
    present = _present(facts, facts.as_of)
    before = _up_to(merged(elsewhere), present[0][0] - _DAY) if present else ()
    own = total_months(_without_discipline(present, facts))
    return own, total_months(_without_discipline(before, facts))


def _up_to(stretches: Iterable[Stretch], last: date) -> tuple[Stretch, ...]:
    found = (clipped(stretch, date.min, last) for stretch in stretches)
    return tuple(stretch for stretch in found if stretch is not None)


def _longest(posts: Iterable[PositionHeld], facts: Facts) -> int:
    """The whole months of the longest unbroken time in these posts, discipline left out."""
    stretches = _up_to(merged((post.first, post.last or facts.as_of) for post in posts), facts.as_of)
    return max((total_months(_without_discipline([one], facts)) for one in stretches), default=0)


def _without_discipline(stretches: Iterable[Stretch], facts: Facts) -> tuple[Stretch, ...]:
    """The stretches less the periods of discipline; one whose end is not on record lasts to the day."""
    left = list(stretches)
    for entry in facts.disciplines:
        gone = entry.decided_on, entry.ends_on or facts.as_of
        left = [part for stretch in left for part in _less(stretch, gone)]
    return tuple(left)


def _less(stretch: Stretch, gone: Stretch) -> tuple[Stretch, ...]:
    before = clipped(stretch, date.min, gone[0] - _DAY)
    after = clipped(stretch, gone[1] + _DAY, date.max)
    return tuple(part for part in (before, after) if part is not None)
