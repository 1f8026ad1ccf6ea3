"""Hold the leaves against the signed checkpoints: the root at each size, recomputed as the leaves go by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from audit.evidence import CheckpointRow
from audit.findings import Code, Trace
from tlog import checkpoint, note
from tlog.checkpoint import BadCheckpoint, Checkpoint
from tlog.merkle import Frontier
from tlog.note import BadNote, Verifier

Extend = Callable[[Frontier, Iterable[bytes]], Frontier]

BATCH: Final = 4096
"""How many leaf hashes wait before the tree takes them in."""


class Seals:
    """The tree so far, and how the checkpoints fared against it.

    `fitting` is the size of the last checkpoint whose root was found again, `failing` the sizes of those after
    it whose root was not, ascending; a checkpoint without a valid signature is in neither. `largest` is the
    size that the last row claims, -1 without any.
    """

    def __init__(
        self,
        rows: Iterator[CheckpointRow],
        verifiers: Sequence[Verifier],
        origin: str,
        note: Callable[[Trace], None],
        extend: Extend = Frontier.extend,
    ) -> None:
        self.total = self.verified = self.fitting = 0
        self.largest = -1
        self.failing: list[int] = []
        self.frontier = Frontier()
        self._note = note
        self._extend = extend
        self._waiting: list[bytes] = []
        self._valid = self._validated(rows, verifiers, origin)
        self._next: Checkpoint | None = None
        self._room = BATCH

    def start(self) -> None:
        """Read the first checkpoint, which may be over no leaves at all."""
        self._next = next(self._valid, None)
        self.settle()

    def add(self, leaf_hash: bytes) -> None:
        """Append a leaf to the tree, and judge the checkpoint whose size is reached with it."""
        self._waiting.append(leaf_hash)
        if len(self._waiting) >= self._room:
            self.settle()

    def finish(self) -> None:
        """Judge the checkpoints over more leaves than there are."""
        self.settle()
        while self._next is not None:
            self.failing.append(self._next.size)
            self._next = next(self._valid, None)

    def failure(self) -> Trace | None:
        """Return the first checkpoint that fails; those after it fail with it."""
        if not self.failing:
            return None
        first, present = self.failing[0], self.frontier.size
        code: Code = "checkpoint_root_differs" if first <= present else "checkpoint_beyond_log"
        start = self.fitting if first <= present else present
        return Trace(code=code, position=start, until=first, checkpoint_size=first)

    def settle(self) -> None:
        """Take the waiting leaves into the tree."""
        self.frontier = self._extend(self.frontier, self._waiting)
        self._waiting.clear()
        while self._next is not None and self._next.size == self.frontier.size:
            self._judge(self._next)
            self._next = next(self._valid, None)
        self._room = min(BATCH, self._next.size - self.frontier.size) if self._next else BATCH

    def _judge(self, sealed: Checkpoint) -> None:
        if sealed.root != self.frontier.root():
            self.failing.append(sealed.size)
            return
        for size in self.failing:
            details = {"later": sealed.size}
            self._note(Trace(code="checkpoint_contradicted", checkpoint_size=size, details=details))
        self.failing.clear()
        self.fitting = sealed.size
        self.verified += 1

    def _validated(
        self, rows: Iterator[CheckpointRow], verifiers: Sequence[Verifier], origin: str
    ) -> Iterator[Checkpoint]:
        """Yield the checkpoints that are signed, well-formed, this log's own and in ascending size."""
        for row in rows:
            self.total += 1
            if row.size <= self.largest:
                self._note(Trace(code="checkpoint_order", checkpoint_size=row.size))
                continue
            self.largest = row.size
            sealed = _opened(row, verifiers, origin)
            if isinstance(sealed, Checkpoint):
                yield sealed
            else:
                self._note(sealed)


def _opened(row: CheckpointRow, verifiers: Sequence[Verifier], origin: str) -> Checkpoint | Trace:
    """Return the checkpoint inside a signed note, or what is wrong with it."""
    try:
        sealed = checkpoint.parse(note.verify(row.note, verifiers))
    except BadNote as error:
        return _refused(row, "checkpoint_unsigned", str(error))
    except BadCheckpoint as error:
        return _refused(row, "checkpoint_malformed", str(error))
    if sealed.size != row.size:
        return _refused(row, "checkpoint_malformed", f"its note says {sealed.size}")
    if sealed.origin != origin:
        return _refused(row, "checkpoint_foreign", sealed.origin)
    return sealed


def _refused(row: CheckpointRow, code: Code, reason: str) -> Trace:
    return Trace(code=code, checkpoint_size=row.size, details={"reason": reason})
