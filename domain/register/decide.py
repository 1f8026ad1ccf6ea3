"""Decide and fold the register's commands and events."""

from dataclasses import replace
from typing import assert_never

from domain.context import Context
from domain.refusal import refuse_unless
from domain.register import commands as c
from domain.register import events as e
from domain.register.state import PersonRecord, UnitRecord
from domain.values import Meta, Personal, Role


def decide_person(
    state: PersonRecord,
    command: c.RegisterPerson | c.RecordTitle | c.RecordGrant | c.RevokeTitle,
    context: Context,
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
        case c.RevokeTitle(award=award, year=year):
            held = any((title.award, title.year) == (award, year) for title in state.titles)
            return (e.TitleRevoked(award, year),) if held else ()
        case _:
            assert_never(command)


def evolve_person(
    state: PersonRecord, event: e.PersonRegistered | e.TitleRecorded | e.TitleRevoked, _meta: Meta
) -> PersonRecord:
    """The record after the event."""
    match event:
        case e.PersonRegistered(unit=unit):
            return replace(state, known=True, unit=unit)
        case e.TitleRecorded(title=title):
            return replace(state, titles=(*state.titles, title))
        case e.TitleRevoked(award=award, year=year):
            kept = tuple(title for title in state.titles if (title.award, title.year) != (award, year))
            return replace(state, titles=kept)
        case _:
            assert_never(event)


def decide_unit(
    state: UnitRecord, command: c.RegisterUnit | c.RecordStrength, context: Context
) -> tuple[e.RegisterEvent, ...]:
    """Enter a unit once; enter its strength of a year."""
    context.require_role(Role.REGISTRAR)
    match command:
        case c.RegisterUnit(name=name, level=level, route=route):
            refuse_unless(not state.known, "already_exists", stream=context.stream)
            return (e.UnitRegistered(name, level, route),)
        case c.RecordStrength(year=year, people=people):
            refuse_unless(state.known, "unknown_unit", unit=context.stream)
            refuse_unless(people >= 0, "negative_count", field="people")
            refuse_unless(year <= context.today.year, "date_in_future", field="year", date=year)
            return (e.StrengthRecorded(year, people),)
        case _:
            assert_never(command)


def evolve_unit(state: UnitRecord, event: e.UnitRegistered | e.StrengthRecorded, _meta: Meta) -> UnitRecord:
    """The record after the event; a later figure for the same year replaces the earlier."""
    match event:
        case e.UnitRegistered(route=route):
            return replace(state, known=True, route=route)
        case e.StrengthRecorded(year=year, people=people):
            kept = tuple(entry for entry in state.strength if entry[0] != year)
            return replace(state, strength=(*kept, (year, people)))
        case _:
            assert_never(event)
