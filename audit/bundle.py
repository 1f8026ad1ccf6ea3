"""The evidence bundle: a zip, or the same files in a folder, that holds all an auditor needs.

manifest.json, leaves.jsonl, index.jsonl, disclosures.jsonl, checkpoints.jsonl, keys/log.pub. Every line is the
canonical JSON of one row and ends in a newline; the leaves are their own exact bytes, which never contain one.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias, cast

from audit.evidence import BadEvidence, CheckpointRow, DisclosureRow, EvidenceSource, IndexRow
from audit.findings import Finding, Trace, finding
from audit.verify import Hashing, Report, verify
from tlog import canonical
from tlog.canonical import NotCanonical, Value
from tlog.leaf import MalformedLeaf, format_ts, parse_ts
from tlog.note import BadKey, Verifier

FORMAT: Final = 1
MAX_LINE_BYTES: Final = 16 * 2**20
MANIFEST: Final = "manifest.json"
LEAVES: Final = "leaves.jsonl"
INDEX: Final = "index.jsonl"
DISCLOSURES: Final = "disclosures.jsonl"
CHECKPOINTS: Final = "checkpoints.jsonl"
KEY: Final = "keys/log.pub"

Folder: TypeAlias = Path | zipfile.Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the bundle says it holds; `size` is that of its last checkpoint, 0 when it has none."""

    origin: str
    size: int
    leaves: int
    checkpoints: int
    exported_at: datetime


class Bundle:
    """An open bundle: an `EvidenceSource` with a manifest and the key that came with it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._streams = ExitStack()
        self.manifest = _manifest(self._whole(MANIFEST))

    def close(self) -> None:
        """Close the members that are still open, where reading stopped half-way."""
        self._streams.close()

    def verifier(self) -> Verifier:
        """Return the key that came with the bundle. Raises `BadEvidence`."""
        try:
            return Verifier.from_text(self._whole(KEY).decode())
        except (BadKey, UnicodeDecodeError) as error:
            raise _unreadable(KEY, error) from error

    def leaves(self) -> Iterator[bytes]:
        """Yield the bytes of every leaf."""
        return self._lines(LEAVES)

    def index(self) -> Iterator[IndexRow]:
        """Yield the rows of the index; those without escapes are read by their shape, many times faster."""
        for number, line in enumerate(self._lines(INDEX), start=1):
            plain = _PLAIN_INDEX_ROW(line)
            if plain is not None and line.isascii():
                hash_, name, position, stream, version = plain.groups()
                yield IndexRow(
                    int(position), stream.decode(), int(version), name.decode(), _hash(hash_.decode())
                )
                continue
            match _decoded(INDEX, number, line):
                case {
                    "hash": str(hash_),
                    "name": str(n),
                    "position": int(p),
                    "stream": str(s),
                    "version": int(v),
                }:
                    yield IndexRow(position=p, stream=s, version=v, name=n, hash=_hash(hash_))
                case _:
                    raise _unreadable(INDEX, "a row that is not one of the index")

    def disclosures(self) -> Iterator[DisclosureRow]:
        """Yield the disclosures."""
        for row in self._rows(DISCLOSURES):
            match row:
                case {"pointer": str(pointer), "position": int(p), "salt": str(salt), "value": str(value)}:
                    yield DisclosureRow(position=p, pointer=pointer, salt=salt, value=value)
                case _:
                    raise _unreadable(DISCLOSURES, "a row that is not a disclosure")

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """Yield the checkpoints."""
        for row in self._rows(CHECKPOINTS):
            match row:
                case {"note": str(note), "size": int(size)}:
                    yield CheckpointRow(size=size, note=note)
                case _:
                    raise _unreadable(CHECKPOINTS, "a row that is not a checkpoint")

    def _rows(self, member: str) -> Iterator[Value]:
        for number, line in enumerate(self._lines(member), start=1):
            yield _decoded(member, number, line)

    def _lines(self, member: str) -> Iterator[bytes]:
        with _readable(member), self._opened(member) as stream:
            while line := stream.readline(MAX_LINE_BYTES + 1):
                if len(line) > MAX_LINE_BYTES:
                    raise _unreadable(member, f"a line of more than {MAX_LINE_BYTES} bytes")
                yield line.removesuffix(b"\n")

    def _whole(self, member: str) -> bytes:
        """Read a small member: a single line with or without its newline."""
        lines = self._lines(member)
        content = next(lines, b"")
        if next(lines, None) is not None:
            raise _unreadable(member, "more than one line")
        return content

    def _opened(self, member: str) -> io.BufferedReader:
        stream = self._folder.joinpath(member).open("rb")
        reader: io.BufferedReader = io.BufferedReader(cast("io.RawIOBase", stream), buffer_size=2**18)
        self._streams.callback(reader.close)
        return reader


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open a bundle, zip or folder. Raises `BadEvidence`.

    The zip's own checksums are not looked at: they would hide which event was changed behind the news that
    something was, and anyone who changes a leaf can mend them.
    """
    if path.is_dir():
        with closing(Bundle(path)) as bundle:
            yield bundle
        return
    with _readable(path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        names = archive.namelist()
        if len(set(names)) != len(names):
            raise _unreadable(path.name, "two members of the same name")
        for member in archive.infolist():
            del member.CRC
        with closing(Bundle(zipfile.Path(archive))) as bundle:
            yield bundle


def verify_bundle(bundle: Bundle, verifiers: Sequence[Verifier], hashing: Hashing | None = None) -> Report:
    """Verify a bundle's evidence and hold its manifest against it."""
    manifest = bundle.manifest
    report = verify(bundle, verifiers, origin=manifest.origin, hashing=hashing)
    if report.unreadable is not None:
        return report
    told = (
        ("leaves", manifest.leaves, report.events),
        ("checkpoints", manifest.checkpoints, report.checkpoints),
        ("size", manifest.size, report.largest_checkpoint),
    )
    differing = tuple(_undeclared(*entry) for entry in told if entry[1] != entry[2])
    return replace(report, findings=report.findings + differing)


def write_bundle(
    path: Path, source: EvidenceSource, *, origin: str, verifier: Verifier, exported_at: datetime
) -> Manifest:
    """Write a zip of everything the source holds, row by row; equal evidence makes equal bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        leaves = _write(archive, LEAVES, source.leaves())
        _write(archive, INDEX, map(_index_line, source.index()))
        _write(archive, DISCLOSURES, map(_disclosure_line, source.disclosures()))
        sizes = _Last()
        checkpoints = _write(archive, CHECKPOINTS, map(_checkpoint_line, sizes.watch(source.checkpoints())))
        _write(archive, KEY, [verifier.to_text().encode()])
        manifest = Manifest(origin, sizes.size, leaves, checkpoints, exported_at)
        _write(archive, MANIFEST, [_manifest_line(manifest)])
    return manifest


class _Last:
    """The size of the last checkpoint that went by."""

    def __init__(self) -> None:
        self.size = 0

    def watch(self, rows: Iterator[CheckpointRow]) -> Iterator[CheckpointRow]:
        for row in rows:
            self.size = row.size
            yield row


def _write(archive: zipfile.ZipFile, member: str, lines: Iterable[bytes]) -> int:
    """Write one member and return how many lines it has; no date, owner or order of the machine enters it."""
    info = zipfile.ZipInfo(member)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    count = 0
    with archive.open(info, "w", force_zip64=True) as stream:
        for line in lines:
            stream.write(line + b"\n")
            count += 1
    return count


def _index_line(row: IndexRow) -> bytes:
    return canonical.encode(
        {
            "hash": row.hash.hex(),
            "name": row.name,
            "position": row.position,
            "stream": row.stream,
            "version": row.version,
        }
    )


def _disclosure_line(row: DisclosureRow) -> bytes:
    return canonical.encode(
        {"pointer": row.pointer, "position": row.position, "salt": row.salt, "value": row.value}
    )


def _checkpoint_line(row: CheckpointRow) -> bytes:
    return canonical.encode({"note": row.note, "size": row.size})


def _manifest_line(manifest: Manifest) -> bytes:
    return canonical.encode(
        {
            "checkpoints": manifest.checkpoints,
            "exported_at": format_ts(manifest.exported_at),
            "format": FORMAT,
            "leaves": manifest.leaves,
            "origin": manifest.origin,
            "size": manifest.size,
        }
    )


def _manifest(data: bytes) -> Manifest:
    try:
        value = canonical.decode(data)
        match value:
            case {
                "format": 1,
                "origin": str(origin),
                "size": int(size),
                "leaves": int(leaves),
                "checkpoints": int(checkpoints),
                "exported_at": str(exported_at),
            }:
                return Manifest(origin, size, leaves, checkpoints, parse_ts(exported_at))
    except (NotCanonical, MalformedLeaf) as error:
        raise _unreadable(MANIFEST, error) from error
    raise _unreadable(MANIFEST, "not a manifest of format 1")


def _decoded(member: str, number: int, line: bytes) -> Value:
    try:
        return canonical.decode(line)
    except NotCanonical as error:
        raise _unreadable(member, f"line {number}: {error}") from error


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise _unreadable(INDEX, "a hash that is not hex") from error


def _undeclared(what: str, claimed: int, actual: int) -> Finding:
    details = {"what": what, "claimed": claimed, "actual": actual}
    return finding(Trace(code="manifest_differs", details=details), failing=None, sealed=0)


def _unreadable(member: str, reason: object) -> BadEvidence:
    return BadEvidence(
        f"Không đọc được {member} trong gói bằng chứng: {reason}.",
        f"Cannot read {member} of the evidence bundle: {reason}.",
    )


@contextmanager
def _readable(member: str) -> Iterator[None]:
    """Turn whatever a damaged file or zip raises into `BadEvidence`."""
    try:
        yield
    except _DAMAGE as error:
        raise _unreadable(member, error or type(error).__name__) from error


_PLAIN_INDEX_ROW: Final = re.compile(
    rb'\{"hash":"([0-9a-f]{64})","name":"([^"\\\x00-\x1f]+)","position":(0|[1-9][0-9]{0,14}),'
    rb'"stream":"([^"\\\x00-\x1f]+)","version":([1-9][0-9]{0,14})\}'
).fullmatch
_DAMAGE: Final = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,  # encrypted; NotImplementedError, an unknown compression, is one too
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
