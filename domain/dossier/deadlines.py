"""What the calendar must do next for a dossier: only its receipt is awaited as a whole."""

from domain.context import calendar_of
from domain.deadline import Deadline, ladder
from domain.dossier.state import Dossier
from domain.nomination.state import Step
from domain.rules.library import pack_for


def due(state: Dossier) -> tuple[Deadline, ...]:
    """The rungs still to come; before receipt fixes a pack, the limit is that of the letter's date."""
    if state.step is not Step.SUBMITTED or state.since is None or state.letter_date is None:
        return ()
    pack = pack_for(state.letter_date)
    limit = pack.path.get(Step.SUBMITTED)
    return ladder(limit, state.since, calendar_of(pack.id), state.lapsed) if limit else ()
