"""Ask another body for its opinion on a line, and go on once its answer is in."""

from typing import assert_never

from domain.context import Context
from domain.nomination import commands as c
from domain.nomination import events as e
from domain.nomination.guards import at_step, not_concerned
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless
from domain.values import Personal, Role

_ASKABLE = (Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED)
"""From receipt to signature; what is before the council is the council's, which may postpone it."""


def consult(
    state: Nomination, command: c.AwaitOpinion | c.RecordOpinion, context: Context
) -> e.OpinionAwaited | e.OpinionRecorded:
    """The other body is asked, or has answered; raises `Refusal`."""
    context.require_role(Role.APPRAISER, Role.COUNCIL_SECRETARY)
    context.require_unit(state.handled_by)
    not_concerned(state, context)
    refuse_unless(command.document.strip(), "document_needed")
    match command:
        case c.AwaitOpinion(body=body, document=document, reason=reason):
            at_step(state, command, *_ASKABLE)
            refuse_unless(body.strip(), "body_needed")
            refuse_unless(reason.strip(), "reason_needed")
            return e.OpinionAwaited(body, document, Personal(reason))
        case c.RecordOpinion(document=document, opinion=opinion):
            refuse_unless(state.asked, "out_of_order", command="record_opinion", step=state.step)
            refuse_unless(opinion.strip(), "reason_needed")
            return e.OpinionRecorded(state.asked, document, Personal(opinion))
        case _:
            assert_never(command)
