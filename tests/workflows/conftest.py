"""One PostgreSQL and one Temporal server for the folder; a database and a quiet server for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from sqlalchemy import Engine, NullPool, create_engine
from temporalio.client import Client

from embedded.postgres import Cluster
from embedded.temporal import Temporal
from embedded.testing import Database, fresh_database, make_template, postgres_for_tests, temporal_for_tests
from store.engine import open_engine
from store.migrate import migrate
from tests.workflows.harness import RING, Desk
from worker import path_worker
from workflows.connection import connect

TEMPLATE = "workflows_template"


def _migrated(database: Database) -> None:
    migrate(create_engine(database.owner_url, poolclass=NullPool))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with postgres_for_tests() as running:
        make_template(running, TEMPLATE, _migrated)
        yield running


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[Temporal]:
    with temporal_for_tests() as running:
        yield running


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Database]:
    with fresh_database(cluster, TEMPLATE) as made:
        yield made


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    made = open_engine(database.app_url)
    yield made
    made.dispose()


@pytest_asyncio.fixture
async def client(temporal_server: Temporal) -> Client:
    return await connect(temporal_server.address, "default", RING)


@pytest_asyncio.fixture
async def desk(client: Client, engine: Engine) -> AsyncIterator[Desk]:
    """The desk with a worker behind it; afterwards no workflow of the test is left running."""
    found = Desk(client)
    async with path_worker(client, engine):
        yield found
    await found.terminate_all()
