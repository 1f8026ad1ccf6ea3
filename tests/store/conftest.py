"""A database that the tests of one file share, for those that leave nothing in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from embedded.postgres import Cluster
from embedded.testing import Database, fresh_database
from store.engine import open_engine
from tests.store.sealed import TABLES, Log, build


@pytest.fixture(scope="module")
def shared(cluster: Cluster, template: str) -> Iterator[Database]:
    with fresh_database(cluster, template) as made:
        yield made


@pytest.fixture(scope="module")
def shared_engine(shared: Database) -> Iterator[Engine]:
    """The shared database as the application."""
    engine = open_engine(shared.app_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def shared_superuser(shared: Database) -> Iterator[Engine]:
    """The shared database as the superuser."""
    engine = open_engine(shared.superuser_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def built(cluster: Cluster, template: str) -> Iterator[Log]:
    with fresh_database(cluster, template) as database:
        log = Log(open_engine(database.app_url), open_engine(database.superuser_url))
        build(log.app)
        for table in TABLES:
            log.do(f"CREATE TABLE saved_{table} AS TABLE {table}")
        yield log
        log.app.dispose()
        log.god.dispose()


@pytest.fixture
def log(built: Log) -> Iterator[Log]:
    """The sealed log, put back as it was afterwards."""
    yield built
    back = (f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table};" for table in TABLES)  # noqa: S608
    built.do(f"DO $$ BEGIN {' '.join(back)} END $$")
