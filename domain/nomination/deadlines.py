"""What the calendar must do next for a nomination."""

from domain.context import calendar_of, pack_of
from domain.deadline import Limit
from domain.nomination.state import Nomination, Step
from domain.rules.calendar import civil_date
from domain.rules.library import pack_on
from domain.rules.pack import RulePack


def limit(state: Nomination) -> Limit | None:
    """What the present step is allowed; nothing once closed, or before a pack is fixed."""
    pack = _pack(state)
    if state.closed or pack is None or state.clock is None:
        return None
    allowed = pack.path.get(state.step)
    return Limit(allowed, state.clock, calendar_of(pack.id)) if allowed else None


def _pack(state: Nomination) -> RulePack | None:
    """The pack fixed by the receipt; for a line returned before that, the one of the day it was returned."""
    if state.pack:
        return pack_of(state.pack)
    if state.step is Step.RETURNED and state.clock is not None:
        return pack_on(civil_date(state.clock.since))
    return None
