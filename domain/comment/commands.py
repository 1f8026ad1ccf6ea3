"""What may be asked of a comment period."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenComment:
    """Make lines public for comment from a day to a day, both included; `reference` says where they are shown."""

    unit: str
    nominations: tuple[str, ...]
    opens_on: date
    closes_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class CloseComment:
    """Record what came in once the period is over: how often it was read, how many opinions, and their summary."""

    views: int
    opinions: int
    document: str


CommentCommand = OpenComment | CloseComment
