"""What the calendar must do next for a dossier: only its receipt is awaited as a whole."""

from domain.context import calendar_of
from domain.deadline import Limit
from domain.dossier.state import Dossier
from domain.nomination.state import Step
from domain.rules.library import pack_on


def limit(state: Dossier) -> Limit | None:
    """What the receipt is allowed; before it fixes a pack, by the pack of the letter's date."""
    if state.step is not Step.SUBMITTED or state.clock is None or state.letter_date is None:
        return None
    pack = pack_on(state.letter_date)
    allowed = pack.path.get(Step.SUBMITTED) if pack else None
    return Limit(allowed, state.clock, calendar_of(pack.id)) if pack and allowed else None
