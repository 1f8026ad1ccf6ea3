"""The one way to open the database."""

from sqlalchemy import Engine, create_engine

_NETWORK = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""libpq's limits, in seconds and milliseconds: a server that went silent must not hold a worker's threads."""


def open_engine(url: str, pool_size: int = 10) -> Engine:
    """An engine in autocommit: every statement of ours is a transaction of its own, so nothing is to roll back.

    Errors do not show what was sent: it holds personal text, and errors are logged.
    """
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args=_NETWORK,
        pool_reset_on_return=None,
        pool_size=pool_size,
        max_overflow=pool_size,
    )
