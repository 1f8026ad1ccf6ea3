"""Inbox and search through the whole application, with many nominations and with few: what a person waits for."""

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Final
from uuid import uuid4

import httpx
from sqlalchemy import Engine, create_engine, text

from bench.measure import MILLISECONDS
from domain.values import Role
from embedded.testing import Database, fresh_database, make_template, postgres_for_tests
from readmodel.accounts import Grant, create_account
from readmodel.sign_ins import open_sign_in
from settings import Settings
from store.engine import open_engine
from store.migrate import migrate
from web.app import create_app
from web.options import WebOptions

FEW: Final = 1_000
MANY: Final = 100_000
TASKS: Final = 5_000
_TIMES: Final = 60
_PAGES: Final = {
    "inbox": "/viec-cua-toi",
    "inbox, searched": "/viec-cua-toi?q=nguyen+van",
    "search": "/tim-kiem?q=nguyen+duc",
    "search for what is rare": "/tim-kiem?q=hiem+7",
}
_KEYS: Final = "k1:" + b64encode(b"k" * 32).decode()

_SEED = text("""
    INSERT INTO nomination (id, dossier, unit, handled_by, candidate, candidate_kind, route, award, year, step, hold,
        session, downgraded_to, decision, pack, act, live, version, updated_at)
    SELECT 'nomination-b.' || n, 'dossier-b.' || n % 300, 'U' || n % 40, 'BENCH', 'cb-' || n, 'individual', 'civil',
        'LDTT', 2023, CASE WHEN n <= 1000 THEN 'received' ELSE 'voted' END, '', '', '', '', 'R2019', '', true, 3, now()
    FROM generate_series(1, :size) AS n
""")
_NAMES = text("""
    INSERT INTO nominee (nomination, name, words, codes)
    SELECT 'nomination-b.' || n, 'Nguyễn Văn Đức ' || n,
        ARRAY['nguyen', 'van', 'duc', n::text, 'b', '@bench', CASE WHEN n % 900 = 7 THEN 'hiem' ELSE 'ldtt' END],
        ARRAY['b', n::text, 'ldtt']
    FROM generate_series(1, :size) AS n
""")
_QUEUE = text("""
    INSERT INTO work_queue (stream, kind, step, role, unit, since, due_at, due_source, reckoning, lateness,
        escalated_to, held, award, dossier, from_unit, listed, closed, version)
    SELECT CASE WHEN n <= 1000 THEN 'nomination-b.' ELSE 'dossier-t.' END || n,
        CASE WHEN n <= 1000 THEN 'nomination' ELSE 'dossier' END, 'received', 'appraiser', 'BENCH', now(),
        now() + n * interval '1 hour', '', '', '', '', false, 'LDTT', 'dossier-b', 'U' || n % 40, true, false, 3
    FROM generate_series(1, :tasks) AS n
""")


@dataclass(frozen=True, slots=True)
class Timing:
    """The 95th percentile of a page in milliseconds, with few nominations and with many."""

    page: str
    few_ms: float
    many_ms: float

    @property
    def ratio(self) -> float:
        """How much longer it takes with many."""
        return self.many_ms / self.few_ms


def compare() -> list[Timing]:
    """Measure every page with few and with many nominations, and the same open tasks."""
    with postgres_for_tests() as cluster:
        make_template(cluster, "pages", _migrated)
        found = []
        for size in (FEW, MANY):
            with fresh_database(cluster, "pages") as database:
                found.append(asyncio.run(_measured(database, size)))
    few, many = found
    return [Timing(page, few[page], many[page]) for page in _PAGES]


def _migrated(database: Database) -> None:
    engine = create_engine(database.owner_url)
    migrate(engine)
    engine.dispose()


async def _measured(database: Database, size: int) -> dict[str, float]:
    engine = open_engine(database.app_url)
    _fill(engine, size)
    owner = open_engine(database.owner_url)
    with owner.connect() as connection:
        connection.execute(text("VACUUM ANALYZE nomination, nominee, work_queue, dossier"))
    owner.dispose()
    given = {
        "DATABASE_URL": database.app_url,
        "TEMPORAL_ADDRESS": "127.0.0.1:1",
        "MINHBACH_PAYLOAD_KEYS": _KEYS,
    }
    app = create_app(Settings.model_validate({**given, "MINHBACH_LOG_ORIGIN": "bench/log"}), WebOptions())
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": "Bearer bench"}
        async with httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers) as client:
            return {page: await _p95(lambda path=path: client.get(path)) for page, path in _PAGES.items()}  # type: ignore[misc]


def _fill(engine: Engine, size: int) -> None:
    now = datetime.now(UTC)
    grants = [Grant(Role.APPRAISER, "BENCH")]
    create_account(
        engine,
        account_id="bench",
        username="bench",
        name="Bench",
        password=uuid4().hex,
        grants=grants,
    )
    open_sign_in(engine, "bench", "bench", now, now + timedelta(hours=1))
    with engine.connect() as connection:
        connection.execute(_SEED, {"size": size})
        connection.execute(_NAMES, {"size": size})
        connection.execute(_QUEUE, {"tasks": TASKS})


async def _p95(ask: Callable[[], Awaitable[httpx.Response]]) -> float:
    spent = []
    for turn in range(_TIMES + 10):
        begun = time.perf_counter()
        answer = await ask()
        if turn >= 10:
            spent.append((time.perf_counter() - begun) * MILLISECONDS)
        answer.raise_for_status()
    return quantiles(spent, n=20)[-1]
