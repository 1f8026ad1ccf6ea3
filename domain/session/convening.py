"""Call a council: its members of the day, the agenda as it stands, the rules adopted, and the conflicts detected."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from domain.context import Context, pack_of
from domain.council.state import Council, CouncilKind
from domain.nomination.state import Nomination, Step
from domain.refusal import Refusal, refuse_unless
from domain.session.adopting import check_quorum, vote_rule
from domain.session.commands import ConveneSession
from domain.session.comment import check_comment
from domain.session.events import SessionConvened
from domain.session.state import AgendaLine, Conflict, Ground, Phase, Seat, Session
from domain.values import Outcome, Role


def convene(state: Session, command: ConveneSession, context: Context) -> SessionConvened:
    """The sitting of a council's members on that day; raises `Refusal`."""
    context.require_role(Role.COUNCIL_SECRETARY)
    refuse_unless(state.phase is Phase.NONE, "already_exists", stream=context.stream)
    council = council_on(command.council, command.meets_on, context)
    standing_body = council.body_on(command.meets_on)
    ours = context.actor.unit in {council.unit, standing_body}
    refuse_unless(ours, "wrong_unit", unit=standing_body or council.unit)
    _check_paper(command)
    seats = seats_for(council, command.meets_on)
    agenda = tuple(_agenda_line(line, council, command.meets_on, context) for line in command.agenda)
    check_comment(agenda, council, command, context)
    check_quorum(agenda, command.quorum_numerator, command.quorum_denominator)
    awards = sorted({line.award for line in agenda})
    rules = tuple(vote_rule(award, agenda, command.rules) for award in awards)
    return SessionConvened(
        council.unit,
        council.name,
        command.council,
        council.kind,
        standing_body,
        command.meets_on,
        seats,
        agenda,
        rules,
        command.quorum_numerator,
        command.quorum_denominator,
        command.quorum_basis,
        tuple(conflicts(seats, agenda, council.unit, council.kind)),
        command.comment_basis,
    )


def council_on(stream: str, day: date, context: Context) -> Council:
    """The council, in office on that day; raises `Refusal`."""
    council = context.peers.get(stream)
    if not isinstance(council, Council) or not council.unit:
        raise Refusal("unknown_council", {"council": stream})
    in_office = council.exists_on(day)
    refuse_unless(in_office, "council_not_in_office", council=council.name, date=f"{day:%d/%m/%Y}")
    return council


def _check_paper(command: ConveneSession) -> None:
    refuse_unless(command.agenda, "nothing_selected")
    for nomination, times in Counter(command.agenda).items():
        refuse_unless(times == 1, "line_listed_twice", line=nomination)
    refuse_unless(
        0 < command.quorum_numerator <= command.quorum_denominator,
        "quorum_fraction_invalid",
        numerator=command.quorum_numerator,
        denominator=command.quorum_denominator,
    )
    refuse_unless(command.quorum_basis.strip(), "quorum_basis_needed")


def seats_on(council: Council, day: date) -> tuple[Seat, ...]:
    """The seats that a council has on a day."""
    return tuple(
        Seat(member.person, member.role, member.unit, member.collective) for member in council.seated_on(day)
    )


def seats_for(council: Council, day: date) -> tuple[Seat, ...]:
    """The seats of a sitting on that day, one of them the chair's; raises `Refusal`."""
    seats = seats_on(council, day)
    chairs = sum(seat.role is Role.COUNCIL_CHAIR for seat in seats)
    refuse_unless(chairs == 1, "one_chair_needed", chairs=chairs, date=f"{day:%d/%m/%Y}")
    return seats


def _agenda_line(nomination: str, council: Council, meets_on: date, context: Context) -> AgendaLine:
    """The line as it stands; its dossier cannot have been received before its rules were in force."""
    state = context.peers.get(nomination)
    if not isinstance(state, Nomination) or state.authority is None:
        raise Refusal("unknown_line", {"line": nomination})
    refuse_unless(state.handled_by == council.unit, "wrong_unit", unit=state.handled_by)
    first = pack_of(state.pack).received_from
    refuse_unless(first <= meets_on, "dates_out_of_order", earlier=first, later=meets_on)
    _check_below(nomination, state, council, context)
    return line_of(nomination, state)


def line_of(nomination: str, state: Nomination) -> AgendaLine:
    """The line as its own stream says it; `voted_in` where it comes from the council below."""
    if state.candidate is None or state.authority is None:
        raise Refusal("unknown_line", {"line": nomination})
    award = pack_of(state.pack).award(state.candidate.award)
    return AgendaLine(
        nomination,
        state.candidate.id,
        state.candidate.kind,
        award.code,
        state.candidate.route,
        state.candidate.year,
        state.unit,
        state.pack,
        state.authority,
        state.depends_on,
        award.downgrade_to,
        state.proposed_by,
        state.session if state.step is Step.VOTED else "",
    )


def _check_below(nomination: str, state: Nomination, council: Council, context: Context) -> None:
    """A line that was voted on comes from the council below this one, which approved it."""
    if state.step is not Step.VOTED:
        return
    below = context.peers.get(state.session)
    in_sequence = (
        isinstance(below, Session) and below.body == council.follows != "" and state.vote is Outcome.FORWARDED
    )
    refuse_unless(in_sequence, "lower_council_needed", line=nomination, council=council.name)


def conflicts(
    seats: tuple[Seat, ...], agenda: tuple[AgendaLine, ...], council_unit: str, kind: CouncilKind
) -> Iterator[Conflict]:
    """Every conflict that the seats and the lines show by themselves, with each of its grounds.

    Where a unit's own council sits, all are of the unit: only another unit's line is somebody's own. In a cluster
    every member's unit competes with the others, which is what a cluster is for.
    """
    for seat in seats:
        for line in agenda:
            own_unit = kind is CouncilKind.COUNCIL and seat.unit == line.unit != council_unit
            shown = {
                Ground.OWN_NOMINATION: line.candidate == seat.member,
                Ground.OWN_COLLECTIVE: line.candidate == seat.collective,
                Ground.OWN_UNIT: own_unit,
                Ground.PROPOSER: line.proposed_by == seat.member,
            }
            yield from (
                Conflict(seat.member, line.nomination, ground) for ground, holds in shown.items() if holds
            )
