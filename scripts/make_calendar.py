"""Write a working calendar from the `holidays` package: `python scripts/make_calendar.py FIRST LAST > vn-N.json`.

Its `overrides` are for people to fill in, from announcements that the package does not know; they win over the rest.
"""

import json
import sys
from datetime import date, timedelta
from importlib.metadata import version

import holidays

_SATURDAY = 5


def calendar(first: int, last: int) -> dict[str, object]:
    """Weekdays off and weekend days worked, for the years first to last."""
    vietnam = holidays.country_holidays("VN", years=range(first, last + 1), language="vi")
    span = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    days = [date(first, 1, 1) + timedelta(days=n) for n in range(span)]
    return {
        "id": "vn-1",
        "source": f"holidays {version('holidays')}, VN, {first}-{last}",
        "days_off": {
            f"{day}": vietnam[day]
            for day in days
            if day.weekday() < _SATURDAY and not vietnam.is_working_day(day)
        },
        "days_worked": {
            f"{day}": "Làm bù" for day in days if day.weekday() >= _SATURDAY and vietnam.is_working_day(day)
        },
        "overrides": {"days_off": {}, "days_worked": {}},
    }


if __name__ == "__main__":
    json.dump(calendar(int(sys.argv[1]), int(sys.argv[2])), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
