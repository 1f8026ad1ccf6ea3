"""Fold an event into the state of a dossier."""

from dataclasses import replace
from typing import assert_never

from domain.deadline import Clock, begin
from domain.dossier import events as e
from domain.dossier.state import AttachedPaper, Dossier
from domain.nomination.state import Step
from domain.rules.calendar import civil_date
from domain.values import Meta


def evolve(state: Dossier, event: e.DossierEvent, meta: Meta) -> Dossier:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.DossierDrafted():
            return Dossier(
                step=Step.DRAFT,
                unit=event.unit,
                handled_by=event.handled_by,
                year=event.year,
                title=event.title,
                lines=event.lines,
                drafted_by=meta.actor.id,
                letter_date=event.letter_date,
                clock=Clock(meta.accepted_at),
            )
        case e.DossierSubmitted():
            submitted_on = civil_date(meta.accepted_at)
            return replace(
                state, step=Step.SUBMITTED, submitted_on=submitted_on, clock=Clock(meta.accepted_at)
            )
        case e.DossierReceived(received_on=received_on, pack=pack):
            return replace(
                state,
                step=Step.RECEIVED,
                received_on=received_on,
                pack=pack,
                clock=begin(meta.accepted_at, received_on),
            )
        case e.DossierAppraised():
            return state
        case e.LinesReturned(nominations=nominations):
            return _wait_for(state, state.returned.union(nominations), meta)
        case e.LinesSupplemented(nominations=nominations):
            return _wait_for(state, state.returned.difference(nominations), meta)
        case e.DossierWithdrawn():
            return replace(state, step=Step.WITHDRAWN, clock=Clock(meta.accepted_at))
        case e.PaperAttached(number=number):
            return replace(state, papers=(*state.papers, _attached(event)), papers_so_far=number)
        case e.PaperDetached(number=number):
            return replace(state, papers=tuple(paper for paper in state.papers if paper.number != number))
        case e.DossierDeadlineLapsed(rung=rung):
            return replace(state, clock=state.clock and state.clock.ring(rung))
        case _:
            assert_never(event)


def _attached(event: e.PaperAttached) -> AttachedPaper:
    return AttachedPaper(event.number, event.paper, event.line, event.sha256, event.size_bytes, event.format)


def _wait_for(state: Dossier, returned: frozenset[str], meta: Meta) -> Dossier:
    """The clerk's clock stands while the unit has lines to repair, and goes on when the last one is back."""
    if state.step is not Step.SUBMITTED or state.clock is None:
        return state
    clock = state.clock.stop(meta.accepted_at) if returned else state.clock.resume(meta.accepted_at)
    return replace(state, returned=returned, clock=clock)
