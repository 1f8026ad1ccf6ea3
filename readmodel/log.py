"""The log as pages read it: single leaves, hashes for proofs, checkpoints, and the acts an auditor looks for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_ACTOR: Final = r"""substring(encode(substring(bytes FOR 400), 'escape') FROM '"actor":\{"id":"([^"]*)"')"""
"""As the index `leaf_actor` spells it."""
_UNIT: Final = (
    r"""substring(encode(substring(bytes FOR 400), 'escape') FROM '"role":"[^"]*","unit":"([^"]*)"')"""
)

_MOST_CHECKPOINTS: Final = 20
"""Checkpoints looked at for a leaf; only a forger makes more than the first one useless."""

_LEAF = text("SELECT position, stream, version, name, bytes FROM leaf WHERE position = :position")
_LAST_OF = text("""
    SELECT position FROM leaf WHERE stream = :stream AND name = :name ORDER BY version DESC LIMIT 1
""")
_HASHES = text("SELECT hash FROM leaf WHERE position >= :first AND position < :after ORDER BY position")
_CHECKPOINTS = text("SELECT size, note FROM checkpoint WHERE size > :position ORDER BY size LIMIT :most")
_STREAM = text("SELECT bytes FROM leaf WHERE stream = :stream ORDER BY version")
_REFUSED = text("""
    SELECT recorded_at, body FROM receipt WHERE stream = :stream AND position IS NULL ORDER BY recorded_at
""")
_ACTS = """
    SELECT position, stream, version, name, bytes, hash,
           (SELECT min(size) FROM checkpoint WHERE size > leaf.position) AS sealed_by
    FROM leaf WHERE position < :before {filters} ORDER BY position DESC LIMIT :limit
"""
_FILTERS: Final = {
    "actor": f"AND {_ACTOR} = :actor",
    "unit": f"AND {_UNIT} = :unit",
    "name": "AND name = :name",
    "since": "AND recorded_at >= :since",
    "until": "AND recorded_at < :until",
    "person": """AND stream IN (
        SELECT 'person-' || CAST(:person AS text)
        UNION ALL SELECT id FROM nomination WHERE candidate = :person
        UNION ALL SELECT DISTINCT dossier FROM nomination WHERE candidate = :person)""",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What acts an auditor looks for; None leaves a side open. Instants are aware, `until` is left out."""

    person: str | None = None
    actor: str | None = None
    unit: str | None = None
    name: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A recorded fact as a list shows it."""

    position: int
    stream: str
    version: int
    name: str
    accepted_at: str
    recorded_at: str
    actor: Mapping[str, str]
    command_id: str
    payload: Mapping[str, Any]
    leaf_hash: str
    sealed_by: int | None


def acts(engine: Engine, sought: Sought, *, before: int, limit: int) -> list[Act]:
    """Recorded facts below position `before`, newest first."""
    given = {side: value for side in _FILTERS if (value := getattr(sought, side)) is not None}
    query = text(_ACTS.format(filters=" ".join(_FILTERS[side] for side in given)))
    with engine.connect() as connection:
        rows = connection.execute(query, {**given, "before": before, "limit": limit}).all()
    return [_act(row) for row in rows]


def _act(row: Any) -> Act:  # noqa: ANN401 - a database row
    leaf = json.loads(row.bytes)
    return Act(
        row.position,
        row.stream,
        row.version,
        row.name,
        leaf["accepted_at"],
        leaf["recorded_at"],
        leaf["actor"],
        leaf["command_id"],
        leaf["payload"],
        row.hash.hex(),
        row.sealed_by,
    )


def leaf_at(engine: Engine, position: int) -> Row | None:
    """The leaf at that position."""
    with engine.connect() as connection:
        row = connection.execute(_LEAF, {"position": position}).mappings().one_or_none()
    return dict(row) if row is not None else None


def last_position(engine: Engine, stream: str, name: str) -> int | None:
    """Where the stream's last fact of that name lies."""
    with engine.connect() as connection:
        position: int | None = connection.scalar(_LAST_OF, {"stream": stream, "name": name})
    return position


def leaf_hashes(engine: Engine, first: int, after: int) -> Sequence[bytes]:
    """The leaf hashes that the table gives from one position up to another."""
    with engine.connect() as connection:
        return [bytes(found) for found in connection.scalars(_HASHES, {"first": first, "after": after})]


def checkpoints_over(engine: Engine, position: int) -> list[tuple[int, str]]:
    """Size and signed note of the first checkpoints that cover the position."""
    with engine.connect() as connection:
        rows = connection.execute(_CHECKPOINTS, {"position": position, "most": _MOST_CHECKPOINTS}).all()
    return [(row.size, row.note) for row in rows]


def stream_leaves(engine: Engine, stream: str) -> list[bytes]:
    """The bytes of a stream's leaves in version order."""
    with engine.connect() as connection:
        return [bytes(data) for data in connection.scalars(_STREAM, {"stream": stream})]


def refused(engine: Engine, stream: str) -> list[Row]:
    """The recorded answers on a stream that wrote nothing, in order: when and what was answered."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_REFUSED, {"stream": stream}).mappings()]
