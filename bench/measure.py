"""Take turns, so that both sides meet the same noise; report the median of the turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two medians in milliseconds an operation, and the aim for ours / theirs (or theirs / ours for speed)."""

    what: str
    ours: str
    theirs: str
    ours_ms: float
    theirs_ms: float
    aim: str

    @property
    def time_ratio(self) -> float:
        """Our time over theirs: below 1 we are faster."""
        return self.ours_ms / self.theirs_ms


def take_turns(sides: Sequence[Callable[[], float]], turns: int) -> list[float]:
    """Run each side once a turn; the median of each side's own figures."""
    figures: list[list[float]] = [[] for _side in sides]
    for _turn in range(turns):
        for side, kept in zip(sides, figures, strict=True):
            kept.append(side())
    return [median(kept) for kept in figures]
