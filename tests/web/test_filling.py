"""From a form's fields to a command's JSON, and back to the field that a fault belongs to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.filling import fill


class Taste(StrEnum):
    """A choice."""

    SWEET = "sweet"


@dataclass(frozen=True)
class Row:
    """One of a list."""

    what: str
    many: int = 1


@dataclass(frozen=True)
class Example:
    """A command with a field of every type."""

    reason: str
    day: date
    taste: Taste
    count: int
    sure: bool
    rows: tuple[Row, ...]
    people: tuple[str, ...]
    inner: Row
    perhaps: Row | None = None
    note: str = "nothing"


FULL = {
    "reason": ["  Vì vậy "],
    "day": ["05/12/2023"],
    "taste": ["sweet"],
    "count": ["7"],
    "sure": ["on"],
    "rows.10.what": ["b"],
    "rows.2.what": ["a"],
    "rows.2.many": ["2"],
    "rows.3.what": [" "],
    "people": ["x", "", "y"],
    "inner.what": ["w"],
    "note": [""],
}


def test_form_is_spelled_as_the_command_is() -> None:
    assert fill(Example, FULL).command == {
        "reason": "Vì vậy",
        "day": "2023-12-05",
        "taste": "sweet",
        "count": 7,
        "sure": True,
        "rows": [{"what": "a", "many": 2}, {"what": "b"}],
        "people": ["x", "y"],
        "inner": {"what": "w"},
        "perhaps": None,
    }


def test_box_that_is_not_marked_is_no() -> None:
    assert fill(Example, {"reason": ["x"]}).command == {
        "reason": "x",
        "sure": False,
        "rows": [],
        "people": [],
        "perhaps": None,
    }


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/reason", "reason"),
        ("/rows/0/what", "rows.2.what"),
        ("/rows/1/many", "rows.10.many"),
        ("/rows/1", "rows.10"),
        ("/people/1", "people"),
        ("/inner/many", "inner.many"),
        ("/nowhere/1", ""),
    ],
)
def test_fault_is_led_back_to_the_field_that_was_typed(pointer: str, name: str) -> None:
    assert fill(Example, FULL).field_at(pointer) == name


@pytest.mark.parametrize("text", ["31/02/2023", "mai", "1e3", "0x1F", "٣", "9" * 40])
def test_what_is_no_date_and_no_number_is_handed_on_as_typed(text: str) -> None:
    command = fill(Example, {"day": [text], "count": [text]}).command
    assert (command["day"], command["count"]) == (text, text)


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=8), max_size=3), max_size=8))
def test_no_form_brings_it_down(fields: dict[str, list[str]]) -> None:
    assert isinstance(fill(Example, fields).command, dict)
