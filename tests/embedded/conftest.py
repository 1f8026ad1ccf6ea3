"""One cluster and one Temporal server for all tests of this folder that do not stop them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.postgres import Cluster
from embedded.temporal import Temporal
from embedded.testing import postgres_for_tests, short_folder, temporal_for_tests


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with postgres_for_tests() as running:
        yield running


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[Temporal]:
    with temporal_for_tests() as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made
