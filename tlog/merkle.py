"""The Merkle tree of a log: hashes, frontier, inclusion and consistency proofs.

Written to be read beside RFC 9162 section 2.1 (the same tree as RFC 6962 section 2.1). Hashes are 32 raw
bytes of SHA-256; a proof is a tuple of them in the order of the RFC, lowest level first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without leaves (RFC 9162 section 2.1.1)."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one log entry, HASH(0x00 || d) (RFC 9162 section 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, HASH(0x01 || left || right) (RFC 9162 section 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash over these leaf hashes, MTH(D_n) (RFC 9162 section 2.1.1)."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return node_hash(root(leaves[:k]), root(leaves[k:]))


@dataclass(frozen=True, slots=True)
class Frontier:
    """The least that must be kept of a tree in order to append to it and to know its root.

    `hashes` are the roots of its largest full subtrees, left to right: one for every 1 in the binary form of
    `size`. It is the stack of RFC 9162 section 2.1.2. Raises ValueError when the two do not belong together.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.hashes)} full subtrees")

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier with these leaf hashes appended in order (RFC 9162 section 2.1.2)."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            node, full = leaf, size
            while full & 1:
                node = node_hash(stack.pop(), node)
                full >>= 1
            stack.append(node)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """Return the root of the whole tree: the subtrees joined from the right."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, node = self.hashes
        for left in reversed(rest):
            node = node_hash(left, node)
        return node


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` (0-based) is in the tree, PATH(m, D_n) (RFC 9162 section 2.1.3.1).

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return ()
    k = _split(len(leaves))
    if index < k:
        return (*inclusion_proof(leaves[:k], index), root(leaves[k:]))
    return (*inclusion_proof(leaves[k:], index - k), root(leaves[:k]))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Tell whether the proof leads from this leaf hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, node = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            fn, sn = _climb_to_right_child(fn, sn)
        else:
            node = node_hash(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == tree_root


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over all leaves extends the one over the first ones.

    PROOF(m, D_n) (RFC 9162 section 2.1.4.1); empty for the empty tree, which every tree extends. Raises
    IndexError when `first` is not a size this tree has had.
    """
    if not 0 <= first <= len(leaves):
        raise IndexError(f"no tree of {first} within one of {len(leaves)}")
    return _subproof(first, leaves, known=True) if first else ()


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Tell whether the tree of `second` leaves extends the tree of `first` (RFC 9162 section 2.1.4.2)."""
    if first in (0, second):
        return not proof and first_root == (second_root if first == second else EMPTY_ROOT)
    if not 0 < first < second or not proof:
        return False
    nodes = (first_root, *proof) if first.bit_count() == 1 else tuple(proof)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = nodes[0]
    for sibling in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            fn, sn = _climb_to_right_child(fn, sn)
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (old, new) == (first_root, second_root)


def _subproof(m: int, leaves: Sequence[bytes], *, known: bool) -> tuple[bytes, ...]:
    """SUBPROOF(m, D_n, b) of RFC 9162 section 2.1.4.1; `known` is its b: the verifier holds this root."""
    if m == len(leaves):
        return () if known else (root(leaves),)
    k = _split(len(leaves))
    if m <= k:
        return (*_subproof(m, leaves[:k], known=known), root(leaves[k:]))
    return (*_subproof(m - k, leaves[k:], known=False), root(leaves[:k]))


def _split(size: int) -> int:
    """Return the largest power of two below `size`, the k of RFC 9162."""
    return 1 << (size - 1).bit_length() - 1


def _climb_to_right_child(fn: int, sn: int) -> tuple[int, int]:
    """Skip the levels where the node has no sibling (step 4.b.ii of 2.1.3.2, step 6.b.ii of 2.1.4.2)."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn
