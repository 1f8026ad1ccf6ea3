"""Old payloads to the present schema: pure functions, chained version by version, applied after verification."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.catalogue import EVENTS

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}
"""(stored name, schema) -> the payload in schema + 1. Entries are added, never removed: the leaves stay for ever."""


class UnknownEvent(ValueError):  # noqa: N818 - named after what the event is
    """The store holds an event that this release does not know."""


def upcast(
    name: str,
    schema: int,
    payload: dict[str, Any],
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    present: Mapping[str, tuple[type, int]] = EVENTS,
) -> tuple[type, dict[str, Any]]:
    """The event's class and its payload in the present schema; raises `UnknownEvent`."""
    if name not in present:
        raise UnknownEvent(f"{name} is not in the catalogue")
    cls, current = present[name]
    for version in range(schema, current):
        if (name, version) not in upcasters:
            raise UnknownEvent(f"{name} has no upcaster from schema {version}")
        payload = upcasters[name, version](payload)
    if schema > current:
        raise UnknownEvent(f"{name} has schema {schema}, newer than {current}")
    return cls, payload
