"""The evidence as it stands in a live database, read in one snapshot and in batches: memory stays flat."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, select

from store.tables import CHECKPOINT, DISCLOSURE, LEAF

_BATCH = 2_000
"""Rows fetched at a time; a leaf of a long agenda is some tens of kilobytes."""


class IndexEntry(NamedTuple):
    """What the table says of a leaf, apart from the leaf's bytes; `hash` is the 32-byte leaf hash."""

    position: int
    stream: str
    version: int
    name: str
    hash: bytes


class DisclosureEntry(NamedTuple):
    """A disclosure and the position of its leaf."""

    position: int
    pointer: str
    salt: str
    value: str


class CheckpointEntry(NamedTuple):
    """A signed note and the size it is filed under."""

    size: int
    note: str


class Snapshot:
    """One moment of the log. Every call begins at the first row; several iterators may be open at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def leaves(self) -> Iterator[bytes]:
        """The bytes of every leaf in position order."""
        for (data,) in self._rows(select(LEAF.c.bytes).order_by(LEAF.c.position)):
            yield bytes(data)

    def leaves_of(self, streams: Iterable[str]) -> Iterator[bytes]:
        """The bytes of every leaf of these streams in position order."""
        named = select(LEAF.c.bytes).where(LEAF.c.stream.in_(sorted(streams)))
        for (data,) in self._rows(named.order_by(LEAF.c.position)):
            yield bytes(data)

    def index(self) -> Iterator[IndexEntry]:
        """The index in position order."""
        columns = (LEAF.c.position, LEAF.c.stream, LEAF.c.version, LEAF.c.name, LEAF.c.hash)
        for position, stream, version, name, leaf_hash in self._rows(
            select(*columns).order_by(LEAF.c.position)
        ):
            yield IndexEntry(position, stream, version, name, bytes(leaf_hash))

    def disclosures(self) -> Iterator[DisclosureEntry]:
        """The disclosures that were neither withheld nor erased, in position order."""
        columns = (DISCLOSURE.c.position, DISCLOSURE.c.pointer, DISCLOSURE.c.salt, DISCLOSURE.c.value)
        query = select(*columns).order_by(DISCLOSURE.c.position, DISCLOSURE.c.pointer)
        for row in self._rows(query):
            yield DisclosureEntry(*row)

    def checkpoints(self) -> Iterator[CheckpointEntry]:
        """The checkpoints in ascending size."""
        for row in self._rows(select(CHECKPOINT.c.size, CHECKPOINT.c.note).order_by(CHECKPOINT.c.size)):
            yield CheckpointEntry(*row)

    def streams(self) -> Iterator[tuple[str, int, bytes]]:
        """Stream, position and bytes of every leaf, stream by stream in version order."""
        query = select(LEAF.c.stream, LEAF.c.position, LEAF.c.bytes).order_by(LEAF.c.stream, LEAF.c.version)
        for stream, position, data in self._rows(query):
            yield stream, position, bytes(data)

    def size(self) -> int:
        """How many leaves there are."""
        last = self._connection.scalar(select(LEAF.c.position).order_by(LEAF.c.position.desc()).limit(1))
        return 0 if last is None else int(last) + 1

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Rows through a cursor of the server's own."""
        with self._connection.execute(query, execution_options={"yield_per": _BATCH}) as result:
            yield from result


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """One REPEATABLE READ, read-only transaction; its connection goes back to no pool."""
    with engine.connect() as pooled:
        connection = pooled.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.detach()
        with connection.begin():
            yield Snapshot(connection)
