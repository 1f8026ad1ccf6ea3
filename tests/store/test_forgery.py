"""A careful forger, who makes the hashes fit: what loading notices, and what the seal gives away."""

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

from store.event_store import EventStore
from tests.domain.office import (
    LINE,
)
from tests.store.live import audited
from tests.store.sealed import SEALED_AT, Log, assert_frozen, named


def rewritten(data: bytes, prev: str | None = None) -> bytes:
    """The leaf as if somebody else had acted; chained anew where a predecessor is given."""
    leaf = json.loads(data)
    leaf["actor"]["id"] = "somebody-else"
    leaf["prev"] = prev or leaf["prev"]
    return json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("version", [1, 2, 3])
def test_leaf_rewritten_with_its_hash_freezes_the_stream_and_is_named(log: Log, version: int) -> None:
    position, data = log.leaf(LINE, version)
    log.put(LINE, version, rewritten(data), rehash=True)
    assert_frozen(log, LINE)
    size = next(size for size in SEALED_AT if size > position)
    named_at = {
        (finding.stream, finding.version, finding.checkpoint_size) for finding in audited(log.god).findings
    }
    assert (LINE, version, size) in named_at or (LINE, version + 1, size) in named_at
    assert (None, None, size) in named_at


def test_last_sealed_leaf_rewritten_with_its_hash_is_named_by_the_seal(log: Log) -> None:
    _position, data = log.leaf(LINE, 4)
    log.put(LINE, 4, rewritten(data), rehash=True)
    EventStore(log.app).load([LINE])
    told = audited(log.god).findings
    assert ("checkpoint_root_differs", 15) in {(finding.code, finding.checkpoint_size) for finding in told}
    suspects = [named(finding) for finding in told if finding.code == "possibly_rewritten"]
    assert (LINE, 4, "nomination.held", 15) in suspects


@pytest.mark.parametrize("first", [1, 2, 3])
def test_stream_rewritten_to_its_end_is_named_by_the_seal(log: Log, first: int) -> None:
    prev = None
    for version in range(first, 5):
        _position, data = log.leaf(LINE, version)
        log.put(LINE, version, forgery := rewritten(data, prev), rehash=True)
        prev = sha256(b"\x00" + forgery).hexdigest()
    EventStore(log.app).load([LINE])
    position, _data = log.leaf(LINE, first)
    size = next(size for size in SEALED_AT if size > position)
    told = audited(log.god).findings
    assert ("checkpoint_root_differs", size) in {(finding.code, finding.checkpoint_size) for finding in told}
    suspects = [named(finding) for finding in told if finding.code == "possibly_rewritten"]
    assert any(
        (stream, size) == (LINE, at) and (version or 0) >= first for stream, version, _name, at in suspects
    )


@pytest.mark.parametrize(
    "wreck",
    [
        lambda _leaf: b"\xff",
        lambda _leaf: b"[]",
        lambda _leaf: b"{}",
        lambda leaf: leaf.replace(b'"role":"appraiser"', b'"role":"emperor"'),
        lambda leaf: leaf.replace(b'"ground":"complaint"', b'"ground":"envy"'),
        lambda leaf: leaf.replace(b'"accepted_at":"2023', b'"accepted_at":"20x3'),
    ],
    ids=["not UTF-8", "a list", "no members", "unknown role", "unknown ground", "no instant"],
)
def test_last_leaf_rewritten_into_nonsense_freezes_the_stream(
    log: Log, wreck: Callable[[bytes], bytes]
) -> None:
    _position, data = log.leaf(LINE, 4)
    nonsense = wreck(data)
    assert nonsense != data
    log.put(LINE, 4, nonsense, rehash=True)
    assert_frozen(log, LINE)
    assert not audited(log.god).ok
