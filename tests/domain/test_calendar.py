"""Working days in Vietnam: weekends, holidays, swapped Saturdays and the end of office hours."""

import importlib.util
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.calendar import civil_date, parse_calendar
from domain.rules.library import calendar, packs

VN1 = calendar("vn-1")
ROOT = Path(__file__).parents[2]
DAYS = st.dates(date(2019, 2, 1), date(2029, 12, 1))

# Vectors given by people: from, to (both included), working days, where it is said.
VECTORS = [
    (
        "2025-09-10",
        "2025-09-23",
        10,
        "công văn 750/VP ngày 10/09/2025: thời hạn góp ý theo NĐ 152/2025 Điều 44 khoản 2",
    ),
]


@pytest.mark.parametrize(("first", "last", "working_days", "source"), VECTORS)
def test_working_days_between_as_an_office_counted_them(
    first: str, last: str, working_days: int, source: str
) -> None:
    assert VN1.between(date.fromisoformat(first), date.fromisoformat(last)) == working_days, source


@pytest.mark.parametrize(
    ("day", "working_days", "expected"),
    [
        (date(2026, 2, 10), 10, date(2026, 3, 3)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        (date(2024, 2, 15), -1, date(2024, 2, 7)),
        (date(2023, 11, 3), 1, date(2023, 11, 6)),
        (date(2023, 11, 4), 1, date(2023, 11, 6)),
        (date(2023, 11, 4), 0, date(2023, 11, 4)),
        (date(2024, 4, 26), 1, date(2024, 5, 2)),
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
    ],
)
def test_days_after_a_day(day: date, working_days: int, expected: date) -> None:
    assert VN1.after(day, working_days) == expected


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 9), False),
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2024, 5, 5), False),
        (date(2026, 8, 22), True),
        (date(2026, 11, 24), False),
        (date(2023, 11, 6), True),
    ],
)
def test_offices_are_open(day: date, *, working: bool) -> None:
    """Saturday 4 May 2024 was worked in exchange for Monday 29 April."""
    assert VN1.is_working_day(day) is working


def test_deadline_ends_with_the_office_day_in_vietnam() -> None:
    late_evening = datetime(2026, 2, 9, 18, 30, tzinfo=UTC)
    assert civil_date(late_evening) == date(2026, 2, 10)
    assert VN1.due_at(late_evening, 10) == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@given(DAYS, st.integers(1, 80))
def test_counting_forward_agrees_with_counting_between(day: date, working_days: int) -> None:
    end = VN1.after(day, working_days)
    assert VN1.is_working_day(end)
    assert VN1.between(day + timedelta(days=1), end) == working_days


@given(DAYS, st.integers(1, 80))
def test_counting_back_undoes_counting_forward(day: date, working_days: int) -> None:
    start = VN1.after(day, 1)
    assert VN1.after(VN1.after(start, working_days), -working_days) == start


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_longer_limit_is_never_due_sooner(day: date, first: int, second: int) -> None:
    begun = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    assert (first <= second) == (VN1.due_at(begun, first) <= VN1.due_at(begun, second)) or first > second


def generated(first: int, last: int) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("make_calendar", ROOT / "scripts" / "make_calendar.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.calendar(first, last)
    return found


def test_shipped_calendar_is_what_the_holidays_package_says() -> None:
    shipped = json.loads((ROOT / "domain" / "rules" / "calendars" / "vn-1.json").read_text(encoding="utf-8"))
    assert shipped == generated(2019, 2030) | {"overrides": shipped["overrides"]}


def test_announcement_of_our_own_wins_over_the_package() -> None:
    raw = json.loads((ROOT / "domain" / "rules" / "calendars" / "vn-1.json").read_text(encoding="utf-8"))
    raw["overrides"] = {
        "days_off": {"2024-05-04": "Nghỉ bão (mô phỏng)", "2024-05-06": "Nghỉ bão (mô phỏng)"},
        "days_worked": {"2024-04-29": "Không hoán đổi (mô phỏng)", "2024-05-11": "Làm bù (mô phỏng)"},
    }
    announced = parse_calendar(json.dumps(raw).encode())
    days = [date(2024, 4, 29), date(2024, 5, 4), date(2024, 5, 6), date(2024, 5, 11)]
    assert [announced.is_working_day(day) for day in days] == [True, False, False, True]
    assert [VN1.is_working_day(day) for day in days] == [False, True, True, False]
    assert announced.days_off[date(2024, 5, 6)] == "Nghỉ bão (mô phỏng)"


def test_every_pack_names_a_calendar_that_covers_it() -> None:
    for pack in packs().values():
        years = {day.year for day in calendar(pack.calendar).days_off}
        assert {pack.received_from.year, (pack.received_to or date(2030, 1, 1)).year} <= years


def test_calendar_without_its_lists_is_not_read() -> None:
    with pytest.raises(KeyError, match="days_off"):
        parse_calendar(b'{"id": "vn-2", "source": "none"}')
