"""A small real log for the auditor's tests, and the ways to tamper with it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from audit.bundle import write_bundle
from audit.evidence import CheckpointRow, DisclosureRow, IndexRow
from audit.verify import Report, verify
from tlog import checkpoint, disclosure, note
from tlog.canonical import Value
from tlog.checkpoint import Checkpoint
from tlog.leaf import GENESIS, Actor, Leaf, encode, parse
from tlog.merkle import leaf_hash, root
from tlog.note import Signer

ORIGIN = "minhbach.example/log"
SIGNER = note.generate(ORIGIN, bytes(range(32)))
OTHER_SIGNER = note.generate(ORIGIN, bytes(range(1, 33)))
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SALT = "AAECAwQFBgcICQoLDA0ODw"
CHECKPOINTS = (4, 8, 12)

#            0  1  2  3 | 4  5  6  7 | 8  9 10 11 | 12 13 unsealed
STREAMS = ("a", "b", "a", "c", "b", "a", "d", "c", "a", "b", "c", "a", "b", "c")
"""The stream at each position; at 6 stands the only event of d, at 11 the last one of a."""
NAMES = ("submitted", "received", "appraisal_recorded", "voted", "tally_certified")


@dataclass(frozen=True)
class Evidence:
    """Evidence in memory: what the verifier reads, to be tampered with by `replace`."""

    lines: tuple[bytes, ...]
    rows: tuple[IndexRow, ...]
    opened: tuple[DisclosureRow, ...]
    sealed: tuple[CheckpointRow, ...]

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaves."""
        return iter(self.lines)

    def index(self) -> Iterator[IndexRow]:
        """Yield the index."""
        return iter(self.rows)

    def disclosures(self) -> Iterator[DisclosureRow]:
        """Yield the disclosures."""
        return iter(self.opened)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """Yield the checkpoints."""
        return iter(self.sealed)


def evidence(streams: Sequence[str] = STREAMS, sizes: Sequence[int] = CHECKPOINTS) -> Evidence:
    """Build a log with one leaf for each stream named, one second apart, and checkpoints at these sizes."""
    lines: list[bytes] = []
    opened: list[DisclosureRow] = []
    heads: dict[str, tuple[int, str]] = {}
    for position, stream in enumerate(streams):
        version, prev = heads.get(stream, (0, GENESIS))
        line, row = _leaf(position, stream, version + 1, prev)
        lines.append(line)
        opened.append(row)
        heads[stream] = version + 1, leaf_hash(line).hex()
    rows = indexed(lines)
    return Evidence(tuple(lines), rows, tuple(opened), tuple(seal(lines, size) for size in sizes))


def _leaf(position: int, stream: str, version: int, prev: str) -> tuple[bytes, DisclosureRow]:
    field, opening = disclosure.commit("/reason", f"Lý do số {position}", SALT)
    payload: dict[str, Value] = {"outcome": "recommend", "reason": field, "score": position}
    leaf = Leaf(
        stream=f"nomination-{stream}",
        version=version,
        name=f"nomination.{NAMES[version - 1]}",
        schema=1,
        payload=payload,
        actor=Actor(id="u-1", role="appraiser", unit="unit-3"),
        command_id=str(UUID(int=position)),
        accepted_at=START + timedelta(seconds=position),
        prev=prev,
        recorded_at=START + timedelta(seconds=position),
    )
    return encode(leaf), DisclosureRow(position, opening.pointer, opening.salt, opening.value)


def indexed(lines: Sequence[bytes]) -> tuple[IndexRow, ...]:
    """Return the index that agrees with these leaves, whatever they are."""
    leaves = [(parse(line), leaf_hash(line)) for line in lines]
    return tuple(
        IndexRow(position, leaf.stream, leaf.version, leaf.name, found)
        for position, (leaf, found) in enumerate(leaves)
    )


def seal(
    lines: Sequence[bytes], size: int, *, signer: Signer = SIGNER, origin: str = ORIGIN
) -> CheckpointRow:
    """Sign the root over the first `size` leaves."""
    tree_root = root([leaf_hash(line) for line in lines[:size]])
    return CheckpointRow(size, note.sign(checkpoint.encode(Checkpoint(origin, size, tree_root)), signer))


def with_lines(log: Evidence, change: Callable[[list[bytes]], None]) -> Evidence:
    """Return the evidence with its leaves changed, and nothing else."""
    lines = list(log.lines)
    change(lines)
    return replace(log, lines=tuple(lines))


def with_index_too(log: Evidence, change: Callable[[list[bytes]], None]) -> Evidence:
    """Return the evidence with its leaves changed and an index that agrees with them, without disclosures."""
    changed = with_lines(log, change)
    return replace(changed, rows=indexed(changed.lines), opened=())


def rewritten(line: bytes, prev: str | None = None) -> bytes:
    """Return the leaf with another outcome, well-formed; with another predecessor when one is given."""
    leaf = parse(line)
    payload = {**leaf.payload, "outcome": "refuse"}
    return encode(replace(leaf, payload=payload, prev=prev or leaf.prev))


def rewrite_stream_from(lines: list[bytes], position: int) -> None:
    """Rewrite a leaf and, so that the chain holds, every later leaf of its stream."""
    stream, prev = parse(lines[position]).stream, None
    for place in range(position, len(lines)):
        if parse(lines[place]).stream == stream:
            lines[place] = rewritten(lines[place], prev)
            prev = leaf_hash(lines[place]).hex()


def write(log: Evidence, path: Path) -> Path:
    """Write the evidence as a bundle and return its path."""
    write_bundle(path, log, origin=ORIGIN, verifier=SIGNER.verifier, exported_at=START)
    return path


# What the verifier says of it

LOG = evidence()
"""The sample, untouched."""

Told = tuple[str, str | None, int | None, str | None, int | None]
"""Code, stream, version, name of the event, first checkpoint that no longer fits."""


def run(log: Evidence) -> Report:
    """Verify the evidence with its own key."""
    return verify(log, [SIGNER.verifier], origin=ORIGIN)


def told(log: Evidence) -> list[Told]:
    """Each finding in short."""
    return [(f.code, f.stream, f.version, f.name, f.checkpoint_size) for f in run(log).findings]


def event(position: int) -> tuple[str, int, str]:
    """Stream, version and name of the event at a position of `LOG`."""
    stream = STREAMS[position]
    version = STREAMS[: position + 1].count(stream)
    return f"nomination-{stream}", version, f"nomination.{NAMES[version - 1]}"


def above(position: int) -> int | None:
    """The size of the first checkpoint over a position."""
    return next((size for size in CHECKPOINTS if size > position), None)


def about(code: str, position: int) -> Told:
    """The finding of that code about the event at a position."""
    return (code, *event(position), above(position))


def root_differs(position: int) -> list[Told]:
    """What the first checkpoint over a changed position says."""
    size = above(position)
    return [] if size is None else [("checkpoint_root_differs", None, None, None, size)]
