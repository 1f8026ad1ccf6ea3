"""A deadline: what the calendar must do next, as a value."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.rules.calendar import WorkingCalendar
from domain.rules.pack import StepLimit
from domain.values import Role


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


def ladder(
    limit: StepLimit, since: datetime, calendar: WorkingCalendar, lapsed: tuple[Rung, ...]
) -> tuple[Deadline, ...]:
    """The rungs still to come of a step entered at `since`, soonest first."""
    days = {
        Rung.REMINDER: (limit.limit_days - limit.remind_before_days, limit.awaits),
        Rung.OVERDUE: (limit.limit_days, limit.awaits),
        Rung.ESCALATION: (limit.limit_days + limit.escalate_after_days, limit.escalate_to),
    }
    source = f"{limit.source} ({limit.status})"
    return tuple(
        Deadline(limit.step, rung, calendar.due_at(since, working_days), role, source)
        for rung, (working_days, role) in days.items()
        if rung not in lapsed
    )
