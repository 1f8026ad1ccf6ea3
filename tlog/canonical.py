"""Canonical JSON: one value, one byte string (RFC 8785).

The value space is narrower than JSON on purpose: objects with ASCII keys, arrays, strings, booleans, null
and the integers that every JSON reader holds exactly. Without floats the number rules of RFC 8785 section
3.2.2.3 vanish; with ASCII keys the order by UTF-16 code units of section 3.2.3 is the order by code point.
What is left is what `json` writes when it sorts its keys and leaves out its spaces.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

Value: TypeAlias = "Mapping[str, Value] | Sequence[Value] | str | int | bool | None"

MAX_INTEGER = 2**53 - 1
"""The largest integer an IEEE 754 double holds exactly, with all below it (RFC 7493 section 2.2)."""
MAX_DEPTH = 64
"""How deep arrays and objects may nest: what one reader takes, no other may find too deep."""


class NotCanonical(ValueError):  # noqa: N818 - named after what the bytes or the value are
    """The value has no canonical form here, or the bytes are not the canonical form of any value."""


def encode(value: Value) -> bytes:
    """Return the canonical bytes of a value made of dict, list or tuple, str, int, bool and None.

    Raises `NotCanonical` for a float, an integer beyond `MAX_INTEGER`, a key that is not ASCII text, a lone
    surrogate, nesting beyond `MAX_DEPTH`, or any other type.
    """
    _check(value, MAX_DEPTH)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate") from error


def decode(data: bytes) -> Value:
    """Return the value whose canonical form is exactly these bytes: the inverse of `encode`.

    Raises `NotCanonical` for everything else: bytes that are not UTF-8 or not JSON, a float, a repeated or
    misplaced key, a space, an escape that is not the shortest.
    """
    try:
        text = data.decode()
        value: Value = _DECODER.decode(text)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8") from error
    if not _surely_within_bounds(data):
        _check(value, MAX_DEPTH)
    if _ENCODER.encode(value) != text:
        raise NotCanonical("JSON, but not in its canonical form")
    return value


def _surely_within_bounds(data: bytes) -> bool:
    """Tell, without a walk, that canonical JSON has ASCII keys and cannot be too deep; false may be wrong."""
    return data.isascii() and data.count(b"{") + data.count(b"[") <= MAX_DEPTH


def _check(value: object, levels: int) -> None:
    """Refuse what lies outside the value space or deeper; subclasses count as their base."""
    if isinstance(value, str) or value is None:
        return
    if isinstance(value, int):
        _bounded(value)
    elif levels == 0:
        raise NotCanonical("nested too deeply, or not of a JSON type")
    elif isinstance(value, dict):
        for key, member in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical("a key that is not ASCII text")
            if type(member) is not str:  # most members are text: spare the call
                _check(member, levels - 1)
    elif isinstance(value, (list, tuple)):
        for member in value:
            _check(member, levels - 1)
    else:
        raise NotCanonical(f"a {type(value).__name__}")


def _bounded(number: int) -> int:
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise NotCanonical("an integer beyond 2^53 - 1")
    return number


def _integer(text: str) -> int:
    return _bounded(int(text))


def _refuse_number(text: str) -> NoReturn:
    raise NotCanonical(f"a number that is not an integer: {text[:32]}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_refuse_number, parse_constant=_refuse_number)
