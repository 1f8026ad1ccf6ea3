"""Whether a recorded fact stands in the sealed log: worked out again for every reader, from the leaf's own bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Engine

from readmodel import log
from tlog import checkpoint, note
from tlog.merkle import leaf_hash, verify_inclusion
from tlog.subtrees import Subtrees
from web.i18n import N_


class Standing(StrEnum):
    """What the working out came to."""

    PROVEN = "proven"
    WAITING = "waiting"
    UNSIGNED = "unsigned"
    BROKEN = "broken"


SENTENCES: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.PROVEN: N_(
            "Khớp: việc này nằm trong nhật ký đã niêm phong, đúng từng chữ như khi được ghi."
        ),
        Standing.WAITING: N_("Chờ niêm phong: việc này đã được ghi, lần niêm phong sắp tới sẽ bao trùm nó."),
        Standing.UNSIGNED: N_(
            "Khớp với mốc niêm phong, nhưng máy chủ này chưa có khóa công khai để kiểm tra chữ ký của mốc."
        ),
        Standing.BROKEN: N_(
            "Không khớp: nội dung đang lưu không phải là nội dung đã niêm phong. Hãy báo thanh tra."
        ),
    }
)


@dataclass(frozen=True)
class SealedLog:
    """The log's name, the keys that seal it (none where this process was given none), and its tree."""

    origin: str
    verifiers: tuple[note.Verifier, ...] = ()
    tree: Subtrees = field(default_factory=Subtrees)


@dataclass(frozen=True, slots=True)
class Proof:
    """A leaf, the first checkpoint over it, and the path from one to the other; hashes are hex."""

    standing: Standing
    position: int
    stream: str
    version: int
    name: str
    leaf: str
    leaf_hash: str
    origin: str
    tree_size: int | None = None
    root: str = ""
    path: tuple[str, ...] = ()
    checkpoint: str = ""
    key: str = ""

    @property
    def sentence(self) -> str:
        """What it means, in words of the office: a message to be spoken."""
        return SENTENCES[self.standing]

    @property
    def recorded_at(self) -> str:
        """When the leaf says that it was recorded."""
        return str(json.loads(self.leaf)["recorded_at"])

    def as_json(self) -> dict[str, Any]:
        """All that a verifier of its own needs (RFC 9162 section 2.1.3.2, C2SP tlog-checkpoint)."""
        return {
            "format": 1,
            "standing": self.standing,
            "origin": self.origin,
            "key": self.key,
            "leaf": self.leaf,
            "leaf_hash": self.leaf_hash,
            "leaf_index": self.position,
            "tree_size": self.tree_size,
            "root": self.root,
            "inclusion_path": list(self.path),
            "checkpoint": self.checkpoint,
        }


def prove(engine: Engine, sealed: SealedLog, position: int) -> Proof | None:
    """The proof of the leaf at that position, worked out now; None where there is no such leaf."""
    row = log.leaf_at(engine, position)
    if row is None:
        return None
    data = bytes(row["bytes"])
    digest = leaf_hash(data)
    bare = Proof(
        Standing.WAITING,
        position,
        row["stream"],
        row["version"],
        row["name"],
        data.decode(),
        digest.hex(),
        sealed.origin,
        key=sealed.verifiers[0].to_text() if sealed.verifiers else "",
    )
    notes = log.checkpoints_over(engine, position)
    if not notes:
        return bare
    trusted = next(((text, told) for _size, text in notes if (told := _signed(sealed, text))), None)
    text, told = trusted or (notes[0][1], None if sealed.verifiers else _read(notes[0][1]))
    if told is None or log.leaf_at(engine, told.size - 1) is None:
        return replace(bare, standing=Standing.BROKEN, checkpoint=text)
    return _worked_out(engine, sealed, replace(bare, checkpoint=text), told)


def _worked_out(engine: Engine, sealed: SealedLog, bare: Proof, told: checkpoint.Checkpoint) -> Proof:
    """The path from the leaf's own bytes to the root that was signed."""

    def hashes(first: int, after: int) -> Sequence[bytes]:
        return log.leaf_hashes(engine, first, after)

    path = sealed.tree.inclusion_proof(hashes, bare.position, told.size)
    digest = bytes.fromhex(bare.leaf_hash)
    leads = verify_inclusion(digest, bare.position, told.size, path, told.root)
    proven = Standing.PROVEN if sealed.verifiers else Standing.UNSIGNED
    return replace(
        bare,
        standing=proven if leads else Standing.BROKEN,
        tree_size=told.size,
        root=told.root.hex(),
        path=tuple(node.hex() for node in path),
    )


def _signed(sealed: SealedLog, text: str) -> checkpoint.Checkpoint | None:
    """The checkpoint, if one of the keys signed it for this log."""
    try:
        told = checkpoint.parse(note.verify(text, sealed.verifiers))
    except (note.BadNote, checkpoint.BadCheckpoint):
        return None
    return told if told.origin == sealed.origin else None


def _read(text: str) -> checkpoint.Checkpoint | None:
    """What a note says, whoever signed it."""
    try:
        return checkpoint.parse(text.rpartition("\n\n")[0] + "\n")
    except checkpoint.BadCheckpoint:
        return None
