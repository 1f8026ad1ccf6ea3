"""Fold an event into the state of a session."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.session import events as e
from domain.session.state import Channel, Phase, Session
from domain.values import Meta


def evolve(state: Session, event: e.SessionEvent, meta: Meta) -> Session:
    """The state after the event; total over the closed union of events."""
    match event:
        case e.SessionConvened():
            return _convened(event, meta)
        case e.AttendanceRecorded():
            return _attended(state, event)
        case e.SessionRescheduled():
            return _rescheduled(state, event)
        case (
            e.RecusalDeclared(member=member, nominations=nominations)
            | e.ConflictRecorded(member=member, nominations=nominations)
        ):
            return replace(
                state, recusals=state.recusals | {(member, nomination) for nomination in nominations}
            )
        case e.LinesPostponed(nominations=nominations):
            return replace(state, postponed=state.postponed | set(nominations))
        case e.VotingOpened():
            return replace(state, phase=Phase.VOTING)
        case e.BallotCast(member=member, channel=channel, marks=marks):
            in_writing = frozenset({member}) if channel is Channel.WRITTEN else frozenset()
            ballots = MappingProxyType({**state.ballots, member: marks})
            return replace(state, ballots=ballots, written=state.written | in_writing)
        case e.VotingClosed():
            return replace(state, phase=Phase.COUNTING)
        case e.SecretCountRecorded(counts=counts, participants=participants):
            counted = {**state.counted, **{entry.nomination: entry.count for entry in counts}}
            written = {entry.member for entry in participants if entry.channel is Channel.WRITTEN}
            return replace(state, counted=MappingProxyType(counted), written=state.written | written)
        case e.TallyCertified():
            return replace(state, phase=Phase.CERTIFIED)
        case e.VotingReopened(awards=awards):
            return _reopened(state, awards)
        case e.SessionAdjourned():
            return replace(state, phase=Phase.ADJOURNED)
        case _:
            assert_never(event)


def _convened(event: e.SessionConvened, meta: Meta) -> Session:
    return Session(
        phase=Phase.CONVENED,
        unit=event.unit,
        council=event.council,
        body=event.body,
        kind=event.kind,
        standing_body=event.standing_body,
        convened_by=meta.actor.id,
        meets_on=event.meets_on,
        seats=event.seats,
        agenda=event.agenda,
        rules=event.rules,
        quorum=(event.quorum_numerator, event.quorum_denominator),
        recusals=frozenset((conflict.member, conflict.nomination) for conflict in event.detected),
    )


def _attended(state: Session, event: e.AttendanceRecorded) -> Session:
    return replace(
        state,
        present=state.present | set(event.present),
        sat_on=event.sat_on,
        late_entry_basis=event.late_entry_basis or state.late_entry_basis,
    )


def _rescheduled(state: Session, event: e.SessionRescheduled) -> Session:
    """Nobody has come on the new day yet; who stepped aside stays aside."""
    return replace(
        state,
        meets_on=event.meets_on,
        standing_body=event.standing_body,
        seats=event.seats,
        present=frozenset(),
        sat_on=None,
        late_entry_basis="",
        recusals=state.recusals | {(conflict.member, conflict.nomination) for conflict in event.detected},
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
