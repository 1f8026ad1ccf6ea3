"""A sealed log in a live database, and how the auditor reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from audit.evidence import CheckpointRow, DisclosureRow, IndexRow
from audit.verify import Report, verify
from store.evidence import Snapshot, snapshot
from store.sealing import Sealer
from tlog import note

ORIGIN = "minhbach.example/log"
SIGNER = note.generate(ORIGIN, bytes(range(32)))


def sealer(engine: Engine) -> Sealer:
    """The sealer of the test's log."""
    return Sealer(engine, ORIGIN, SIGNER)


@dataclass(frozen=True)
class Live:
    """A snapshot in the auditor's own types."""

    rows: Snapshot

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaves."""
        return self.rows.leaves()

    def index(self) -> Iterator[IndexRow]:
        """Yield the index."""
        return (IndexRow(*entry) for entry in self.rows.index())

    def disclosures(self) -> Iterator[DisclosureRow]:
        """Yield the disclosures."""
        return (DisclosureRow(*entry) for entry in self.rows.disclosures())

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """Yield the checkpoints."""
        return (CheckpointRow(*entry) for entry in self.rows.checkpoints())


@contextmanager
def live(engine: Engine) -> Iterator[Live]:
    """The database as evidence, at one moment."""
    with snapshot(engine) as rows:
        yield Live(rows)


def audited(engine: Engine) -> Report:
    """What the auditor reports of the live database."""
    with live(engine) as source:
        return verify(source, [SIGNER.verifier], origin=ORIGIN)
