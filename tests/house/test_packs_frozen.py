"""A pack that decided something never changes: its hash lies in every history that rests on it."""

import json
from collections.abc import Mapping
from pathlib import Path

from domain.rules.library import packs

PINNED: Mapping[str, str] = json.loads(Path(__file__).with_name("pack_hashes.json").read_text())


def changed(pinned: Mapping[str, str], shipped: Mapping[str, str]) -> list[str]:
    """A sentence for every pack that is not the one that was pinned."""
    return [
        f"{pack} is not the pack that was pinned: packs are frozen; make a new one."
        for pack in sorted(pinned.keys() | shipped.keys())
        if pinned.get(pack) != shipped.get(pack)
    ]


def test_shipped_packs_are_the_pinned_ones() -> None:
    assert changed(PINNED, {pack.id: pack.hash for pack in packs().values()}) == []


def test_changed_missing_and_unpinned_packs_are_told() -> None:
    told = changed({"A": "1", "B": "2", "C": "3"}, {"A": "1", "B": "x", "D": "4"})
    assert [sentence.split()[0] for sentence in told] == ["B", "C", "D"]
