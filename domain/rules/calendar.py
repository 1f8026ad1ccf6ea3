"""The legal clock: working days over a versioned calendar, counted in Vietnam's civil time."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Asia/Ho_Chi_Minh has kept UTC+7 without summer time since 1975."""

END_OF_OFFICE = time(17, 0)
"""A deadline day ends when the office closes."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Public holidays on weekdays, and weekend days worked in exchange, for the years it covers."""

    id: str
    source: str
    days_off: frozenset[date]
    days_worked: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open that day."""
        if day in self.days_worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def after(self, day: date, working_days: int) -> date:
        """The day that lies `working_days` working days after `day` (which itself does not count)."""
        step = timedelta(days=1 if working_days >= 0 else -1)
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def due_at(self, since: datetime, working_days: int) -> datetime:
        """The instant (UTC) at which a limit of that many working days, begun at `since`, runs out."""
        due_on = self.after(civil_date(since), working_days)
        return datetime.combine(due_on, END_OF_OFFICE, VIETNAM).astimezone(UTC)

    def between(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included."""
        span = (last - first).days + 1
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(span))


def civil_date(instant: datetime) -> date:
    """The date in Vietnam at that instant."""
    return instant.astimezone(VIETNAM).date()


def parse_calendar(raw: bytes) -> WorkingCalendar:
    """Read a calendar file; its lists hold ISO dates."""
    data = json.loads(raw)
    return WorkingCalendar(
        id=data["id"],
        source=data["source"],
        days_off=frozenset(date.fromisoformat(day) for day in data["days_off"]),
        days_worked=frozenset(date.fromisoformat(day) for day in data["days_worked"]),
    )
