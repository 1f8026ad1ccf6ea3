"""A worker behind the desk for each test, and no workflow left running after it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from temporalio.client import Client

from embedded.temporal import Temporal
from embedded.testing import temporal_for_tests
from tests.workflows.harness import RING, Desk
from worker import path_worker
from workflows.connection import connect


@pytest_asyncio.fixture
async def client(temporal_server: Temporal) -> Client:
    """A client that holds the test key."""
    return await connect(temporal_server.address, "default", RING)


@pytest_asyncio.fixture
async def desk(client: Client, engine: Engine) -> AsyncIterator[Desk]:
    """The desk with a worker behind it; afterwards no workflow of the test is left running."""
    found = Desk(client)
    async with path_worker(client, engine):
        yield found
        await found.terminate_all()


@pytest.fixture(scope="session")
def roomy_server() -> Iterator[Temporal]:
    """A server that lets many updates of one workflow be under way, where the usual limit is ten."""
    with temporal_for_tests({"history.maxInFlightUpdates": 400}) as running:
        yield running


@pytest_asyncio.fixture
async def roomy_desk(roomy_server: Temporal, engine: Engine) -> AsyncIterator[Desk]:
    """The desk on the roomy server."""
    found = Desk(await connect(roomy_server.address, "default", RING))
    async with path_worker(found.client, engine):
        yield found
        await found.terminate_all()
