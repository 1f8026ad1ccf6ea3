from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tlog import canonical
from tlog.canonical import MAX_INTEGER, Value
from tlog.leaf import (
    GENESIS,
    Actor,
    Draft,
    Leaf,
    MalformedLeaf,
    assemble,
    encode,
    format_ts,
    parse,
    parse_ts,
    split,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
INSTANTS = st.datetimes(timezones=st.just(UTC))
ORDINALS = st.integers(1, MAX_INTEGER)
PAYLOADS: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    st.text(st.characters(max_codepoint=127), max_size=8),
    TEXT | st.integers(-5, 5) | st.just('","schema":1,"prev":"'),
    max_size=4,
)
LEAVES = st.builds(
    Leaf,
    stream=TEXT,
    version=ORDINALS,
    name=TEXT,
    schema=ORDINALS,
    payload=PAYLOADS,
    actor=st.builds(Actor, id=TEXT, role=TEXT, unit=TEXT, on_behalf_of=TEXT | st.just("")),
    command_id=st.uuids().map(str),
    accepted_at=INSTANTS,
    prev=st.binary(min_size=32, max_size=32).map(bytes.hex),
    recorded_at=INSTANTS,
)
LEAF = Leaf(
    stream="nomination-1",
    version=1,
    name="nomination.appraisal_recorded",
    schema=2,
    payload={"outcome": "recommend", "score": 87},
    actor=Actor(id="u-7", role="appraiser", unit="unit-3"),
    command_id="0192f5d4-7a1b-7000-8000-0123456789ab",
    accepted_at=datetime(2026, 3, 1, 16, 59, tzinfo=UTC),
    prev=GENESIS,
    recorded_at=datetime(2026, 3, 1, 18, 0, 0, 42, tzinfo=UTC),
)
BYTES = (
    b'{"accepted_at":"2026-03-01T16:59:00.000000Z","actor":{"id":"u-7","role":"appraiser","unit":"unit-3"},'
    b'"command_id":"0192f5d4-7a1b-7000-8000-0123456789ab","format":1,"name":"nomination.appraisal_recorded",'
    b'"payload":{"outcome":"recommend","score":87},'
    b'"prev":"0000000000000000000000000000000000000000000000000000000000000000",'
    b'"recorded_at":"2026-03-01T18:00:00.000042Z","schema":2,"stream":"nomination-1","version":1}'
)


def changed(**members: object) -> bytes:
    value: Any = canonical.decode(BYTES)
    return canonical.encode({key: member for key, member in (value | members).items() if member is not ...})


def test_encode_writes_the_documented_bytes() -> None:
    assert encode(LEAF) == BYTES


def test_parse_reads_the_documented_bytes() -> None:
    assert parse(BYTES) == LEAF


@given(LEAVES)
def test_parse_inverts_encode(leaf: Leaf) -> None:
    assert parse(encode(leaf)) == leaf


@given(LEAVES)
def test_assemble_of_split_is_encode(leaf: Leaf) -> None:
    head, tail = split(leaf)
    assert assemble(head, leaf.prev, format_ts(leaf.recorded_at), tail) == encode(leaf)


def test_split_of_a_draft_needs_neither_prev_nor_time() -> None:
    draft = Draft(**{name: getattr(LEAF, name) for name in Draft.__dataclass_fields__})
    assert split(draft) == split(LEAF)
    assert split(draft)[1] == b'"schema":2,"stream":"nomination-1","version":1}'


@given(LEAVES, st.data())
def test_parse_of_mutated_bytes_is_another_leaf_or_named(leaf: Leaf, data: st.DataObject) -> None:
    good = encode(leaf)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = good[:place] + data.draw(st.binary(max_size=2)) + good[place + 1 :]
    assume(bad != good)
    try:
        other = parse(bad)
    except MalformedLeaf:
        return
    assert (other != leaf, encode(other)) == (True, bad)


@given(st.binary(max_size=200))
def test_parse_of_random_bytes_is_named(data: bytes) -> None:
    with pytest.raises(MalformedLeaf):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        BYTES + b"\n",
        BYTES.replace(b'"format":1', b'"format": 1'),
        changed(version=...),
        changed(extra=1),
        changed(format=2),
        changed(format=True),
        changed(version=0),
        changed(version=True),
        changed(version="1"),
        changed(schema=0),
        changed(stream=""),
        changed(stream=1),
        changed(name=None),
        changed(payload=[]),
        changed(payload="x"),
        changed(actor="u-7"),
        changed(actor={"id": "u-7", "role": "appraiser"}),
        changed(actor={"id": "u-7", "role": "appraiser", "unit": ""}),
        changed(actor={"id": "u-7", "role": "appraiser", "unit": "x", "more": 1}),
        changed(command_id="0192F5D4-7A1B-7000-8000-0123456789AB"),
        changed(command_id=7),
        changed(prev="0" * 63),
        changed(prev="A" * 64),
        changed(prev=None),
        changed(accepted_at="2026-03-01T16:59:00Z"),
        changed(recorded_at="2026-03-01T16:59:00.000000+07:00"),
        changed(recorded_at="2026-02-30T16:59:00.000000Z"),
        changed(recorded_at=0),
    ],
)
def test_parse_refuses_what_is_not_a_leaf(data: bytes) -> None:
    with pytest.raises(MalformedLeaf):
        parse(data)


@pytest.mark.parametrize(
    "leaf",
    [
        replace(LEAF, version=0),
        replace(LEAF, stream=""),
        replace(LEAF, command_id="x"),
        replace(LEAF, payload={"score": 1.5}),  # type: ignore[dict-item]
        replace(LEAF, payload=["x"]),  # type: ignore[arg-type]
        replace(LEAF, accepted_at=datetime(2026, 3, 1, 16, 59)),  # noqa: DTZ001 - the missing zone is the point
    ],
)
def test_encode_and_split_refuse_what_would_not_parse_back(leaf: Leaf) -> None:
    with pytest.raises(MalformedLeaf):
        encode(leaf)
    with pytest.raises(MalformedLeaf):
        split(leaf)


@pytest.mark.parametrize("prev", ["", "A" * 64, "0" * 63])
def test_encode_refuses_a_prev_that_is_not_a_hash(prev: str) -> None:
    with pytest.raises(MalformedLeaf):
        encode(replace(LEAF, prev=prev))


@given(INSTANTS)
def test_parse_ts_inverts_format_ts(instant: datetime) -> None:
    assert parse_ts(format_ts(instant)) == instant


def test_format_ts_writes_utc() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert format_ts(datetime(2026, 1, 1, 6, 30, tzinfo=hanoi)) == "2025-12-31T23:30:00.000000Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-01",
        "2026-01-01T00:00:00.000000",
        "2026-01-01 00:00:00.000000Z",
        "20260101T000000.000000Z",
        5,
    ],
)
def test_parse_ts_refuses_other_spellings(text: object) -> None:
    with pytest.raises(MalformedLeaf):
        parse_ts(text)


def test_who_acts_for_somebody_is_told_and_nobody_else_is() -> None:
    behalf = replace(LEAF, actor=replace(LEAF.actor, on_behalf_of="u-1"))
    assert encode(behalf) == BYTES.replace(b'"id":"u-7",', b'"id":"u-7","on_behalf_of":"u-1",')
    assert parse(encode(behalf)) == behalf
    for behalf_of in (b'""', b"null", b"1"):
        with pytest.raises(MalformedLeaf):
            parse(BYTES.replace(b'"id":"u-7",', b'"id":"u-7","on_behalf_of":' + behalf_of + b","))
