"""Decide and fold an instrument's commands and events; what follows for its lines is in `reactions`."""

from collections import Counter
from dataclasses import replace
from typing import assert_never

from domain.context import Context
from domain.decision import commands as c
from domain.decision import events as e
from domain.decision.state import Decision, Instrument, SettledLine, Stage
from domain.nomination.state import Nomination
from domain.refusal import Refusal, refuse_unless
from domain.values import Meta, Outcome, Personal, Role

_FITTING = {
    Instrument.DECISION: {Outcome.GRANTED, Outcome.DOWNGRADED},
    Instrument.PRESENTATION: {Outcome.FORWARDED},
    Instrument.NOTICE: {Outcome.REFUSED},
}


def decide(state: Decision, command: c.DecisionCommand, context: Context) -> tuple[e.DecisionEvent, ...]:
    """The instrument's own events; raises `Refusal`."""
    match command:
        case c.SettleOutcomes():
            return (_settle(state, command, context),)
        case c.SignDecision():
            _for(state, command, context, Stage.SETTLED, Role.DECIDER)
            context.require_past("signed_on", command.signed_on)
            refuse_unless(command.number and command.signatory, "reason_needed")
            return (
                e.DecisionSigned(
                    command.number, command.signed_on, Personal(command.signatory), command.signatory_title
                ),
            )
        case c.PublishDecision(published_on=published_on, reference=reference):
            _for(state, command, context, Stage.SIGNED, Role.PUBLISHER)
            context.require_past("published_on", published_on)
            in_order = state.signed_on is None or state.signed_on <= published_on
            refuse_unless(in_order, "dates_out_of_order", earlier=state.signed_on, later=published_on)
            return (e.DecisionPublished(published_on, reference),)
        case c.ArchiveDecision(archive_reference=reference):
            _for(state, command, context, Stage.PUBLISHED, Role.RECEIVING_CLERK)
            return (e.DecisionArchived(reference),)
        case _:
            assert_never(command)


def _settle(state: Decision, command: c.SettleOutcomes, context: Context) -> e.OutcomesSettled:
    context.require_role(Role.DECIDER)
    context.require_unit(command.unit)
    refuse_unless(state.stage is Stage.NONE, "already_exists", stream=context.stream)
    refuse_unless(command.outcomes, "nothing_selected")
    refuse_unless(
        max(Counter(line.nomination for line in command.outcomes).values()) == 1,
        "unknown_line",
        line="trùng dòng",
    )
    lines = tuple(_settled(line, command, context) for line in command.outcomes)
    return e.OutcomesSettled(command.unit, command.session, command.instrument, lines)


def _settled(line: c.LineOutcome, command: c.SettleOutcomes, context: Context) -> SettledLine:
    """The line, if it was voted in that session, is decided by that unit, and fits the instrument."""
    state = context.peers.get(line.nomination)
    if not isinstance(state, Nomination) or state.candidate is None:
        raise Refusal("unknown_line", {"line": line.nomination})
    ours = (state.session, state.handled_by) == (command.session, command.unit)
    refuse_unless(ours, "unknown_line", line=line.nomination)
    fits = line.outcome in _FITTING[command.instrument]
    refuse_unless(fits, "out_of_order", command=command.instrument, step=line.outcome)
    lower = line.downgraded_to or state.downgraded_to
    kept = lower if line.outcome is Outcome.DOWNGRADED else ""
    candidate = state.candidate
    return SettledLine(line.nomination, line.outcome, kept, candidate.id, candidate.award, candidate.year)


def _for(state: Decision, command: c.DecisionCommand, context: Context, stage: Stage, role: Role) -> None:
    context.require_role(role)
    context.require_unit(state.unit)
    refuse_unless(state.stage is stage, "out_of_order", command=type(command).__name__, step=state.stage)


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
        case _:
            assert_never(event)
