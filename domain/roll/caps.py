"""Caps over the whole year of the level that decides, and over each unit's part of it; integers only."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.refusal import refuse_unless
from domain.roll.state import Roll
from domain.rules.pack import Cap, CountedOver
from domain.rules.voting import cap_limit


@dataclass(frozen=True, slots=True)
class CapCheck:
    """A cap as it was applied: who was counted, against whom, and the hashes of both frozen lists.

    `unit` is the one counted over, as the proposing unit or as the deciding level by `scope`, which is None where it
    comes to the same. `earlier` is how many of the numerator were granted before this act. `population` and `limit`
    are None where they cannot be known. `confirmed`: no rule settles it, so a human answers for it with a reason.
    """

    award: str
    unit: str
    year: int
    numerator: int
    earlier: int
    numerator_hash: str
    population: int | None
    percent: int
    limit: int | None
    list_hash: str
    source: str
    confirmed: bool
    scope: CountedOver | None

    @property
    def exceeded(self) -> bool:
        """Whether more were granted than the cap allows, counted so."""
        return self.limit is not None and self.numerator > self.limit

    def bind(self) -> None:
        """Refuse what exceeds the cap, unless it is a human's to say whether it is counted so."""
        refuse_unless(
            self.confirmed or not self.exceeded,
            "cap_exceeded",
            source=self.source,
            award=self.award,
            numerator=self.numerator,
            limit=self.limit,
            percent=self.percent,
            population=self.population,
        )

    def same_as(self, other: "CapCheck") -> bool:
        """Whether the other counts the same people against the same people."""
        figures = (self.numerator_hash, self.population, self.list_hash)
        return figures == (other.numerator_hash, other.population, other.list_hash)


@dataclass(frozen=True, slots=True)
class YearOf:
    """A level's year: its roll before an act and after it, and the strengths on record by unit."""

    level: str
    year: int
    before: Roll
    after: Roll
    strengths: Mapping[str, int]

    def checks(self, award: str, cap: Cap, *units: str) -> tuple[CapCheck, ...]:
        """The cap of an award over everything granted in the year, in every way in which it may have to be counted.

        Where its scope is not known, it binds if it is exceeded both ways; if one way only, a human must say. Of the
        units, those named are looked at, or else those that the act touched.
        """
        over_level = self._check(award, cap, CountedOver.DECIDING_LEVEL, self.level)
        over_units = tuple(
            check
            for unit in units or self._units(award, cap)
            if (check := self._check(award, cap, CountedOver.PROPOSING_UNIT, unit)).numerator
        )
        if len(over_units) == 1 and over_units[0].same_as(over_level):
            return (replace(over_units[0], scope=None),)
        match cap.readings:
            case (CountedOver.PROPOSING_UNIT,):
                return over_units
            case (CountedOver.DECIDING_LEVEL,):
                return (over_level,)
            case _:
                return _either_way(over_units, over_level)

    def touches(self, award: str, cap: Cap) -> bool:
        """Whether the act changed who is counted under the cap, or against whom."""
        return bool(self._units(award, cap))

    def _units(self, award: str, cap: Cap) -> list[str]:
        """The units of whom the act changed who is counted, or against whom."""
        lists = ((award,), cap.of)
        units = sorted({entry.unit for roll in (self.before, self.after) for entry in roll.entries.values()})
        return [
            unit
            for unit in units
            if any(
                self.before.granted(*codes, unit=unit) != self.after.granted(*codes, unit=unit)
                for codes in lists
            )
        ]

    def _check(self, award: str, cap: Cap, scope: CountedOver, unit: str) -> CapCheck:
        part = unit if scope is CountedOver.PROPOSING_UNIT else ""
        counted, holders = self.after.granted(award, unit=part), self.after.granted(*cap.of, unit=part)
        population = len(holders) if cap.of else self.strengths.get(unit)
        known = population is not None and cap.status.may_decide
        return CapCheck(
            award,
            unit,
            self.year,
            len(counted),
            len(counted & self.before.granted(award, unit=part)),
            list_hash(counted),
            population,
            cap.percent,
            cap_limit(cap, population) if known and population is not None else None,
            list_hash(holders),
            f"{cap.source} ({cap.status})",
            confirmed=not known,
            scope=scope,
        )


def _either_way(over_units: tuple[CapCheck, ...], over_level: CapCheck) -> tuple[CapCheck, ...]:
    """Both readings; what exceeds one of them only is a human's to confirm."""
    both = over_level.exceeded and any(check.exceeded for check in over_units)
    checks = (*over_units, over_level)
    return (
        checks
        if both
        else tuple(replace(check, confirmed=check.confirmed or check.exceeded) for check in checks)
    )


def list_hash(candidates: Iterable[str]) -> str:
    """SHA-256 over the sorted pseudonymous ids, one a line: it freezes the list that was counted."""
    return hashlib.sha256("\n".join(sorted(candidates)).encode()).hexdigest()
