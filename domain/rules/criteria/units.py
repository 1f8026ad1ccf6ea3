"""Units: whether they still stand, what they owe a transferred person, whether they exceeded their targets."""

from dataclasses import dataclass

from domain.rules.criteria.condition import Condition


@dataclass(frozen=True, slots=True)
class UnitStands(Condition):
    """The collective was not dissolved by the day."""


@dataclass(frozen=True, slots=True)
class OldUnitOpinion(Condition):
    """Somebody who spent at least `months` of the year in another unit has that unit's opinion."""

    months: int = 0


@dataclass(frozen=True, slots=True)
class TargetsExceeded(Condition):
    """Every approved target of the year was exceeded, not merely met."""
