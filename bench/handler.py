"""The command handler alone, from one sequential client, beside `eventsourcing` on the same database.

Both load a stream that holds one event, decide, and save one event durably. Ours also chains the leaf, gives it its
place in the global order, writes the read model and keeps a receipt. It is measured twice: as a worker that goes on
from what it folded last and lets the append find out whether that still stands, and as a process that has just begun
and must read first.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.measure import MILLISECONDS, Comparison, take_turns
from domain.envelope import Envelope
from domain.values import Actor, Role
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store.command_handler import CommandHandler
from store.engine import open_engine
from store.event_store import EventStore

_OPERATIONS = 200
_TURNS = 9
_REGISTRAR = Actor("bench", Role.REGISTRAR, "VKS-BENCH")


class Unit(Aggregate):
    """The same unit record as ours, as the other library would have it."""

    @event("StrengthRecorded")
    def record_strength(self, year: int, people: int) -> None:
        """How many people in a year."""
        self.strength = {year: people}


def compare(app_url: str, owner_url: str) -> tuple[Comparison, Comparison]:
    """Milliseconds a command on both sides: ours with and without its memory."""
    engine = open_engine(app_url)
    library: Application[Any] = Application(env=_environment(owner_url))

    def remembering() -> float:
        handler = CommandHandler(EventStore(engine), project, UNIQUENESS)
        return _record(_registered(handler), lambda: handler)

    def reading() -> float:
        streams = _registered(CommandHandler(EventStore(engine), project, UNIQUENESS))
        return _record(streams, lambda: CommandHandler(EventStore(engine), project, UNIQUENESS))

    def theirs() -> float:
        units = [Unit() for _n in range(_OPERATIONS)]
        for unit in units:
            library.save(unit)
        begun = time.perf_counter()
        for unit in units:
            _load_and_save(library, unit)
        return time.perf_counter() - begun

    remembering_s, reading_s, theirs_s = take_turns((remembering, reading, theirs), _TURNS)
    library.close()
    engine.dispose()
    return (
        _compared("command handler", remembering_s, theirs_s),
        _compared("command handler that remembers nothing", reading_s, theirs_s),
    )


def _compared(what: str, ours_s: float, theirs_s: float) -> Comparison:
    return Comparison(
        "one command, one sequential client, PostgreSQL",
        what,
        "eventsourcing load + save",
        ours_s / _OPERATIONS * MILLISECONDS,
        theirs_s / _OPERATIONS * MILLISECONDS,
        "throughput at least 1 x, aim 2 x",
    )


def _registered(handler: CommandHandler) -> list[str]:
    streams = [f"unit-{uuid4()}" for _n in range(_OPERATIONS)]
    for stream in streams:
        handler.handle(
            _envelope(stream, "register_unit", {"name": "x", "level": "PROVINCE", "route": "civil"})
        )
    return streams


def _record(streams: list[str], handler: Callable[[], CommandHandler]) -> float:
    begun = time.perf_counter()
    for stream in streams:
        handler().handle(_strength(stream))
    return time.perf_counter() - begun


def _load_and_save(library: Application[Any], unit: Unit) -> None:
    loaded: Unit = library.repository.get(unit.id)
    loaded.record_strength(2023, 70)
    library.save(loaded)


def _strength(stream: str) -> Envelope:
    return _envelope(stream, "record_strength", {"year": 2023, "people": 70})


def _envelope(stream: str, name: str, command: dict[str, object]) -> Envelope:
    now = datetime.now(UTC).isoformat()
    return Envelope(stream, name, command, str(uuid4()), _REGISTRAR, accepted_at=now)


def _environment(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    socket = parse_qs(parts.query)["host"][0]
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.strip("/"),
        "POSTGRES_HOST": socket,
        "POSTGRES_PORT": parse_qs(parts.query).get("port", ["5432"])[0],
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": parts.password or "",
    }
