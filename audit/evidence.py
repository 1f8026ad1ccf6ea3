"""What the verifier reads: rows beside the leaves, and where they come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the store itself says of a leaf, apart from the leaf's bytes; `hash` is the 32-byte leaf hash."""

    position: int
    stream: str
    version: int
    name: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A disclosure as it was stored, not yet checked for form, and the position of its leaf."""

    position: int
    pointer: str
    salt: str
    value: str


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """A signed note and the tree size it is filed under."""

    size: int
    note: str


class EvidenceSource(Protocol):
    """Where evidence comes from: a bundle, or a live database read in one snapshot.

    Every call starts again from the first row, and several iterators may be open at once. An iterator raises
    `BadEvidence` where its rows cannot be read any further.
    """

    def leaves(self) -> Iterator[bytes]:
        """Yield the bytes of every leaf in position order."""
        ...

    def index(self) -> Iterator[IndexRow]:
        """Yield the index in position order."""
        ...

    def disclosures(self) -> Iterator[DisclosureRow]:
        """Yield the disclosures that are not withheld or erased, in position order."""
        ...

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """Yield the checkpoints in ascending size."""
        ...


class BadEvidence(Exception):  # noqa: N818 - named after what was found
    """The evidence cannot be read: one sentence for people in Vietnamese, one in English."""

    def __init__(self, sentence_vi: str, sentence_en: str) -> None:
        super().__init__(sentence_en)
        self.sentence_vi = sentence_vi
        self.sentence_en = sentence_en
