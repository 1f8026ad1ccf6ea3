"""Somebody with every right in the database: what loading notices, and what the auditor names."""

import json
from hashlib import sha256

import pytest

from store.errors import IntegrityViolation
from store.event_store import EventStore
from tests.domain.office import (
    DOSSIER,
    LINE,
    LINE_2,
    LINE_3,
    release,
    withdraw,
)
from tests.store.desk import Desk, contents, envelope, handler, register_person
from tests.store.live import audited
from tests.store.sealed import LEAVES, SEALED_AT, Log, assert_frozen, findings, flipped, named

# As it was built


def test_untouched_log_verifies_and_goes_on(log: Log) -> None:
    report = audited(log.god)
    assert (report.ok, report.events, report.checkpoints_verified) == (True, 18, 3)
    assert (report.sealed, report.unsealed) == (15, 3)
    assert Desk(log.app).send(register_person("cb-009")).position == 18


# One byte


MARKERS = (
    b'"accepted_at":"202',
    b'"actor":{"id":"',
    b'"role":"',
    b'"unit":"',
    b'"command_id":"',
    b'"format":',
    b'"name":"',
    b'"payload"',
    b'"prev":"',
    b'"recorded_at":"202',
    b'"schema":',
    b'"stream":"',
    b'"version":',
    b"{",
)


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.decode())
@pytest.mark.parametrize(("stream", "version"), LEAVES, ids=str)
def test_one_changed_byte_freezes_the_stream_and_is_named(
    log: Log, stream: str, version: int, marker: bytes
) -> None:
    _position, data = log.leaf(stream, version)
    log.put(stream, version, flipped(data, marker))
    assert_frozen(log, stream)
    name, size = LEAVES[stream, version]
    seal = {"checkpoint_root_differs": (None, None, None, size)} if size else {}
    assert findings(log) == {"leaf_changed": (stream, version, name, size), **seal}


@pytest.mark.parametrize(("stream", "version"), LEAVES, ids=str)
def test_every_byte_of_a_leaf_is_watched(log: Log, stream: str, version: int) -> None:
    _position, data = log.leaf(stream, version)
    for at in range(0, len(data), 37):
        log.put(stream, version, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(IntegrityViolation, match=stream):
            EventStore(log.app).load([stream])


@pytest.mark.parametrize(("stream", "version"), LEAVES, ids=str)
def test_changed_hash_freezes_the_stream_and_is_named(log: Log, stream: str, version: int) -> None:
    log.do(
        "UPDATE leaf SET hash = sha256(hash) WHERE (stream, version) = (:stream, :version)",
        stream=stream,
        version=version,
    )
    assert_frozen(log, stream)
    name, _size = LEAVES[stream, version]
    assert findings(log) == {"leaf_changed": (stream, version, name, None)}, "the bytes still fit the seal"


@pytest.mark.parametrize(
    "change", ["name = 'nomination.released'", "version = 9", "stream = 'nomination-other'"]
)
@pytest.mark.parametrize(("stream", "version"), [key for key in LEAVES if key[0] != DOSSIER], ids=str)
def test_leaf_filed_under_another_name_is_named(log: Log, stream: str, version: int, change: str) -> None:
    log.do(
        f"UPDATE leaf SET {change} WHERE (stream, version) = (:stream, :version)",  # noqa: S608
        stream=stream,
        version=version,
    )
    assert findings(log)["index_differs"][:3] == (stream, version, LEAVES[stream, version][0])


def test_leaf_filed_under_another_version_freezes_the_stream(log: Log) -> None:
    log.do("UPDATE leaf SET version = 5 WHERE (stream, version) = (:stream, 4)", stream=LINE)
    assert_frozen(log, LINE)


def test_leaf_filed_under_another_stream_freezes_that_stream(log: Log) -> None:
    log.do(
        "UPDATE leaf SET (stream, version) = (:to, 5) WHERE (stream, version) = (:stream, 4)",
        stream=LINE,
        to=LINE_2,
    )
    assert_frozen(log, LINE_2)


# Dropped, swapped, added


@pytest.mark.parametrize("version", [1, 2, 3])
def test_dropped_leaf_freezes_the_stream_and_its_place_is_named(log: Log, version: int) -> None:
    position, _data = log.leaf(LINE, version)
    log.do("DELETE FROM leaf WHERE position = :position", position=position)
    assert_frozen(log, LINE)
    report = audited(log.god)
    gaps = {(finding.code, finding.stream, finding.version) for finding in report.findings}
    assert ("version_gap", LINE, version) in gaps
    assert report.findings[-1].checkpoint_size == next(size for size in SEALED_AT if size > position)


def test_dropped_last_leaf_of_a_stream_is_missed_by_the_seal(log: Log) -> None:
    position, _data = log.leaf(LINE, 4)
    log.do("DELETE FROM leaf WHERE position = :position", position=position)
    report = audited(log.god)
    assert not report.ok
    assert {finding.checkpoint_size for finding in report.findings} == {15}
    assert "position_gap" in {finding.code for finding in report.findings}


def test_swapped_leaves_of_a_stream_freeze_it_and_are_named(log: Log) -> None:
    swap(log, (LINE, 2), (LINE, 3), "bytes, hash")
    assert_frozen(log, LINE)
    told = {named(finding)[:2] for finding in audited(log.god).findings}
    assert {(LINE, 2), (LINE, 3)} <= told


def test_swapped_positions_break_the_seal_over_them(log: Log) -> None:
    swap(log, (LINE, 2), (LINE_2, 2), "stream, version, name, bytes, hash, recorded_at, command_id")
    report = audited(log.god)
    failing = [finding for finding in report.findings if finding.code == "checkpoint_root_differs"]
    assert [finding.checkpoint_size for finding in failing] == [10]
    assert (report.sealed, report.checkpoints_verified) == (6, 1)


def swap(log: Log, one: tuple[str, int], other: tuple[str, int], columns: str) -> None:
    """Exchange these columns between two leaves."""
    first, second = log.leaf(*one)[0], log.leaf(*other)[0]
    log.do("ALTER TABLE leaf DROP CONSTRAINT leaf_stream_version_key")
    log.do(
        f"UPDATE leaf SET ({columns}) = (SELECT {columns} FROM saved_leaf AS other"  # noqa: S608
        " WHERE other.position = :first + :second - leaf.position) WHERE position IN (:first, :second)",
        first=first,
        second=second,
    )
    log.do("ALTER TABLE leaf ADD CONSTRAINT leaf_stream_version_key UNIQUE (stream, version)")


def successor(log: Log, stream: str, version: int, payload: bytes) -> bytes:
    """A forged leaf that chains to the last one of its stream."""
    _position, last = log.leaf(stream, version)
    prev = sha256(b"\x00" + last).hexdigest()
    leaf = json.loads(last) | {"prev": prev, "version": version + 1, "payload": json.loads(payload)}
    return json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def add(log: Log, position: int, stream: str, version: int, data: bytes) -> None:
    log.do(
        "INSERT INTO leaf SELECT :position, :stream, :version, name, :data, sha256('\\x00'::bytea || :data),"
        " recorded_at, command_id FROM leaf WHERE (stream, version) = (:stream, :last)",
        position=position,
        stream=stream,
        version=version,
        last=version - 1,
        data=data,
    )


def test_leaf_added_past_the_head_stops_the_log(log: Log) -> None:
    _position, last = log.leaf(LINE_2, 4)
    add(log, 18, LINE_2, 5, successor(log, LINE_2, 4, json.dumps(json.loads(last)["payload"]).encode()))
    before = contents(log.god)
    with pytest.raises(IntegrityViolation, match="head of the log"):
        handler(log.app).handle(envelope(register_person("cb-009")))
    assert contents(log.god) == before


def test_leaf_added_that_does_not_chain_freezes_the_stream_and_is_named(log: Log) -> None:
    _position, last = log.leaf(LINE, 4)
    add(log, 99, LINE, 5, last)
    assert_frozen(log, LINE)
    told = findings(log)
    assert told["position_gap"][:2] == (LINE, 5)
    assert told["index_differs"][:2] == (LINE, 4)


# What lies beside the leaves


def test_changed_disclosure_is_named_and_an_erased_one_is_not(log: Log) -> None:
    position, _data = log.leaf(LINE, 1)
    log.do("DELETE FROM disclosure WHERE position <> :position", position=position)
    assert audited(log.god).ok
    log.do("UPDATE disclosure SET value = 'Người khác'")
    assert findings(log) == {"disclosure_differs": (LINE, 1, "nomination.drafted", None)}


def test_checkpoint_signed_by_nobody_is_named(log: Log) -> None:
    log.do("UPDATE checkpoint SET note = replace(note, '10', '11') WHERE size = 10")
    assert findings(log) == {"checkpoint_unsigned": (None, None, None, 10)}


def test_other_streams_go_on_while_one_is_frozen(log: Log) -> None:
    _position, data = log.leaf(LINE, 2)
    log.put(LINE, 2, flipped(data, b'"id":"'))
    assert Desk(log.app).send(withdraw(LINE_3)).accepted
    assert Desk(log.app).send(register_person("cb-009")).accepted


def test_released_hold_needs_an_untouched_hold(log: Log) -> None:
    desk = Desk(log.app)
    assert desk.send(release(LINE)).accepted
    _position, data = log.leaf(LINE, 5)
    log.put(LINE, 5, flipped(data, b'"id":"'))
    with pytest.raises(IntegrityViolation):
        desk.send(withdraw(LINE))
