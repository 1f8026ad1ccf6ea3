"""The offline auditor over logs of two sizes: events a second, the share spent hashing, and its memory."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from audit.bundle import write_bundle
from audit.evidence import CheckpointRow, DisclosureRow, IndexRow
from tlog import checkpoint, note
from tlog.disclosure import Disclosure, commit
from tlog.leaf import GENESIS, Actor, Leaf, encode
from tlog.merkle import Frontier, leaf_hash

SIZES = (25_000, 100_000)
_ORIGIN = "minhbach.bench/log"
_SIGNER = note.generate(_ORIGIN, bytes(range(32)))
_EVENTS_PER_STREAM = 8
_BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
_SALT = "AAECAwQFBgcICQoLDA0ODw"


@dataclass(frozen=True, slots=True)
class Verification:
    """One run of `python -m audit verify` in a process of its own."""

    events: int
    seconds: float
    hashing_share: float
    peak_megabytes: float

    @property
    def events_per_second(self) -> float:
        """Events verified a second, start-up of the interpreter included."""
        return self.events / self.seconds


class SyntheticLog:
    """A log of so many leaves, made anew at each pass: streams of eight events, one field in four disclosed."""

    def __init__(self, size: int) -> None:
        self.size = size

    def leaves(self) -> Iterator[bytes]:
        """The leaves."""
        return (data for data, _row, _opened in self._entries())

    def index(self) -> Iterator[IndexRow]:
        """The index."""
        return (row for _data, row, _opened in self._entries())

    def disclosures(self) -> Iterator[DisclosureRow]:
        """The disclosures."""
        for _data, row, opened in self._entries():
            if opened is not None:
                yield DisclosureRow(row.position, opened.pointer, opened.salt, opened.value)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """One checkpoint over everything."""
        frontier = Frontier().extend(row.hash for row in self.index())
        text = checkpoint.encode(checkpoint.Checkpoint(_ORIGIN, self.size, frontier.root()))
        yield CheckpointRow(self.size, note.sign(text, _SIGNER))

    def _entries(self) -> Iterator[tuple[bytes, IndexRow, Disclosure | None]]:
        prev = GENESIS
        for position in range(self.size):
            stream, version = divmod(position, _EVENTS_PER_STREAM)
            prev = GENESIS if version == 0 else prev
            field, opened = commit("/reason", f"Lý do {position}", _SALT)
            leaf = Leaf(
                stream=f"nomination-{stream}",
                version=version + 1,
                name="nomination.returned",
                schema=1,
                payload={"reason": field},
                actor=Actor(id="bench-appraiser", role="appraiser", unit="VKS-BENCH"),
                command_id=str(UUID(int=position)),
                accepted_at=_BEGUN + timedelta(seconds=position),
                prev=prev,
                recorded_at=_BEGUN + timedelta(seconds=position),
            )
            data = encode(leaf)
            digest = leaf_hash(data)
            prev = digest.hex()
            row = IndexRow(position, leaf.stream, leaf.version, leaf.name, digest)
            yield data, row, opened if position % 4 == 0 else None


def verify_sizes(folder: Path) -> list[Verification]:
    """Verify a bundle of each size, smallest first."""
    return [_verify(folder / f"{size}.zip", size) for size in SIZES]


def _verify(path: Path, size: int) -> Verification:
    write_bundle(path, SyntheticLog(size), origin=_ORIGIN, verifier=_SIGNER.verifier, exported_at=_BEGUN)
    command = [sys.executable, "-m", "audit", "verify", str(path), "--json", "--timing"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        peak = _peak_megabytes(process)
        output = process.stdout.read() if process.stdout else ""
    if process.returncode != 0:
        raise RuntimeError(f"the auditor found something: {output}")
    report = json.loads(output)
    return Verification(size, report["seconds"], report["hashing_share"], peak)


def _peak_megabytes(process: "subprocess.Popen[str]") -> float:
    """The most resident memory the process had, asked while it runs (Linux keeps the high-water mark)."""
    peak = 0.0
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
        marks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        peak = max([peak, *(int(mark) / 1024 for mark in marks)])
        time.sleep(0.05)
    return peak
