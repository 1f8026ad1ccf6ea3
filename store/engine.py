"""The one way to open the database."""

from sqlalchemy import Engine, create_engine


def open_engine(url: str, pool_size: int = 10) -> Engine:
    """An engine in autocommit: every statement of ours is a transaction of its own, so nothing is to roll back."""
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        pool_size=pool_size,
        max_overflow=pool_size,
    )
