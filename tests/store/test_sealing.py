"""Checkpoints over a growing log: incremental, signed, and one for each size whoever is first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine

from store import sealing
from store.sealing import Sealer
from tests.domain.office import UNITS, draft, line, receive, submit
from tests.store.desk import Desk, ask, envelope, patient, register_person
from tests.store.live import ORIGIN, SIGNER, audited, sealer
from tlog import checkpoint, note
from tlog.merkle import Frontier, root


def hashes(engine: Engine) -> list[bytes]:
    return [digest for (digest,) in ask(engine, "SELECT hash FROM leaf ORDER BY position")]


def sizes(engine: Engine) -> list[int]:
    return [size for (size,) in ask(engine, "SELECT size FROM checkpoint ORDER BY created_at")]


def assert_every_checkpoint_holds(engine: Engine) -> None:
    """Each is signed by the log's key, and its root and frontier are those of the leaves below it."""
    leaves = hashes(engine)
    for size, text, frontier in ask(engine, "SELECT size, note, frontier FROM checkpoint"):
        signed = checkpoint.parse(note.verify(text, [SIGNER.verifier]))
        assert signed == checkpoint.Checkpoint(ORIGIN, size, root(leaves[:size]))
        assert Frontier(size, tuple(frontier)) == Frontier().extend(leaves[:size])


def test_empty_log_has_nothing_to_seal(engine: Engine) -> None:
    assert sealer(engine).seal() == 0
    assert sizes(engine) == []


def test_checkpoints_follow_the_log_as_it_grows(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(line("cb-001"), line("cb-002")))
    sealed = [sealer(engine).seal()]
    desk.given(submit())
    sealed.append(sealer(engine).seal())
    desk.given(receive())
    sealed.append(sealer(engine).seal())
    assert sizes(engine) == sealed == [5, 8, 11]
    assert_every_checkpoint_holds(engine)
    report = audited(engine)
    assert (report.ok, report.checkpoints_verified, report.unsealed) == (True, 3, 0)


def test_nothing_new_makes_no_new_checkpoint(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    assert [sealer(engine).seal() for _again in range(3)] == [2, 2, 2]
    assert sizes(engine) == [2]


def test_only_what_is_new_is_read(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS)
    sealer(engine).seal()
    desk.given(register_person("cb-001"))
    read = list(sealer(engine)._hashes_from(2))
    assert read == [hashes(engine)[2:]]
    assert sealer(engine)._last() == Frontier().extend(hashes(engine)[:2])


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_seal_is_the_same_however_the_leaves_are_batched(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(sealing, "_BATCH", batch)
    Desk(engine).given(*UNITS, draft(line("cb-001"), line("cb-002")), submit())
    assert sealer(engine).seal() == 8
    assert_every_checkpoint_holds(engine)


def test_two_sealers_at_once_make_one_checkpoint(engine: Engine) -> None:
    desk = Desk(engine)
    for number in range(5):
        desk.given(register_person(f"cb-{number}"))
        start = Barrier(4)

        def seal(_sealer: int, start: Barrier = start) -> int:
            start.wait()
            return sealer(engine).seal()

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(seal, range(4))) == [number + 1] * 4
    assert sizes(engine) == [1, 2, 3, 4, 5]
    assert_every_checkpoint_holds(engine)


def test_sealer_whose_size_was_taken_meanwhile_keeps_the_first(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    frontier = Frontier().extend(hashes(engine))
    sealer(engine)._keep(frontier)
    before = ask(engine, "SELECT * FROM checkpoint")
    Sealer(engine, ORIGIN, note.generate(ORIGIN, bytes(32)))._keep(frontier)
    assert ask(engine, "SELECT * FROM checkpoint") == before


def test_sealing_while_others_write_seals_only_whole_prefixes(engine: Engine) -> None:
    orders = [envelope(register_person(f"cb-{number}")) for number in range(60)]
    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(patient, engine, order) for order in orders]
        while not all(future.done() for future in written):
            sealer(engine).seal()
        assert all(future.result().accepted for future in written)
    assert sealer(engine).seal() == 60
    assert sizes(engine) == sorted(sizes(engine))
    assert_every_checkpoint_holds(engine)
    assert audited(engine).ok


@pytest.mark.parametrize(
    "row",
    [
        (9, "not a note", []),
        (1, "CURRENT", [b"\x01" * 32]),
        (9, "FOREIGN", [b"\x01" * 32, b"\x02" * 32]),
    ],
    ids=["no note", "another size under a signed note", "a stranger's signature"],
)
def test_checkpoint_row_of_a_stranger_is_never_extended(
    engine: Engine, superuser_engine: Engine, row: tuple[int, str, list[bytes]]
) -> None:
    desk = Desk(engine)
    desk.given(*UNITS)
    sealer(engine).seal()
    size, text, frontier = row
    with superuser_engine.begin() as connection:
        current = connection.exec_driver_sql("SELECT note FROM checkpoint").scalar_one()
        forged = note.sign(
            checkpoint.encode(checkpoint.Checkpoint(ORIGIN, 9, b"\x03" * 32)),
            note.generate(ORIGIN, bytes(range(9, 41))),
        )
        given = {"CURRENT": current, "FOREIGN": forged}.get(text, text)
        connection.exec_driver_sql(
            "INSERT INTO checkpoint (size, note, frontier) VALUES (%s, %s, %s)", (size, given, frontier)
        )
    desk.given(register_person("cb-001"))
    assert sealer(engine).seal() == 3
    assert sealer(engine)._last() == Frontier().extend(hashes(engine))
