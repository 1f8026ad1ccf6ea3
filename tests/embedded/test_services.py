"""Both servers together, and the ways in which a run can end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from embedded.errors import EmbeddedError
from embedded.identity import identity
from embedded.services import services, wipe
from embedded.signals import unwinding

ONLY_POSTGRES = {"TEMPORAL_ADDRESS": "x:1"}
ELSEWHERE = {"DATABASE_URL": "postgresql+psycopg://app@db/x", "TEMPORAL_ADDRESS": "temporal:7233"}
SCRIPT = Path(__file__).with_name("run_services.py")
PROJECT = SCRIPT.parents[2]
AS_ORDINARY_USER = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
# The interpreter may lie in root's home: this ordinary user may still read it.
MAY_READ = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        answer = connection.execute(sa.text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def parent_of(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def descendants(pid: int) -> dict[int, str | None]:
    """Every process below this one, with what tells it from a later one of the same number."""
    everyone = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    parents = {one: parent_of(one) for one in everyone}
    below = {pid}
    while grown := {one for one, parent in parents.items() if parent in below} - below:
        below |= grown
    return {one: identity(one) for one in below - {pid}}


def owners(pids: Iterable[int]) -> set[int]:
    """Under which uids these run; PostgreSQL's helpers come and go meanwhile."""
    found = set()
    for pid in pids:
        with suppress(FileNotFoundError):
            found.add(Path(f"/proc/{pid}").stat().st_uid)
    return found


def wait_gone(processes: dict[int, str | None], timeout_s: float) -> list[int]:
    """Return those that still run when the time is over."""
    deadline = time.monotonic() + timeout_s
    while left := [pid for pid, known in processes.items() if known and identity(pid) == known]:
        if time.monotonic() > deadline:
            return left
        time.sleep(0.05)
    return []


@contextmanager
def run_elsewhere(
    folder: Path, *values: str, prefix: Sequence[str] = ()
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run the servers below another process; give it and the owner's URL once they are up."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    command = [*prefix, sys.executable, str(SCRIPT), str(folder), *values]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            yield process, line.strip()
        finally:
            process.terminate()
            process.wait(30)


def test_killed_parent_leaves_no_process_and_the_next_run_finds_everything(folder: Path) -> None:
    with run_elsewhere(folder / "var") as (parent, url):
        execute(url, "CREATE TABLE kept AS SELECT 1 AS a")
        below = descendants(parent.pid)
        assert len(below) > 5, "PostgreSQL alone has several processes"
        parent.kill()
    assert wait_gone(below, timeout_s=15) == []
    with services(folder / "var", {}) as again:
        assert execute(again.database_owner_url, "SELECT a FROM kept") == [(1,)]


def test_next_run_may_begin_while_the_killed_one_is_still_ending(folder: Path) -> None:
    with run_elsewhere(folder / "var", "TEMPORAL_ADDRESS=x:1") as (parent, url):
        execute(url, "CREATE TABLE kept AS SELECT 1 AS a")
        parent.kill()
        parent.wait()
        with services(folder / "var", ONLY_POSTGRES) as again:
            assert execute(again.database_owner_url, "SELECT a FROM kept") == [(1,)]


def test_told_to_end_it_stops_in_order(folder: Path) -> None:
    with run_elsewhere(folder / "var") as (parent, _):
        below = descendants(parent.pid)
        parent.terminate()
        assert parent.wait(30) == 128 + signal.SIGTERM
    assert wait_gone(below, timeout_s=0) == []
    log = (folder / "var" / "postgres" / "log" / "postgres.log").read_text(encoding="utf-8")
    assert log.splitlines()[-1].endswith("LOG:  database system is shut down")
    assert list((folder / "var").glob("*/pid/*")) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signal_to_end_unwinds_and_is_then_as_it_was(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, unwinding():
        signal.raise_signal(number)
    assert ended.value.code == 128 + number
    assert signal.getsignal(number) == before


def test_second_run_in_the_same_folder_is_told_who_has_it(folder: Path) -> None:
    with (
        run_elsewhere(folder / "var", *(f"{name}={value}" for name, value in ELSEWHERE.items())) as (
            parent,
            _,
        ),
        pytest.raises(EmbeddedError, match=rf"in use by process {parent.pid}: stop it or choose another"),
        services(folder / "var", {}),
    ):
        pass


def test_killed_postgres_recovers_even_when_its_number_was_given_away(folder: Path) -> None:
    with services(folder / "var", ONLY_POSTGRES) as first:
        assert first.cluster
        execute(first.database_owner_url, "CREATE TABLE kept AS SELECT 1 AS a")
        first.cluster.child.process.kill()
        first.cluster.child.process.wait()
        pid_file = folder / "var" / "postgres" / "data" / "postmaster.pid"
        with pytest.raises(EmbeddedError, match="postgres ended with code -9"):
            first.cluster.child.check()
    lines = pid_file.read_text(encoding="utf-8").splitlines(keepends=True)
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]), encoding="utf-8")
        with services(folder / "var", ONLY_POSTGRES) as second:
            assert execute(second.database_owner_url, "SELECT a FROM kept") == [(1,)]
        assert stranger.poll() is None
        stranger.kill()


def test_servers_that_the_environment_names_are_not_started(folder: Path) -> None:
    with services(folder / "var", ELSEWHERE) as found:
        assert found.children() == ()
        assert (found.database_url, found.database_owner_url) == (ELSEWHERE["DATABASE_URL"],) * 2
        assert (found.temporal_address, found.temporal_namespace) == ("temporal:7233", "default")


def test_ordinary_user_runs_everything_as_themselves(folder: Path) -> None:
    folder.chmod(0o777)
    prefix = (*AS_ORDINARY_USER, *MAY_READ) if os.geteuid() == 0 else ()
    with run_elsewhere(folder / "var", prefix=prefix) as (parent, url):
        execute(url, "CREATE TABLE kept AS SELECT 1 AS a")
        assert owners([parent.pid, *descendants(parent.pid)]) == {65534 if prefix else os.geteuid()}
        parent.terminate()
        parent.wait(30)
    with services(folder / "var", ONLY_POSTGRES) as again:
        assert execute(again.database_owner_url, "SELECT a FROM kept") == [(1,)]


def test_wiped_folder_is_gone_with_all_it_held(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with services(tmp_path / "var", ONLY_POSTGRES) as running:
        assert running.cluster
        server = running.cluster.sockets.parent
        with pytest.raises(EmbeddedError, match="in use"):
            wipe(tmp_path / "var")
    assert server.exists()
    wipe(tmp_path / "var")
    wipe(tmp_path / "var")
    assert not server.exists()
    assert not (tmp_path / "var").exists()
