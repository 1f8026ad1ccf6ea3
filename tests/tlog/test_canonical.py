import json
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from tlog.canonical import MAX_DEPTH, MAX_INTEGER, NotCanonical, Value, decode, encode

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT
KEYS = st.text(st.characters(max_codepoint=127))
VALUES: st.SearchStrategy[Value] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    """A text that is more than a text."""

    RED = "đỏ"


class Rank(IntEnum):
    """A number that is more than a number."""

    FIRST = 1


def nested(depth: int) -> Value:
    value: Value = 0
    for _ in range(depth):
        value = [value]
    return value


@given(VALUES)
def test_encode_agrees_with_rfc8785(value: Value) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(VALUES)
def test_decode_inverts_encode(value: Value) -> None:
    assert decode(encode(value)) == value


@given(st.binary(max_size=40) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_decode_takes_only_what_encode_writes(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonical:
        return
    assert encode(value) == data


@given(VALUES, st.data())
def test_decode_of_mutated_bytes_is_canonical_or_named(value: Value, data: st.DataObject) -> None:
    good = encode(value)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = good[:place] + data.draw(st.binary(min_size=1, max_size=2)) + good[place + 1 :]
    assume(bad != good)
    try:
        assert encode(decode(bad)) == bad
    except NotCanonical:
        return


def test_encode_tuples_and_enums_as_their_plain_values() -> None:
    assert encode({"b": (Colour.RED, Rank.FIRST), "a": True}) == '{"a":true,"b":["đỏ",1]}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        Decimal(1),
        MAX_INTEGER + 1,
        -MAX_INTEGER - 1,
        {"ngày": 1},
        {1: "a"},
        {None: "a"},
        {"a": [{"b": 0.0}]},
        "\ud800",
        {"\ud800": 1},
        b"bytes",
        {1, 2},
        pytest.param(object(), id="object"),
        nested(MAX_DEPTH + 1),
    ],
    ids=repr,
)
def test_encode_refuses_what_lies_outside_the_value_space(value: Value) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_encode_takes_the_deepest_value_and_the_largest_integers() -> None:
    assert encode(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"0" + b"]" * MAX_DEPTH
    assert encode([MAX_INTEGER, -MAX_INTEGER]) == b"[9007199254740991,-9007199254740991]"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b"1.0",
        b"1e3",
        b"-0",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"9" * 5000,
        b"[" * 100_000,
        b"\xff",
        b"\xef\xbb\xbf1",
        b'"\x00"',
        "1".encode("utf-16"),
        '{"ngày":1}'.encode(),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_decode_refuses_every_other_spelling(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)
