"""What is asked of a roll; all of it comes from a session, a decision or a nomination."""

from dataclasses import dataclass

from domain.roll.state import Entry


@dataclass(frozen=True, slots=True)
class EnterResults:
    """Relayed: what lines came to by the act of another stream."""

    act: str
    entries: tuple[Entry, ...]


RollCommand = EnterResults
