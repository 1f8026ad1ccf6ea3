"""Ask the database from the event loop: in threads, with an end to the patience."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 16
PATIENCE_S = 5.0
RETRY_AFTER_S = "5"


class Database:
    """Questions to one engine, each a function whose first argument is the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(THREADS, "database")

    async def ask(
        self, question: Callable[Concatenate[Engine, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The answer; raises `Problem` database_away when it cannot be had in time."""

        def answered() -> T:
            try:
                return question(self._engine, *args, **kwargs)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            return question(
                self._engine, *args, **kwargs
            )  # the server was restarted: its old connections died

        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._threads, answered), PATIENCE_S)
        except (OperationalError, InterfaceError, PoolTimeoutError, TimeoutError):
            raise Problem("database_away", headers={"Retry-After": RETRY_AFTER_S}) from None

    def close(self) -> None:
        """Let go of threads and connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()
