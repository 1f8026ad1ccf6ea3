"""The legal clock: working days over a versioned calendar, counted in Vietnam's civil time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import MappingProxyType

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Asia/Ho_Chi_Minh has kept UTC+7 without summer time since 1975."""

END_OF_OFFICE = time(17, 0)
"""A deadline day ends when the office closes."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekdays off and weekend days worked in exchange, each with its reason, for the years it covers."""

    id: str
    source: str
    days_off: Mapping[date, str]
    days_worked: Mapping[date, str]

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
    """Read a calendar file: reasons by ISO date, and the overrides of those days by announcements of our own."""
    data = json.loads(raw)
    days_off, days_worked = _reasons(data["days_off"]), _reasons(data["days_worked"])
    closed, opened = (_reasons(data["overrides"][name]) for name in ("days_off", "days_worked"))
    days_off |= closed
    days_worked |= opened
    return WorkingCalendar(
        id=data["id"],
        source=data["source"],
        days_off=MappingProxyType({day: why for day, why in days_off.items() if day not in opened}),
        days_worked=MappingProxyType({day: why for day, why in days_worked.items() if day not in closed}),
    )


def _reasons(entries: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): reason for day, reason in entries.items()}
