"""A database that the tests of one file share, for those that leave nothing in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from embedded.postgres import Cluster
from embedded.testing import Database, fresh_database
from store.engine import open_engine


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
