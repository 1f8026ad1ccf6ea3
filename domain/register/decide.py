"""Decide and fold the register's commands and events."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from domain.context import Context
from domain.ids import Kind, stream_id
from domain.nomination.claims import TitleHeld
from domain.refusal import refuse_unless
from domain.register import career
from domain.register import commands as c
from domain.register import events as e
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.facts import FIRST_YEAR
from domain.values import Meta, Personal, Role
from domain.wording import Told


def decide_person(
    state: PersonRecord, command: c.PersonCommand, context: Context
) -> tuple[e.RegisterEvent, ...]:
    """Enter a person once; enter a title once; strike a title that was annulled."""
    match command:
        case c.RegisterPerson(name=name, unit=unit):
            context.require_role(Role.REGISTRAR)
            refuse_unless(not state.known, "already_exists", stream=context.stream)
            return (e.PersonRegistered(Personal(name), unit),)
        case c.RecordTitle(title=title):
            context.require_role(Role.REGISTRAR)
            refuse_unless(title.year <= context.today.year, "date_in_future", field="year", date=title.year)
            return () if title in state.titles else (e.TitleRecorded(title),)
        case c.RecordGrant(title=title):
            return () if title in state.titles else (e.TitleRecorded(title),)
        case c.RevokeTitle():
            revoked = e.TitleRevoked(command.award, command.year, command.decision, command.achievement)
            return (revoked,) if any(_strikes(revoked, title) for title in state.titles) else ()
        case _:
            context.require_role(Role.REGISTRAR)
            return career.decide(state, command, context)


def evolve_person(state: PersonRecord, event: e.PersonEvent, _meta: Meta) -> PersonRecord:
    """The record after the event."""
    match event:
        case e.PersonRegistered(unit=unit):
            return replace(state, known=True, unit=unit)
        case e.TitleRecorded(title=title):
            return replace(state, titles=(*state.titles, title))
        case e.TitleRevoked():
            return replace(state, titles=tuple(title for title in state.titles if not _strikes(event, title)))
        case _:
            return career.evolve(state, event)


def _strikes(event: e.TitleRevoked, title: TitleHeld) -> bool:
    """Whether it is the title meant: the decision tells two of one award and year apart, and so does the act."""
    if (title.award, title.year) != (event.award, event.year):
        return False
    given = (event.decision, event.achievement)
    return not event.decision or (title.decision, title.achievement) == given


def decide_unit(state: UnitRecord, command: c.UnitCommand, context: Context) -> tuple[e.RegisterEvent, ...]:
    """Enter a unit once; enter what is known of it over the years."""
    if isinstance(command, c.CountMembersUnderHold):
        return _members_under_hold(state, command)
    context.require_role(Role.REGISTRAR)
    if isinstance(command, c.RegisterUnit):
        refuse_unless(not state.known, "already_exists", stream=context.stream)
        return (e.UnitRegistered(command.name, command.level, command.route),)
    refuse_unless(state.known, "unknown_unit", unit=context.stream)
    match command:
        case c.RecordStrength(year=year, people=people):
            refuse_unless(people >= 0, "negative_count", field="people")
            refuse_unless(year <= context.today.year, "date_in_future", field="year", date=year)
            return (e.StrengthRecorded(year, people),)
        case c.RecordTarget(target=target):
            refuse_unless(target.target >= 0, "negative_count", field="target")
            refuse_unless(target.result >= 0, "negative_count", field="result")
            refuse_unless(target.year <= context.today.year, "date_in_future", field="year", date=target.year)
            return () if target in state.targets else (e.TargetRecorded(target),)
        case c.DissolveUnit(dissolved_on=dissolved_on, successor=successor):
            refuse_unless(state.dissolved_on is None, "unit_dissolved", unit=context.stream)
            possible = dissolved_on.year >= FIRST_YEAR
            refuse_unless(possible, "impossible_facts", what=_dissolved(dissolved_on))
            _check_successor(successor, context)
            return (e.UnitDissolved(dissolved_on, successor),)
        case _:
            assert_never(command)


def _check_successor(successor: str, context: Context) -> None:
    """A unit's code, and not the dissolved unit's own."""
    if successor:
        itself = stream_id(Kind.UNIT, successor.lower()) == context.stream
        refuse_unless(not itself, "unit_succeeds_itself", unit=successor)


def _members_under_hold(state: UnitRecord, command: c.CountMembersUnderHold) -> tuple[e.RegisterEvent, ...]:
    """What a person's stream tells its unit; a unit that nobody registered keeps no count."""
    members = state.members_under_hold + (1 if command.one_more else -1)
    return (e.MembersUnderHoldCounted(members),) if state.known and members >= 0 else ()


def evolve_unit(state: UnitRecord, event: e.UnitEvent, _meta: Meta) -> UnitRecord:
    """The record after the event; a later figure for the same year replaces the earlier."""
    match event:
        case e.UnitRegistered(route=route):
            return replace(state, known=True, route=route)
        case e.StrengthRecorded(year=year, people=people):
            kept = tuple(entry for entry in state.strength if entry[0] != year)
            return replace(state, strength=(*kept, (year, people)))
        case e.TargetRecorded(target=target):
            others = tuple(
                entry for entry in state.targets if (entry.id, entry.year) != (target.id, target.year)
            )
            return replace(state, targets=(*others, target))
        case e.UnitDissolved(dissolved_on=dissolved_on, successor=successor):
            return replace(state, dissolved_on=dissolved_on, successor=successor)
        case e.MembersUnderHoldCounted(members=members):
            return replace(state, members_under_hold=members)
        case _:
            assert_never(event)


def _dissolved(day: date) -> Told:
    return Told(f"giải thể ngày {day:%d/%m/%Y}", f"dissolved on {day:%d/%m/%Y}")
