"""A client with the test key, and quiet servers after each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from embedded.temporal import Temporal
from tests.workflows.harness import RING, Desk
from workflows.connection import connect


@pytest_asyncio.fixture
async def desk(temporal_server: Temporal) -> AsyncIterator[Desk]:
    """The desk; the test puts its own worker behind it."""
    found = Desk(await connect(temporal_server.address, "default", RING))
    yield found
    await found.terminate_all()
