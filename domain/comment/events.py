"""What has happened to a comment period."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CommentOpened:
    """Lines are public for comment from a day to a day, both included."""

    unit: str
    nominations: tuple[str, ...]
    opens_on: date
    closes_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class CommentClosed:
    """The period is over; its opinions are summed up in a document."""

    views: int
    opinions: int
    document: str


CommentEvent = CommentOpened | CommentClosed
