"""From pydantic's findings to items of our catalogue: a code, the field's JSON pointer, two sentences."""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails

from web.problems import sentences
from web.troubles import CATALOGUE

MOST_SHOWN = 20
"""Faults told at once: enough to mend a form, few enough to read."""

_MOST_POINTER = 200

_CODES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "field_missing",
        "extra_forbidden": "field_unknown",
        "string_too_long": "text_too_long",
        "string_too_short": "text_empty",
        "string_pattern_mismatch": "malformed_code",
        "enum": "not_a_choice",
        "literal_error": "not_a_choice",
        "greater_than_equal": "number_out_of_range",
        "less_than_equal": "number_out_of_range",
        "too_long": "list_too_long",
        "too_short": "list_too_short",
    }
)
_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "int": ("số nguyên", "integer"),
        "string": ("chuỗi ký tự", "string"),
        "bool": ("đúng/sai", "boolean"),
        "tuple": ("danh sách", "array"),
        "list": ("danh sách", "array"),
        "model": ("đối tượng JSON", "object"),
        "dict": ("đối tượng JSON", "object"),
    }
)


def items(errors: Iterable[ErrorDetails | Mapping[str, Any]], prefix: str = "") -> list[dict[str, Any]]:
    """An item for each finding, at most `MOST_SHOWN`."""
    return [_item(error, prefix) for _n, error in zip(range(MOST_SHOWN), errors, strict=False)]


def item(code: str, field: str, facts: Mapping[str, object]) -> dict[str, Any]:
    """One fault."""
    vi, en = sentences(code, facts)
    return {"code": code, "field": field, "detail": vi, "detail_en": en, "facts": dict(facts)}


def pointer(location: Sequence[int | str]) -> str:
    """The JSON pointer of a place (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "".join(f"/{step}" for step in steps)[:_MOST_POINTER]


def lone_surrogate(text: str) -> str | None:
    """The pointer of the first string that holds half a surrogate pair, in a JSON text that spells one."""
    try:
        return _find_surrogate(json.loads(text), ())
    except (ValueError, RecursionError):
        return None


def _find_surrogate(value: object, place: tuple[int | str, ...]) -> str | None:
    match value:
        case str() if any("\ud800" <= character <= "\udfff" for character in value):
            return pointer(place)
        case list():
            inner: Iterable[tuple[int | str, object]] = enumerate(value)
        case dict():
            inner = value.items()
        case _:
            return None
    found = (_find_surrogate(entry, (*place, step)) for step, entry in inner)
    return next((entry for entry in found if entry is not None), None)


def _item(error: ErrorDetails | Mapping[str, Any], prefix: str) -> dict[str, Any]:
    code, facts = _told(error["type"], error.get("ctx") or {})
    return item(code, prefix + pointer(error["loc"]), facts)


def _told(kind: str, context: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    """Our code and its facts; never the input itself."""
    if kind in _CODES:
        return _bounded(_CODES[kind], context)
    if kind in CATALOGUE:
        return kind, dict(context)
    if kind.startswith("date"):
        return "malformed_date", {}
    if kind.startswith("uuid") or (kind == "is_instance_of" and context.get("class") == "UUID"):
        return "malformed_uuid", {}
    stem = kind.partition("_")[0]
    if stem in _TYPES:
        return "wrong_type", {"expected": _TYPES[stem][0]}
    return "field_invalid", {}


def _bounded(code: str, context: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    bounds = [
        f"≥ {context['ge']}" if "ge" in context else "",
        f"≤ {context['le']}" if "le" in context else "",
    ]
    bound = " ".join(filter(None, bounds))
    if code == "number_out_of_range" and not isinstance(context.get("ge", context.get("le")), int):
        code = "date_out_of_range"
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return code, {"max_length": 0, "min_length": 0, **context, "bound": bound, "expected": expected}
