"""Which procedure a line goes through: a council's vote, or the simplified one of unexpected achievements."""

from domain.context import pack_of
from domain.nomination.state import Nomination
from domain.values import Track


def is_simplified(state: Nomination) -> bool:
    """Whether the line may be decided on the appraisal alone (Law 06/2022/QH15, Art. 85).

    The article's conditions are a parameter that nobody has confirmed yet, so the decider states the basis.
    """
    if state.candidate is None or not state.pack:
        return False
    return pack_of(state.pack).award(state.candidate.award).track is Track.UNEXPECTED
