"""The servers that tests share: one PostgreSQL and one Temporal a run, a fresh database a test.

`database` is a copy of a template that was migrated once; `engine`, `owner_engine` and `superuser_engine` open it
under each role, in autocommit as the processes do. A folder that stops or starts servers itself has its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import Engine, create_engine
from xdist.remote import Producer

from embedded.postgres import Cluster
from embedded.temporal import Temporal
from embedded.testing import (
    Database,
    fresh_database,
    make_template,
    postgres_for_tests,
    temporal_for_tests,
)
from store.engine import open_engine
from store.migrate import migrate
from tests.scheduling import ByFile, longest_first
from tests.store.desk import Desk
from tests.store.scenario import play

TEMPLATE = "migrated"

# A busy machine is no reason for a property to fail. Hypothesis is loaded here also because its plugin would load
# it after the last test, and CPython 3.11.7 cannot compile modules while another thread does (gh-106905).
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Under `-n`, share whole files out in our order, not by how many tests they hold."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process of `-n` collects in the order of sharing; one process alone goes from folder to folder."""
    if hasattr(config, "workerinput"):
        longest_first(items)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL with the settings of `make up`; shared, so nothing may stop it."""
    with postgres_for_tests() as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of a migrated, empty database to copy from with `embedded.testing.fresh_database`."""
    make_template(cluster, TEMPLATE, _migrated)
    return TEMPLATE


@pytest.fixture
def database(cluster: Cluster, template: str) -> Iterator[Database]:
    """A fresh, migrated database under each role."""
    with fresh_database(cluster, template) as made:
        yield made


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The fresh database as the application, in autocommit."""
    with _opened(database.app_url) as opened:
        yield opened


@pytest.fixture
def owner_engine(database: Database) -> Iterator[Engine]:
    """The fresh database as the owner of its tables, in autocommit."""
    with _opened(database.owner_url) as opened:
        yield opened


@pytest.fixture
def superuser_engine(database: Database) -> Iterator[Engine]:
    """The fresh database as the superuser, in autocommit: for tests that tamper."""
    with _opened(database.superuser_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def year(cluster: Cluster, template: str) -> Iterator[Engine]:
    """A whole year at a procuracy (`tests.store.scenario`), as the application: for all to read, for none to write."""
    with fresh_database(cluster, template) as made, _opened(made.app_url) as opened:
        play(Desk(opened))
        yield opened


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[Temporal]:
    """A running Temporal development server; tests keep apart by their own task queues and workflow ids."""
    with temporal_for_tests() as running:
        yield running


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _migrated(database: Database) -> None:
    engine = create_engine(database.owner_url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(autouse=True)
def _log_as_by_default() -> Iterator[None]:
    """A verb run in a test sets where log lines go; the next test's standard error is another one."""
    yield
    structlog.reset_defaults()
