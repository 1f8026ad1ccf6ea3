"""The scripts of the composition do their work, on the servers that the tests have."""

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from embedded.pgbinaries import find_binaries
from embedded.postgres import APP, DATABASE, OWNER, Cluster
from embedded.temporal import Temporal
from embedded.testing import postgres_for_tests
from scripts.make_secrets import make
from store.migrate import migrate
from tlog.note import Signer, Verifier
from workflows.payloads import KeyRing

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def run(command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing of ours in its environment but what is given."""
    given = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    make(tmp_path / "secrets", "example.vn/log")
    return tmp_path / "secrets"


# Secrets


def test_secrets_are_whole_and_fit_each_other(secrets: Path) -> None:
    said = {path.name: path.read_text(encoding="utf-8").strip() for path in secrets.iterdir()}
    assert (
        said["database_url"]
        == f"postgresql+psycopg://minhbach_app:{said['app_password']}@postgres:5432/minhbach"
    )
    assert f":{said['owner_password']}@" in said["database_owner_url"]
    signer = Signer.from_text(said["log_key"])
    assert signer.name == "example.vn/log"
    assert signer.verifier == Verifier.from_text(said["log.pub"])
    assert [key_id for key_id, _key in KeyRing.parse(said["payload_keys"]).keys] == ["k1"]


def test_secrets_are_behind_a_folder_for_the_owner_alone(secrets: Path) -> None:
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700


def test_secrets_that_exist_are_kept_and_a_lost_address_fits_its_password(secrets: Path) -> None:
    before = {path.name: path.read_text(encoding="utf-8") for path in secrets.iterdir()}
    (secrets / "database_url").unlink()
    (secrets / "log.pub").unlink()
    assert [path.name for path in make(secrets, "another.vn/log")] == ["database_url", "log.pub"]
    assert {path.name: path.read_text(encoding="utf-8") for path in secrets.iterdir()} == before


# The image's entry


def entry(environment: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return run(["/bin/sh", str(DEPLOY / "entrypoint"), *command], environment)


def test_entry_reads_settings_from_files(secrets: Path) -> None:
    told = entry(
        {"DATABASE_URL_FILE": str(secrets / "database_url"), "MINHBACH_LOG_KEY_FILE": "/run/secrets/log_key"},
        "/bin/sh",
        "-c",
        'printf "%s %s %s" "$DATABASE_URL" "${DATABASE_URL_FILE:-gone}" "$MINHBACH_LOG_KEY_FILE"',
    )
    url = (secrets / "database_url").read_text(encoding="utf-8").strip()
    assert told.stdout == f"{url} gone /run/secrets/log_key"


def test_entry_without_files_leaves_the_environment_alone() -> None:
    assert entry({"DATABASE_URL": "x"}, "/bin/sh", "-c", 'printf "%s" "$DATABASE_URL"').stdout == "x"


def test_entry_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    told = entry({"MINHBACH_PAYLOAD_KEYS_FILE": str(tmp_path / "none")}, "true")
    assert told.returncode == 2
    assert "MINHBACH_PAYLOAD_KEYS_FILE" in told.stderr


# Roles and databases


@pytest.fixture
def bare_cluster() -> Iterator[Cluster]:
    """A server of its own, without our roles: as the image's init script finds it."""
    with postgres_for_tests() as cluster:
        cluster.drop_database(DATABASE)
        with cluster.connect() as connection:
            for role in (APP, OWNER):
                connection.execute(f"DROP ROLE {role}")
        yield cluster


def test_init_script_makes_roles_that_can_migrate_and_use_the_database(
    bare_cluster: Cluster, secrets: Path
) -> None:
    psql = find_binaries(None).root / "bin" / "psql"
    script = str(DEPLOY / "postgres" / "10-roles.sql")
    where = {
        "PGHOST": str(bare_cluster.sockets),
        "PGUSER": "postgres",
        "PGPASSWORD": bare_cluster.passwords.postgres,
    }
    made = run(
        [str(psql), "--no-psqlrc", "--dbname", "postgres", "--file", script],
        {"SECRETS": str(secrets), **where},
    )
    assert made.returncode == 0, made.stderr
    with connect(bare_cluster, secrets, OWNER, "owner_password", DATABASE) as owner:
        assert owner.execute("SELECT current_database()").fetchone() == (DATABASE,)
    with connect(bare_cluster, secrets, "temporal", "temporal_password", "temporal_visibility") as temporal:
        temporal.execute("CREATE TABLE executions (id int)")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        connect(bare_cluster, secrets, "temporal", "temporal_password", DATABASE)
    migrate_as_owner(bare_cluster, secrets)
    with connect(bare_cluster, secrets, APP, "app_password", DATABASE) as app:
        assert app.execute("SELECT count(*) FROM leaf").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("INSERT INTO log_head VALUES (1, now())")


def connect(
    cluster: Cluster, secrets: Path, role: str, password_file: str, database: str
) -> "psycopg.Connection[tuple[object, ...]]":
    password = (secrets / password_file).read_text(encoding="utf-8").strip()
    return psycopg.connect(
        host=str(cluster.sockets), user=role, password=password, dbname=database, autocommit=True
    )


def migrate_as_owner(cluster: Cluster, secrets: Path) -> None:
    password = (secrets / "owner_password").read_text(encoding="utf-8").strip()
    query = {"host": str(cluster.sockets)}
    engine = create_engine(URL.create("postgresql+psycopg", OWNER, password, database=DATABASE, query=query))
    migrate(engine)
    engine.dispose()


# Temporal


def test_namespace_script_makes_the_namespace_once(temporal_server: Temporal) -> None:
    environment = {
        "TEMPORAL_ADDRESS": temporal_server.address,
        "TEMPORAL_NAMESPACE": "deploy-test",
        "HOME": "/nonexistent",
    }
    for _time in range(2):
        done = run(["/bin/sh", str(DEPLOY / "temporal" / "namespace.sh")], environment)
        assert done.returncode == 0, done.stdout + done.stderr


def test_web_and_worker_without_servers_are_not_well() -> None:
    nobody = {"MINHBACH_PORT": "9", "TEMPORAL_ADDRESS": "127.0.0.1:9"}
    for arguments in (["web"], ["worker", "minhbach"]):
        done = run([sys.executable, str(DEPLOY / "healthcheck.py"), *arguments], nobody)
        assert (done.returncode, done.stderr) == (1, "")


@activity.defn
async def nothing() -> None:
    """An activity that nobody asks for."""


async def test_worker_is_well_while_it_asks_for_work(temporal_server: Temporal) -> None:
    assert not await healthy(temporal_server, "deploy-health")
    client = await Client.connect(temporal_server.address)
    async with Worker(client, task_queue="deploy-health", activities=[nothing]):
        assert await becomes_healthy(temporal_server, "deploy-health")
        assert not await healthy(temporal_server, "deploy-other")


async def becomes_healthy(server: Temporal, queue: str) -> bool:
    for _attempt in range(60):
        if await healthy(server, queue):
            return True
    return False


async def healthy(server: Temporal, queue: str) -> bool:
    command = [sys.executable, str(DEPLOY / "healthcheck.py"), "worker", queue]
    environment = {"TEMPORAL_ADDRESS": server.address, "HOME": os.environ.get("HOME", "/")}
    done = await asyncio.to_thread(run, command, environment)
    assert done.stdout, done.stderr
    return done.returncode == 0
