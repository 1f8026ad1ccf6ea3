"""Decide and fold an instrument's commands and events; what follows for its lines is in `reactions`."""

from dataclasses import replace
from typing import assert_never

from domain.context import Context
from domain.decision import commands as c
from domain.decision import events as e
from domain.decision.settlement import settle
from domain.decision.state import Decision, Stage
from domain.refusal import refuse_unless
from domain.values import Meta, Personal, Role


def decide(state: Decision, command: c.DecisionCommand, context: Context) -> tuple[e.DecisionEvent, ...]:
    """The instrument's own events; raises `Refusal`."""
    match command:
        case c.SettleOutcomes():
            return (settle(state, command, context),)
        case c.SignDecision():
            _for(state, command, context, Stage.SETTLED, Role.DECIDER)
            context.require_past("signed_on", command.signed_on)
            refuse_unless(command.number.strip(), "decision_number_needed")
            refuse_unless(command.signatory.strip(), "signatory_needed")
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
