"""Follow every stream: versions without gaps, each leaf holding the hash of the one before it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from audit.evidence import IndexRow
from audit.findings import Code, Trace
from tlog.leaf import GENESIS, Leaf


@dataclass(frozen=True, slots=True)
class Head:
    """The last leaf of a stream so far; `hash` in hex."""

    version: int
    hash: str
    position: int
    name: str


_BEFORE_THE_FIRST: Final = Head(version=0, hash=GENESIS, position=-1, name="")


class Chains:
    """The head of every stream; memory grows with the number of streams and with nothing else."""

    def __init__(self, note: Callable[[Trace], None]) -> None:
        self._note = note
        self._heads: dict[str, Head] = {}
        self._asides: dict[str, Head] = {}

    def __len__(self) -> int:
        return len(self._heads)

    def follow(self, leaf: Leaf, leaf_hash: bytes, position: int, sealed: int) -> None:
        """Take a leaf that the index agrees with; the leaves before `sealed` stand under a root that fits."""
        head = self._heads.get(leaf.stream, _BEFORE_THE_FIRST)
        self._heads[leaf.stream] = Head(leaf.version, leaf_hash.hex(), position, leaf.name)
        if leaf.version != head.version + 1 or leaf.prev != head.hash:
            self._explain(leaf, head, position, sealed)

    def trust(self, row: IndexRow) -> None:
        """Take the index's word for a leaf that is gone or changed, which is told already."""
        self._heads[row.stream] = Head(row.version, row.hash.hex(), row.position, row.name)

    def set_aside(self, stream: str, version: int, leaf_hash: bytes) -> None:
        """Remember a leaf that the index disagrees with: the next one may continue from it."""
        self._asides[stream] = Head(version, leaf_hash.hex(), position=-1, name="")

    def _explain(self, leaf: Leaf, head: Head, position: int, sealed: int) -> None:
        aside = self._asides.get(leaf.stream)
        if aside is not None and (leaf.version, leaf.prev) == (aside.version + 1, aside.hash):
            return
        if leaf.version > head.version + 1:
            self._note(_gap(leaf, head, position))
        elif leaf.version <= head.version:
            self._heads[leaf.stream] = head
            self._note(_about(leaf, position, "version_repeated"))
        elif head.position < sealed:
            self._note(_about(leaf, position, "prev_differs"))
        else:
            self._note(_broken(leaf, head, position))


def _about(leaf: Leaf, position: int, code: Code) -> Trace:
    return Trace(code=code, stream=leaf.stream, version=leaf.version, name=leaf.name, position=position)


def _gap(leaf: Leaf, head: Head, position: int) -> Trace:
    return Trace(
        code="version_gap",
        stream=leaf.stream,
        version=head.version + 1,
        position=head.position + 1,
        until=position + 1,
        details=_successor(leaf, position),
    )


def _broken(leaf: Leaf, head: Head, position: int) -> Trace:
    return Trace(
        code="chain_broken",
        stream=leaf.stream,
        version=head.version,
        name=head.name,
        position=head.position,
        details=_successor(leaf, position),
    )


def _successor(leaf: Leaf, position: int) -> dict[str, object]:
    return {"next_version": leaf.version, "next_name": leaf.name, "next_position": position}
