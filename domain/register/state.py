"""The register's records after folding their events."""

from dataclasses import dataclass

from domain.nomination.claims import TitleHeld
from domain.values import Route


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person or small collective by pseudonymous id, with the titles won."""

    known: bool = False
    unit: str = ""
    titles: tuple[TitleHeld, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit by code; `strength` by year counts its people (biên chế, quân số)."""

    known: bool = False
    route: Route | None = None
    strength: tuple[tuple[int, int], ...] = ()

    def strength_in(self, year: int) -> int | None:
        """The strength of that year, or None where it is not on record."""
        return dict(self.strength).get(year)
