"""Fold an event into the state of a dossier."""

from dataclasses import replace
from typing import assert_never

from domain.dossier import events as e
from domain.dossier.state import Dossier
from domain.nomination.state import Step
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
                since=meta.accepted_at,
            )
        case e.DossierSubmitted():
            return replace(state, step=Step.SUBMITTED, since=meta.accepted_at, lapsed=())
        case e.DossierReceived(received_on=received_on, pack=pack):
            return replace(
                state,
                step=Step.RECEIVED,
                received_on=received_on,
                pack=pack,
                since=meta.accepted_at,
                lapsed=(),
            )
        case e.DossierAppraised() | e.LinesReturned() | e.LinesSupplemented():
            return state
        case e.DossierWithdrawn():
            return replace(state, step=Step.WITHDRAWN, since=meta.accepted_at, lapsed=())
        case e.DossierDeadlineLapsed(rung=rung):
            return replace(state, lapsed=(*state.lapsed, rung))
        case _:
            assert_never(event)
