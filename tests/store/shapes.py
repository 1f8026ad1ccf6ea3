"""Any value of a stored class, drawn by its annotations: every event and every command."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from domain.catalogue import COMMANDS, ENGINE_COMMANDS, EVENTS
from domain.values import Personal
from tlog.canonical import MAX_INTEGER

EVENT_CLASSES = {name: cls for name, (cls, _schema) in EVENTS.items()}
COMMAND_CLASSES = {
    f"{kind}.{name}": cls
    for registry in (COMMANDS, ENGINE_COMMANDS)
    for kind, commands in registry.items()
    for name, cls in commands.items()
}

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-MAX_INTEGER, MAX_INTEGER),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Personal: st.builds(Personal, st.text(max_size=12)),
}


@cache
def values_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation
    """Values that fit an annotation."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint):
        return _built(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _composed(hint)


def _built(cls: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(cls)
    return st.builds(cls, **{entry.name: values_of(hints[entry.name]) for entry in fields(cls)})


def _composed(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a union or a tuple
    arguments = get_args(hint)
    if get_origin(hint) in {Union, UnionType}:
        return st.one_of(*(st.none() if option is NoneType else values_of(option) for option in arguments))
    if arguments[-1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    return st.tuples(*map(values_of, arguments))
