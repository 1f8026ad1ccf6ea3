"""Seal the log: extend the tree by what was recorded since the last checkpoint, and sign it."""

from collections.abc import Iterator

from sqlalchemy import Engine, desc, insert, select
from sqlalchemy.exc import IntegrityError

from store.tables import CHECKPOINT, LEAF
from tlog import checkpoint, note
from tlog.merkle import Frontier

_BATCH = 10_000
"""Leaf hashes read at a time: memory stays flat as the log grows."""


class Sealer:
    """Signs checkpoints of one log with one key."""

    def __init__(self, engine: Engine, origin: str, signer: note.Signer) -> None:
        self._engine = engine
        self._origin = origin
        self._signer = signer

    def seal(self) -> int:
        """Sign a checkpoint over every leaf recorded so far, unless the last one covers them; returns its size."""
        sealed = self._last()
        frontier = sealed
        for hashes in self._hashes_from(sealed.size):
            frontier = frontier.extend(hashes)
        if frontier.size > sealed.size:
            self._keep(frontier)
        return frontier.size

    def _last(self) -> Frontier:
        """The tree under the last checkpoint that we signed; a row that anybody else put there is passed over."""
        newest = select(CHECKPOINT.c.size, CHECKPOINT.c.note, CHECKPOINT.c.frontier).order_by(
            desc(CHECKPOINT.c.size)
        )
        query = newest.limit(1)
        with self._engine.connect() as connection:
            while row := connection.execute(query).one_or_none():
                frontier = self._trusted(*row)
                if frontier is not None:
                    return frontier
                query = newest.where(CHECKPOINT.c.size < row.size).limit(1)
        return Frontier()

    def _trusted(self, size: int, text: str, hashes: list[bytes]) -> Frontier | None:
        try:
            signed = checkpoint.parse(note.verify(text, [self._signer.verifier]))
            frontier = Frontier(size, tuple(hashes))
        except (note.BadNote, checkpoint.BadCheckpoint, ValueError):
            return None
        ours = checkpoint.Checkpoint(self._origin, size, frontier.root())
        return frontier if signed == ours else None

    def _hashes_from(self, position: int) -> Iterator[list[bytes]]:
        """Batches of leaf hashes in order; positions rise in commit order, so none below the last can appear later."""
        with self._engine.connect() as connection:
            while True:
                query = (
                    select(LEAF.c.hash)
                    .where(LEAF.c.position >= position)
                    .order_by(LEAF.c.position)
                    .limit(_BATCH)
                )
                hashes = list(connection.scalars(query))
                if not hashes:
                    return
                yield hashes
                position += len(hashes)

    def _keep(self, frontier: Frontier) -> None:
        text = checkpoint.encode(checkpoint.Checkpoint(self._origin, frontier.size, frontier.root()))
        row = {
            "size": frontier.size,
            "note": note.sign(text, self._signer),
            "frontier": list(frontier.hashes),
        }
        try:
            with self._engine.connect() as connection:
                connection.execute(insert(CHECKPOINT).values(row))
        except IntegrityError:
            return  # another sealer was first with the same size: one signed checkpoint of it is enough
