"""Dataclasses and enums as Markdown: what the generated pages of docs/ share."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.labels import OUTCOMES, ROLES, RUNGS, STEPS
from domain.values import Personal

GENERATED = "<!-- Written by `python -m scripts.make_docs`; edit the sources, not this page. -->"

_PLAIN: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "date, `YYYY-MM-DD`",
    datetime: "instant, UTC",
    Personal: "personal text (committed by digest, disclosed beside the leaf)",
}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "Outcome": OUTCOMES,
    "Phase": STEPS,
    "Role": ROLES,
    "Rung": RUNGS,
    "Stage": STEPS,
    "Step": STEPS,
}
"""The Vietnamese words of an enum's values, by the enum's name."""


def docstring(cls: type) -> str:
    """The class's docstring as Markdown paragraphs."""
    return inspect.getdoc(cls) or ""


def wording(hint: Any) -> str:  # noqa: ANN401 - any annotation
    """An annotation in words; a type of ours becomes a link to its section on the same page."""
    options = get_args(hint)
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return f"{wording(_present(options))}, or nothing"
    if origin is tuple and options[-1] is Ellipsis:
        return f"list of {wording(options[0])}"
    if origin is tuple:
        return "pair of " + " and ".join(wording(option) for option in options)
    if hint in _PLAIN:
        return _PLAIN[hint]
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def fields_table(cls: type) -> Iterator[str]:
    """The fields of a dataclass as a table; one line that says so when it has none."""
    members = fields(cls) if is_dataclass(cls) else ()
    if not members:
        yield "No fields."
        return
    hints = get_type_hints(cls)
    yield "| field | type | default |"
    yield "| --- | --- | --- |"
    for member in members:
        yield f"| `{member.name}` | {wording(hints[member.name])} | {_default(member)} |"


def value_sections(classes: Iterable[type]) -> Iterator[str]:
    """A section for every type of ours that these classes use, by name."""
    used: dict[str, type] = {}
    for cls in classes:
        _collect(cls, used)
    for name in sorted(used):
        yield from _value_section(used[name])


def _value_section(cls: type) -> Iterator[str]:
    yield from ("", f"### {cls.__name__}", "", docstring(cls), "")
    if issubclass(cls, Enum):
        labels = _LABELS.get(cls.__name__, {})
        yield from (_enum_line(str(member.value), labels) for member in cls)
    else:
        yield from fields_table(cls)


def _enum_line(value: str, labels: Mapping[str, str]) -> str:
    label = labels.get(value)
    return f"- `{value}`: {label}" if label else f"- `{value}`"


def _collect(cls: type, used: dict[str, type]) -> None:
    """Add the types that a dataclass's fields use, and theirs."""
    for hint in get_type_hints(cls).values() if is_dataclass(cls) else ():
        for found in _ours(hint):
            known = used.setdefault(found.__name__, found)
            if known is not found:
                raise ValueError(f"two types are called {found.__name__}: they need two sections")
            _collect(found, used)


def _ours(hint: Any) -> Iterator[type]:  # noqa: ANN401 - any annotation
    options = get_args(hint)
    if options:
        for option in options:
            yield from _ours(option)
    elif hint not in _PLAIN and hint not in {NoneType, Ellipsis}:
        yield hint


def _present(options: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any annotation
    (present,) = (option for option in options if option is not NoneType)
    return present


def _default(member: "Field[Any]") -> str:
    if member.default is MISSING:
        return "" if member.default_factory is MISSING else "empty"
    if isinstance(member.default, Enum):
        return f"`{member.default.value}`"
    empty = {None: "nothing", "": "empty", (): "empty"}
    return empty.get(member.default, f"`{member.default}`")
