"""Move a sitting to another day: the council and its members are those of that day, the agenda is kept."""

from domain.context import Context, pack_of
from domain.refusal import refuse_unless
from domain.session.commands import RescheduleSession
from domain.session.comment import check_comment
from domain.session.convening import conflicts, council_on, seats_for
from domain.session.events import SessionRescheduled
from domain.session.presiding import check_presides, in_phase
from domain.session.state import Phase, Session
from domain.values import Personal, Role


def reschedule(state: Session, command: RescheduleSession, context: Context) -> SessionRescheduled:
    """The sitting on its new day; raises `Refusal`."""
    check_presides(state, context, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    in_phase(state, command, Phase.CONVENED)
    _check_notice(state, command)
    council = council_on(state.body, command.meets_on, context)
    seats = seats_for(council, command.meets_on)
    check_comment(state.agenda, council, command, context)
    return SessionRescheduled(
        command.meets_on,
        council.body_on(command.meets_on),
        seats,
        tuple(conflicts(seats, state.agenda, council.unit, council.kind)),
        command.document.strip(),
        Personal(command.reason),
        command.comment_basis,
    )


def _check_notice(state: Session, command: RescheduleSession) -> None:
    """Another day, none before the rules of a line, with the notice and its reason."""
    day = command.meets_on
    refuse_unless(day != state.meets_on, "same_day", date=f"{day:%d/%m/%Y}")
    refuse_unless(command.document.strip(), "document_needed")
    refuse_unless(command.reason.strip(), "reason_needed")
    for line in state.agenda:
        first = pack_of(line.pack).received_from
        refuse_unless(first <= day, "dates_out_of_order", earlier=first, later=day)
