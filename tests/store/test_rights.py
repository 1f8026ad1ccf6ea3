"""What the application's role may do to the evidence: call `append_leaves`, and read. PostgreSQL refuses the rest."""

import json
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from audit.verify import verify
from store.errors import IntegrityViolation
from store.event_store import EventStore
from tests.domain.office import LINE, UNITS, draft, submit
from tests.store.desk import EVIDENCE, READ_MODEL, Desk, ask, contents, register_person
from tests.store.live import ORIGIN, SIGNER, live, sealer
from tlog.leaf import GENESIS

LEAF = "INSERT INTO leaf SELECT 99, stream, 99, name, bytes, hash, recorded_at, command_id FROM leaf LIMIT 1"
DISCLOSURE = "INSERT INTO disclosure VALUES (0, '/forged', 'salt', 'value')"
APPEND = "SELECT first_position FROM append_leaves(CAST(:leaves AS json), CAST(:opened AS json), CAST(:id AS uuid))"

WRITING = {
    "leaf": (LEAF, "UPDATE leaf SET name = name", "DELETE FROM leaf"),
    "disclosure": (DISCLOSURE, "UPDATE disclosure SET value = ''", "DELETE FROM disclosure"),
    "log_head": (
        "INSERT INTO log_head VALUES (0, now())",
        "UPDATE log_head SET size = 0",
        "DELETE FROM log_head",
    ),
    "receipt": ("UPDATE receipt SET body = '{}'", "DELETE FROM receipt"),
    "reading": (
        "INSERT INTO reading (account, act, path, query, read_at) VALUES ('x', 'read', '/', '', now())",
        "UPDATE reading SET account = ''",
        "DELETE FROM reading",
    ),
    "paper_content": (
        "INSERT INTO paper_content (sha256, size_bytes, format, stored_at) VALUES ('', 1, 'pdf', now())",
        "UPDATE paper_content SET format = 'pdf'",
        "DELETE FROM paper_content",
    ),
    "paper_chunk": ("UPDATE paper_chunk SET bytes = ''", "DELETE FROM paper_chunk"),
    "paper_upload": (
        "INSERT INTO paper_upload (sha256, account, uploaded_at) VALUES ('', 'x', now())",
        "UPDATE paper_upload SET account = 'x'",
        "DELETE FROM paper_upload",
    ),
    "feedback": ("UPDATE feedback SET content = ''", "DELETE FROM feedback"),
    "operator_act": (
        "INSERT INTO operator_act (account, act, reason, acted_at) VALUES ('x', 'nudge', 'x', now())",
        "UPDATE operator_act SET reason = 'x'",
        "DELETE FROM operator_act",
    ),
    "checkpoint": ("UPDATE checkpoint SET note = ''", "DELETE FROM checkpoint"),
    "alembic_version": (
        "INSERT INTO alembic_version VALUES ('9999')",
        "UPDATE alembic_version SET version_num = '0'",
        "DELETE FROM alembic_version",
    ),
}
PAPERS = {
    "paper_chunk": ("bytes", "number", "sha256"),
    "paper_content": ("format", "sha256", "size_bytes"),
    "paper_upload": ("account", "sha256"),
}
"""The papers' tables with the columns that the application fills."""

OF_ANY_TABLE = (
    "TRUNCATE {}",
    "DROP TABLE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {} ADD COLUMN forged int",
    "ALTER TABLE {} OWNER TO minhbach_app",
    "DO $$ BEGIN LOCK TABLE {} IN ACCESS EXCLUSIVE MODE; END $$",
    "SELECT * FROM {} FOR UPDATE",
    "CREATE INDEX forged ON {} ((1))",
    "CREATE RULE forged AS ON INSERT TO {} DO INSTEAD NOTHING",
    "CREATE TRIGGER forged BEFORE INSERT ON {} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
)
OF_THE_LOG = (
    "ALTER TABLE leaf DROP CONSTRAINT leaf_stream_version_key",
    "DROP INDEX log_head_one_row",
    "DROP FUNCTION append_leaves",
    "ALTER FUNCTION append_leaves OWNER TO minhbach_app",
    "ALTER FUNCTION append_leaves SECURITY INVOKER",
    "ALTER FUNCTION append_leaves RESET search_path",
    "CREATE FUNCTION forged() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE forged (a int)",
    "CREATE VIEW forged AS SELECT 1",
    "CREATE SCHEMA forged",
    "CREATE TEMPORARY TABLE log_head (size bigint, recorded_at timestamptz)",
    "SET ROLE minhbach_owner",
    "SET SESSION AUTHORIZATION minhbach_owner",
    "SET session_replication_role = replica",
    "ALTER SYSTEM SET fsync = off",
    "ALTER DEFAULT PRIVILEGES FOR ROLE minhbach_owner GRANT ALL ON TABLES TO minhbach_app",
    "GRANT minhbach_owner TO minhbach_app",
    "COPY leaf FROM PROGRAM 'true'",
    "SELECT pg_read_file('postgresql.conf')",
)
ACTED = ("day", "account", "act", "stream", "step", "subject", "reason")
"""What may be written of an operator's act; its number and its time may not."""
OUTWARD = ("outward_cursor", "notice_setting", "notice", "letter")
KEPT = (
    "live_line",
    *("account", "sign_in", "sign_in_step", "identity", "recovery_code", "access_token"),
    *("task_claim", "saved_view", "form_draft"),
)
"""What the application keeps beside the evidence, and may change."""
FORBIDDEN = (
    *(statement for statements in WRITING.values() for statement in statements),
    *(statement.format(table) for table in WRITING for statement in OF_ANY_TABLE),
    *OF_THE_LOG,
)


@pytest.fixture(scope="module")
def played(shared_engine: Engine) -> Engine:
    """A log with leaves, disclosures, receipts and a checkpoint, as the application sees it."""
    Desk(shared_engine).given(*UNITS, draft(), submit())
    sealer(shared_engine).seal()
    return shared_engine


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_application_is_denied(played: Engine, statement: str) -> None:
    before = contents(played)
    with pytest.raises(DBAPIError) as refused:
        ask(played, statement)
    assert isinstance(refused.value.orig, InsufficientPrivilege)
    assert contents(played) == before


def test_rights_of_the_application_are_exactly_these(played: Engine) -> None:
    held = ask(
        played,
        "SELECT relname, array_agg(privilege_type ORDER BY privilege_type) FROM pg_class,"
        " LATERAL aclexplode(coalesce(relacl, acldefault('r', relowner))) AS entry"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user)) GROUP BY relname",
    )
    everything = ["DELETE", "INSERT", "SELECT", "UPDATE"]
    assert {table: rights for table, rights in held} == {  # noqa: C416 - rows of exactly two
        "leaf": ["SELECT"],
        "disclosure": ["SELECT"],
        "log_head": ["SELECT"],
        "receipt": ["INSERT", "SELECT"],
        "checkpoint": ["INSERT", "SELECT"],
        "reading": ["SELECT"],
        "operator_act": ["SELECT"],
        "feedback": ["SELECT"],
        **{table: ["SELECT"] for table in PAPERS},
        **dict.fromkeys((*READ_MODEL, *KEPT), everything),
        "outward_cursor": ["SELECT", "UPDATE"],
        **{table: ["INSERT", "SELECT", "UPDATE"] for table in OUTWARD if table != "outward_cursor"},
    }
    columns = ask(
        played,
        "SELECT relname, attname, privilege_type FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid,"
        " LATERAL aclexplode(attacl) WHERE relnamespace = 'public'::regnamespace ORDER BY relname, attname",
    )
    reading = ("account", "act", "path", "query")
    said = ("code_hash", "contact", "content", "digest", "id", "period", "sender")
    written = {"feedback": said, "operator_act": sorted(ACTED), **PAPERS, "reading": reading}
    assert columns == [(table, name, "INSERT") for table, names in written.items() for name in names]


def test_application_may_call_two_functions_of_ours(played: Engine) -> None:
    callable_ = ask(
        played,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND has_function_privilege(current_user, oid, 'EXECUTE')",
    )
    assert sorted(callable_) == [("append_leaves",), ("forget_stray_papers",)]
    assert ask(
        played,
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    ) == [(False,) * 4]
    assert ask(played, "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == [(0,)]


def test_nobody_else_may_read_or_write_or_call(shared_superuser: Engine) -> None:
    ask(shared_superuser, "CREATE ROLE stranger")
    try:
        rights = ask(
            shared_superuser,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege('stranger', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
        )
        calls = ask(
            shared_superuser,
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND has_function_privilege('stranger', oid, 'EXECUTE')",
        )
        assert (rights, calls) == ([], [])
    finally:
        ask(shared_superuser, "DROP ROLE stranger")


# What a compromised application could try through the one door


def forged(stream: str, version: int, **others: object) -> dict[str, object]:
    """A leaf as `append_leaves` takes it, well-formed unless told otherwise."""
    head = (
        '{"accepted_at":"2023-11-06T02:00:00.000000Z","actor":{"id":"x","role":"registrar","unit":"u"},'
        f'"command_id":"{uuid4()}","format":1,"name":"unit.strength_recorded",'
        '"payload":{"people":1,"year":2023},'
    )
    tail = f'"schema":1,"stream":"{stream}","version":{version}}}'
    name = "unit.strength_recorded"
    return {"stream": stream, "version": version, "name": name, "head": head, "tail": tail, **others}


def append(engine: Engine, *leaves: dict[str, Any], opened: tuple[dict[str, object], ...] = ()) -> int:
    given = {"leaves": json.dumps(leaves), "opened": json.dumps(opened), "id": str(uuid4())}
    position: int = ask(engine, APPEND, **given)[0][0]
    return position


def test_position_time_and_hash_cannot_be_handed_in(engine: Engine) -> None:
    wanted = {
        "position": 77,
        "recorded_at": "2000-01-01",
        "hash": "\\x00",
        "prev": GENESIS,
        "command_id": "x",
    }
    append(engine, forged("unit-a", 1, **wanted))
    kept = ask(engine, "SELECT position, recorded_at > now() - interval '1 hour', length(hash) FROM leaf")
    assert kept == [(0, True, 32)]


def test_log_head_of_ones_own_is_not_taken_for_the_real_one(engine: Engine, superuser_engine: Engine) -> None:
    ask(
        superuser_engine,
        "DO $$ BEGIN EXECUTE 'GRANT TEMPORARY ON DATABASE ' || current_database() || ' TO minhbach_app'; END $$",
    )
    with engine.connect() as connection:
        for statement in (
            "CREATE TEMPORARY TABLE log_head (size bigint, recorded_at timestamptz)",
            "INSERT INTO log_head VALUES (1000, '2099-01-01')",
            "CREATE TEMPORARY TABLE leaf (LIKE public.leaf)",
            "GRANT ALL ON log_head, leaf TO PUBLIC",
        ):
            connection.exec_driver_sql(statement)
        given = {"leaves": json.dumps([forged("unit-a", 1)]), "id": str(uuid4())}
        call = "SELECT * FROM append_leaves(CAST(%(leaves)s AS json), '[]', CAST(%(id)s AS uuid))"
        position, recorded_at = connection.exec_driver_sql(call, given).one()
        connection.detach()
    assert (position, recorded_at.year < 2099) == (0, True)
    assert ask(engine, "SELECT position FROM leaf") == [(0,)]


@pytest.mark.parametrize(
    "versions",
    [(2,), (0,), (-1,), (None,), (1, 3), (1, 1), (1, 2, 2), (1, 0)],
    ids=str,
)
def test_versions_that_do_not_follow_are_refused(shared_engine: Engine, versions: tuple[int, ...]) -> None:
    before = contents(shared_engine)
    with pytest.raises(DBAPIError):
        append(shared_engine, *(forged("unit-forged", version) for version in versions))
    assert contents(shared_engine) == before


def test_disclosure_can_only_stand_beside_a_leaf_of_the_same_call(engine: Engine) -> None:
    Desk(engine).given(register_person("cb-001"))
    before = contents(engine, ("disclosure",))
    planted = {"pointer": "/forged", "salt": "s", "value": "v"}
    append(engine, forged("unit-a", 1), opened=tuple({**planted, "leaf": n} for n in (-1, 1, 2)))
    assert contents(engine, ("disclosure",)) == before


@pytest.mark.parametrize("place", ["head", "tail"])
def test_time_and_predecessor_smuggled_into_the_bytes_are_found(engine: Engine, place: str) -> None:
    Desk(engine).given(*UNITS)
    leaf = forged("unit-a", 1)
    smuggled = f'"prev":"{GENESIS}","recorded_at":"2000-01-01T00:00:00.000000Z"'
    halves = {"head": f"{leaf['head']}{smuggled},", "tail": f"{str(leaf['tail'])[:-1]},{smuggled}}}"}
    append(engine, {**leaf, place: halves[place]})
    sealer(engine).seal()
    with live(engine) as source:
        (finding,) = verify(source, [SIGNER.verifier], origin=ORIGIN).findings
    assert (finding.code, finding.stream, finding.version) == ("leaf_malformed", "unit-a", 1)


def test_leaf_under_another_streams_name_is_not_folded(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    append(engine, forged("unit-a", 1, tail='"schema":1,"stream":"unit-b","version":1}'))
    with pytest.raises(IntegrityViolation, match="unit-a, version 1"):
        EventStore(engine).load(["unit-a"])


def test_evidence_tables_are_all_looked_at(played: Engine) -> None:
    tables = ask(
        played, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    assert {name for (name,) in tables} == {
        *EVIDENCE,
        *READ_MODEL,
        "reading",
        "operator_act",
        "feedback",
        *KEPT,
        *OUTWARD,
        "alembic_version",
        *PAPERS,
    }
    assert LINE in {row[0] for row in ask(played, "SELECT stream FROM leaf")}
