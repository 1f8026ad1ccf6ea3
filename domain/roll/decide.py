"""Decide and fold a roll's command and event."""

from domain.context import Context
from domain.roll.commands import EnterResults
from domain.roll.events import ResultsEntered
from domain.roll.state import Roll
from domain.values import Meta


def decide(state: Roll, command: EnterResults, _context: Context) -> tuple[ResultsEntered, ...]:
    """Enter what is new: another result, or the same by another act.

    An act that rests on the roll always writes to it, so that two such acts at once meet at its version.
    """
    new = tuple(
        entry
        for entry in command.entries
        if (state.entries.get(entry.nomination), state.acts.get(entry.nomination)) != (entry, command.act)
    )
    return (ResultsEntered(command.act, new),) if new else ()


def evolve(state: Roll, event: ResultsEntered, _meta: Meta) -> Roll:
    """The roll after the event."""
    return state.with_entries(event.entries, event.act)
