"""A deadline: what the calendar must do next, as a value; and the clock that it is counted on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.refusal import Refusal
from domain.rules.calendar import END_OF_OFFICE, VIETNAM, WorkingCalendar, civil_date
from domain.rules.pack import StepLimit
from domain.values import Role

_ONE_DAY = timedelta(days=1)


class Rung(StrEnum):
    """The ladder of a deadline: before it, at it, and past it."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Deadline:
    """At `due_at` (UTC) `rung` of `step` comes for `role`; `source` is the parameter's, with its status."""

    step: str
    rung: Rung
    due_at: datetime
    role: Role
    source: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The legal clock of a step: begun at `since`; it stood still during `stops`, and stands since `stopped_at`.

    `lapsed` are the rungs that have come; a clock that goes on does not ring them again. `entered_at` is when a step
    that began earlier was entered.
    """

    since: datetime
    stops: tuple[tuple[datetime, datetime], ...] = ()
    stopped_at: datetime | None = None
    lapsed: tuple[Rung, ...] = ()
    entered_at: datetime | None = None

    def stop(self, instant: datetime) -> "Clock":
        """Stand still from then on; a clock that stands already goes on standing."""
        return self if self.stopped_at else replace(self, stopped_at=instant)

    def resume(self, instant: datetime) -> "Clock":
        """Go on from where it stood still."""
        if self.stopped_at is None:
            return self
        return replace(self, stops=(*self.stops, (self.stopped_at, instant)), stopped_at=None)

    def ring(self, rung: Rung) -> "Clock":
        """The same clock once that rung has come."""
        return replace(self, lapsed=(*self.lapsed, rung))

    def days_lost(self, calendar: WorkingCalendar) -> int:
        """The working days on which it stood still: those after the day of a stop, up to the day it went on."""
        return sum(
            calendar.between(civil_date(stopped) + _ONE_DAY, civil_date(resumed))
            for stopped, resumed in self.stops
        )


def begin(accepted_at: datetime, on: date | None = None) -> Clock:
    """The clock of a step: where its paper was entered late, it runs from the close of office on the paper's day."""
    if on is None or on >= civil_date(accepted_at):
        return Clock(accepted_at)
    since = datetime.combine(on, END_OF_OFFICE, VIETNAM).astimezone(UTC)
    return Clock(since, entered_at=accepted_at)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a step is allowed, on its clock and over its calendar."""

    allowed: StepLimit
    clock: Clock
    calendar: WorkingCalendar

    @property
    def source(self) -> str:
        """Where the limit comes from, and how surely it is known."""
        return f"{self.allowed.source} ({self.allowed.status})"


def ladder(limit: Limit) -> tuple[Deadline, ...]:
    """The rungs still to come, soonest first; none while the clock stands still.

    Of those that had come before the step was entered, only the last still does.
    """
    clock, calendar = limit.clock, limit.calendar
    if clock.stopped_at is not None:
        return ()
    lost = clock.days_lost(calendar)
    rungs = tuple(
        Deadline(
            limit.allowed.step, rung, calendar.due_at(clock.since, working_days + lost), role, limit.source
        )
        for rung, working_days, role in _rungs(limit.allowed)
    )
    missed = sum(clock.entered_at is not None and rung.due_at <= clock.entered_at for rung in rungs)
    return tuple(rung for rung in rungs[max(missed - 1, 0) :] if rung.rung not in clock.lapsed)


def come(limit: Limit | None, rung: Rung, due_at: datetime, now: datetime) -> Deadline:
    """The deadline that the calendar says has come; refuses what is not owed, or not yet."""
    for deadline in ladder(limit) if limit else ():
        if (deadline.rung, deadline.due_at) == (rung, due_at) and due_at <= now:
            return deadline
    raise Refusal("deadline_moot")


def _rungs(limit: StepLimit) -> tuple[tuple[Rung, int, Role], ...]:
    """Each rung with the working days after which it comes, and for whom."""
    return (
        (Rung.REMINDER, limit.limit_days - limit.remind_before_days, limit.awaits),
        (Rung.OVERDUE, limit.limit_days, limit.awaits),
        (Rung.ESCALATION, limit.limit_days + limit.escalate_after_days, limit.escalate_to),
    )
