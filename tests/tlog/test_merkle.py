from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 70
LEAVES = [leaf_hash(b"leaf %d" % n) for n in range(LARGEST)]

# The reference tree of the Certificate Transparency implementations: eight entries and the root at each size.
REFERENCE_ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE = [leaf_hash(bytes.fromhex(entry)) for entry in REFERENCE_ENTRIES]


@cache
def root_of(size: int) -> bytes:
    return root(LEAVES[:size])


def unhex(*texts: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(text) for text in texts)


def flipped(node: bytes) -> bytes:
    return bytes([node[0] ^ 1]) + node[1:]


def test_root_of_the_reference_tree_at_every_size() -> None:
    assert [root(REFERENCE[:size]).hex() for size in range(9)] == REFERENCE_ROOTS


def test_inclusion_proof_of_the_reference_tree() -> None:
    assert inclusion_proof(REFERENCE, 0) == unhex(
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )


def test_consistency_proof_of_the_reference_tree() -> None:
    assert consistency_proof(REFERENCE[:5], 2) == unhex(
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    )


def test_hashes_of_leaf_and_node_are_apart() -> None:
    assert leaf_hash(b"a" * 64) == sha256(b"\x00" + b"a" * 64).digest()
    assert node_hash(b"a" * 32, b"b" * 32) == sha256(b"\x01" + b"a" * 32 + b"b" * 32).digest()


def test_frontier_agrees_with_the_recursive_definition_at_every_size() -> None:
    frontier = Frontier()
    for size in range(LARGEST):
        assert (frontier.size, frontier.root()) == (size, root_of(size))
        frontier = frontier.append(LEAVES[size])


@given(st.lists(st.integers(0, 20), max_size=6))
def test_frontier_extended_in_pieces_is_the_one_extended_at_once(pieces: list[int]) -> None:
    leaves = [leaf_hash(b"%d" % n) for n in range(sum(pieces))]
    frontier, rest = Frontier(), iter(leaves)
    for piece in pieces:
        frontier = frontier.extend([next(rest) for _ in range(piece)])
    assert frontier == Frontier().extend(leaves)
    assert Frontier(frontier.size, frontier.hashes).root() == root(leaves)


@pytest.mark.parametrize(("size", "count"), [(0, 1), (1, 0), (3, 1), (4, 3), (-1, 1)])
def test_frontier_refuses_hashes_that_do_not_fit_the_size(size: int, count: int) -> None:
    with pytest.raises(ValueError, match="full subtrees"):
        Frontier(size, (EMPTY_ROOT,) * count)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_inclusion_proof_verifies_and_any_change_fails(size: int) -> None:
    for index in range(size):
        leaf, tree_root = LEAVES[index], root_of(size)
        proof = inclusion_proof(LEAVES[:size], index)
        assert verify_inclusion(leaf, index, size, proof, tree_root)
        assert not verify_inclusion(flipped(leaf), index, size, proof, tree_root)
        assert not verify_inclusion(leaf, index, size, proof, flipped(tree_root))
        assert not verify_inclusion(leaf, index, size, (*proof, tree_root), tree_root)
        assert not verify_inclusion(leaf, size, size, proof, tree_root)
        assert not verify_inclusion(leaf, -1, size, proof, tree_root)
        for place in range(len(proof)):
            shorter = proof[:place] + proof[place + 1 :]
            changed = (*proof[:place], flipped(proof[place]), *proof[place + 1 :])
            assert not verify_inclusion(leaf, index, size, shorter, tree_root)
            assert not verify_inclusion(leaf, index, size, changed, tree_root)


def test_inclusion_proof_holds_for_one_index_only() -> None:
    proof = inclusion_proof(LEAVES, 12)
    assert [
        n for n in range(LARGEST) if verify_inclusion(LEAVES[12], n, LARGEST, proof, root_of(LARGEST))
    ] == [12]


@pytest.mark.parametrize("second", range(LARGEST + 1))
def test_consistency_proof_verifies_and_any_change_fails(second: int) -> None:
    for first in range(second + 1):
        old, new = root_of(first), root_of(second)
        proof = consistency_proof(LEAVES[:second], first)
        assert verify_consistency(first, second, proof, old, new)
        assert not verify_consistency(first, second, proof, flipped(old), new)
        assert not verify_consistency(first, second, (*proof, new), old, new)
        assert not verify_consistency(second + 1, second, proof, old, new)
        if first:
            assert not verify_consistency(first, second, proof, old, flipped(new))
        for place in range(len(proof)):
            shorter = proof[:place] + proof[place + 1 :]
            changed = (*proof[:place], flipped(proof[place]), *proof[place + 1 :])
            assert not verify_consistency(first, second, shorter, old, new)
            assert not verify_consistency(first, second, changed, old, new)


@given(st.binary(min_size=1, max_size=90), st.data())
def test_any_flipped_bit_of_an_entry_changes_the_root(entry: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, 8 * len(entry) - 1))
    changed = bytearray(entry)
    changed[bit // 8] ^= 1 << bit % 8
    assert root([*LEAVES[:6], leaf_hash(entry)]) != root([*LEAVES[:6], leaf_hash(bytes(changed))])


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_inclusion_proof_of_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("first", [-1, 4])
def test_consistency_proof_from_a_size_that_never_was(first: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(LEAVES[:3], first)
