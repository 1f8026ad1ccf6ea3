"""What every act on a line must keep: the step it belongs to, what the line waits for, and whom it concerns.

Who acts for somebody counts as both: neither may do for the other what they may not do themselves.
"""

from domain.context import Context
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless


def at_step(
    state: Nomination, command: object, *steps: Step, even_held: bool = False, even_asked: bool = False
) -> None:
    """Refuse a command that does not belong to the present step, or any on a line that is held or waits for a body."""
    refuse_unless(state.step in steps, "out_of_order", command=type(command).__name__, step=state.step)
    refuse_unless(even_held or not state.hold, "held")
    refuse_unless(even_asked or not state.asked, "opinion_awaited", body=state.asked)


def not_concerned(state: Nomination, context: Context) -> None:
    """Refuse the candidate, and who proposed the line."""
    candidate = state.candidate.id if state.candidate else ""
    refuse_unless(candidate not in context.actor.persons, "conflicted")
    refuse_unless(not context.actor.persons & state.proposers, "own_proposal")


def may_conclude(state: Nomination, context: Context) -> None:
    """Refuse, besides, who appraised the line: nobody decides on their own advice."""
    not_concerned(state, context)
    refuse_unless(not context.actor.persons & state.appraisers, "own_appraisal")


def barred(state: Nomination) -> frozenset[str]:
    """Who may not take the act that the line waits for."""
    candidate = frozenset({state.candidate.id}) if state.candidate else frozenset()
    match state.step:
        case Step.NONE | Step.DRAFT | Step.RETURNED:
            return frozenset()
        case Step.VOTED | Step.DECIDED:
            return candidate | state.proposers | state.appraisers
        case _:
            return candidate | state.proposers
