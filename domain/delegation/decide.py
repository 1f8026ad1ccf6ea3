"""Decide and fold what is asked about a person's delegations."""

from typing import assert_never

from domain.context import Context
from domain.delegation import commands as c
from domain.delegation import events as e
from domain.delegation.state import PERSONAL_ROLES, Delegation, Delegations
from domain.ids import Kind, key_of, stream_id
from domain.refusal import refuse_unless
from domain.values import Meta, Personal, Role

_OFFICE = (Role.OPERATOR, Role.COUNCIL_SECRETARY)
"""Who may delegate, and end, for somebody who is away."""


def decide(
    state: Delegations, command: c.DelegationCommand, context: Context
) -> tuple[e.DelegationEvent, ...]:
    """The events of one command; raises `Refusal`."""
    match command:
        case c.DelegateWork():
            return (_delegate(state, command, context),)
        case c.EndDelegation():
            return (_end(state, command, context),)
        case _:
            assert_never(command)


def _delegate(state: Delegations, command: c.DelegateWork, context: Context) -> e.WorkDelegated:
    stream_id(Kind.PERSON, command.delegate)
    refuse_unless(command.role not in PERSONAL_ROLES, "role_not_delegable", role=command.role)
    refuse_unless(command.delegate != key_of(context.stream), "delegated_to_oneself")
    refuse_unless(command.reason.strip(), "reason_needed")
    in_order = command.starts_on <= command.ends_on
    refuse_unless(in_order, "dates_out_of_order", earlier=command.starts_on, later=command.ends_on)
    refuse_unless(context.today <= command.ends_on, "delegation_over", date=f"{command.ends_on:%d/%m/%Y}")
    by_office = _check_who(command.role, command.unit, context)
    refuse_unless(not by_office or command.delegate != context.actor.id, "delegated_to_oneself")
    refuse_unless(command.mandate.strip() or not by_office, "document_needed")
    return e.WorkDelegated(
        len(state.made) + 1,
        command.delegate,
        command.role,
        command.unit,
        command.starts_on,
        command.ends_on,
        tuple(dict.fromkeys(command.kinds)),
        command.mandate,
        Personal(command.reason),
    )


def _check_who(role: Role, unit: str, context: Context) -> bool:
    """The principal in the very role, or the office; tells whether it is the office."""
    actor = context.actor
    if actor.id == key_of(context.stream):
        same = (actor.role, actor.unit) == (role, unit)
        refuse_unless(same or actor.role in _OFFICE, "wrong_role", role=actor.role)
        if same:
            return False
    context.require_role(*_OFFICE)
    refuse_unless(actor.role is Role.OPERATOR or actor.unit == unit, "wrong_unit", unit=unit)
    return True


def _end(state: Delegations, command: c.EndDelegation, context: Context) -> e.DelegationEnded:
    refuse_unless(command.reason.strip(), "reason_needed")
    standing = {one.number: one for one in state.made if not one.ended and context.today <= one.ends_on}
    one = standing.get(command.delegation)
    refuse_unless(one, "delegation_not_in_force", role="", unit="", principal=key_of(context.stream))
    if one is not None and context.actor.id != key_of(context.stream):
        _check_who(one.role, one.unit, context)
    return e.DelegationEnded(command.delegation, Personal(command.reason))


def evolve(state: Delegations, event: e.DelegationEvent, _meta: Meta) -> Delegations:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.WorkDelegated():
            one = Delegation(
                event.delegation,
                event.delegate,
                event.role,
                event.unit,
                event.starts_on,
                event.ends_on,
                event.kinds,
                event.mandate,
            )
            return Delegations((*state.made, one))
        case e.DelegationEnded(delegation=number):
            return state.ended(number)
        case _:
            assert_never(event)
