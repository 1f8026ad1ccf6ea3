"""What every act on a line must keep: the step it belongs to, what the line waits for, and whom it concerns."""

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
    """Refuse the candidate, whatever their role."""
    concerned = state.candidate is not None and context.actor.id == state.candidate.id
    refuse_unless(not concerned, "conflicted")
