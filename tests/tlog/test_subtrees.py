"""Proofs from kept tiles are the proofs of the tree."""

from hashlib import sha256

import pytest

from tlog.merkle import inclusion_proof, root, verify_inclusion
from tlog.subtrees import TILE, Subtrees

LEAVES = [sha256(str(number).encode()).digest() for number in range(5 * TILE + 3)]
SIZES = (1, 2, 3, TILE - 1, TILE, TILE + 1, 2 * TILE, 3 * TILE + 7, len(LEAVES))


def between(first: int, after: int) -> list[bytes]:
    return LEAVES[first:after]


@pytest.mark.parametrize("size", SIZES)
def test_proof_is_that_of_the_whole_tree(size: int) -> None:
    tree = Subtrees()
    for index in {0, size // 2, size - 1, min(size - 1, TILE), size // 3}:
        proof = tree.inclusion_proof(between, index, size)
        assert proof == inclusion_proof(LEAVES[:size], index)
        assert verify_inclusion(LEAVES[index], index, size, proof, root(LEAVES[:size]))


def test_proofs_go_on_as_the_log_grows_and_smaller_trees_stay_provable() -> None:
    tree = Subtrees()
    for size in (10, 2 * TILE + 5, len(LEAVES), 10, TILE):
        assert tree.inclusion_proof(between, 7, size) == inclusion_proof(LEAVES[:size], 7)


def test_full_tiles_are_read_once() -> None:
    tree, asked = Subtrees(), []

    def told(first: int, after: int) -> list[bytes]:
        asked.append(after - first)
        return LEAVES[first:after]

    tree.inclusion_proof(told, 0, len(LEAVES))
    asked.clear()
    tree.inclusion_proof(told, 3 * TILE + 1, len(LEAVES))
    assert sum(asked) < 2 * TILE


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(IndexError, match="no leaf"):
        Subtrees().inclusion_proof(between, index, size)
