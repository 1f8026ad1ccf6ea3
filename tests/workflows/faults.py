"""Two ways in which a database is away: it refuses, or it hangs."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from psycopg import sql

from embedded.postgres import Cluster
from embedded.testing import Database
from tests.workflows.harness import Desk


@contextmanager
def refusing(cluster: Cluster, database: Database) -> Iterator[None]:
    """The database closes every connection and takes no new one: attempts fail at once."""
    allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with cluster.connect() as connection:
        connection.execute(allow.format(sql.Identifier(database.name), sql.SQL("false")))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database.name]
        )
        yield
        connection.execute(allow.format(sql.Identifier(database.name), sql.SQL("true")))


@contextmanager
def hanging(cluster: Cluster, database: Database) -> Iterator[None]:
    """The database takes connections and reads, but no append comes to its end: attempts hang."""
    with cluster.connect(database.name) as connection, connection.transaction():
        connection.execute("LOCK TABLE log_head IN ACCESS EXCLUSIVE MODE")
        yield


Fault = Callable[[Cluster, Database], AbstractContextManager[None]]


async def pending(desk: Desk, stream: str) -> list[str]:
    """The activities that an operator sees waiting."""
    description = (await desk.handle(stream).describe()).raw_description
    return [activity.activity_type.name for activity in description.pending_activities]
