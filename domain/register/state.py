"""The register's records after folding their events."""

from dataclasses import dataclass
from datetime import date

from domain.nomination.claims import TitleHeld
from domain.rules.facts import (
    Absence,
    Discipline,
    PositionHeld,
    Proceeding,
    RecognisedWork,
    ServicePeriod,
    TargetResult,
    Transfer,
)
from domain.values import Route


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person or small collective by pseudonymous id: titles won, career, conduct, initiatives."""

    known: bool = False
    unit: str = ""
    titles: tuple[TitleHeld, ...] = ()
    service: tuple[ServicePeriod, ...] = ()
    positions: tuple[PositionHeld, ...] = ()
    absences: tuple[Absence, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    initiatives: tuple[RecognisedWork, ...] = ()

    @property
    def open_proceedings(self) -> tuple[Proceeding, ...]:
        """What nobody has concluded yet."""
        return tuple(entry for entry in self.proceedings if entry.concluded_on is None)


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit by code; `strength` by year counts its people (biên chế, quân số).

    `members_under_hold` is the number of its people about whom something is open.
    """

    known: bool = False
    route: Route | None = None
    strength: tuple[tuple[int, int], ...] = ()
    targets: tuple[TargetResult, ...] = ()
    dissolved_on: date | None = None
    successor: str = ""
    members_under_hold: int = 0

    def strength_in(self, year: int) -> int | None:
        """The strength of that year, or None where it is not on record."""
        return dict(self.strength).get(year)
