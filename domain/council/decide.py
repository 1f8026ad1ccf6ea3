"""Decide and fold a council's commands and events."""

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from domain.context import Context
from domain.council import commands as c
from domain.council import events as e
from domain.council.state import SEAT_ROLES, Council, Member, StandingBody
from domain.ids import Kind, stream_id
from domain.refusal import refuse_unless
from domain.values import Meta, Role

_DAY = timedelta(days=1)


def decide(state: Council, command: c.CouncilCommand, context: Context) -> tuple[e.CouncilEvent, ...]:
    """The council's events; raises `Refusal`. The registrar of the council's unit keeps it."""
    context.require_role(Role.REGISTRAR)
    context.require_unit(command.unit if isinstance(command, c.EstablishCouncil) else state.unit)
    refuse_unless(command.document.strip(), "document_needed")
    match command:
        case c.EstablishCouncil():
            refuse_unless(state.established_on is None, "already_exists", stream=context.stream)
            refuse_unless(command.follows != context.stream, "council_follows_itself")
            return (
                e.CouncilEstablished(
                    command.unit,
                    command.name,
                    command.kind,
                    command.level,
                    command.follows,
                    command.established_on,
                    command.document,
                ),
            )
        case c.SeatMember():
            return (_seat(state, command),)
        case c.EndSeat():
            return (_end_seat(state, command),)
        case c.AppointStandingBody():
            return (_appoint(state, command),)
        case c.DissolveCouncil(dissolved_on=day, document=document):
            _still_sits(state)
            _in_order(state.established_on, day)
            return (e.CouncilDissolved(day, document),)
        case _:
            assert_never(command)


def _seat(state: Council, command: c.SeatMember) -> e.MemberSeated:
    _still_sits(state)
    stream_id(Kind.PERSON, command.person)
    refuse_unless(command.role in SEAT_ROLES, "no_seat_for_role", role=command.role)
    _in_order(state.established_on, command.seated_from)
    held = [member for member in state.members if member.person == command.person]
    free = all(member.seated_to is not None and member.seated_to < command.seated_from for member in held)
    refuse_unless(free, "seat_taken_twice", person=command.person)
    return e.MemberSeated(
        command.person, command.role, command.unit, command.collective, command.seated_from, command.document
    )


def _end_seat(state: Council, command: c.EndSeat) -> e.SeatEnded:
    held = [member for member in state.members if _holds(member, command.person)]
    refuse_unless(held, "seat_not_held", person=command.person)
    _in_order(held[0].seated_from, command.seated_to)
    return e.SeatEnded(command.person, command.seated_to, command.document)


def _appoint(state: Council, command: c.AppointStandingBody) -> e.StandingBodyAppointed:
    _still_sits(state)
    last = state.bodies[-1].serves_from + _DAY if state.bodies else state.established_on
    _in_order(last, command.serves_from)
    return e.StandingBodyAppointed(command.body, command.serves_from, command.document)


def _holds(member: Member, person: str) -> bool:
    return member.person == person and member.seated_to is None


def _still_sits(state: Council) -> None:
    refuse_unless(state.dissolved_on is None, "council_dissolved", date=state.dissolved_on)


def _in_order(earlier: date | None, later: date) -> None:
    in_order = earlier is None or earlier <= later
    refuse_unless(in_order, "dates_out_of_order", earlier=earlier, later=later)


def evolve(state: Council, event: e.CouncilEvent, _meta: Meta) -> Council:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.CouncilEstablished():
            return Council(
                event.unit, event.name, event.kind, event.level, event.follows, event.established_on
            )
        case e.MemberSeated():
            seat = Member(event.person, event.role, event.unit, event.collective, event.seated_from)
            return replace(state, members=(*state.members, seat))
        case e.SeatEnded(person=person, seated_to=day):
            members = tuple(
                replace(member, seated_to=day) if _holds(member, person) else member
                for member in state.members
            )
            return replace(state, members=members)
        case e.StandingBodyAppointed(body=body, serves_from=day):
            before = tuple(
                replace(entry, serves_to=day - _DAY) if entry.serves_to is None else entry
                for entry in state.bodies
            )
            return replace(state, bodies=(*before, StandingBody(body, day)))
        case e.CouncilDissolved(dissolved_on=day):
            return replace(state, dissolved_on=day)
        case _:
            assert_never(event)
