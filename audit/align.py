"""Hold the leaves against the index, line by line, and find the way back where they part.

The index is kept apart from the leaves so that what is gone can still be named. Where a line and a row
disagree, both are read ahead until a hash of one occurs in the other with the fewest lines skipped; what lies
between was changed, removed or added.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeAlias, TypeVar

from audit.evidence import BadEvidence, IndexRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """A leaf as it stands: its bytes, its leaf hash and the number of its line from 0."""

    data: bytes
    hash: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """Line and row name the same hash."""

    line: Line
    row: IndexRow


@dataclass(frozen=True, slots=True)
class Changed:
    """In place of what the row names stands another line."""

    line: Line
    row: IndexRow


@dataclass(frozen=True, slots=True)
class Missing:
    """No line is left for this row."""

    row: IndexRow


@dataclass(frozen=True, slots=True)
class Added:
    """No row knows this line."""

    line: Line


Step: TypeAlias = Agreed | Changed | Missing | Added

WINDOWS: Final = ((16, 16), (1024, 1024), (1024, 65536))
"""How many lines and rows are read ahead, in turn; rows are small, and most gaps are of lines removed."""
AHEAD_BYTES: Final = 64 * 2**20
"""How many bytes of lines may be held ahead, so that long lines cannot fill the memory."""


def align(
    leaves: Iterator[bytes], index: Iterator[IndexRow], leaf_hash: Callable[[bytes], bytes]
) -> Iterator[Step]:
    """Yield one step for every line, in the order of the lines, and one for every row that has none."""
    lines = _Ahead(Line(data, leaf_hash(data), number) for number, data in enumerate(leaves))
    rows = _Ahead(index)
    while True:
        line, row = next(lines, None), next(rows, None)
        if line is None and row is None:
            return
        if line is not None and row is not None and line.hash == row.hash:
            yield Agreed(line, row)
            continue
        lines.give_back(line)
        rows.give_back(row)
        skip_lines, skip_rows = _meeting(lines, rows)
        yield from _between(list(islice(lines, skip_lines)), list(islice(rows, skip_rows)))


def salvage(data: bytes) -> tuple[str, int, str] | None:
    """Return what can still be read of a leaf's stream, version and event name; None when not all can."""
    place, name = _PLACE.search(data), _NAME.search(data)
    if place is None or name is None:
        return None
    stream, version = place.groups()
    return stream.decode(errors="replace"), int(version), name.group(1).decode(errors="replace")


class _Ahead(Generic[T]):
    """An iterator that can be read ahead without being moved on.

    Where the source breaks off, it ends when read ahead, and raises `BadEvidence` only when it gets there.
    """

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._held: deque[T] = deque()
        self._broken: BadEvidence | None = None

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._held:
            return self._held.popleft()
        if self._broken is not None:
            raise self._broken
        return next(self._source)

    def give_back(self, item: T | None) -> None:
        if item is not None:
            self._held.appendleft(item)

    def peek(self, count: int, weigh: Callable[[T], int] | None = None) -> Sequence[T]:
        """Return the next items, at most `count`, fewer at the end or when they weigh too much."""
        held = sum(map(weigh, self._held)) if weigh else 0
        while len(self._held) < count and held < AHEAD_BYTES:
            item = self._read()
            if item is None:
                break
            self._held.append(item)
            held += weigh(item) if weigh else 0
        return list(islice(self._held, count))

    def _read(self) -> T | None:
        try:
            return next(self._source, None)
        except BadEvidence as error:
            self._broken = error
            return None


def _meeting(lines: _Ahead[Line], rows: _Ahead[IndexRow]) -> tuple[int, int]:
    """Return how many lines and rows to skip to where they agree again, or to the end of what was read."""
    for line_window, row_window in WINDOWS:
        some_lines = lines.peek(line_window, lambda line: len(line.data))
        some_rows = rows.peek(row_window)
        places = {row.hash: place for place, row in reversed(list(enumerate(some_rows)))}
        meetings = [(n, places[line.hash]) for n, line in enumerate(some_lines) if line.hash in places]
        if meetings:
            return min(meetings, key=lambda skipped: (sum(skipped), abs(skipped[0] - skipped[1])))
    if not some_lines or not some_rows:
        return len(some_lines), len(some_rows)
    shorter = min(len(some_lines), len(some_rows))
    return shorter, shorter


def _between(lines: Sequence[Line], rows: Sequence[IndexRow]) -> Iterator[Step]:
    """Pair what was skipped: by name where the line still tells it, then in order; yield in line order."""
    pairs = _pairs(lines, rows)
    paired = set(pairs.values())
    waiting = [place for place in range(len(rows)) if place not in paired]
    for number, line in enumerate(lines):
        place = pairs.get(number)
        if place is None:
            yield Added(line)
            continue
        while waiting and waiting[0] < place:
            yield Missing(rows[waiting.pop(0)])
        yield Changed(line, rows[place])
    yield from (Missing(rows[place]) for place in waiting)


def _pairs(lines: Sequence[Line], rows: Sequence[IndexRow]) -> dict[int, int]:
    """Return which line stands for which row, both by their place in what was skipped."""
    by_name = {(row.stream, row.version): place for place, row in reversed(list(enumerate(rows)))}
    pairs: dict[int, int] = {}
    for number, line in enumerate(lines):
        known = salvage(line.data)
        place = by_name.pop(known[:2], None) if known else None
        if place is not None:
            pairs[number] = place
    paired = set(pairs.values())
    free_lines = (number for number in range(len(lines)) if number not in pairs)
    free_rows = (place for place in range(len(rows)) if place not in paired)
    return pairs | dict(zip(free_lines, free_rows, strict=False))


_PLACE: Final = re.compile(rb'(?s:.*)"schema":[0-9]+,"stream":"([^"\\]+)","version":([0-9]{1,18})\}')
_NAME: Final = re.compile(rb'"format":1,"name":"([^"\\]+)"')
