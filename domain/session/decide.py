"""Decide a session's command; what follows for its nominations is in `reactions`."""

from typing import assert_never

from domain.context import Context
from domain.session import commands as c
from domain.session import events as e
from domain.session.certifying import certify
from domain.session.convening import convene
from domain.session.presiding import preside, recuse
from domain.session.rescheduling import reschedule
from domain.session.state import Session
from domain.session.voting import cast, count_secret


def decide(state: Session, command: c.SessionCommand, context: Context) -> tuple[e.SessionEvent, ...]:
    """The session's own events; raises `Refusal`."""
    match command:
        case c.ConveneSession():
            return (convene(state, command, context),)
        case c.RescheduleSession():
            return (reschedule(state, command, context),)
        case (
            c.RecordAttendance()
            | c.RecordConflict()
            | c.PostponeLines()
            | c.OpenVoting()
            | c.CloseVoting()
            | c.ReopenVoting()
            | c.AdjournSession()
        ):
            return (preside(state, command, context),)
        case c.DeclareRecusal():
            return (recuse(state, command, context),)
        case c.CastBallot():
            return (cast(state, command, context),)
        case c.RecordSecretCount():
            return (count_secret(state, command, context),)
        case c.CertifyTally():
            return (certify(state, command, context),)
        case _:
            assert_never(command)
