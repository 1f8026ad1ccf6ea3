"""JSON that knows its lines reads what JSON is, and says where each object began."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.located import Located, loads

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(ANY, st.sampled_from([None, 0, 2]))
def test_reads_the_same_as_the_standard_decoder(value: object, indent: int | None) -> None:
    assert loads(json.dumps(value, indent=indent)) == value


def test_object_knows_the_line_it_began_on() -> None:
    found = loads('{\n "a": {},\n "b": [\n  {"c": 1}, {"d":\n {"e": 2}}\n ]\n}')
    lines = [found.line, found["a"].line, *(one.line for one in found["b"]), found["b"][1]["d"].line]
    assert lines == [1, 2, 4, 4, 5]


def test_member_given_twice_is_remembered() -> None:
    found = loads('{"a": 1, "b": 2, "a": 3}')
    assert isinstance(found, Located)
    assert (found, found.twice) == ({"a": 3, "b": 2}, ["a"])


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("{\n\n 'a'}", 3), ('{\n"a": \n}', 3), ('{"a": 1}\nx', 2)]
)
def test_text_that_is_no_json_has_a_line(text: str, line: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        loads(text)
    assert caught.value.lineno == line
