"""What a process remembers of the streams it folded: a shorter way to the same state, never trusted by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from domain.deciders import DECIDERS
from domain.execution import Loaded, empty
from domain.ids import Kind
from store import folding
from store.errors import IntegrityViolation
from store.event_store import EventStore
from store.folding import Memory, fold, unfold
from tests.domain.office import (
    DOSSIER,
    LINE,
    LINE_2,
    UNITS,
    draft,
    hold,
    line,
    receive,
    record_strength,
    release,
    submit,
)
from tests.store.desk import Desk, ask, envelope, patient

STREAMS = (DOSSIER, LINE, LINE_2)


def cold(engine: Engine) -> dict[str, Loaded]:
    """The streams as a process reads them that has just begun."""
    return EventStore(engine).load(STREAMS)


def tamper(engine: Engine, version: int) -> None:
    """Change a leaf of the first line, its hash left as it was."""
    change = "UPDATE leaf SET bytes = bytes || ' '::bytea WHERE (stream, version) = (:stream, :version)"
    ask(engine, change, stream=LINE, version=version)


def test_remembered_streams_read_on_are_the_same_as_read_from_the_beginning(engine: Engine) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    assert warm.load(STREAMS) == cold(engine)
    for order in (*UNITS, draft(line("cb-001"), line("cb-002")), submit(), receive(), hold(LINE)):
        desk.given(order)
        assert warm.load(STREAMS) == cold(engine)
        assert warm.begin(envelope(order).command_id, LINE) == (None, cold(engine)[LINE])


def test_remembered_stream_is_read_from_its_last_known_leaf_on(engine: Engine) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    desk.given(*UNITS, draft(), submit())
    warm.load([LINE])
    read: list[int] = []
    known = warm._memory.recall(LINE)
    statement = "SELECT version FROM leaf WHERE stream = :stream AND version >= :known ORDER BY version"
    desk.given(receive())
    read += [version for (version,) in ask(engine, statement, stream=LINE, known=known.version)]
    assert (known.version, read) == (2, [2, 3])
    assert warm.load([LINE])[LINE].version == 3


@pytest.mark.parametrize("change", ["changed", "dropped", "refiled"])
def test_last_known_leaf_that_is_no_longer_there_freezes_the_stream(
    engine: Engine, superuser_engine: Engine, change: str
) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    desk.given(*UNITS, draft(), submit())
    warm.load([LINE])
    known = "WHERE (stream, version) = (:stream, 2)"
    if change == "changed":
        tamper(superuser_engine, 2)
    else:
        verb = "DELETE FROM leaf" if change == "dropped" else "UPDATE leaf SET version = 3"
        ask(superuser_engine, f"{verb} {known}", stream=LINE)
    with pytest.raises(IntegrityViolation, match=f"{LINE}, version 2"):
        warm.load([LINE])


def test_stream_rewritten_whole_is_not_taken_for_the_one_remembered(
    engine: Engine, superuser_engine: Engine
) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    desk.given(*UNITS, draft())
    warm.load([LINE])
    ask(
        superuser_engine,
        "UPDATE leaf SET bytes = forged, hash = sha256('\\x00'::bytea || forged) FROM (SELECT position,"
        " convert_to(replace(convert_from(bytes, 'UTF8'), 'officer-lan', 'officer-lam'), 'UTF8') AS forged"
        " FROM leaf) AS other WHERE leaf.position = other.position AND stream = :stream",
        stream=LINE,
    )
    with pytest.raises(IntegrityViolation, match="not the leaf that was read before"):
        warm.load([LINE])


def test_broken_stream_is_forgotten_and_read_from_its_beginning(
    engine: Engine, superuser_engine: Engine
) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    desk.given(*UNITS, draft(), submit())
    before = warm.load([LINE])
    tamper(superuser_engine, 2)
    for _again in range(2):
        with pytest.raises(IntegrityViolation):
            warm.load([LINE])
    ask(superuser_engine, "UPDATE leaf SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE version = 2")
    assert warm.load([LINE]) == before


def test_leaf_below_the_last_known_one_is_left_to_those_who_read_it_all(
    engine: Engine, superuser_engine: Engine
) -> None:
    warm, desk = EventStore(engine), Desk(engine)
    desk.given(*UNITS, draft(), submit())
    before = warm.load([LINE])
    tamper(superuser_engine, 1)
    assert warm.load([LINE]) == before
    with pytest.raises(IntegrityViolation, match=f"{LINE}, version 1"):
        cold(engine)


def test_memory_that_is_full_forgets_and_still_answers_right(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "_REMEMBERED", 1)
    warm = EventStore(engine, Memory(1))
    Desk(engine).given(*UNITS, draft(line("cb-001"), line("cb-002")), submit(), hold(LINE), release(LINE))
    for _again in range(3):
        assert warm.load(STREAMS) == cold(engine)


def test_memory_shared_by_threads_never_answers_with_another_state(engine: Engine) -> None:
    stream = UNITS[0].stream
    Desk(engine).given(UNITS[0])
    warm = EventStore(engine)

    def read(_turn: int) -> Loaded:
        return warm.load([stream])[stream]

    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(patient, engine, envelope(record_strength(people))) for people in range(30)]
        seen = list(pool.map(read, range(60)))
        assert all(future.result().accepted for future in written)
    versions = {loaded.version: loaded.state for loaded in seen}
    assert all(versions[loaded.version] == loaded.state for loaded in seen)
    assert warm.load([stream]) == EventStore(engine).load([stream])


def test_stream_that_nobody_wrote_to_is_remembered_as_empty_and_noticed_when_written(engine: Engine) -> None:
    warm = EventStore(engine)
    assert (
        warm.load([DOSSIER])
        == {DOSSIER: empty(DOSSIER)}
        == {DOSSIER: Loaded(0, DECIDERS[Kind.DOSSIER].initial)}
    )
    Desk(engine).given(*UNITS, draft())
    assert warm.load([DOSSIER])[DOSSIER].version == 1


def test_unfolding_tells_the_stream_after_each_leaf(engine: Engine) -> None:
    leaves = _stored(engine)
    steps = list(unfold(LINE, leaves))
    assert steps == [fold(LINE, leaves[:count]) for count in range(1, len(leaves) + 1)]


def test_unfolding_goes_as_far_as_the_leaves_chain(engine: Engine) -> None:
    leaves = _stored(engine)
    broken = [leaves[0], leaves[1].replace(b'"version":2', b'"version":3'), *leaves[2:]]
    steps = unfold(LINE, broken)
    assert next(steps) == fold(LINE, leaves[:1])
    with pytest.raises(IntegrityViolation, match="version 2"):
        next(steps)


def _stored(engine: Engine) -> list[bytes]:
    Desk(engine).given(*UNITS, draft(), submit(), receive())
    query = "SELECT bytes FROM leaf WHERE stream = :stream ORDER BY version"
    return [bytes(data) for (data,) in ask(engine, query, stream=LINE)]
