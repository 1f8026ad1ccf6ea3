"""The roll of a deciding level's year after folding its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from domain.ids import Kind, stream_id
from domain.nomination.claims import TitleHeld
from domain.values import Outcome


class Standing(StrEnum):
    """How a line stands on the roll: granted at this level, sent to the level above, or lost."""

    GRANTED = "granted"
    FORWARDED = "forwarded"
    LOST = "lost"


STANDINGS: Mapping[Outcome, Standing] = MappingProxyType(
    {
        Outcome.GRANTED: Standing.GRANTED,
        Outcome.DOWNGRADED: Standing.GRANTED,
        Outcome.FORWARDED: Standing.FORWARDED,
        Outcome.REFUSED: Standing.LOST,
    }
)
"""How a line with that outcome stands; one that was downgraded stands with the lower award."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line by its nomination: the candidate's pseudonymous id, the award it stands for, and how it stands.

    `achievement` is the id of the one act or work that it rewards, where there is one; `unit` proposed it.
    """

    nomination: str
    candidate: str
    award: str
    standing: Standing
    achievement: str = ""
    unit: str = ""

    def title(self, year: int) -> TitleHeld:
        """The title that the line stands for in the roll's year; it bears no number yet."""
        return TitleHeld(self.award, year, "", achievement=self.achievement)


def entry_for(  # noqa: PLR0913 - what a line is and what it came to
    nomination: str, candidate: str, award: str, outcome: Outcome, lower: str, *, achievement: str, unit: str
) -> Entry:
    """The entry of a line that came to that outcome; `lower` is the award of a downgrade."""
    stands_for = lower if outcome is Outcome.DOWNGRADED else award
    return Entry(nomination, candidate, stands_for, STANDINGS[outcome], achievement, unit)


@dataclass(frozen=True, slots=True)
class Roll:
    """The state of a roll: its entries by nomination, and the stream whose act put each there."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    acts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def with_entries(self, entries: Iterable[Entry], act: str = "") -> "Roll":
        """The roll with these entries in the place of earlier ones of the same lines."""
        new = {entry.nomination: entry for entry in entries}
        acts = {**self.acts, **dict.fromkeys(new, act)}
        return Roll(MappingProxyType({**self.entries, **new}), MappingProxyType(acts))

    def joined(self, other: "Roll", unit: str) -> "Roll":
        """This roll with another's entries; those that name no unit are of the other roll's own."""
        named = {
            key: entry if entry.unit else replace(entry, unit=unit) for key, entry in other.entries.items()
        }
        return Roll(
            MappingProxyType({**self.entries, **named}), MappingProxyType({**self.acts, **other.acts})
        )

    def without(self, nominations: Iterable[str]) -> "Roll":
        """The roll as it stands apart from these lines."""
        gone = set(nominations)
        kept = {name: entry for name, entry in self.entries.items() if name not in gone}
        return Roll(MappingProxyType(kept), self.acts)

    def granted(self, *awards: str, unit: str = "") -> frozenset[str]:
        """The candidates who were granted one of these awards at this level; those of one unit where it is named."""
        return frozenset(
            entry.candidate
            for entry in self.entries.values()
            if entry.award in awards and entry.standing is Standing.GRANTED and unit in {"", entry.unit}
        )

    def of(self, candidate: str) -> tuple[Entry, ...]:
        """The entries of one candidate."""
        return tuple(entry for entry in self.entries.values() if entry.candidate == candidate)


def roll_stream(unit: str, year: int) -> str:
    """The stream of the year of the unit that decides."""
    return stream_id(Kind.ROLL, f"{unit.lower()}.{year}")


def roll_streams(level: str, unit: str, year: int) -> tuple[str, ...]:
    """The streams that hold what came of a unit's lines: the level's, and the unit's own, which rolls once were."""
    return tuple(dict.fromkeys((roll_stream(level, year), roll_stream(unit, year))))


def read_roll(peers: Mapping[str, object], level: str, units: Iterable[str], year: int) -> Roll:
    """What the level decided in the year, with what still stands on these units' own rolls."""
    whole = Roll()
    for unit in dict.fromkeys((*units, level)):
        roll = peers.get(roll_stream(unit, year))
        if isinstance(roll, Roll):
            whole = whole.joined(roll, unit)
    return whole


INITIAL = Roll()
