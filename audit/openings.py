"""Hold the disclosures against the commitments in their leaves."""

from collections.abc import Callable, Iterator

from audit.evidence import DisclosureRow, IndexRow
from audit.findings import Code, Trace
from tlog.disclosure import BadDisclosure, Disclosure, digest, pointers
from tlog.leaf import Leaf


class Openings:
    """The disclosures not yet reached; `checked` counts those held against a leaf."""

    def __init__(self, rows: Iterator[DisclosureRow], note: Callable[[Trace], None]) -> None:
        self.checked = 0
        self._rows = rows
        self._note = note
        self._next: DisclosureRow | None = None

    def start(self) -> None:
        """Read the first row."""
        self._next = next(self._rows, None)

    def check(self, leaf: Leaf | None, row: IndexRow) -> None:
        """Open what is disclosed of the leaf at this row; a leaf of None cannot be read, which is told already."""
        while self._next is not None and self._next.position <= row.position:
            if self._next.position < row.position:
                self._stray(self._next)
            elif leaf is not None:
                self._open(self._next, leaf)
            self._next = next(self._rows, None)

    def finish(self) -> None:
        """Note the disclosures filed under positions beyond the last leaf."""
        while self._next is not None:
            self._stray(self._next)
            self._next = next(self._rows, None)

    def _open(self, row: DisclosureRow, leaf: Leaf) -> None:
        self.checked += 1
        committed = dict(pointers(leaf.payload)).get(row.pointer)
        if committed is None:
            self._note(_about(leaf, row, "disclosure_unknown"))
        elif committed != _digest(row):
            self._note(_about(leaf, row, "disclosure_differs"))

    def _stray(self, row: DisclosureRow) -> None:
        self._note(Trace(code="disclosure_stray", position=row.position, details={"pointer": row.pointer}))


def _digest(row: DisclosureRow) -> str | None:
    try:
        return digest(Disclosure(row.pointer, row.salt, row.value))
    except BadDisclosure:
        return None


def _about(leaf: Leaf, row: DisclosureRow, code: Code) -> Trace:
    return Trace(
        code=code,
        stream=leaf.stream,
        version=leaf.version,
        name=leaf.name,
        position=row.position,
        details={"pointer": row.pointer},
    )
