"""Inclusion proofs of a long log without reading it whole each time: the roots of its full tiles are kept.

A tile is 256 leaves in a row, eight levels of the tree. A full tile never changes, so its root is computed once.
"""

from collections.abc import Callable, Sequence
from typing import Final

from tlog.merkle import node_hash, root

TILE: Final = 256
"""A power of two, so that every subtree of RFC 9162 is a part of one tile or made of whole ones."""

Hashes = Callable[[int, int], Sequence[bytes]]
"""The leaf hashes from one position up to another, the latter left out."""


class Subtrees:
    """The tree over an append-only log, asked for its leaf hashes as they are needed."""

    def __init__(self) -> None:
        self._full: dict[int, bytes] = {}

    def inclusion_proof(self, hashes: Hashes, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that leaf `index` (0-based) is in the tree of `size` leaves (RFC 9162 section 2.1.3.1).

        Raises IndexError when there is no such leaf.
        """
        if not 0 <= index < size:
            raise IndexError(f"no leaf {index} in a tree of {size}")
        self._fill(hashes, size)
        first, after = 0, size
        path: list[bytes] = []
        while after - first > 1:
            middle = first + _half(after - first)
            if index < middle:
                path.append(self._root(hashes, middle, after))
                after = middle
            else:
                path.append(self._root(hashes, first, middle))
                first = middle
        return tuple(reversed(path))

    def _fill(self, hashes: Hashes, size: int) -> None:
        """Learn the roots of the full tiles that are not known yet."""
        known, full = len(self._full), size // TILE
        if known < full:
            found = hashes(known * TILE, full * TILE)
            for tile in range(known, full):
                start = (tile - known) * TILE
                self._full[tile] = root(found[start : start + TILE])

    def _root(self, hashes: Hashes, first: int, after: int) -> bytes:
        if after - first == TILE:
            return self._full[first // TILE]
        if after - first < TILE:
            return root(hashes(first, after))
        middle = first + _half(after - first)
        return node_hash(self._root(hashes, first, middle), self._root(hashes, middle, after))


def _half(size: int) -> int:
    """Return the largest power of two below `size`, the k of RFC 9162."""
    return 1 << (size - 1).bit_length() - 1
