"""What auditors read and took away: written before the answer is given, never changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_WRITE = text("INSERT INTO reading (account, act, path, query) VALUES (:account, :act, :path, :query)")
_READ = text("""
    SELECT reading.id, reading.read_at, reading.account, account.name, reading.act, reading.path, reading.query
    FROM reading LEFT JOIN account ON account.id = reading.account
    WHERE reading.id < :before AND (CAST(:path AS text) IS NULL OR reading.path = :path)
      AND (CAST(:account AS text) IS NULL OR reading.account = :account)
    ORDER BY reading.id DESC LIMIT :limit
""")


def record_reading(engine: Engine, account: str, act: str, path: str, query: str) -> None:
    """Keep that the account reads (`read`) or takes away (`export`) what lies at that address."""
    with engine.connect() as connection:
        connection.execute(_WRITE, {"account": account, "act": act, "path": path, "query": query})


def readings(
    engine: Engine, *, before: int, limit: int, path: str | None = None, account: str | None = None
) -> list[Row]:
    """What was read, latest first; `before` is the number of the last row of the page before."""
    parameters = {"before": before, "limit": limit, "path": path, "account": account}
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_READ, parameters).mappings()]
