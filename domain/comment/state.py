"""What is known of a comment period after folding its events."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CommentPeriod:
    """The state of a comment period."""

    unit: str = ""
    nominations: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    closed: bool = False


INITIAL = CommentPeriod()
