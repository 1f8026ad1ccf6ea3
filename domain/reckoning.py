"""How a deadline was counted, so that it explains itself: from when, how many days, and what was passed over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.deadline import Limit
from domain.rules.calendar import civil_date

NamedDays = tuple[tuple[date, str], ...]
"""Days with the reason why they count, or do not."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`working_days` after `since`, which itself does not count, end on `due_on`.

    `days_off` are the weekdays passed over and `days_worked` the weekend days counted; `stops` are the times when the
    clock stood still (first and last day) and `days_lost` the working days that they gave back.
    """

    since: date
    working_days: int
    due_on: date
    days_off: NamedDays
    days_worked: NamedDays
    stops: tuple[tuple[date, date], ...]
    days_lost: int


def reckon(limit: Limit) -> Reckoning:
    """How the end of a limit is found; for a clock that stands, as it would end if it went on at once."""
    calendar, clock = limit.calendar, limit.clock
    since = civil_date(clock.since)
    lost = clock.days_lost(calendar)
    due_on = calendar.after(since, limit.allowed.limit_days + lost)
    return Reckoning(
        since,
        limit.allowed.limit_days,
        due_on,
        _within(calendar.days_off, since, due_on),
        _within(calendar.days_worked, since, due_on),
        tuple((civil_date(stopped), civil_date(resumed)) for stopped, resumed in clock.stops),
        lost,
    )


def spell(reckoning: Reckoning) -> str:
    """The reckoning as a Vietnamese sentence."""
    return "; ".join(_clauses(reckoning)) + "."


def _clauses(reckoning: Reckoning) -> Iterator[str]:
    yield f"{reckoning.working_days} ngày làm việc, tính từ sau ngày {_day(reckoning.since)}"
    passed_over = ["thứ bảy", "chủ nhật", *(f"{_day(day)} ({why})" for day, why in reckoning.days_off)]
    yield f"không tính {', '.join(passed_over)}"
    if reckoning.days_worked:
        yield "có tính " + ", ".join(f"{_day(day)} ({why.lower()})" for day, why in reckoning.days_worked)
    if reckoning.stops:
        spans = ", ".join(f"{_day(first)} đến {_day(last)}" for first, last in reckoning.stops)
        yield f"đồng hồ dừng {reckoning.days_lost} ngày làm việc ({spans})"


def _within(days: Mapping[date, str], after: date, last: date) -> NamedDays:
    span = (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
    return tuple((day, days[day]) for day in span if day in days)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
