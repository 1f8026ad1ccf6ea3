"""From stored leaves to a folded stream: verify the chain, decode, evolve; and remember what was folded.

A stored leaf comes with what the table says of it: version (4 bytes, big-endian), leaf hash (32), then its bytes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from threading import Lock
from typing import Any

from cachetools import LRUCache

from domain.deciders import DECIDERS
from domain.execution import Loaded, empty
from domain.ids import kind_of
from domain.values import Actor, Meta, Role
from store import codec
from store.batch import Batch
from store.errors import IntegrityViolation
from store.upcasters import UnknownEvent, upcast
from tlog.leaf import GENESIS, assemble, format_ts, parse_ts

_LEAF_PREFIX = b"\x00"
_VERSION_BYTES = 4
_SAID_BYTES = 36
_REMEMBERED = 5_000
"""Streams kept folded in one process: some tens of megabytes at the most."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A stream as far as it was folded; `head` is the hex leaf hash of its last leaf."""

    version: int
    state: Any
    head: str


class Memory:
    """The streams folded last, so that the next read begins at the last leaf known.

    It is never trusted beyond that leaf: every read brings the leaf again and every append holds it against the one
    in the table, and it must still be the same. What was verified before it is verified again by the auditor, not at
    every command.
    """

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._folded: LRUCache[str, Folded] = LRUCache(size)
        self._lock = Lock()

    def known(self, stream: str) -> Folded | None:
        """The stream as last folded here, if it was."""
        with self._lock:
            return self._folded.get(stream)

    def recall(self, stream: str) -> Folded:
        """The stream as last folded here, or from its beginning."""
        return self.known(stream) or Folded(0, empty(stream).state, GENESIS)

    def fold(self, stream: str, known: Folded, stored: Iterable[bytes]) -> Loaded:
        """Fold what is stored from the last known leaf on; raises `IntegrityViolation` and forgets the stream."""
        try:
            folded = _fold_on(stream, known, _checked(stream, known, stored))
        except IntegrityViolation:
            with self._lock:
                self._folded.pop(stream, None)
            raise
        with self._lock:
            self._folded[stream] = folded
        return Loaded(folded.version, folded.state)

    def extend(self, batch: Batch, recorded_at: datetime) -> None:
        """Go on by what was just appended: the bytes here are those that the database put together."""
        stamp = format_ts(recorded_at)
        for stream, leaves in groupby(batch.leaves, key=lambda leaf: leaf.stream):
            known = self.recall(stream)
            appended = list(leaves)
            if appended[0].version != known.version + 1:
                continue  # another thread of this process was here meanwhile: the next read sorts it out
            head = known.head
            for leaf in appended:
                head = _leaf_hash(assemble(leaf.head, head, stamp, leaf.tail)).hex()
            with self._lock:
                self._folded[stream] = Folded(appended[-1].version, batch.states[stream], head)


def fold(stream: str, leaves: Iterable[bytes]) -> Loaded:
    """Fold a whole stream from the bytes of its leaves; raises `IntegrityViolation`."""
    folded = _fold_on(stream, Folded(0, empty(stream).state, GENESIS), leaves)
    return Loaded(folded.version, folded.state)


def unfold(stream: str, leaves: Iterable[bytes]) -> Iterator[Loaded]:
    """How a stream stood after each of its leaves, from the first on; raises `IntegrityViolation`."""
    folded = Folded(0, empty(stream).state, GENESIS)
    for data in leaves:
        folded = _fold_on(stream, folded, (data,))
        yield Loaded(folded.version, folded.state)


def _fold_on(stream: str, known: Folded, leaves: Iterable[bytes]) -> Folded:
    decider = DECIDERS[kind_of(stream)]
    version, state, head = known.version, known.state, known.head
    for data in leaves:
        version += 1
        place, event, meta = _read(f"{stream}, version {version}", data)
        if place != (stream, version, head):
            raise IntegrityViolation(f"{stream}, version {version}: does not chain")
        head = _leaf_hash(data).hex()
        state = decider.evolve(state, event, meta)
    return Folded(version, state, head)


def _checked(stream: str, known: Folded, stored: Iterable[bytes]) -> Iterator[bytes]:
    """The leaves after the known one, each held against what the table says of it, the known one still there."""
    entries = iter(stored)
    if known.version and _said(stream, known.version, next(entries, b"")) != bytes.fromhex(known.head):
        raise IntegrityViolation(f"{stream}, version {known.version}: not the leaf that was read before")
    for version, entry in enumerate(entries, start=known.version + 1):
        _said(stream, version, entry)
        yield entry[_SAID_BYTES:]


def _said(stream: str, version: int, entry: bytes) -> bytes:
    """The hash that the table gives for the leaf of that version, if it is the hash of the bytes."""
    digest = _leaf_hash(entry[_SAID_BYTES:])
    if entry[:_SAID_BYTES] != version.to_bytes(_VERSION_BYTES) + digest:
        raise IntegrityViolation(f"{stream}, version {version}: not the leaf that was recorded")
    return digest


def _leaf_hash(data: bytes) -> bytes:
    """RFC 6962, section 2.1."""
    return sha256(_LEAF_PREFIX + data).digest()


def _read(where: str, data: bytes) -> tuple[tuple[object, ...], object, Meta]:
    """Where a leaf says that it stands, its event in the present class, and what is known of it besides."""
    try:
        leaf = json.loads(data)
        cls, payload = upcast(leaf["name"], leaf["schema"], leaf["payload"])
        event: object = codec.decode(cls, payload)
        meta = Meta(_actor(leaf["actor"]), parse_ts(leaf["accepted_at"]), leaf["version"])
        return (leaf["stream"], leaf["version"], leaf["prev"]), event, meta
    except UnknownEvent:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise IntegrityViolation(f"{where}: cannot be read: {error}") from error


def _actor(told: dict[str, str]) -> Actor:
    return Actor(told["id"], Role(told["role"]), told["unit"], told.get("on_behalf_of", ""))
