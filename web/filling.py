"""From the fields of a page's form to the JSON of a command, by the types of the command's dataclass.

A field of a command has its own name; one of a nested value, a dotted one: `reason`, `claims.rating`,
`answers.0.reason`. A list of plain values is one name given several times (checkboxes); a row of a list that was left
blank altogether is not there. Text that is no number, date or choice is handed on as it is, for the form to refuse.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from web.asked import day_of

Fields = Mapping[str, Sequence[str]]
"""What a form sent: each name with its values, in order."""

_NUMBER = re.compile("-?[0-9]{1,18}").fullmatch
_CHECKED: Final = {"on", "1", "true"}
_LEFT_OUT: Final = object()


@dataclass(slots=True)
class Filled:
    """A command as JSON, and for each of its JSON pointers the field of the form that it came from."""

    command: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def field_at(self, pointer: str) -> str:
        """The form's field for a place in the command, or in the value that it lies in."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer, "")


def fill(command: type, given: Fields) -> Filled:
    """The command's JSON as far as the fields give it."""
    filled = Filled()
    value = _record(command, given, "", "", filled.places)
    filled.command = value if isinstance(value, dict) else {}
    return filled


def _value(hint: Any, given: Fields, name: str, pointer: str, places: dict[str, str]) -> Any:  # noqa: ANN401
    """The value of one field by its type, or `_LEFT_OUT`."""
    places[pointer] = name
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        (inner,) = (option for option in get_args(hint) if option is not NoneType)
        value = _value(inner, given, name, pointer, places)
        return None if value is _LEFT_OUT or value == "" else value
    if origin is tuple:
        return _list(get_args(hint), given, name, pointer, places)
    if is_dataclass(hint):
        return _record(hint, given, f"{name}.", pointer, places)
    if hint is bool:
        return _last(given, name) in _CHECKED
    return _plain(hint, _last(given, name))


def _record(cls: Any, given: Fields, prefix: str, pointer: str, places: dict[str, str]) -> Any:  # noqa: ANN401
    if prefix and not any(name.startswith(prefix) for name in given):
        return _LEFT_OUT
    hints = get_type_hints(cls)
    found = {
        entry.name: _value(hints[entry.name], given, prefix + entry.name, f"{pointer}/{entry.name}", places)
        for entry in fields(cls)
    }
    return {
        entry.name: found[entry.name]
        for entry in fields(cls)
        if found[entry.name] is not _LEFT_OUT and not _blank_default(entry, found[entry.name])
    }


def _blank_default(entry: Field[Any], value: object) -> bool:
    """A field left blank takes the command's own default where there is one."""
    return value == "" and entry.default is not MISSING


def _list(
    hints: tuple[Any, ...], given: Fields, name: str, pointer: str, places: dict[str, str]
) -> list[Any]:
    numbers = _rows(given, name)
    if not numbers:
        plain = [value for value in given.get(name, ()) if value.strip()]
        places.update({f"{pointer}/{place}": name for place in range(len(plain))})
        return [_plain(hints[0], value) for value in plain]
    kept = [number for number in numbers if _written(given, f"{name}.{number}")]
    return [
        _value(hints[0], given, f"{name}.{number}", f"{pointer}/{place}", places)
        for place, number in enumerate(kept)
    ]


def _rows(given: Fields, name: str) -> list[int]:
    """The numbers of the rows that were sent for a list, in order."""
    heads = {
        entry.removeprefix(f"{name}.").partition(".")[0] for entry in given if entry.startswith(f"{name}.")
    }
    return sorted(int(head) for head in heads if head.isascii() and head.isdigit() and len(head) < 5)  # noqa: PLR2004


def _written(given: Fields, row: str) -> bool:
    return any(
        value.strip()
        for name, values in given.items()
        if name == row or name.startswith(f"{row}.")
        for value in values
    )


def _plain(hint: Any, text: str | None) -> Any:  # noqa: ANN401
    if text is None:
        return _LEFT_OUT
    if hint is int:
        return int(text) if _NUMBER(text) else text or _LEFT_OUT
    if hint is date:
        found = day_of(text)
        return found.isoformat() if found else text or _LEFT_OUT
    return text


def _last(given: Fields, name: str) -> str | None:
    values = given.get(name)
    return values[-1].strip() if values else None
