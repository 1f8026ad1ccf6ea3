"""Streams in PostgreSQL: load and verify, append with everything that belongs to it in one statement.

Reading is one statement and writing is one statement, each its own transaction: two round trips a command, or one
where this process remembers the stream: the append itself finds out whether what is remembered still stands.
A stream that this process folded before is read from its last known leaf on.
The unique key (stream, version) is the optimistic lock, the receipt's key the idempotency.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from psycopg.errors import DataError, UniqueViolation
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError

from domain.execution import Loaded
from store.batch import Batch, Half
from store.codec import MalformedPayload
from store.errors import AlreadyAnswered, IntegrityViolation, UniquenessTaken, VersionConflict
from store.folding import Memory

Rows = Mapping[Table, Sequence[Mapping[str, object]]]
"""Read-model rows to write, by table."""

_STORED = "array_agg(int4send(version) || hash || bytes ORDER BY version)"
"""What the table says of each leaf goes before its bytes: see `store.folding`."""

_BEGIN = f"""
    SELECT (SELECT jsonb_build_object('fingerprint', encode(fingerprint, 'hex'), 'body', body,
                                      'position', position, 'recorded_at', recorded_at)
            FROM receipt WHERE command_id = %(command_id)s),
           (SELECT {_STORED} FROM leaf WHERE stream = %(stream)s AND version >= %(known)s)
"""  # noqa: S608 - a constant of ours
_LOAD = f"""
    SELECT stream, {_STORED} FROM leaf
    JOIN unnest(CAST(%(streams)s AS text[]), CAST(%(known)s AS int[])) AS asked (stream, known) USING (stream)
    WHERE version >= known GROUP BY stream
"""  # noqa: S608 - as above
_ANSWER = """
    INSERT INTO receipt (command_id, stream, fingerprint, body)
    VALUES (%(command_id)s, %(stream)s, %(fingerprint)s, CAST(%(body)s AS jsonb))
    RETURNING recorded_at
"""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt's row: what was asked (as a fingerprint) and what was answered."""

    fingerprint: bytes
    body: dict[str, Any]
    position: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt to write: key, stream, fingerprint of what was asked, JSON body."""

    command_id: str
    stream: str
    fingerprint: bytes
    body: Mapping[str, object]


class EventStore:
    """The streams behind an engine in autocommit, or behind one connection of it while it is `held`."""

    def __init__(self, database: Engine | Connection, memory: Memory | None = None) -> None:
        self._database = database
        self._memory = memory or Memory()

    @contextmanager
    def held(self) -> Iterator["EventStore"]:
        """The same store on one connection, for the statements of one command."""
        with self._connection() as connection:
            yield EventStore(connection, self._memory)

    def begin(self, command_id: str, stream: str) -> tuple[StoredReceipt | None, Loaded]:
        """The receipt already given to this command, if any, and the stream.

        Raises `IntegrityViolation`, or `MalformedPayload` for an id that the database cannot take.
        """
        known = self._memory.recall(stream)
        parameters = {"command_id": command_id, "stream": stream, "known": known.version}
        receipt, leaves = self._one(_BEGIN, parameters)
        return _stored_receipt(receipt), self._memory.fold(stream, known, leaves or ())

    def remembered(self, stream: str) -> Loaded | None:
        """The stream as this process folded it last, if it did; other processes may have gone on since."""
        known = self._memory.known(stream)
        return Loaded(known.version, known.state) if known else None

    def load(self, streams: Iterable[str]) -> dict[str, Loaded]:
        """Many streams in one round trip; an absent one comes back empty. Raises `IntegrityViolation`."""
        known = {stream: self._memory.recall(stream) for stream in streams}
        if not known:
            return {}
        parameters = {"streams": list(known), "known": [folded.version for folded in known.values()]}
        with _named_errors(), self._connection() as connection:
            rows = connection.exec_driver_sql(_LOAD, parameters).all()
        found: dict[str, list[bytes]] = {row[0]: row[1] for row in rows}
        return {
            stream: self._memory.fold(stream, folded, found.get(stream, ()))
            for stream, folded in known.items()
        }

    def append(self, batch: Batch, answer: Answer, rows: Rows) -> tuple[int, datetime]:
        """Append leaves, disclosures, read-model rows and the receipt: all or nothing.

        Returns the first leaf's position and `recorded_at`. Raises `VersionConflict`, `AlreadyAnswered`,
        `UniquenessTaken`, `IntegrityViolation` where a leaf before the batch is not the one known here, or
        `MalformedPayload` for a value that its column cannot hold.
        """
        tables = tuple(table for table, entries in rows.items() if entries)
        parameters = {
            "leaves": _json([self._placed(leaf) for leaf in batch.leaves]),
            "disclosures": _json(batch.disclosures),
            **_answer_parameters(answer),
            **{f"rows_{table.name}": _json(list(rows[table])) for table in tables},
        }
        position, recorded_at = self._one(_append_statement(tables), parameters)
        self._memory.extend(batch, recorded_at)
        return position, recorded_at

    def _placed(self, leaf: Half) -> dict[str, object]:
        """The leaf as `append_leaves` takes it, with the hash that its predecessor must have, if it is known here."""
        known = self._memory.known(leaf.stream)
        return {
            "stream": leaf.stream,
            "version": leaf.version,
            "name": leaf.name,
            "head": leaf.head.decode(),
            "tail": leaf.tail.decode(),
            "after": known.head if known and known.version == leaf.version - 1 else None,
        }

    def answer(self, answer: Answer) -> datetime:
        """Write a receipt alone, of a refusal or of a command that changes nothing. Raises `AlreadyAnswered`."""
        (recorded_at,) = self._one(_ANSWER, _answer_parameters(answer))
        return cast("datetime", recorded_at)

    def _connection(self) -> AbstractContextManager[Connection]:
        return (
            nullcontext(self._database)
            if isinstance(self._database, Connection)
            else self._database.connect()
        )

    def _one(self, statement: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
        with _named_errors(), self._connection() as connection:
            return tuple(connection.exec_driver_sql(statement, parameters).one())


def _answer_parameters(answer: Answer) -> dict[str, object]:
    return {
        "command_id": answer.command_id,
        "stream": answer.stream,
        "fingerprint": answer.fingerprint,
        "body": _json(answer.body),
    }


def _stored_receipt(row: dict[str, Any] | None) -> StoredReceipt | None:
    if row is None:
        return None
    return StoredReceipt(
        bytes.fromhex(row["fingerprint"]),
        row["body"],
        row["position"],
        datetime.fromisoformat(row["recorded_at"]),
    )


@lru_cache
def _append_statement(tables: tuple[Table, ...]) -> str:
    """One statement for leaves, receipt and the rows of these tables.

    Every part reads `appended`, so the log's head is locked before any other row: writers queue there and
    cannot deadlock behind it.
    """
    upserts = "".join(f", {table.name}_rows AS ({_upsert(table)})" for table in tables)
    return f"""
        WITH appended AS MATERIALIZED (
            SELECT * FROM append_leaves(
                CAST(%(leaves)s AS json), CAST(%(disclosures)s AS json), CAST(%(command_id)s AS uuid))
        ), receipted AS (
            INSERT INTO receipt (command_id, stream, fingerprint, body, position, recorded_at)
            SELECT CAST(%(command_id)s AS uuid), %(stream)s, CAST(%(fingerprint)s AS bytea),
                   CAST(%(body)s AS jsonb), first_position, recorded FROM appended
        ){upserts}
        SELECT first_position, recorded FROM appended
    """  # noqa: S608 - only table and column names of our own metadata


def _upsert(table: Table) -> str:
    columns = [column.name for column in table.columns]
    key = [column.name for column in table.primary_key]
    updates = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name not in key)
    names = ", ".join(columns)
    given = ", ".join(f"given.{name}" for name in columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {given} FROM appended, "  # noqa: S608 - as above
        f"jsonb_populate_recordset(CAST(NULL AS {table.name}), CAST(%(rows_{table.name})s AS jsonb)) AS given "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"
    )


class _named_errors:  # noqa: N801 - reads as a block
    """Turn the driver's errors that have a meaning here into ours."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        """Raise the named error, from the driver's."""
        if not isinstance(error, DBAPIError) or error.orig is None:
            return
        match getattr(error.orig, "sqlstate", ""):
            case "MB001":
                raise VersionConflict from error
            case "MB002":
                raise IntegrityViolation(str(error.orig).partition("\n")[0]) from error
        if isinstance(error.orig, UniqueViolation):
            raise _taken(error.orig) from error
        if isinstance(error.orig, DataError):
            raise MalformedPayload(f"a value that the database cannot hold: {error.orig}") from error


def _taken(error: UniqueViolation) -> Exception:
    index = error.diag.constraint_name or ""
    match index:
        case "leaf_stream_version_key":
            return VersionConflict()
        case "receipt_pkey":
            return AlreadyAnswered()
        case "leaf_pkey" | "disclosure_pkey":
            return IntegrityViolation(f"the head of the log does not fit its leaves: {index}")
        case _:
            said = error.diag.message_detail or ""  # Key (columns)=(values) already exists.
            return UniquenessTaken(index, said.partition(")=(")[2].rpartition(")")[0])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
