"""Fold an event into the state of a nomination."""

from dataclasses import replace
from datetime import date
from typing import Any, assert_never

from domain.deadline import begin
from domain.nomination import events as e
from domain.nomination.claims import Claims
from domain.nomination.commands import Recovered
from domain.nomination.state import CommentWindow, Nomination, Step
from domain.values import Answer, Meta


def evolve(state: Nomination, event: e.NominationEvent, meta: Meta) -> Nomination:
    """The state after the event; total over the closed union of events, one arm each, so it is as long as that is."""
    match event:
        case e.NominationDrafted():
            return _drafted(state, event, meta)
        case e.NominationSubmitted():
            return _enter(state, Step.SUBMITTED, meta, proposers=state.proposers | meta.actor.persons)
        case e.NominationReceived(pack=pack, pack_hash=pack_hash, received_on=day):
            return _enter(state, Step.RECEIVED, meta, day, pack=pack, pack_hash=pack_hash)
        case e.NominationReturned():
            return _returned(state, meta)
        case e.NominationSupplemented(claims=claims):
            return _supplemented(state, claims or state.claims, meta)
        case e.AppraisalRecorded():
            return _appraised(state, event, meta)
        case e.PlacedOnAgenda(session=session):
            return _enter(state, Step.IN_COUNCIL, meta, session=session)
        case e.VoteRecorded():
            return _voted(state, event, meta)
        case e.OutcomeDecided(outcome=outcome, decision=decision, downgraded_to=to):
            return _enter(state, Step.DECIDED, meta, outcome=outcome, decision=decision, downgraded_to=to)
        case e.SignatureRecorded(signed_on=day):
            return _enter(state, Step.SIGNED, meta, day)
        case e.PublicationRecorded(published_on=day):
            return _enter(state, Step.PUBLISHED, meta, day)
        case e.ArchivalRecorded():
            return _enter(state, Step.ARCHIVED, meta)
        case e.ListedForComment(period=period, opens_on=opens_on, closes_on=closes_on):
            return replace(state, comment=CommentWindow(period, opens_on, closes_on))
        case e.NominationHeld(ground=ground):
            return replace(state, hold=ground, clock=state.clock and state.clock.stop(meta.accepted_at))
        case e.HoldReleased():
            return _resumed(replace(state, hold=""), meta)
        case e.OpinionAwaited(body=body):
            return replace(state, asked=body, clock=state.clock and state.clock.stop(meta.accepted_at))
        case e.OpinionRecorded():
            return _resumed(replace(state, asked=""), meta)
        case e.NominationWithdrawn():
            return _enter(state, Step.WITHDRAWN, meta, hold="", asked="")
        case e.NominationAnnulled():
            return _enter(state, Step.ANNULLED, meta, hold="")
        case e.NominationAnswered(outcome=outcome, number=number):
            return replace(state, answer=outcome, answered_under=number)
        case e.RecoveryRecorded(thing=thing):
            return replace(state, object_recovered=state.object_recovered or thing is Recovered.OBJECT)
        case e.DeadlineLapsed(rung=rung):
            return replace(state, clock=state.clock and state.clock.ring(rung))
        case _:
            assert_never(event)


def _enter(
    state: Nomination,
    step: Step,
    meta: Meta,
    on: date | None = None,
    **changes: Any,  # noqa: ANN401 - fields of the state
) -> Nomination:
    """Enter a step: its clock starts on the day its paper bears, and stands at once where the line is held."""
    clock = begin(meta.accepted_at, on)
    if changes.get("hold", state.hold):
        clock = clock.stop(clock.since)
    return replace(state, step=step, clock=clock, entered=meta.version, **changes)


def _drafted(state: Nomination, event: e.NominationDrafted, meta: Meta) -> Nomination:
    return _enter(
        state,
        Step.DRAFT,
        meta,
        dossier=event.dossier,
        unit=event.unit,
        handled_by=event.handled_by,
        candidate=event.candidate,
        claims=event.claims,
        proposed_by=meta.actor.id,
        proposers=meta.actor.persons,
    )


def _resumed(state: Nomination, meta: Meta) -> Nomination:
    """The clock goes on once nothing stops it any more: neither a hold nor another body."""
    if state.hold or state.asked or state.clock is None:
        return state
    return replace(state, clock=state.clock.resume(meta.accepted_at))


def _returned(state: Nomination, meta: Meta) -> Nomination:
    """The unit has a clock of its own; the appraisal's stands meanwhile."""
    appraising = state.step in {Step.RECEIVED, Step.SUPPLEMENTED} and state.clock is not None
    resumable = state.clock.stop(meta.accepted_at) if appraising and state.clock else None
    return _enter(state, Step.RETURNED, meta, resumable=resumable)


def _supplemented(state: Nomination, claims: Claims | None, meta: Meta) -> Nomination:
    """Repaired before the dossier was received, the line waits for that receipt with the others.

    Repaired after it, its appraisal goes on with the days that are left.
    """
    proposers = state.proposers | meta.actor.persons
    step = Step.SUPPLEMENTED if state.pack or state.resumable else Step.SUBMITTED
    mended = _enter(state, step, meta, claims=claims, proposers=proposers, resumable=None)
    return replace(mended, clock=state.resumable.resume(meta.accepted_at)) if state.resumable else mended


def _voted(state: Nomination, event: e.VoteRecorded, meta: Meta) -> Nomination:
    """A postponed line goes back to where it came from: the secretary, or the council that voted before."""
    if event.result is None:
        step = Step.VOTED if state.voted_in else Step.APPRAISED
        return _enter(state, step, meta, session=state.voted_in)
    return _enter(
        state,
        Step.VOTED,
        meta,
        session=event.session,
        voted_in=event.session,
        vote=event.result,
        downgraded_to=event.downgraded_to,
    )


def _appraised(state: Nomination, event: e.AppraisalRecorded, meta: Meta) -> Nomination:
    """The first appraisal ends its step; another, on facts that came up since, leaves the line where it stands."""
    known = replace(
        state,
        recommendation=event.recommendation,
        authority=event.authority,
        appraised_by=meta.actor.id,
        appraisers=state.appraisers | meta.actor.persons,
        depends_on=event.depends_on,
        answered_met=frozenset(a.criterion for a in event.answers if a.answer is Answer.MET),
        appraised_on=event.facts,
    )
    first = state.step in {Step.RECEIVED, Step.SUPPLEMENTED}
    return _enter(known, Step.APPRAISED, meta) if first else known
