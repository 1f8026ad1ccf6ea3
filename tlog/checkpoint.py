"""The checkpoint: what a log says of itself, as the text that is signed (c2sp.org/tlog-checkpoint).

Three lines: origin, tree size in decimal, root hash in base64. Extension lines, which the specification
advises against because nobody can audit them, are refused: this log never writes any.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from tlog.merkle import HASH_BYTES


class BadCheckpoint(ValueError):  # noqa: N818 - named after what the text is
    """The text, or the parts offered to make it, are not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root over the first `size` leaves of the log named `origin`. Raises `BadCheckpoint`."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or not _ORIGIN(self.origin):
            raise BadCheckpoint("the origin is not one printable line")
        if not 0 <= self.size < 2**63:
            raise BadCheckpoint("the size is not a count of leaves")
        if len(self.root) != HASH_BYTES:
            raise BadCheckpoint("the root is not a SHA-256 hash")


def encode(checkpoint: Checkpoint) -> str:
    """Return the note text of a checkpoint."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{b64encode(checkpoint.root).decode()}\n"


def parse(text: str) -> Checkpoint:
    """Read a checkpoint from its note text: the inverse of `encode`. Raises `BadCheckpoint`."""
    match = _TEXT(text)
    if match is None:
        raise BadCheckpoint("not the three lines of origin, size and root")
    origin, size, root = match.groups()
    checkpoint = Checkpoint(origin, int(size), b64decode(root))
    if encode(checkpoint) != text:
        raise BadCheckpoint("the root is not in canonical base64")
    return checkpoint


_ORIGIN = re.compile(r"[^\x00-\x1f\ud800-\udfff]+").fullmatch
_TEXT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n").fullmatch
