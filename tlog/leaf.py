"""The leaf: one recorded fact as the bytes that are stored, chained and hashed.

Members of the canonical object, in their order: accepted_at, actor, command_id, format, name, payload, prev,
recorded_at, schema, stream, version. The actor has id, role and unit, and `on_behalf_of` only where somebody acted for
another: leaves from before that was possible are the same bytes. `prev` and `recorded_at` are known only to the
database while it holds the head of the log, so a leaf is also made in two steps: `split` before, `assemble` when they
are known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeGuard

from tlog import canonical
from tlog.canonical import NotCanonical, Value

FORMAT: Final = 1
GENESIS: Final = "0" * 64
"""`prev` of the first leaf of a stream."""


class MalformedLeaf(ValueError):  # noqa: N818 - named after what the bytes are
    """The bytes, or the parts offered to make them, are not a leaf of this format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acted: pseudonymous id, role and unit as they were at that moment; and for whom, empty where for nobody."""

    id: str
    role: str
    unit: str
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A leaf before the log has given it a predecessor and a time.

    `version` counts the stream's leaves from 1 without gaps, `schema` the versions of this event's payload.
    """

    stream: str
    version: int
    name: str
    schema: int
    payload: Mapping[str, Value]
    actor: Actor
    command_id: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Draft):
    """A leaf as it stands in the log; `prev` is the hex leaf hash of the stream's leaf before it."""

    prev: str
    recorded_at: datetime


def encode(leaf: Leaf) -> bytes:
    """Return the bytes of a leaf. Raises `MalformedLeaf` when they would not parse back."""
    _check_prev(leaf.prev)
    timed: dict[str, Value] = {"prev": leaf.prev, "recorded_at": format_ts(leaf.recorded_at)}
    return _encode(_before(leaf) | timed | _after(leaf))


def split(draft: Draft) -> tuple[bytes, bytes]:
    """Return what stands before `"prev"` and from `"schema"` on. Raises `MalformedLeaf`."""
    return _encode(_before(draft))[:-1] + b",", _encode(_after(draft))[1:]


def assemble(head: bytes, prev: str, recorded_at: str, tail: bytes) -> bytes:
    """Join the halves of `split` around the previous hash in hex and the time as `format_ts` writes it."""
    return b'%b"prev":"%b","recorded_at":"%b",%b' % (head, prev.encode(), recorded_at.encode(), tail)


def parse(data: bytes) -> Leaf:
    """Read a leaf from its bytes: the inverse of `encode`. Raises `MalformedLeaf` for anything else."""
    try:
        value = canonical.decode(data)
    except NotCanonical as error:
        raise MalformedLeaf(str(error)) from error
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise MalformedLeaf("not an object with the members of a leaf")
    if value["format"] is True or value["format"] != FORMAT:
        raise MalformedLeaf("not format 1")
    leaf = Leaf(
        stream=value["stream"],
        version=value["version"],
        name=value["name"],
        schema=value["schema"],
        payload=value["payload"],
        actor=_actor(value["actor"]),
        command_id=value["command_id"],
        accepted_at=parse_ts(value["accepted_at"]),
        prev=value["prev"],
        recorded_at=parse_ts(value["recorded_at"]),
    )
    _check(leaf)
    _check_prev(leaf.prev)
    return leaf


def format_ts(instant: datetime) -> str:
    """Write an instant as UTC `YYYY-MM-DDTHH:MM:SS.ffffffZ`. Raises `MalformedLeaf` when it has no zone."""
    if instant.tzinfo is None:
        raise MalformedLeaf("an instant without a zone")
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")[:26] + "Z"


def parse_ts(text: object) -> datetime:
    """Read an instant as `format_ts` writes it, and in no other spelling. Raises `MalformedLeaf`."""
    try:
        if isinstance(text, str) and _TS(text):
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedLeaf("an instant that never was") from error
    raise MalformedLeaf("not an instant in UTC with six digits after the second")


def _before(draft: Draft) -> dict[str, Value]:
    _check(draft)
    actor = draft.actor
    behalf: dict[str, Value] = {"on_behalf_of": actor.on_behalf_of} if actor.on_behalf_of else {}
    return {
        "accepted_at": format_ts(draft.accepted_at),
        "actor": {"id": actor.id, **behalf, "role": actor.role, "unit": actor.unit},
        "command_id": draft.command_id,
        "format": FORMAT,
        "name": draft.name,
        "payload": draft.payload,
    }


def _after(draft: Draft) -> dict[str, Value]:
    return {"schema": draft.schema, "stream": draft.stream, "version": draft.version}


def _encode(members: dict[str, Value]) -> bytes:
    try:
        return canonical.encode(members)
    except NotCanonical as error:
        raise MalformedLeaf(str(error)) from error


def _actor(value: object) -> Actor:
    if not isinstance(value, dict) or value.keys() - {_BEHALF} != _ACTOR_KEYS:
        raise MalformedLeaf("actor is not an object of id, role and unit")
    behalf = value.get(_BEHALF)
    if _BEHALF in value and not _text(behalf):
        raise MalformedLeaf("on_behalf_of is not non-empty text")
    return Actor(id=value["id"], role=value["role"], unit=value["unit"], on_behalf_of=behalf or "")


def _check(draft: Draft) -> None:
    """Refuse a field of the wrong type or form; run-time checks, for the parts come from outside."""
    actor = draft.actor
    if not (_text(draft.stream) and _text(draft.name)):
        raise MalformedLeaf("stream and name are not both non-empty text")
    if not (_text(actor.id) and _text(actor.role) and _text(actor.unit)):
        raise MalformedLeaf("actor's id, role and unit are not all non-empty text")
    if not (_ordinal(draft.version) and _ordinal(draft.schema)):
        raise MalformedLeaf("version and schema are not both integers from 1")
    if not (isinstance(draft.command_id, str) and _UUID(draft.command_id)):
        raise MalformedLeaf("command_id is not a UUID in lower case")
    if not isinstance(draft.payload, dict):
        raise MalformedLeaf("payload is not an object")


def _check_prev(prev: object) -> None:
    if not (isinstance(prev, str) and _HEX_HASH(prev)):
        raise MalformedLeaf("prev is not a hash in lower-case hex")


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _ordinal(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


_KEYS = frozenset(
    {"accepted_at", "actor", "command_id", "format", "name", "payload"}
    | {"prev", "recorded_at", "schema", "stream", "version"}
)
_ACTOR_KEYS = frozenset({"id", "role", "unit"})
_BEHALF = "on_behalf_of"
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
_TS = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}[.][0-9]{6}Z").fullmatch
_HEX_HASH = re.compile("[0-9a-f]{64}").fullmatch
