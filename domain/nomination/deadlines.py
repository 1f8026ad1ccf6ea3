"""What the calendar must do next for a nomination."""

from domain.context import calendar_of, pack_of
from domain.deadline import Deadline, ladder
from domain.nomination.state import Nomination


def due(state: Nomination) -> tuple[Deadline, ...]:
    """The rungs still to come, soonest first; none while closed, held, or before a pack is fixed."""
    if state.closed or state.hold or not state.pack or state.since is None:
        return ()
    limit = pack_of(state.pack).path.get(state.step)
    return ladder(limit, state.since, calendar_of(state.pack), state.lapsed) if limit else ()
