"""The web process's composition root."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.staticfiles import StaticFiles

from audit.bundle import write_bundle
from audit.evidence import BadEvidence
from audit.session import moments
from domain.peers import tally_peers
from domain.session.check import check
from domain.session.finding import Checked, Moment
from domain.session.minutes import SessionMinutes, minutes
from settings import Settings
from store.engine import open_engine
from store.errors import IntegrityViolation
from store.event_store import EventStore
from store.evidence import snapshot
from store.folding import Memory, fold, unfold
from store.upcasters import UnknownEvent
from tlog.note import Signer, Verifier
from web import (
    ballot_paper,
    board,
    commenting,
    convening,
    deciding,
    delegating,
    dossier_page,
    feedback,
    health,
    identity,
    inbox,
    inspection,
    instruments,
    line_page,
    look,
    minutes_page,
    notices,
    open_data,
    pages,
    papers,
    preparing,
    presiding,
    proof_pages,
    reading,
    receiving,
    register,
    register_desk,
    replay,
    sealed,
    searching,
    signing_desk,
    sitting,
    under_way,
)
from web.answers import answer_problems
from web.archive import Archive, BrokenChain
from web.commands import command_routes
from web.database import THREADS, Database
from web.documents import describe
from web.door import Door
from web.forms import command_forms
from web.guard import Guard
from web.i18n import Speaking
from web.options import WebOptions
from web.proofs import SealedLog
from web.proposing import desk, mending, sending, suggesting, taking_away, unit_desk
from web.provider_ways import provider_from
from web.shell import Load, Shell
from workflows.payloads import KeyRing

if TYPE_CHECKING:
    from audit.evidence import EvidenceSource

VERSION = "1"
_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings, options: WebOptions | None = None) -> FastAPI:
    """The application. Database and Temporal may be away when it starts; `options` default to the environment's."""
    chosen = options or WebOptions()
    ring = KeyRing.parse(settings.payload_keys.get_secret_value())
    verifier = _verifier(settings, chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = open_engine(settings.database_url, pool_size=THREADS)
        database = Database(engine)
        door = Door(settings.temporal_address, settings.temporal_namespace, ring)
        log = SealedLog(settings.log_origin, (verifier,) if verifier else ())
        archive = _archive(engine, settings.log_origin, verifier)
        provider = provider_from(chosen)
        app.state.shell = Shell(database, door, ring, chosen, _loader(), log, archive, provider)
        try:
            yield
        finally:
            if provider is not None:
                await provider.close()
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
    answer_problems(app, proof_pages.problem_page)
    describe(app, [*identity.BODIES, *(form.body for form in command_forms())])
    if chosen.temporal_ui_origin:
        app.add_middleware(sealed.UiAccess, origin=chosen.temporal_ui_origin)
    app.add_middleware(Speaking)
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
        *identity.API,
        reading.router,
        preparing.router,
        history,
        health.router,
        sealed.router,
        papers.router,
    ):
        app.include_router(router)
    app.include_router(command_routes())
    for router in (
        desk.router,
        sending.router,
        unit_desk.router,
        mending.router,
        suggesting.router,
        taking_away.router,
        pages.router,
        receiving.router,
        inbox.router,
        searching.router,
        line_page.router,
        delegating.router,
        dossier_page.router,
        notices.router,
        *identity.PAGES,
        board.router,
        register.router,
        open_data.router,
        inspection.router,
        replay.router,
        under_way.router,
        look.router,
        commenting.router,
        feedback.router,
        convening.router,
        deciding.router,
        signing_desk.router,
        instruments.router,
        register_desk.router,
        sitting.router,
        ballot_paper.router,
        minutes_page.router,
        presiding.router,
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC))


def _verifier(settings: Settings, options: WebOptions) -> Verifier | None:
    """The key that checkpoints are held against: the one given to the web, or the public half of the sealer's."""
    if options.log_public_key_file is not None:
        return Verifier.from_text(options.log_public_key_file.read_text(encoding="utf-8"))
    if settings.log_key_file is not None and settings.log_key_file.is_file():
        return Signer.from_text(settings.log_key_file.read_text(encoding="utf-8")).verifier
    return None


def _archive(engine: Engine, origin: str, verifier: Verifier | None) -> Archive:
    """The store for readers of its evidence; a bundle needs a key to be checked with."""
    if verifier is None:
        return Archive(_unfolded, _minutes, _check)

    def export(path: Path, now: datetime) -> None:
        with snapshot(engine) as taken:
            source = cast("EvidenceSource", taken)  # the same rows, of the store's own classes
            write_bundle(path, source, origin=origin, verifier=verifier, exported_at=now)

    return Archive(_unfolded, _minutes, _check, export)


class _Excerpt:
    """The leaves of some streams, as the check of a session reads evidence."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._leaves = tuple(leaves)

    def leaves(self) -> Iterator[bytes]:
        return iter(self._leaves)


def _minutes(engine: Engine, session: str) -> SessionMinutes | None:
    with snapshot(engine) as taken:
        own = _Excerpt(taken.leaves_of((session,)))
    return minutes(_moments(own, session)) if any(own.leaves()) else None


def _check(engine: Engine, session: str) -> tuple[Checked, ...]:
    """The session against every stream that it rests on, all of one moment."""
    with snapshot(engine) as taken:
        state = fold(session, taken.leaves_of((session,))).state
        around = [stream for line in state.agenda for stream in tally_peers(line, state.unit)]
        excerpt = _Excerpt(taken.leaves_of({session, state.body, *around} - {""}))
    return check(_moments(excerpt, session))


def _moments(excerpt: _Excerpt, session: str) -> list[Moment]:
    try:
        return moments(excerpt, session)
    except BadEvidence as error:
        raise BrokenChain(str(error)) from error


def _unfolded(stream: str, leaves: Iterable[bytes]) -> Iterator[Any]:
    try:
        yield from unfold(stream, leaves)
    except (IntegrityViolation, UnknownEvent) as error:
        raise BrokenChain(str(error)) from error
