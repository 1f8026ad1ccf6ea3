"""Caps over a unit's whole year, and what a candidate already holds in it; integers only."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from domain.refusal import refuse_unless
from domain.roll.state import Roll
from domain.rules.pack import Cap
from domain.rules.voting import cap_limit


@dataclass(frozen=True, slots=True)
class CapCheck:
    """A cap as it was applied: who was counted, against whom, and the hashes of both frozen lists.

    `earlier` is how many of the numerator were granted before this act. `population` and `limit` are None where
    they cannot be known; then the act is confirmed by a human with a reason.
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

    @property
    def exceeded(self) -> bool:
        """Whether more were granted than the cap allows."""
        return self.limit is not None and self.numerator > self.limit

    def bind(self) -> None:
        """Refuse what exceeds the cap."""
        refuse_unless(
            not self.exceeded,
            "cap_exceeded",
            source=self.source,
            award=self.award,
            numerator=self.numerator,
            limit=self.limit,
            percent=self.percent,
            population=self.population,
        )


@dataclass(frozen=True, slots=True)
class YearOf:
    """One unit's year: the roll before an act and after it, and the unit's strength where it is on record."""

    unit: str
    year: int
    before: Roll
    after: Roll
    strength: int | None

    def check(self, award: str, cap: Cap) -> CapCheck:
        """The cap of an award over everything granted in the year."""
        counted, holders = self.after.granted(award), self.after.granted(*cap.of)
        population = len(holders) if cap.of else self.strength
        known = population is not None and cap.status.may_decide
        return CapCheck(
            award,
            self.unit,
            self.year,
            len(counted),
            len(counted & self.before.granted(award)),
            list_hash(counted),
            population,
            cap.percent,
            cap_limit(cap, population) if known and population is not None else None,
            list_hash(holders),
            f"{cap.source} ({cap.status})",
            confirmed=not known,
        )

    def touches(self, award: str, cap: Cap) -> bool:
        """Whether the act changed who is counted under the cap, or against whom."""
        lists = ((award,), cap.of)
        return any(self.before.granted(*codes) != self.after.granted(*codes) for codes in lists)


def list_hash(candidates: Iterable[str]) -> str:
    """SHA-256 over the sorted pseudonymous ids, one a line: it freezes the list that was counted."""
    return hashlib.sha256("\n".join(sorted(candidates)).encode()).hexdigest()
