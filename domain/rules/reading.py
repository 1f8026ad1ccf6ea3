"""Strict reading of a pack's objects: every mistake is one error with a reason, a line and a place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from domain.rules.located import Located
from domain.wording import vietnamese_letters

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")
_WHOLE_SHARE = 100


class Flaw(StrEnum):
    """What is wrong with a pack."""

    NOT_JSON = "not_json"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_TWICE = "field_twice"
    WRONG_TYPE = "wrong_type"
    WRONG_VALUE = "wrong_value"
    WRONG_DATE = "wrong_date"
    ID_TWICE = "id_twice"
    ARTICLE_MISSING = "article_missing"
    QUESTION_MISSING = "question_missing"
    NOT_ENGLISH = "not_english"
    UNKNOWN_INSTRUMENT = "unknown_instrument"
    UNKNOWN_AWARD = "unknown_award"
    PREREQUISITE_CYCLE = "prerequisite_cycle"
    VALIDITY_OVERLAP = "validity_overlap"


_FLAWS_VI: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.NOT_JSON: "không phải tệp JSON hợp lệ",
        Flaw.FIELD_MISSING: "thiếu một trường bắt buộc",
        Flaw.FIELD_UNKNOWN: "có trường không thuộc mẫu",
        Flaw.FIELD_TWICE: "một trường ghi hai lần",
        Flaw.WRONG_TYPE: "giá trị sai kiểu",
        Flaw.WRONG_VALUE: "giá trị không hợp lệ",
        Flaw.WRONG_DATE: "ngày không có thật hoặc sai thứ tự",
        Flaw.ID_TWICE: "một mã dùng hai lần",
        Flaw.ARTICLE_MISSING: "tham số đã kiểm chứng phải ghi điều khoản",
        Flaw.QUESTION_MISSING: "thiếu câu hỏi cho người phải trả lời, bằng tiếng Việt và tiếng Anh",
        Flaw.NOT_ENGLISH: "câu tiếng Anh còn chữ tiếng Việt",
        Flaw.UNKNOWN_INSTRUMENT: "văn bản không có trong danh mục của gói",
        Flaw.UNKNOWN_AWARD: "nhắc tới danh hiệu không có trong gói",
        Flaw.PREREQUISITE_CYCLE: "danh hiệu đòi hỏi chính nó, trực tiếp hoặc qua danh hiệu khác",
        Flaw.VALIDITY_OVERLAP: "thời gian áp dụng trùng với gói khác",
    }
)


@dataclass(eq=False)
class MalformedPackError(ValueError):
    """A file is not a pack: which flaw, on which line, at which place, in one sentence."""

    flaw: Flaw
    file: str
    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file} line {self.line}: {place}{self.sentence}"

    @property
    def sentence_vi(self) -> str:
        """The flaw in Vietnamese; the details of the file stand in the English sentence."""
        place = f", tại {self.place}" if self.place else ""
        return f"{self.file} dòng {self.line}{place}: {_FLAWS_VI[self.flaw]}"


@dataclass(slots=True)
class Entry:
    """One object of the file while it is read; `closed()` tells that nothing in it was left unread."""

    file: str
    place: str
    data: Located
    read: set[str] = field(default_factory=set)

    def wrong(self, flaw: Flaw, sentence: str) -> MalformedPackError:
        """The error of this object."""
        return MalformedPackError(flaw, self.file, self.data.line, self.place, sentence)

    def has(self, name: str) -> bool:
        """Whether the member is given."""
        return name in self.data

    def raw(self, name: str) -> Any:  # noqa: ANN401 - raw JSON
        """The member as it stands."""
        self.read.add(name)
        if name not in self.data:
            raise self.wrong(Flaw.FIELD_MISSING, f"{name!r} is missing")
        return self.data[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A text; not empty unless `default` allows the member to be left out."""
        value = self._of_type(str, "text", name, default)
        if not value.strip() and default is None:
            raise self.wrong(Flaw.WRONG_VALUE, f"{name!r} is empty")
        return value

    def english(self, name: str, default: str | None = None) -> str:
        """A text in English: no letter in it is Vietnamese, but for the numbers of documents."""
        value = self.text(name, default)
        foreign = vietnamese_letters(value)
        if foreign:
            raise self.wrong(Flaw.NOT_ENGLISH, f"{name!r} is no English: it has {foreign!r}")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number from 0 on: no fraction is rounded and no text is read as a figure."""
        value = self._of_type(int, "a whole number", name, default)
        if value < 0:
            raise self.wrong(Flaw.WRONG_VALUE, f"{name!r} must not be negative, not {value}")
        return value

    def percent(self, name: str) -> int:
        """A share in whole percent, 1 to 100."""
        value = self.whole(name)
        if not 1 <= value <= _WHOLE_SHARE:
            raise self.wrong(Flaw.WRONG_VALUE, f"{name!r} must be 1 to 100 percent, not {value}")
        return value

    def positive(self, name: str) -> int:
        """A whole number from 1 on."""
        value = self.whole(name)
        if not value:
            raise self.wrong(Flaw.WRONG_VALUE, f"{name!r} must be at least 1, not 0")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false; `default` where it is left out."""
        return self._of_type(bool, "true or false", name, default)

    def day(self, name: str) -> date:
        """An ISO date."""
        text = self.text(name)
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(Flaw.WRONG_DATE, f"{name!r} is no date: {text!r} ({error})") from error

    def day_or_none(self, name: str) -> date | None:
        """An ISO date, or null."""
        return None if self.raw(name) is None else self.day(name)

    def choice(self, name: str, options: type[_E]) -> _E:
        """One of the values of an enumeration."""
        return self._option(name, self.text(name), options)

    def choices(self, name: str, options: type[_E], default: tuple[_E, ...] | None = None) -> tuple[_E, ...]:
        """Several values of an enumeration, each once."""
        if default is not None and not self.has(name):
            return default
        return tuple(self._option(name, value, options) for value in self.texts(name))

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, each once."""
        if default is not None and not self.has(name):
            return default
        values = self._list(name)
        if not all(type(value) is str and value for value in values):
            raise self.wrong(Flaw.WRONG_TYPE, f"{name!r} must be a list of texts, not {values!r}")
        if len(set(values)) != len(values):
            raise self.wrong(Flaw.ID_TWICE, f"{name!r} names one value twice: {values!r}")
        return tuple(values)

    def entry(self, name: str) -> "Entry":
        """An object within this one."""
        value = self.raw(name)
        if not isinstance(value, Located):
            raise self.wrong(Flaw.WRONG_TYPE, f"{name!r} must be an object, not {value!r}")
        return self._within(name, value)

    def entries(self, name: str, *, required: bool = False) -> Iterator["Entry"]:
        """The objects of a list; an optional list may be left out."""
        if not required and not self.has(name):
            return
        for number, value in enumerate(self._list(name)):
            if not isinstance(value, Located):
                raise self.wrong(Flaw.WRONG_TYPE, f"{name}[{number}] must be an object, not {value!r}")
            yield self._within(f"{name}[{number}]", value)

    def optional(self, name: str, parse: Callable[["Entry"], _T]) -> _T | None:
        """What `parse` makes of an object that may be left out."""
        return parse(self.entry(name)) if self.has(name) else None

    def closed(self) -> None:
        """Refuse members that nobody read (a typing mistake would change the law), and members given twice."""
        if self.data.twice:
            raise self.wrong(Flaw.FIELD_TWICE, f"given more than once: {self.data.twice}")
        unknown = sorted(set(self.data) - self.read)
        if unknown:
            raise self.wrong(Flaw.FIELD_UNKNOWN, f"unknown members {unknown}")

    def _within(self, name: str, value: Located) -> "Entry":
        return Entry(self.file, f"{self.place}.{name}" if self.place else name, value)

    def _list(self, name: str) -> list[Any]:
        value = self.raw(name)
        if not isinstance(value, list):
            raise self.wrong(Flaw.WRONG_TYPE, f"{name!r} must be a list, not {value!r}")
        return value

    def _of_type(self, kind: type[_T], called: str, name: str, default: _T | None) -> _T:
        if default is not None and not self.has(name):
            return default
        value = self.raw(name)
        if type(value) is not kind:
            raise self.wrong(Flaw.WRONG_TYPE, f"{name!r} must be {called}, not {value!r}")
        return value

    def _option(self, name: str, value: str, options: type[_E]) -> _E:
        if value not in set(options):
            known = ", ".join(options)
            raise self.wrong(Flaw.WRONG_VALUE, f"{name!r} is {value!r}, not one of {known}")
        return options(value)
