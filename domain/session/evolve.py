"""Fold an event into the state of a session."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.session import events as e
from domain.session.state import Phase, Session
from domain.values import Meta


def evolve(state: Session, event: e.SessionEvent, _meta: Meta) -> Session:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.SessionConvened():
            return _convened(event)
        case e.AttendanceRecorded(present=present):
            return replace(state, present=state.present | set(present))
        case e.RecusalDeclared(member=member, nominations=nominations):
            return replace(
                state, recusals=state.recusals | {(member, nomination) for nomination in nominations}
            )
        case e.VotingOpened():
            return replace(state, phase=Phase.VOTING)
        case e.BallotCast(member=member, marks=marks):
            return replace(state, ballots=MappingProxyType({**state.ballots, member: marks}))
        case e.VotingClosed():
            return replace(state, phase=Phase.COUNTING)
        case e.SecretCountRecorded(counts=counts, participants=participants):
            counted = {**state.counted, **{entry.nomination: entry.count for entry in counts}}
            voters = state.secret_voters | set(participants)
            return replace(state, counted=MappingProxyType(counted), secret_voters=voters)
        case e.TallyCertified():
            return replace(state, phase=Phase.CERTIFIED)
        case e.VotingReopened(awards=awards):
            return _reopened(state, awards)
        case e.SessionAdjourned():
            return replace(state, phase=Phase.ADJOURNED)
        case _:
            assert_never(event)


def _convened(event: e.SessionConvened) -> Session:
    return Session(
        phase=Phase.CONVENED,
        unit=event.unit,
        council=event.council,
        seats=event.seats,
        agenda=event.agenda,
        rules=event.rules,
        quorum=(event.quorum_numerator, event.quorum_denominator),
        recusals=frozenset(event.detected_recusals),
    )


def _reopened(state: Session, awards: tuple[str, ...]) -> Session:
    """Drop every mark and count of those awards; members who voted keep their other marks."""
    again = {line.nomination for line in state.agenda if line.award in awards}
    kept = {
        member: tuple(mark for mark in marks if mark.nomination not in again)
        for member, marks in state.ballots.items()
    }
    counted = {nomination: count for nomination, count in state.counted.items() if nomination not in again}
    return replace(
        state,
        phase=Phase.VOTING,
        ballots=MappingProxyType(kept),
        reopened=frozenset(awards),
        counted=MappingProxyType(counted),
    )
