"""A private, durable PostgreSQL on a Unix socket, from the wheel's programs.

Two gates guard it. The socket folder is 0700, so only its own account and root reach the server at all; and
every role has a password (SCRAM), so that the application, which runs beside the owner on the same machine,
still cannot act as the owner of the tables. Nothing listens on the network.
"""

import json
import secrets
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

from embedded.account import Account, server_account
from embedded.errors import EmbeddedError
from embedded.files import kept_private, write_private
from embedded.identity import command_line
from embedded.leftovers import end_leftovers
from embedded.pgbinaries import Binaries, find_binaries, reachable_binaries
from embedded.place import Place, find_place, forget_socket_folder, give_folder, short_socket_folder
from embedded.processes import Child, Folders, Program, run, start

SUPERUSER = "postgres"
OWNER = "minhbach_owner"
APP = "minhbach_app"
DATABASE = "minhbach"
PORT = "5432"
READY_TIMEOUT_S = 60.0
INITDB_TIMEOUT_S = 120.0
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
"""Nothing of ours reaches the server: neither secrets nor a stray PGOPTIONS."""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True)
class Passwords:
    """One password per role, made once per cluster."""

    postgres: str
    minhbach_owner: str
    minhbach_app: str


@dataclass(frozen=True)
class Cluster:
    """A running server: URLs for each role, and databases beside the first."""

    sockets: Path
    passwords: Passwords = field(repr=False)
    child: Child

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the SQLAlchemy URL of a role for a database."""
        password = asdict(self.passwords)[role]
        query = {"host": str(self.sockets), "port": PORT}
        url = URL.create("postgresql+psycopg", role, password, database=database, query=query)
        return url.render_as_string(hide_password=False)

    @property
    def superuser_url(self) -> str:
        """URL of the superuser, for tests that tamper."""
        return self.url(SUPERUSER)

    @property
    def owner_url(self) -> str:
        """URL of the owner of the tables, for migrations."""
        return self.url(OWNER)

    @property
    def app_url(self) -> str:
        """URL of the application."""
        return self.url(APP)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """Connect as the superuser, each statement on its own."""
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            user=SUPERUSER,
            password=self.passwords.postgres,
            dbname=database,
            autocommit=True,
        )

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """Create a database owned by the owner, that the application may connect to and nobody else.

        `template` must have no open connection meanwhile.
        """
        create = "CREATE DATABASE {} OWNER {} TEMPLATE {}"
        with self.connect() as connection:
            connection.execute(_named(create, name, OWNER, template))
            connection.execute(_named("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
            connection.execute(_named("GRANT CONNECT ON DATABASE {} TO {}", name, APP))

    def drop_database(self, name: str) -> None:
        """Drop a database, closing what is still connected to it."""
        with self.connect() as connection:
            connection.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _named(statement: str, *names: str) -> sql.Composed:
    """Return a statement with its identifiers quoted; the statement is always a literal of this module."""
    return sql.SQL(statement).format(*map(sql.Identifier, names))


@contextmanager
def postgres(home: Path) -> Iterator[Cluster]:
    """Run the cluster kept at `home`, making it first when there is none; stop it in order at the end.

    Raises `EmbeddedError` when it cannot be made or started.
    """
    account = server_account(home / "data")
    place = find_place(home, account)
    folders = Folders.under(place.home)
    end_leftovers(folders.pid)
    forget_socket_folder(place)
    passwords = _passwords(place.home)
    binaries = _binaries(place, account)
    if not place.data.exists():
        _initialise(place, account, binaries, passwords)
    _forget_stale_pid(place)
    sockets = short_socket_folder(place, account)
    cluster = Cluster(sockets, passwords, start(_server(place, account, binaries, sockets), folders))
    try:
        cluster.child.wait_until(lambda: _answers(cluster), timeout_s=READY_TIMEOUT_S)
        _provide(cluster)
        yield cluster
    finally:
        cluster.child.stop()
        forget_socket_folder(place)


def _passwords(home: Path) -> Passwords:
    """Return the passwords kept at `home`, made up at the first call."""
    fresh = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
    return Passwords(**json.loads(kept_private(home / "passwords.json", json.dumps(asdict(fresh)))))


def _binaries(place: Place, account: Account | None) -> Binaries:
    """Return programs fit for the existing cluster that the account can run."""
    version = place.data / "PG_VERSION"
    binaries = find_binaries(version.read_text(encoding="ascii").strip() if version.exists() else None)
    return reachable_binaries(binaries, account, place.server) if account else binaries


def _empty_folder(folder: Path, account: Account | None) -> Path:
    """Return an empty folder of the server's, without what an interrupted run left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    return give_folder(folder, account)


def _forget_stale_pid(place: Place) -> None:
    """Remove the server's own pid file when that number now belongs to another program.

    Our own leftovers have ended by now. PostgreSQL itself recovers when nothing has the number, but refuses
    to start when anything of the same account has.
    """
    pid_file = place.data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
    running = command_line(pid)
    if str(place.data) in running:
        raise EmbeddedError(
            f"PostgreSQL khác (tiến trình {pid}) đang dùng {place.data}; hãy dừng nó trước.",
            f"another PostgreSQL, process {pid}, uses {place.data}: stop it first",
        )
    if running:
        pid_file.unlink()


def _initialise(place: Place, account: Account | None, binaries: Binaries, passwords: Passwords) -> None:
    """Make an empty cluster, complete or not at all.

    Sorting is by code point in C.UTF-8, PostgreSQL's own: the same on every machine, and there is no ICU.
    """
    draft = _empty_folder(place.server / "data.new", account)
    first_password = place.server / "data.password"
    write_private(first_password, passwords.postgres)
    if account:
        account.give(first_password)
    command = [str(binaries.initdb), "--pgdata", str(draft), "--username", SUPERUSER]
    command += ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"]
    command += ["--builtin-locale", "C.UTF-8", "--data-checksums"]
    command += ["--auth", "scram-sha-256", "--pwfile", str(first_password)]
    run(Program("initdb", command, ENVIRONMENT, account=account), timeout_s=INITDB_TIMEOUT_S)
    first_password.unlink()
    draft.rename(place.data)


def _server(place: Place, account: Account | None, binaries: Binaries, sockets: Path) -> Program:
    """Return how to run the server; SIGINT is its fast, orderly shutdown."""
    command = [str(binaries.postgres), "-D", str(place.data), "-k", str(sockets), "-p", PORT]
    command += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return Program(
        "postgres",
        command,
        ENVIRONMENT,
        account=account,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        grace_s=30.0,
    )


def _answers(cluster: Cluster) -> bool:
    """Tell whether the server accepts a session."""
    try:
        cluster.connect().close()
    except psycopg.OperationalError:
        return False
    return True


def _provide(cluster: Cluster) -> None:
    """Make the roles and the first database unless they are there: a run may have been cut short between."""
    with cluster.connect() as connection:
        for role in (OWNER, APP):
            _provide_role(connection, role, asdict(cluster.passwords)[role])
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if found is None:
        cluster.create_database(DATABASE)


def _provide_role(connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        return
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed))
    connection.execute(statement)
