"""A stream's history for people: every fact with who, in which role, when, and the personal fields still disclosed."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, bindparam, text

_HISTORY = text("""
    SELECT leaf.position, leaf.version, leaf.name, leaf.bytes, leaf.hash,
           (SELECT min(size) FROM checkpoint WHERE size > leaf.position) AS sealed_by
    FROM leaf WHERE leaf.stream = :stream ORDER BY leaf.version
""")
_DISCLOSED = text("SELECT position, pointer, value FROM disclosure WHERE position IN :positions").bindparams(
    bindparam("positions", expanding=True)
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One recorded fact. `sealed_by` is the size of the first checkpoint that covers it, if any."""

    position: int
    version: int
    name: str
    accepted_at: str
    recorded_at: str
    actor: Mapping[str, str]
    command_id: str
    payload: Mapping[str, Any]
    disclosed: Mapping[str, str]
    leaf_hash: str
    sealed_by: int | None


def history(engine: Engine, stream: str) -> list[HistoryEntry]:
    """Every fact of the stream in order; empty for an unknown one."""
    with engine.connect() as connection:
        rows = connection.execute(_HISTORY, {"stream": stream}).all()
        positions = [row.position for row in rows]
        found = connection.execute(_DISCLOSED, {"positions": positions}).all() if positions else []
    disclosed: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in found:
        disclosed[row.position][row.pointer] = row.value
    return [_entry(row, disclosed[row.position]) for row in rows]


def _entry(row: Any, disclosed: Mapping[str, str]) -> HistoryEntry:  # noqa: ANN401 - a database row
    leaf = json.loads(row.bytes)
    return HistoryEntry(
        row.position,
        row.version,
        row.name,
        leaf["accepted_at"],
        leaf["recorded_at"],
        leaf["actor"],
        leaf["command_id"],
        leaf["payload"],
        disclosed,
        row.hash.hex(),
        row.sealed_by,
    )
