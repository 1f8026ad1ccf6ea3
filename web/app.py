"""The web process's composition root."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.staticfiles import StaticFiles

from settings import Settings
from store.engine import open_engine
from store.event_store import EventStore
from store.folding import Memory
from web import health, pages, preparing, reading, sealed, signing_in
from web.answers import answer_problems
from web.commands import command_routes
from web.database import THREADS, Database
from web.documents import describe
from web.door import Door
from web.forms import command_forms
from web.guard import Guard
from web.options import WebOptions
from web.shell import Load, Shell
from workflows.payloads import KeyRing

VERSION = "1"
_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings, options: WebOptions | None = None) -> FastAPI:
    """The application. Database and Temporal may be away when it starts; `options` default to the environment's."""
    chosen = options or WebOptions()
    ring = KeyRing.parse(settings.payload_keys.get_secret_value())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(open_engine(settings.database_url, pool_size=THREADS))
        door = Door(settings.temporal_address, settings.temporal_namespace, ring)
        app.state.shell = Shell(database, door, ring, chosen, _loader())
        try:
            yield
        finally:
            await door.close()
            database.close()

    app = FastAPI(
        title="Minh Bạch",
        version=VERSION,
        summary="Đề nghị khen thưởng: lệnh, hồ sơ, kết quả và bằng chứng",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    _add_routes(app)
    answer_problems(app, pages.problem_page)
    describe(app, [signing_in.SignInBody, *(form.body for form in command_forms())])
    if chosen.temporal_ui_origin:
        app.add_middleware(sealed.UiAccess, origin=chosen.temporal_ui_origin)
    app.add_middleware(Guard)
    return app


def _loader() -> Load:
    """Folds streams and remembers them, so that a unit's people are not folded anew at every question."""
    memory = Memory()

    def load(engine: Engine, streams: Iterable[str]) -> Mapping[str, Any]:
        found = EventStore(engine, memory).load(streams)
        return {stream: loaded.state for stream, loaded in found.items()}

    return load


def _add_routes(app: FastAPI) -> None:
    history = reading.history_routes()
    for router in (
        signing_in.router,
        reading.router,
        preparing.router,
        history,
        health.router,
        sealed.router,
    ):
        app.include_router(router)
    app.include_router(command_routes())
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC))
