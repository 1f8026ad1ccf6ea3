"""A person's career and conduct: what may be entered, and the record after it."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import TypeVar, assert_never

from domain.context import Context
from domain.refusal import refuse_unless
from domain.register import commands as c
from domain.register import events as e
from domain.register.state import PersonRecord
from domain.rules.facts import Proceeding

CareerCommand = (
    c.RecordService
    | c.RecordPosition
    | c.RecordAbsence
    | c.RecordDiscipline
    | c.OpenProceeding
    | c.ConcludeProceeding
    | c.RecordTransfer
    | c.RecordInitiative
)
CareerEvent = (
    e.ServiceRecorded
    | e.PositionRecorded
    | e.AbsenceRecorded
    | e.DisciplineRecorded
    | e.ProceedingOpened
    | e.ProceedingConcluded
    | e.TransferRecorded
    | e.InitiativeRecorded
)
_T = TypeVar("_T")


def decide(state: PersonRecord, command: CareerCommand, context: Context) -> tuple[CareerEvent, ...]:
    """Enter a fact whose dates can be; entering the same again changes nothing."""
    match command:
        case c.RecordService(period=period):
            _in_time(context, period.first, period.last)
            return () if period in state.service else (e.ServiceRecorded(period),)
        case c.RecordPosition(position=position):
            _in_time(context, position.first, position.last)
            return () if position in state.positions else (e.PositionRecorded(position),)
        case c.RecordAbsence(absence=absence):
            _in_time(context, absence.first, absence.last)
            return () if absence in state.absences else (e.AbsenceRecorded(absence),)
        case c.RecordDiscipline(discipline=discipline):
            _in_time(context, discipline.decided_on, discipline.ends_on)
            return () if discipline in state.disciplines else (e.DisciplineRecorded(discipline),)
        case c.RecordTransfer(transfer=transfer):
            _in_time(context, transfer.since, transfer.moved_on)
            return () if transfer in state.transfers else (e.TransferRecorded(transfer),)
        case c.RecordInitiative(initiative=initiative):
            context.require_past("recognised_on", initiative.recognised_on)
            refuse_unless(initiative.authors >= 1, "negative_count", field="authors")
            return () if initiative in state.initiatives else (e.InitiativeRecorded(initiative),)
        case c.OpenProceeding() | c.ConcludeProceeding():
            return (_proceeding(state, command, context),)
        case _:
            assert_never(command)


def _proceeding(
    state: PersonRecord, command: c.OpenProceeding | c.ConcludeProceeding, context: Context
) -> CareerEvent:
    """A matter is opened once under its id, and concluded once, on a paper each time.

    Only about somebody who is registered: otherwise no unit would count them.
    """
    refuse_unless(command.document.strip(), "document_needed")
    known = {entry.id: entry for entry in state.proceedings}
    match command:
        case c.OpenProceeding():
            refuse_unless(state.known, "unknown_person", person=context.stream)
            refuse_unless(command.id not in known, "already_exists", stream=command.id)
            context.require_past("opened_on", command.opened_on)
            return e.ProceedingOpened(command.id, command.ground, command.opened_on, command.document)
        case c.ConcludeProceeding():
            opened = known.get(command.id)
            still_open = opened is not None and opened.concluded_on is None
            refuse_unless(opened is not None and still_open, "no_open_proceeding", proceeding=command.id)
            context.require_past("concluded_on", command.concluded_on)
            _in_order(opened.opened_on if opened else command.concluded_on, command.concluded_on)
            return e.ProceedingConcluded(command.id, command.concluded_on, command.document)
        case _:
            assert_never(command)


def _in_time(context: Context, first: date, last: date | None) -> None:
    context.require_past("first", first)
    if last is not None:
        _in_order(first, last)


def _in_order(first: date, last: date) -> None:
    refuse_unless(first <= last, "dates_out_of_order", earlier=first, later=last)


def evolve(state: PersonRecord, event: CareerEvent) -> PersonRecord:
    """The record after the event; an entry about the same thing replaces the earlier one."""
    match event:
        case e.ServiceRecorded(period=new):
            return replace(state, service=_with(state.service, new, lambda one: (one.kind, one.first)))
        case e.PositionRecorded(position=post):
            positions = _with(state.positions, post, lambda one: (one.position, one.first))
            return replace(state, positions=positions)
        case e.AbsenceRecorded(absence=away):
            return replace(state, absences=_with(state.absences, away, lambda one: (one.cause, one.first)))
        case e.DisciplineRecorded(discipline=discipline):
            disciplines = _with(state.disciplines, discipline, lambda one: (one.conduct, one.decided_on))
            return replace(state, disciplines=disciplines)
        case e.TransferRecorded(transfer=move):
            return replace(
                state, transfers=_with(state.transfers, move, lambda one: (one.unit, one.moved_on))
            )
        case e.InitiativeRecorded(initiative=work):
            return replace(state, initiatives=_with(state.initiatives, work, lambda one: one.id))
        case e.ProceedingOpened(id=name, ground=ground, opened_on=opened_on):
            matter = Proceeding(name, ground, opened_on)
            return replace(state, proceedings=(*state.proceedings, matter))
        case e.ProceedingConcluded(id=name, concluded_on=concluded_on):
            matters = tuple(
                replace(one, concluded_on=concluded_on) if one.id == name else one
                for one in state.proceedings
            )
            return replace(state, proceedings=matters)
        case _:
            assert_never(event)


def _with(entries: tuple[_T, ...], new: _T, about: Callable[[_T], Hashable]) -> tuple[_T, ...]:
    return (*(entry for entry in entries if about(entry) != about(new)), new)
