"""Where a stream stands, read off its folded state."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.deadline import Deadline, Rung, ladder
from domain.deciders import DECIDERS
from domain.envelope import Alarm, Progress
from domain.execution import Loaded
from domain.ids import Kind, kind_of
from domain.labels import ROLES, STEPS

PATH_KINDS = frozenset({Kind.NOMINATION, Kind.DOSSIER, Kind.SESSION, Kind.DECISION})
"""The kinds of stream that go a path and therefore have a workflow of their own."""


def progress(stream: str, loaded: Loaded) -> Progress:
    """The progress of any stream; records of the register are closed between commands."""
    kind = kind_of(stream)
    if kind not in PATH_KINDS or not loaded.version:
        return Progress(stream, loaded.version, "", "", "", "", "", "", closed=True)
    state = loaded.state
    step = _step(state)
    awaits = str(state.awaits or "")
    alarms = tuple(_alarm(deadline) for deadline in DECIDERS[kind].due(state))
    since = getattr(state, "since", None)
    return Progress(
        stream,
        loaded.version,
        step,
        STEPS[step],
        awaits,
        ROLES.get(awaits, ""),
        state.awaited_unit,
        _instant(since) if since else "",
        state.closed,
        *_due(kind, state),
        alarms,
    )


def _due(kind: Kind, state: Any) -> tuple[str, str, str]:  # noqa: ANN401 - any aggregate on a path
    """The limit of the present step and its source, even when it has lapsed; and whom an escalation reached."""
    limit = DECIDERS[kind].limit(state)
    if limit is None or limit.clock.stopped_at:
        return "", "", ""
    whole = replace(limit, clock=replace(limit.clock, lapsed=(), entered_at=None))
    rungs = {deadline.rung: deadline for deadline in ladder(whole)}
    above = rungs[Rung.ESCALATION].role if Rung.ESCALATION in limit.clock.lapsed else ""
    return _instant(rungs[Rung.OVERDUE].due_at), limit.source, str(above)


def _step(state: Any) -> str:  # noqa: ANN401 - any aggregate on a path
    for name in ("step", "phase", "stage"):
        if hasattr(state, name):
            return str(getattr(state, name))
    raise TypeError(f"{type(state).__name__} is not on a path")


def _alarm(deadline: Deadline) -> Alarm:
    return Alarm(deadline.rung, _instant(deadline.due_at), deadline.role, deadline.source)


def _instant(instant: datetime) -> str:
    """An instant as leaves spell it: UTC, six digits, Z."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
