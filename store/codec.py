"""Plain frozen dataclasses to JSON values and back, by their annotations; personal fields go through a commitment.

Standard library only, because the offline auditor reads events with it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from domain.values import Personal
from tlog.disclosure import pointers
from tlog.leaf import format_ts, parse_ts

Commit = Callable[[str, str], Mapping[str, str]]
"""Takes a field's pointer and text, keeps the disclosure, returns the committed object."""
Disclosed = Mapping[str, str]
"""The known values of personal fields, by pointer."""

T = TypeVar("T")
_Encode = Callable[[Any, str, Commit], Any]
_Decode = Callable[[Any, str, Disclosed], Any]


class MalformedPayload(ValueError):  # noqa: N818 - named after what the payload is
    """A payload does not fit its class; the message names the field by pointer."""


def encode(value: object, commit: Commit | None = None) -> dict[str, Any]:
    """The JSON object of a dataclass. Without `commit` a value with personal fields raises `MalformedPayload`."""
    cls: Any = type(value)
    encoded: dict[str, Any] = _codec(cls)[0](value, "", commit or _refuse_personal)
    return encoded


def decode(cls: type[T], payload: object, disclosed: Disclosed | None = None) -> T:
    """The dataclass of a JSON object; undisclosed personal fields come back without a value."""
    hint: Any = cls
    decoded: T = _codec(hint)[1](payload, "", disclosed or {})
    return decoded


def _refuse_personal(pointer: str, _text: str) -> Mapping[str, str]:
    raise MalformedPayload(f"{pointer}: a personal field outside an event")


@cache
def _codec(hint: Any) -> tuple[_Encode, _Decode]:  # noqa: ANN401 - any annotation
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return _optional(hint)
    if origin is tuple:
        return _tuple(get_args(hint))
    if hint is Personal:
        return _encode_personal, _decode_personal
    if is_dataclass(hint):
        return _dataclass(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if hint is datetime:
        return _encode_instant, _decode_instant
    if hint is date:
        return _encode_date, _decode_date
    if hint in {str, int, bool}:
        return _plain(hint)
    raise TypeError(f"no codec for {hint}")


def _encode_personal(value: Personal, pointer: str, commit: Commit) -> object:
    return commit(pointer, value.value or "")


def _decode_personal(value: object, pointer: str, disclosed: Disclosed) -> Personal:
    if not (isinstance(value, dict) and any(place == "" for place, _digest in pointers(value))):
        raise MalformedPayload(f"{pointer}: not a committed field")
    return Personal(disclosed.get(pointer))


def _encode_instant(value: datetime, _pointer: str, _commit: Commit) -> str:
    return format_ts(value)


def _decode_instant(value: object, pointer: str, _disclosed: Disclosed) -> datetime:
    try:
        return parse_ts(value)
    except ValueError as error:
        raise MalformedPayload(f"{pointer}: {error}") from error


def _encode_date(value: date, _pointer: str, _commit: Commit) -> str:
    return value.isoformat()


def _decode_date(value: object, pointer: str, _disclosed: Disclosed) -> date:
    try:
        day = date.fromisoformat(value)  # type: ignore[arg-type] # its TypeError is part of the check
    except (TypeError, ValueError) as error:
        raise MalformedPayload(f"{pointer}: not a date") from error
    if day.isoformat() != value:  # ISO 8601 spells a day in other ways too
        raise MalformedPayload(f"{pointer}: not a date")
    return day


def _plain(hint: type) -> tuple[_Encode, _Decode]:
    def decode_plain(value: object, pointer: str, _disclosed: Disclosed) -> object:
        if type(value) is not hint:
            raise MalformedPayload(f"{pointer}: not {hint.__name__}")
        return value

    return (lambda value, _pointer, _commit: value), decode_plain


def _enum(hint: type[Enum]) -> tuple[_Encode, _Decode]:
    members = {member.value: member for member in hint}

    def decode_enum(value: Any, pointer: str, _disclosed: Disclosed) -> Enum:  # noqa: ANN401 - any JSON
        try:
            return members[value]
        except (KeyError, TypeError) as error:
            raise MalformedPayload(f"{pointer}: not one of {list(members)}") from error

    return (lambda value, _pointer, _commit: value.value), decode_enum


def _optional(hint: Any) -> tuple[_Encode, _Decode]:  # noqa: ANN401 - a union annotation
    options = [option for option in get_args(hint) if option is not NoneType]
    if len(options) != 1:
        raise TypeError(f"only X | None is stored, not {hint}")
    inner_encode, inner_decode = _codec(options[0])

    def encode_optional(value: object, pointer: str, commit: Commit) -> object:
        return None if value is None else inner_encode(value, pointer, commit)

    def decode_optional(value: object, pointer: str, disclosed: Disclosed) -> object:
        return None if value is None else inner_decode(value, pointer, disclosed)

    return encode_optional, decode_optional


def _tuple(hints: tuple[Any, ...]) -> tuple[_Encode, _Decode]:
    return _many(hints[0]) if hints[-1] is Ellipsis else _fixed(hints)


def _many(hint: Any) -> tuple[_Encode, _Decode]:  # noqa: ANN401 - any annotation
    """Any number of one kind; most lists are empty or hold plain values."""
    plain, (encode_item, decode_item) = _plain_type(hint), _codec(hint)

    def encode_many(values: Any, pointer: str, commit: Commit) -> list[object]:  # noqa: ANN401
        if not isinstance(values, (list, tuple)):
            raise MalformedPayload(f"{pointer}: not a list")
        return [encode_item(value, f"{pointer}/{n}", commit) for n, value in enumerate(values)]

    def decode_many(values: object, pointer: str, disclosed: Disclosed) -> tuple[object, ...]:
        if not isinstance(values, list):
            raise MalformedPayload(f"{pointer}: not a list")
        if not values:
            return ()
        return tuple(
            [
                value if type(value) is plain else decode_item(value, f"{pointer}/{n}", disclosed)
                for n, value in enumerate(values)
            ]
        )

    return encode_many, decode_many


def _fixed(hints: tuple[Any, ...]) -> tuple[_Encode, _Decode]:
    codecs = [_codec(hint) for hint in hints]

    def checked(values: Any, pointer: str) -> Iterator[tuple[tuple[_Encode, _Decode], Any, str]]:  # noqa: ANN401
        if not isinstance(values, (list, tuple)) or len(codecs) != len(values):
            raise MalformedPayload(f"{pointer}: not a list of the right length")
        places = (f"{pointer}/{n}" for n in range(len(codecs)))
        return zip(codecs, values, places, strict=True)

    def encode_fixed(values: Any, pointer: str, commit: Commit) -> list[object]:  # noqa: ANN401
        return [codec[0](value, place, commit) for codec, value, place in checked(values, pointer)]

    def decode_fixed(values: Any, pointer: str, disclosed: Disclosed) -> tuple[object, ...]:  # noqa: ANN401
        if not isinstance(values, list):
            raise MalformedPayload(f"{pointer}: not a list")
        return tuple([codec[1](value, place, disclosed) for codec, value, place in checked(values, pointer)])

    return encode_fixed, decode_fixed


def _plain_type(hint: Any) -> type | None:  # noqa: ANN401 - any annotation
    """The type whose values are stored as they are, so that decoding one needs no call: most of them are."""
    return hint if hint in {str, int, bool} else None


def _dataclass(cls: Any) -> tuple[_Encode, _Decode]:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(cls)
    members = [
        (entry.name, f"/{entry.name}", _plain_type(hints[entry.name]), *_codec(hints[entry.name]))
        for entry in fields(cls)
    ]
    names = frozenset(name for name, *_rest in members)

    def encode_dataclass(value: object, pointer: str, commit: Commit) -> dict[str, object]:
        return {
            name: encode_member(getattr(value, name), pointer + place, commit)
            for name, place, _plain, encode_member, _decode in members
        }

    def decode_dataclass(value: object, pointer: str, disclosed: Disclosed) -> object:
        if not isinstance(value, dict) or value.keys() != names:
            raise MalformedPayload(f"{pointer or '/'}: not the members of {cls.__name__}")
        return cls(
            *[
                item
                if type(item := value[name]) is plain
                else decode_member(item, pointer + place, disclosed)
                for name, place, plain, _encode, decode_member in members
            ]
        )

    return encode_dataclass, decode_dataclass
