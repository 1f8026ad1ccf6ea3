"""Units: whether they still stand, what they owe a transferred person, whether they exceeded their targets."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import IDLE, Ruling, Telling, met, not_met, review
from domain.rules.duration import whole_months
from domain.rules.facts import Facts

_ALL_TARGETS = 100


@dataclass(frozen=True, slots=True)
class UnitStands(Condition):
    """The collective was not dissolved by the day."""

    kind: ClassVar[str] = "unit_stands"


@dataclass(frozen=True, slots=True)
class OldUnitOpinion(Condition):
    """Somebody who came this year after at least `months` months in another unit has that unit's opinion."""

    kind: ClassVar[str] = "old_unit_opinion"
    months: int = 0


@dataclass(frozen=True, slots=True)
class TargetsExceeded(Condition):
    """Every approved target of the year was exceeded, not merely met."""

    kind: ClassVar[str] = "targets_exceeded"


def unit_stands(_criterion: UnitStands, facts: Facts) -> Ruling:
    """A dissolved unit is not rewarded any more; its successor is told."""
    if facts.dissolved_on is None:
        return IDLE
    told: Telling = {"dissolved_on": facts.dissolved_on, "successor": facts.successor or None}
    return not_met(**told) if facts.dissolved_on <= facts.as_of else met(**told)


def old_unit_opinion(criterion: OldUnitOpinion, facts: Facts) -> Ruling:
    """Transfers of the year assessed after long enough in the old unit, and whether its opinion is on record."""
    long_enough = sorted(
        (
            move
            for move in facts.transfers
            if move.moved_on.year == facts.year
            and whole_months(move.since, move.moved_on - timedelta(days=1)) >= criterion.months
        ),
        key=lambda move: (bool(move.opinion), move.moved_on, move.unit),
    )
    if not long_enough:
        return IDLE
    first = long_enough[0]
    told: Telling = {"unit": first.unit, "moved_on": first.moved_on, "months": criterion.months}
    return met(**told, opinion=first.opinion) if first.opinion else review(**told)


def targets_exceeded(_criterion: TargetsExceeded, facts: Facts) -> Ruling:
    """The register's targets settle it; of the unit's own figure a human is asked, unless it denies itself."""
    year = [entry for entry in facts.targets if entry.year == facts.year]
    if year:
        behind = sorted((entry for entry in year if entry.result <= entry.target), key=lambda entry: entry.id)
        if not behind:
            return met(targets=len(year))
        first = behind[0]
        return not_met(target=first.target, result=first.result, behind=len(behind), targets=len(year))
    claimed = facts.claims.targets_percent
    if claimed is None:
        return review()
    return review(percent=claimed) if claimed > _ALL_TARGETS else not_met(percent=claimed)
