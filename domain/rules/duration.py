"""Durations in whole months, as the law counts them: from a day to the eve of the same day of a later month."""

from collections.abc import Iterable
from datetime import date, timedelta

MONTHS = 12
_DAY = timedelta(days=1)
Stretch = tuple[date, date]
"""A first and a last day, both included."""


def whole_months(first: date, last: date) -> int:
    """The whole months from `first` to `last`, both included; 0 where `last` lies before `first`."""
    after = last + _DAY
    months = (after.year - first.year) * MONTHS + after.month - first.month
    return max(0, months - (after.day < first.day))


def clipped(stretch: Stretch, first: date, last: date) -> Stretch | None:
    """The part of a stretch between two days, if any."""
    found = max(stretch[0], first), min(stretch[1], last)
    return found if found[0] <= found[1] else None


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches in order, those that touch or overlap joined: a continuous service is one stretch."""
    joined: list[Stretch] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + _DAY:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return tuple(joined)


def total_months(stretches: Iterable[Stretch]) -> int:
    """The whole months of separate stretches together: each is set on the calendar where the one before it ended."""
    apart = merged(stretches)
    if not apart:
        return 0
    start = end = apart[0][0]
    for first, last in apart:
        whole = whole_months(first, last)
        end = months_after(end, whole) + (last + _DAY - months_after(first, whole))
    return whole_months(start, end - _DAY)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the first day after where that month is too short."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)
