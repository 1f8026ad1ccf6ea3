"""A writer that goes on from what it remembers: never another answer than one that reads first."""

import pytest
from sqlalchemy import Engine

from domain.execution import Loaded
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store.command_handler import CommandHandler
from store.errors import IntegrityViolation
from store.event_store import EventStore
from tests.domain.office import DOSSIER, LINE, LINE_2, UNITS, draft, hold, line, receive, release, submit
from tests.store.desk import Desk, ask, contents, envelope

STREAMS = (DOSSIER, LINE, LINE_2)


class Warm:
    """One process that keeps its memory from one order to the next."""

    def __init__(self, engine: Engine) -> None:
        self.store = EventStore(engine)
        self.handler = CommandHandler(self.store, project, UNIQUENESS)

    def remembered(self, *streams: str) -> dict[str, Loaded | None]:
        """What it holds of these streams."""
        return {stream: self.store.remembered(stream) for stream in streams}


def test_what_was_appended_is_remembered_as_a_fresh_process_reads_it(engine: Engine) -> None:
    warm = Warm(engine)
    for order in (
        *UNITS,
        draft(line("cb-001"), line("cb-002")),
        submit(),
        receive(),
        hold(LINE),
        release(LINE),
    ):
        assert warm.handler.handle(envelope(order)).accepted
        streams = [stream for (stream,) in ask(engine, "SELECT DISTINCT stream FROM leaf")]
        known = {stream: loaded for stream, loaded in warm.remembered(*streams).items() if loaded}
        assert known == EventStore(engine).load(known)
        assert order.stream in known


def test_refusal_is_never_given_from_memory(engine: Engine) -> None:
    warm = Warm(engine)
    for order in (*UNITS, draft(), submit(), receive(), hold(LINE)):
        warm.handler.handle(envelope(order))
    Desk(engine).given(release(LINE))
    assert warm.handler.handle(envelope(hold(LINE))).accepted


def test_another_process_that_wrote_meanwhile_is_noticed_and_nothing_is_written_twice(engine: Engine) -> None:
    warm, other = Warm(engine), Desk(engine)
    for order in (*UNITS, draft(), submit(), receive()):
        warm.handler.handle(envelope(order))
    other.given(hold(LINE))
    before = contents(engine)
    refused = warm.handler.handle(envelope(hold(LINE)))
    assert not refused.accepted
    assert contents(engine, ("leaf", "nomination")) == {name: before[name] for name in ("leaf", "nomination")}
    assert warm.remembered(LINE)[LINE] == EventStore(engine).load([LINE])[LINE]


def test_same_command_again_is_answered_with_its_receipt(engine: Engine) -> None:
    warm = Warm(engine)
    for order in (*UNITS, draft(), submit(), receive()):
        warm.handler.handle(envelope(order))
    held = envelope(hold(LINE))
    first = warm.handler.handle(held)
    leaves = contents(engine, ("leaf",))
    assert warm.handler.handle(held) == first
    assert contents(engine, ("leaf",)) == leaves


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE leaf SET bytes = bytes || ' '::bytea",
        "UPDATE leaf SET hash = sha256(hash)",
        "UPDATE leaf SET bytes = bytes || ' '::bytea, hash = sha256('\\x00'::bytea || bytes || ' '::bytea)",
        "DELETE FROM leaf",
    ],
)
def test_last_known_leaf_that_was_tampered_with_stops_the_writer(
    engine: Engine, superuser_engine: Engine, change: str
) -> None:
    warm = Warm(engine)
    for order in (*UNITS, draft(), submit(), receive()):
        warm.handler.handle(envelope(order))
    ask(superuser_engine, f"{change} WHERE stream = :stream AND version = 3", stream=LINE)
    before = contents(engine)
    with pytest.raises(IntegrityViolation, match=f"{LINE}, version 3"):
        warm.handler.handle(envelope(hold(LINE)))
    assert contents(engine) == before
