"""Decide and fold a comment period's commands and events; what follows for its lines is in `reactions`."""

from collections import Counter
from dataclasses import replace
from typing import assert_never

from domain.comment import commands as c
from domain.comment import events as e
from domain.comment.state import CommentPeriod
from domain.context import Context
from domain.nomination.state import Nomination
from domain.refusal import Refusal, refuse_unless
from domain.values import Meta, Role


def decide(state: CommentPeriod, command: c.CommentCommand, context: Context) -> tuple[e.CommentEvent, ...]:
    """The period's events; raises `Refusal`. The secretary of the council or the publisher keeps it."""
    context.require_role(Role.COUNCIL_SECRETARY, Role.PUBLISHER)
    match command:
        case c.OpenComment():
            return (_open(state, command, context),)
        case c.CloseComment():
            return (_close(state, command, context),)
        case _:
            assert_never(command)


def _open(state: CommentPeriod, command: c.OpenComment, context: Context) -> e.CommentOpened:
    context.require_unit(command.unit)
    refuse_unless(state.opens_on is None, "already_exists", stream=context.stream)
    refuse_unless(command.nominations, "nothing_selected")
    refuse_unless(command.reference.strip(), "document_needed")
    in_order = command.opens_on <= command.closes_on
    refuse_unless(in_order, "dates_out_of_order", earlier=command.opens_on, later=command.closes_on)
    context.require_past("opens_on", command.opens_on)
    for nomination, times in Counter(command.nominations).items():
        refuse_unless(times == 1, "line_listed_twice", line=nomination)
        _check_line(nomination, command.unit, context)
    return e.CommentOpened(
        command.unit, command.nominations, command.opens_on, command.closes_on, command.reference
    )


def _check_line(nomination: str, unit: str, context: Context) -> None:
    state = context.peers.get(nomination)
    if not isinstance(state, Nomination) or state.candidate is None:
        raise Refusal("unknown_line", {"line": nomination})
    refuse_unless(state.handled_by == unit, "wrong_unit", unit=state.handled_by)


def _close(state: CommentPeriod, command: c.CloseComment, context: Context) -> e.CommentClosed:
    context.require_unit(state.unit)
    over = state.closes_on is not None and state.closes_on < context.today and not state.closed
    refuse_unless(over, "comment_still_open", date=state.closes_on)
    for field, count in (("views", command.views), ("opinions", command.opinions)):
        refuse_unless(count >= 0, "negative_count", field=field)
    refuse_unless(command.document.strip(), "document_needed")
    return e.CommentClosed(command.views, command.opinions, command.document)


def evolve(state: CommentPeriod, event: e.CommentEvent, _meta: Meta) -> CommentPeriod:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.CommentOpened():
            return CommentPeriod(event.unit, event.nominations, event.opens_on, event.closes_on)
        case e.CommentClosed():
            return replace(state, closed=True)
        case _:
            assert_never(event)
