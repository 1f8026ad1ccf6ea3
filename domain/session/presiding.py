"""The acts of the chair and the secretary over a session, and who may do them."""

from typing import assert_never

from domain.context import Context
from domain.refusal import refuse_unless
from domain.rules.voting import quorum_needed
from domain.session import commands as c
from domain.session import events as e
from domain.session.state import Ground, Phase, Session
from domain.values import Actor, Personal, Role

Presiding = (
    c.RecordAttendance
    | c.RecordConflict
    | c.PostponeLines
    | c.OpenVoting
    | c.CloseVoting
    | c.ReopenVoting
    | c.AdjournSession
)


def preside(state: Session, command: Presiding, context: Context) -> e.SessionEvent:
    """The event of one act of the chair or the secretary."""
    check_presides(state, context, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    match command:
        case c.RecordAttendance():
            in_phase(state, command, Phase.CONVENED, Phase.VOTING)
            return _attend(state, command, context)
        case c.RecordConflict(member=member, nominations=lines, ground=ground, reason=reason):
            check_members(state, (member,))
            _check_recusal(state, command, member)
            return e.ConflictRecorded(member, lines, ground, Personal(reason))
        case c.PostponeLines(nominations=lines, reason=reason):
            in_phase(state, command, Phase.CONVENED, Phase.VOTING, Phase.COUNTING)
            refuse_unless(reason.strip(), "reason_needed")
            _check_lines(state, lines)
            return e.LinesPostponed(lines, Personal(reason))
        case c.OpenVoting():
            in_phase(state, command, Phase.CONVENED)
            _check_day(state, context)
            _check_basis(state, state.late_entry_basis, context)
            return _open(state)
        case c.CloseVoting():
            in_phase(state, command, Phase.VOTING)
            return e.VotingClosed()
        case c.ReopenVoting():
            return _reopen(state, command)
        case c.AdjournSession(reason=reason):
            in_phase(state, command, Phase.CONVENED, Phase.VOTING, Phase.COUNTING)
            refuse_unless(reason.strip(), "reason_needed")
            return e.SessionAdjourned(Personal(reason))
        case _:
            assert_never(command)


def recuse(state: Session, command: c.DeclareRecusal, context: Context) -> e.RecusalDeclared:
    """A member's own word; nobody can take it back."""
    check_seated(state, context)
    _check_recusal(state, command, context.actor.id)
    return e.RecusalDeclared(context.actor.id, command.nominations, command.ground, Personal(command.reason))


def _check_recusal(state: Session, command: c.DeclareRecusal | c.RecordConflict, member: str) -> None:
    """It comes before the member's marks on those lines; what others say of a member needs a reason."""
    in_phase(state, command, Phase.CONVENED, Phase.VOTING)
    marked = {mark.nomination for mark in state.ballots.get(member, ())}
    refuse_unless(marked.isdisjoint(command.nominations), "vote_already_cast")
    own_word = isinstance(command, c.DeclareRecusal) and command.ground is not Ground.OTHER
    refuse_unless(command.reason.strip() or own_word, "reason_needed")
    _check_lines(state, command.nominations)


def _check_lines(state: Session, nominations: tuple[str, ...]) -> None:
    refuse_unless(nominations, "nothing_selected")
    known = {line.nomination for line in state.agenda}
    for nomination in nominations:
        refuse_unless(nomination in known, "unknown_line", line=nomination)


def _check_day(state: Session, context: Context) -> None:
    """Nobody comes and nobody votes before the day of the sitting, until which the lines are public for comment."""
    begun = state.meets_on is not None and state.meets_on <= context.today
    refuse_unless(begun, "sitting_not_begun", date=f"{state.meets_on:%d/%m/%Y}" if state.meets_on else "")


def _check_basis(state: Session, basis: str, context: Context) -> None:
    """What is entered on a later day than that of the sitting rests on a paper."""
    on_time = not _late(state, context)
    date = f"{state.meets_on:%d/%m/%Y}" if state.meets_on else ""
    refuse_unless(basis or on_time, "sitting_entered_late", date=date)


def _late(state: Session, context: Context) -> bool:
    return state.meets_on is not None and state.meets_on < context.today


def _attend(state: Session, command: c.RecordAttendance, context: Context) -> e.AttendanceRecorded:
    """The day is stated anew, so that a convocation moved afterwards no longer fits it."""
    _check_day(state, context)
    refuse_unless(
        command.sat_on == state.meets_on,
        "sat_on_another_day",
        date=f"{command.sat_on:%d/%m/%Y}",
        called=f"{state.meets_on:%d/%m/%Y}" if state.meets_on else "",
    )
    check_members(state, command.present)
    basis = command.late_entry_basis.strip()
    _check_basis(state, basis or state.late_entry_basis, context)
    return e.AttendanceRecorded(command.present, command.sat_on, basis if _late(state, context) else "")


def _open(state: Session) -> e.VotingOpened:
    members = len(state.seats)
    needed = quorum_needed(members, *state.quorum)
    present = len(state.present)
    refuse_unless(present >= needed, "quorum_not_met", present=present, needed=needed, members=members)
    return e.VotingOpened(present, needed)


def _reopen(state: Session, command: c.ReopenVoting) -> e.VotingReopened:
    in_phase(state, command, Phase.COUNTING)
    refuse_unless(command.awards, "nothing_selected")
    for award in command.awards:
        refuse_unless(award in {line.award for line in state.agenda}, "unknown_line", line=award)
    refuse_unless(command.reason.strip(), "reason_needed")
    return e.VotingReopened(command.awards, Personal(command.reason))


def check_presides(state: Session, context: Context, *roles: Role) -> None:
    """Refuse anybody but the holder of such a seat of this session, or the secretary who convened it."""
    context.require_role(*roles)
    actor = context.actor
    own = {state.unit, state.standing_body} - {""}
    if actor.unit not in own:
        context.require_unit(state.unit)
    refuse_unless(presides(state, actor), "not_presiding", role=actor.role)


def presides(state: Session, actor: Actor) -> bool:
    """Whether somebody in that role holds the chair's or the secretary's seat, or convened as the secretary."""
    if actor.role not in {Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY}:
        return False
    seated = any((seat.member, seat.role) == (actor.id, actor.role) for seat in state.seats)
    return seated or (actor.role is Role.COUNCIL_SECRETARY and actor.id == state.convened_by)


def check_seated(state: Session, context: Context) -> None:
    """Refuse anybody without a seat."""
    refuse_unless(context.actor.id in state.members, "not_seated")


def check_members(state: Session, people: tuple[str, ...]) -> None:
    """Refuse a list that names anybody without a seat."""
    for person in people:
        refuse_unless(person in state.members, "attendance_unknown_person", person=person)


def in_phase(state: Session, command: c.SessionCommand, *phases: Phase) -> None:
    """Refuse a command that does not belong to the present phase."""
    refuse_unless(state.phase in phases, "out_of_order", command=type(command).__name__, step=state.phase)
