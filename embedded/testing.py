"""The same servers for tests: started once, with a fresh database for each test in a few milliseconds.

Fixtures are written with these; they keep nothing and leave nothing.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from embedded.postgres import APP, OWNER, SUPERUSER, Cluster, postgres
from embedded.temporal import Setting, Temporal, temporal


@dataclass(frozen=True)
class Database:
    """One database of a cluster, under each role."""

    name: str
    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)
    superuser_url: str = field(repr=False)


@contextmanager
def short_folder() -> Iterator[Path]:
    """Make a temporary folder that PostgreSQL's account can pass, with a path short enough for a socket.

    The folders pytest makes are neither.
    """
    folder = Path(tempfile.mkdtemp(prefix="mb-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgres_for_tests() -> Iterator[Cluster]:
    """Run a cluster with the settings of `make up` in a folder that is removed afterwards."""
    with short_folder() as folder, postgres(folder / "postgres") as cluster:
        yield cluster


@contextmanager
def temporal_for_tests(dynamic_config: Mapping[str, Setting] | None = None) -> Iterator[Temporal]:
    """Run a Temporal server in a folder that is removed afterwards."""
    with short_folder() as folder, temporal(folder / "temporal", dynamic_config=dynamic_config) as server:
        yield server


def make_template(cluster: Cluster, name: str, prepare: Callable[[Database], None]) -> None:
    """Make a database to copy from; `prepare` fills it (migrations) and must close its connections."""
    cluster.create_database(name)
    prepare(_database(cluster, name))


@contextmanager
def fresh_database(cluster: Cluster, template: str) -> Iterator[Database]:
    """Copy the template to a database of its own and drop that afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    cluster.create_database(name, template=template)
    try:
        yield _database(cluster, name)
    finally:
        cluster.drop_database(name)


def _database(cluster: Cluster, name: str) -> Database:
    return Database(name, *(cluster.url(role, name) for role in (OWNER, APP, SUPERUSER)))
