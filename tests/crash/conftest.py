"""One town for the folder; every test leaves it whole."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine

from embedded.stack import Stack
from embedded.testing import short_folder
from tests.crash.town import Town

QUIET = {"MINHBACH_SEAL_EVERY_S": "3600", "MINHBACH_RECONCILE_EVERY_S": "3600"}
"""The engine's own rounds must not mend what a test looks at."""

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS")


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    environ = {name: value for name, value in os.environ.items() if name not in OURS} | QUIET
    with short_folder() as folder, Stack(folder / "var", workers=2, webs=2, environ=environ) as stack:
        found = Town(stack, create_engine(stack.services.database_url, poolclass=NullPool))
        found.settle_in()
        yield found
        found.close()
