"""The data of a session's minutes, from its events alone; a secret vote shows totals and who took part, no choice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.roll.caps import CapCheck
from domain.rules.voting import quorum_needed
from domain.session import events as e
from domain.session.evolve import evolve
from domain.session.finding import Moment
from domain.session.state import INITIAL, AdoptedRule, Channel, Conflict, Minutes, Phase, Seat


@dataclass(frozen=True, slots=True)
class Paper:
    """Who answered, and how it came."""

    member: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class SecretVote:
    """The certified count: who took part and how, its minutes, its two certifiers."""

    participants: tuple[Paper, ...]
    minutes: Minutes | None
    certifiers: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SessionMinutes:
    """What the minutes of a session tell. `quorum` is (present, needed, members)."""

    council: str
    body: str
    unit: str
    standing_body: str
    meets_on: date
    convened_by: str
    phase: Phase
    seats: tuple[Seat, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    quorum: tuple[int, int, int]
    quorum_basis: str
    rules: tuple[AdoptedRule, ...]
    conflicts: tuple[Conflict, ...]
    papers: tuple[Paper, ...]
    secret_votes: tuple[SecretVote, ...]
    postponed: tuple[str, ...]
    results: tuple[e.LineResult, ...]
    caps: tuple[CapCheck, ...]


def minutes(history: Sequence[Moment]) -> SessionMinutes | None:
    """The minutes of a session as far as it has come; None where it was never convened."""
    if not history or not isinstance(history[0].event, e.SessionConvened):
        return None
    told, state = _begun(history[0].event, history[0].meta.actor.id), INITIAL
    for moment in history:
        state = evolve(state, moment.event, moment.meta)
        told = _told(told, moment.event)
    members = tuple(seat.member for seat in told.seats)
    present = tuple(member for member in members if member in state.present)
    return replace(
        told,
        phase=state.phase,
        present=present,
        absent=tuple(member for member in members if member not in state.present),
        quorum=(len(present), quorum_needed(len(members), *state.quorum), len(members)),
    )


def _begun(event: e.SessionConvened, convened_by: str) -> SessionMinutes:
    return SessionMinutes(
        council=event.council,
        body=event.body,
        unit=event.unit,
        standing_body=event.standing_body,
        meets_on=event.meets_on,
        convened_by=convened_by,
        phase=Phase.CONVENED,
        seats=event.seats,
        present=(),
        absent=(),
        quorum=(0, 0, 0),
        quorum_basis=event.quorum_basis,
        rules=event.rules,
        conflicts=event.detected,
        papers=(),
        secret_votes=(),
        postponed=(),
        results=(),
        caps=(),
    )


def _told(told: SessionMinutes, event: e.SessionEvent) -> SessionMinutes:
    match event:
        case e.SessionRescheduled():
            return replace(
                told,
                meets_on=event.meets_on,
                standing_body=event.standing_body,
                seats=event.seats,
                conflicts=tuple(dict.fromkeys((*told.conflicts, *event.detected))),
            )
        case e.RecusalDeclared() | e.ConflictRecorded():
            new = tuple(Conflict(event.member, line, event.ground) for line in event.nominations)
            return replace(told, conflicts=(*told.conflicts, *new))
        case e.LinesPostponed(nominations=nominations):
            return replace(told, postponed=(*told.postponed, *nominations))
        case e.BallotCast(member=member, channel=channel):
            others = tuple(paper for paper in told.papers if paper.member != member)
            return replace(told, papers=(*others, Paper(member, channel)))
        case e.SecretCountRecorded():
            voters = tuple(Paper(entry.member, entry.channel) for entry in event.participants)
            vote = SecretVote(voters, event.minutes, event.certifiers)
            return replace(told, secret_votes=(*told.secret_votes, vote))
        case e.TallyCertified(results=results, caps=caps):
            return replace(told, results=results, caps=caps)
        case _:
            return told
