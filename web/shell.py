"""What one web process holds, made once at its start and handed to every route."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from web.archive import Archive
from web.database import Database
from web.door import Door
from web.limiter import Attempts
from web.options import WebOptions
from web.proofs import SealedLog
from web.provider import Provider
from web.remembered import Remembered
from workflows.payloads import KeyRing


def utc_now() -> datetime:
    """The system clock."""
    return datetime.now(UTC)


Load = Callable[[Engine, Iterable[str]], Mapping[str, Any]]
"""Fold streams: the state of each by its id."""


@dataclass(frozen=True)
class Shell:
    """The outside world of the routes."""

    database: Database
    door: Door
    ring: KeyRing
    options: WebOptions
    load: Load
    sealed: SealedLog
    archive: Archive
    provider: Provider | None = None
    attempts: Attempts = field(default_factory=Attempts)
    remembered: Remembered = field(default_factory=Remembered)
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """Passwords being checked at once: each costs 64 MiB and a core for a moment."""
    exporting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """The whole of the evidence is written for one reader at a time."""
    looking_through: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """Papers being looked through at once: each may unpack to hundreds of MiB, a piece at a time."""
    now: Callable[[], datetime] = utc_now


def shell_of(connection: HTTPConnection) -> Shell:
    """The shell of the application that serves this request."""
    shell: Shell = connection.app.state.shell
    return shell
