"""What has been entered on a roll."""

from dataclasses import dataclass

from domain.roll.state import Entry


@dataclass(frozen=True, slots=True)
class ResultsEntered:
    """Lines came to a result, or to another than before, by the act of another stream."""

    act: str
    entries: tuple[Entry, ...]


RollEvent = ResultsEntered
