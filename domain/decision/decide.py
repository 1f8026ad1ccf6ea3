"""Decide and fold an instrument's commands and events; what follows for its lines is in `reactions`."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import assert_never

from domain.context import Context
from domain.decision import commands as c
from domain.decision import events as e
from domain.decision.settlement import check_signature, settle
from domain.decision.state import AnsweredLine, Decision, Instrument, Stage
from domain.refusal import refuse_unless
from domain.values import Meta, Outcome, Personal, Role


def decide(state: Decision, command: c.DecisionCommand, context: Context) -> tuple[e.DecisionEvent, ...]:
    """The instrument's own events; raises `Refusal`."""
    match command:
        case c.SettleOutcomes():
            return (settle(state, command, context),)
        case c.SignDecision():
            _for(state, command, context, Role.DECIDER, Stage.SETTLED)
            context.require_past("signed_on", command.signed_on)
            refuse_unless(command.number.strip(), "decision_number_needed")
            refuse_unless(command.signatory.strip(), "signatory_needed")
            check_signature(state, command.number, context)
            return (
                e.DecisionSigned(
                    command.number, command.signed_on, Personal(command.signatory), command.signatory_title
                ),
            )
        case c.PublishDecision(published_on=published_on, reference=reference):
            _for(state, command, context, Role.PUBLISHER, Stage.SIGNED)
            _dated(state, published_on, "published_on", context)
            return (e.DecisionPublished(published_on, reference),)
        case c.ArchiveDecision(archive_reference=reference):
            _for(state, command, context, Role.RECEIVING_CLERK, Stage.PUBLISHED)
            return (e.DecisionArchived(reference),)
        case c.RecordAnswer():
            return (_answer(state, command, context),)
        case c.CorrectDecision():
            return (_correct(state, command, context),)
        case _:
            assert_never(command)


def _answer(state: Decision, command: c.RecordAnswer, context: Context) -> e.AnswerRecorded:
    """The higher level's paper answers lines of a signed presentation, each once."""
    _for(state, command, context, Role.RECEIVING_CLERK, *_IN_FORCE)
    presented = state.instrument is Instrument.PRESENTATION
    refuse_unless(presented, "wrong_instrument", instrument=state.instrument, outcome=Outcome.FORWARDED)
    refuse_unless(command.number.strip(), "decision_number_needed")
    refuse_unless(command.answered_by.strip(), "signatory_needed")
    _dated(state, command.answered_on, "answered_on", context)
    refuse_unless(command.answers, "nothing_selected")
    known = {line.nomination for line in state.lines}
    for nomination, times in Counter(answer.nomination for answer in command.answers).items():
        refuse_unless(nomination in known, "unknown_line", line=nomination)
        refuse_unless(times == 1, "line_listed_twice", line=nomination)
        refuse_unless(nomination not in state.answered, "answered_already", line=nomination)
    for answer in command.answers:
        fits = answer.outcome in {Outcome.GRANTED, Outcome.REFUSED}
        refuse_unless(fits, "wrong_answer", outcome=answer.outcome)
        refuse_unless(answer.outcome is Outcome.GRANTED or answer.reason.strip(), "refusal_reason_needed")
    lines = tuple(AnsweredLine(answer.nomination, answer.outcome) for answer in command.answers)
    return e.AnswerRecorded(command.number, command.answered_on, command.answered_by, lines)


def _correct(state: Decision, command: c.CorrectDecision, context: Context) -> e.DecisionCorrected:
    _for(state, command, context, Role.DECIDER, *_IN_FORCE)
    context.require_past("signed_on", command.signed_on)
    refuse_unless(command.number.strip(), "decision_number_needed")
    refuse_unless(command.signatory.strip(), "signatory_needed")
    refuse_unless(command.reason.strip(), "reason_needed")
    return e.DecisionCorrected(
        command.number,
        command.signed_on,
        Personal(command.signatory),
        command.signatory_title,
        Personal(command.reason),
    )


def _dated(state: Decision, day: date, name: str, context: Context) -> None:
    """Refuse a day after today or before the instrument was signed."""
    context.require_past(name, day)
    in_order = state.signed_on is None or state.signed_on <= day
    refuse_unless(in_order, "dates_out_of_order", earlier=state.signed_on, later=day)


_IN_FORCE = (Stage.SIGNED, Stage.PUBLISHED, Stage.ARCHIVED)


def _for(state: Decision, command: c.DecisionCommand, context: Context, role: Role, *stages: Stage) -> None:
    context.require_role(role)
    context.require_unit(state.unit)
    refuse_unless(state.stage in stages, "out_of_order", command=type(command).__name__, step=state.stage)


def evolve(state: Decision, event: e.DecisionEvent, _meta: Meta) -> Decision:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.OutcomesSettled():
            return Decision(Stage.SETTLED, event.unit, event.session, event.instrument, event.lines)
        case e.DecisionSigned(number=number, signed_on=signed_on):
            return replace(state, stage=Stage.SIGNED, number=number, signed_on=signed_on)
        case e.DecisionPublished():
            return replace(state, stage=Stage.PUBLISHED)
        case e.DecisionArchived():
            return replace(state, stage=Stage.ARCHIVED)
        case e.AnswerRecorded(lines=lines):
            return replace(state, answered=state.answered | {line.nomination for line in lines})
        case e.DecisionCorrected(number=number, signed_on=signed_on):
            return replace(state, number=number, signed_on=signed_on)
        case _:
            assert_never(event)
