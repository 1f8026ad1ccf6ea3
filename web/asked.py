"""What a search form asked, field by field: what can be used, and a sentence beside each field that cannot."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from urllib.parse import urlencode

from pydantic_core import PydanticCustomError
from starlette.datastructures import QueryParams

from domain.rules.calendar import VIETNAM
from web.i18n import _, spoken
from web.problems import sentences
from web.texts import visible

MOST_TEXT = 200
MOST_PAGES = 100_000
_YEARS = range(1945, 2101)
_NUMBER = re.compile("[0-9]{1,6}").fullmatch
_CODE = re.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?").fullmatch
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_VIETNAMESE_DATE = re.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})").fullmatch
_TIME = re.compile("[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?").fullmatch


class Asked:
    """The fields of one GET form; every question leaves a fault behind where the answer is no use."""

    def __init__(self, given: QueryParams) -> None:
        self._given: Mapping[str, str] = {name: value.strip() for name, value in given.items()}
        self.faults: dict[str, str] = {}

    def typed(self, name: str) -> str:
        """What was typed, to be shown again."""
        return self._given.get(name, "")[:MOST_TEXT]

    def text(self, name: str) -> str | None:
        """Words, or None where nothing was typed."""
        given = self._given.get(name, "")
        if len(given) > MOST_TEXT:
            self._fault(name, _said("text_too_long", max_length=MOST_TEXT))
            return None
        try:
            return visible(given) or None
        except PydanticCustomError as error:
            self._fault(name, _said(error.type))
            return None

    def code(self, name: str) -> str | None:
        """A code: of a person, a unit, an award."""
        given = self._given.get(name, "")
        if not given or _CODE(given):
            return given or None
        self._fault(name, _("Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch ngang."))
        return None

    def one_of(self, name: str, choices: Mapping[str, str]) -> str | None:
        """One of the choices offered."""
        given = self._given.get(name, "")
        if not given or given in choices:
            return given or None
        self._fault(name, _("Hãy chọn một mục trong danh sách."))
        return None

    def year(self, name: str) -> int | None:
        """A year."""
        given = self._given.get(name, "")
        if not given or (_NUMBER(given) and int(given) in _YEARS):
            return int(given) if given else None
        self._fault(name, _("Năm là một số từ %(first)s đến %(last)s.", first=_YEARS[0], last=_YEARS[-1]))
        return None

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1."""
        given = self._given.get(name, "")
        if not given:
            return default
        if _NUMBER(given) and 1 <= int(given) <= most:
            return int(given)
        self._fault(name, _("Cần một số nguyên từ 1 đến %(most)s.", most=most))
        return default

    def place(self, name: str, default: int, most: int) -> int:
        """Where the page before ended; anything that is not a place is passed over, for nobody types it."""
        given = self._given.get(name, "")
        usable = given.isascii() and given.isdigit() and len(given) <= len(str(most))
        return min(int(given), most) if usable else default

    def page(self) -> int:
        """Which page, from 1."""
        return self.number("trang", 1, MOST_PAGES)

    def day(self, name: str) -> date | None:
        """A civil date, as browsers send it or as people write it."""
        given = self._given.get(name, "")
        if not given:
            return None
        found = day_of(given)
        if found is None:
            self._fault(name, _("Ngày ghi dạng ngày/tháng/năm, ví dụ 05/12/2023."))
        return found

    def moment(self, name: str) -> datetime | None:
        """An instant in Vietnam: date and time, or a date alone, which means its last moment."""
        given = self._given.get(name, "")
        if not given:
            return None
        day, mark, time_of_day = given.partition("T")
        found, clock = day_of(day), _time(time_of_day) if mark else time.max
        if found is None or clock is None:
            self._fault(name, _("Không có ngày giờ này."))
            return None
        return datetime.combine(found, clock, VIETNAM)

    def link(self, **changes: object) -> str:
        """The query string of the same search with these fields changed; empty ones are left out."""
        chosen = {**self._given, **{name: str(value) for name, value in changes.items()}}
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def _fault(self, name: str, sentence: str) -> None:
        self.faults[name] = sentence


def _said(code: str, **facts: object) -> str:
    return spoken(*sentences(code, facts))


def start_of(day: date) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def day_of(given: str) -> date | None:
    """The day that was written, if it was and lies within the years of the office."""
    written = _VIETNAMESE_DATE(given)
    spelled = f"{written[3]}-{int(written[2]):02d}-{int(written[1]):02d}" if written else given
    try:
        day = date.fromisoformat(spelled) if _DATE(spelled) else None
    except ValueError:
        return None  # 31 February and the like
    return day if day and day.year in _YEARS else None


def _time(given: str) -> time | None:
    try:
        return time.fromisoformat(given) if _TIME(given) else None
    except ValueError:
        return None  # 25:61 and the like
