"""Which procedure a line goes through: a council's vote, or the simplified one that its award allows."""

from domain.context import pack_of
from domain.nomination.state import Nomination
from domain.rules.pack import Procedure, ProcedureRule


def simplified(state: Nomination) -> ProcedureRule | None:
    """The rule by which the line may be decided on the appraisal alone (Law 06/2022/QH15, Art. 85), if it has one.

    Where it is not verified, the decider states the basis on which it applies.
    """
    if state.candidate is None or not state.pack:
        return None
    rule = pack_of(state.pack).award(state.candidate.award).procedure
    return rule if rule and rule.value is Procedure.SIMPLIFIED else None
