"""The verb that drops the read model and derives it again from the log."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, delete, select, text
from sqlalchemy.exc import DBAPIError

from commandline.environment import DatabaseSettings, read, short_engine
from commandline.errors import CommandFailed
from commandline.evidence import database_away
from commandline.output import AsJson, progress, say, say_json
from readmodel.projector import nominee_row, rows_of
from readmodel.tables import DECISION, DOSSIER, NOMINATION, NOMINEE, RECUSAL, SESSION, WORK_QUEUE
from store.errors import IntegrityViolation
from store.evidence import Snapshot
from store.folding import fold
from store.tables import DISCLOSURE
from tlog.leaf import parse_ts

_DERIVED: Final = (NOMINATION, NOMINEE, DOSSIER, SESSION, RECUSAL, DECISION, WORK_QUEUE)
_BATCH: Final = 500
"""Streams whose rows are written at a time."""
_NAME = "/candidate_name"
"""Where a drafted nomination holds its candidate's name."""

Rows = Mapping[Table, list[dict[str, object]]]


def rebuild(*, as_json: AsJson = False) -> None:
    """Xoá rồi dựng lại mọi bảng tra cứu từ nhật ký; hệ thống vẫn chạy, việc ghi chờ đến khi xong."""
    engine = short_engine(read(DatabaseSettings).database_url)
    try:
        counts = rebuild_rows(engine)
    except IntegrityViolation as error:
        raise CommandFailed(
            f"Chuỗi sự kiện bị đứt, không dựng lại: {error}", f"broken chain: {error}"
        ) from error
    except DBAPIError as error:
        raise database_away(error) from error
    if as_json:
        say_json(counts)
    else:
        say("Đã dựng lại: " + ", ".join(f"{name} {count}" for name, count in counts.items()) + ".")


def rebuild_rows(engine: Engine) -> dict[str, int]:
    """Derive every row again in one transaction; returns how many rows each table has.

    The lock keeps writers, who write these rows in the transaction of their events, out until it is done; so
    what is visible after it is complete.
    """
    counts = dict.fromkeys((table.name for table in _DERIVED), 0)
    with engine.begin() as connection:
        names = ", ".join(table.name for table in _DERIVED)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        for table in _DERIVED:
            connection.execute(delete(table))
        taken = Snapshot(connection)
        with progress() as shown:
            task = shown.add_task("Dựng lại từ nhật ký", total=taken.size())
            for leaves, rows in _derived(connection, taken):
                for table, entries in rows.items():
                    connection.execute(table.insert(), json.loads(json.dumps(entries)))
                    counts[table.name] += len(entries)
                shown.advance(task, leaves)
    return counts


def _derived(connection: Connection, taken: Snapshot) -> Iterator[tuple[int, Rows]]:
    """Batches of rows, each with the number of leaves it was folded from."""
    streams = ((name, list(leaves)) for name, leaves in groupby(taken.streams(), key=itemgetter(0)))
    while batch := _take(streams):
        rows: defaultdict[Table, list[dict[str, object]]] = defaultdict(list)
        first: dict[int, tuple[str, Any]] = {}
        for stream, leaves in batch:
            last = json.loads(leaves[-1][2])["accepted_at"]
            loaded = fold(stream, (data for _stream, _position, data in leaves))
            rows_of(stream, loaded, parse_ts(last), rows)
            first[leaves[0][1]] = (stream, loaded.state)
        rows[NOMINEE] += _names(connection, first)
        yield (
            sum(len(leaves) for _stream, leaves in batch),
            {table: kept for table, kept in rows.items() if kept},
        )


def _take(streams: Iterable[tuple[str, list[Any]]]) -> list[tuple[str, list[Any]]]:
    return [entry for _number, entry in zip(range(_BATCH), streams, strict=False)]


def _names(connection: Connection, first: Mapping[int, tuple[str, Any]]) -> list[dict[str, object]]:
    """The candidates' names that are still disclosed, by the position of the stream's first leaf."""
    query = select(DISCLOSURE.c.position, DISCLOSURE.c.value).where(
        DISCLOSURE.c.pointer == _NAME, DISCLOSURE.c.position.in_(first)
    )
    found = ((*first[row.position], row.value) for row in connection.execute(query))
    return [nominee_row(stream, name, state) for stream, state, name in found]
