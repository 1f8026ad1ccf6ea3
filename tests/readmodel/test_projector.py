"""Rows are derived: thrown away and rebuilt from the log, they are the same rows."""

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import Engine, Table

from commandline.environment import short_engine
from commandline.rebuild import rebuild_rows
from embedded.testing import Database
from readmodel.projector import Row, nominee_row, project, rows_of
from readmodel.tables import NOMINEE
from store.event_store import EventStore
from tests.domain.given import World
from tests.domain.office import (
    DOSSIER,
    LINE,
    MEMBERS,
    SESSION,
    UNITS,
    attend,
    ballots,
    draft,
    line,
    open_voting,
    submit,
    withdraw,
)
from tests.readmodel.rows import convened
from tests.store.desk import READ_MODEL, Desk, ask, contents
from tests.store.scenario import play

LAST_ACCEPTED = """
    SELECT DISTINCT ON (stream) stream, convert_from(bytes, 'UTF8')::json ->> 'accepted_at'
    FROM leaf ORDER BY stream, version DESC
"""
NAMES = """
    SELECT stream, value FROM leaf JOIN disclosure USING (position)
    WHERE name = 'nomination.drafted' AND pointer = '/candidate_name'
"""


def rebuilt(engine: Engine) -> dict[Table, list[Row]]:
    """Every row again, from the log alone."""
    accepted_at = {stream: datetime.fromisoformat(str(at)) for stream, at in ask(engine, LAST_ACCEPTED)}
    rows: defaultdict[Table, list[Row]] = defaultdict(list)
    found = EventStore(engine).load(map(str, accepted_at))
    for stream, loaded in found.items():
        rows_of(stream, loaded, accepted_at[stream], rows)
    rows[NOMINEE] += [nominee_row(stream, name, found[stream].state) for stream, name in ask(engine, NAMES)]
    return rows


def write(engine: Engine, table: Table, rows: list[Row]) -> None:
    recordset = f"jsonb_populate_recordset(CAST(NULL AS {table.name}), CAST(:rows AS jsonb))"
    ask(engine, f"INSERT INTO {table.name} SELECT * FROM {recordset}", rows=json.dumps(rows))  # noqa: S608


def test_rows_rebuilt_from_the_log_are_the_rows_that_stood_there(engine: Engine) -> None:
    play(Desk(engine))
    before = contents(engine, READ_MODEL)
    assert all(before.values()), "the year leaves no table empty"
    for name in READ_MODEL:
        ask(engine, f"DELETE FROM {name}")  # noqa: S608
    for table, rows in rebuilt(engine).items():
        write(engine, table, rows)
    assert contents(engine, READ_MODEL) == before


def test_rows_rebuilt_while_a_vote_runs_name_who_still_owes_one(engine: Engine, database: Database) -> None:
    desk = Desk(engine)
    desk.given(*convened(1), attend(), open_voting(), *ballots(voters=("member-an",)))
    before = contents(engine, READ_MODEL)
    assert ask(engine, "SELECT people FROM work_queue WHERE stream = :stream", stream=SESSION) == [
        (sorted(set(MEMBERS) - {"member-an"}),)
    ]
    rebuild_rows(short_engine(database.app_url))
    assert contents(engine, READ_MODEL) == before


def test_version_of_every_row_is_that_of_its_stream(year: Engine) -> None:
    versions = dict(ask(year, "SELECT stream, max(version) FROM leaf GROUP BY stream"))
    for table, key in (("nomination", "id"), ("dossier", "id"), ("session", "id"), ("decision", "id")):
        shown = ask(year, f"SELECT {key}, version FROM {table}")  # noqa: S608
        assert shown == [(stream, versions[stream]) for stream, _version in shown]
    shown = ask(year, "SELECT stream, version FROM work_queue")
    assert shown == [(stream, versions[stream]) for stream, _version in shown]
    assert len(shown) == len(
        [stream for stream in versions if not str(stream).startswith(("unit", "person", "roll", "council"))]
    )


def test_change_to_the_register_has_no_rows() -> None:
    order = UNITS[0]
    assert project(World().run(order), order.accepted_at) == {}


def test_withdrawn_line_frees_its_candidate_for_the_award(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(line("cb-001"), line("cb-002")), submit(), withdraw(LINE))
    assert ask(engine, "SELECT candidate, live FROM nomination ORDER BY id") == [
        ("cb-001", False),
        ("cb-002", True),
    ]
    assert ask(engine, "SELECT lines, dossier.step FROM dossier WHERE id = :id", id=DOSSIER) == [
        (2, "submitted")
    ]
