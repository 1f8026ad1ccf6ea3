"""What a replay must remember of each line until the end, kept in a temporary file so that memory stays flat."""

import sqlite3
from collections.abc import Iterator

from domain.ids import key_of
from domain.nomination.state import Candidate
from domain.rules.pack import Cap
from domain.rules.replay import Granted, Population, Subject, frozen
from domain.values import CandidateKind, Outcome, Route, Track

_SCHEMA = """
    CREATE TABLE line (
        nomination TEXT PRIMARY KEY, unit TEXT, candidate TEXT, kind TEXT, route TEXT, award TEXT, year INTEGER,
        track TEXT, pack TEXT DEFAULT '', pack_hash TEXT DEFAULT '', won TEXT DEFAULT ''
    ) WITHOUT ROWID;
    CREATE TABLE strength (unit TEXT, year INTEGER, people INTEGER, PRIMARY KEY (unit, year)) WITHOUT ROWID;
"""
_GRANTED = """
    SELECT unit, route, year, won, count(*), min(pack), min(pack_hash), max(pack_hash) FROM line WHERE won <> ''
    GROUP BY unit, route, year, won ORDER BY unit, year, won, route
"""


class Ledger:
    """Lines by their stream, what they won, and the strength of units. SQLite deletes the file when it is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("")
        self._file.executescript(_SCHEMA)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def enter(self, subject: Subject) -> None:
        """A line was drafted."""
        one = subject.candidate
        row = (subject.nomination, subject.unit, one.id, one.kind, one.route, one.award, one.year, one.track)
        self._file.execute(
            "INSERT OR REPLACE INTO line (nomination, unit, candidate, kind, route, award, year, track)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def subject(self, nomination: str) -> Subject | None:
        """A line that was entered."""
        query = "SELECT unit, candidate, kind, route, award, year, track FROM line WHERE nomination = ?"
        row = self._file.execute(query, (nomination,)).fetchone()
        if row is None:
            return None
        unit, candidate, kind, route, award, year, track = row
        known = Candidate(candidate, CandidateKind(kind), Route(route), award, year, Track(track))
        return Subject(nomination, unit, known)

    def received(self, nomination: str, pack: str, pack_hash: str) -> None:
        """A line was received under a pack."""
        self._set("pack = ?, pack_hash = ?", pack, pack_hash, nomination)

    def decided(self, nomination: str, outcome: Outcome, lower: str) -> None:
        """A line was granted its award, or a lower one, or nothing."""
        match outcome:
            case Outcome.GRANTED:
                self._set("won = award", nomination)
            case Outcome.DOWNGRADED:
                self._set("won = ?", lower, nomination)
            case Outcome.REFUSED | Outcome.FORWARDED:
                self._set("won = ''", nomination)

    def strength(self, unit: str, year: int, people: int) -> None:
        """A unit, by its stream, has so many people."""
        row = (key_of(unit), year, people)
        self._file.execute("INSERT OR REPLACE INTO strength VALUES (?, ?, ?)", row)

    def granted(self) -> Iterator[tuple[Granted, str, str]]:
        """What each unit was granted for each year, with the pack and hash it was received under.

        Both are empty where lines of the same award were received under different packs.
        """
        for unit, route, year, award, count, pack, first_hash, last_hash in self._file.execute(_GRANTED):
            one_pack = (pack, first_hash) if first_hash == last_hash else ("", "")
            yield Granted(unit, Route(route), year, award, count), *one_pack

    def population(self, granted: Granted, cap: Cap) -> Population | None:
        """Whom the cap is a share of: who won one of its awards in that unit and year, or the unit's people."""
        if not cap.of:
            query = "SELECT people FROM strength WHERE unit = ? AND year = ?"
            row = self._file.execute(query, (granted.unit.lower(), granted.year)).fetchone()
            return Population(row[0]) if row else None
        marks = ", ".join("?" * len(cap.of))
        query = (
            f"SELECT candidate FROM line WHERE unit = ? AND year = ? AND won IN ({marks})"  # noqa: S608 - only marks
            " ORDER BY candidate"
        )
        return frozen(row[0] for row in self._file.execute(query, (granted.unit, granted.year, *cap.of)))

    def _set(self, what: str, *values: str) -> None:
        self._file.execute(f"UPDATE line SET {what} WHERE nomination = ?", values)  # noqa: S608 - columns of ours
