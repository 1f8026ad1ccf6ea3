"""Codes into words, instants and dates as the office writes them."""

from datetime import date, datetime, timedelta

from domain.context import calendar_of
from domain.labels import STATUSES
from domain.rules.calendar import VIETNAM, civil_date
from domain.rules.library import packs
from web.i18n import VIETNAMESE, _, language, ngettext


def award_name(code: str, pack: str = "") -> str:
    """The name of an award in its rule pack, or in any that knows it, or the code."""
    known = packs()
    chosen = [known[pack]] if pack in known else known.values()
    found = next((entry.awards[code].name for entry in chosen if code in entry.awards), None)
    return _(found) if found else code


def award_order() -> dict[str, int]:
    """Where each award stands in the packs, which list them as the law does."""
    codes = [code for pack in packs().values() for code in pack.awards]
    return {code: place for place, code in enumerate(dict.fromkeys(codes))}


def instant(moment: datetime | str) -> str:
    """`05/12/2023 14:03` in Vietnam."""
    parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{parsed.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def second(moment: datetime | str) -> str:
    """`05/12/2023 14:03:09` in Vietnam."""
    parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{parsed.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


def moment_field(moment: str) -> str:
    """The first millisecond by which it had happened, as a form's field of date and time takes it."""
    parsed = datetime.fromisoformat(moment).astimezone(VIETNAM)
    whole = parsed + timedelta(microseconds=-parsed.microsecond % 1_000)
    return whole.replace(tzinfo=None).isoformat(timespec="milliseconds")


def day(given: date | str) -> str:
    """`05/12/2023`."""
    parsed = date.fromisoformat(given) if isinstance(given, str) else given
    return f"{parsed:%d/%m/%Y}"


def number(given: float) -> str:
    """`1.234,5` in Vietnamese, `1,234.5` in English; at most one decimal."""
    said = f"{given:,.1f}".removesuffix(".0")
    return said if language() != VIETNAMESE else said.translate(str.maketrans(",.", ".,"))


def source(given: str) -> str:
    """A parameter's source with its status in words: `Quy chế (unknown)` -> `Quy chế (chưa rõ)`."""
    text, bracket, status = given.removesuffix(")").rpartition(" (")
    known = STATUSES.get(status)
    return f"{text} ({_(known)})" if bracket and known else given


def working_days_left(due_at: datetime, now: datetime, pack: str = "") -> int:
    """Working days from tomorrow to the due day; negative once that day has passed."""
    today, due_on = civil_date(now), civil_date(due_at)
    calendar, tomorrow = calendar_of(pack), timedelta(days=1)
    if due_on >= today:
        return calendar.between(today + tomorrow, due_on)
    return -calendar.between(due_on + tomorrow, today)


def days_left(days: int) -> str:
    """How long is left, in words."""
    if days < 0:
        return ngettext("quá hạn %(num)s ngày làm việc", "quá hạn %(num)s ngày làm việc", -days)
    if not days:
        return _("hôm nay là ngày cuối")
    return ngettext("còn %(num)s ngày làm việc", "còn %(num)s ngày làm việc", days)
