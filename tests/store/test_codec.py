"""Values to payloads and back, and what is no payload at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.commands import DraftDossier, SubmitDossier
from domain.nomination.claims import Claims, Rating
from domain.nomination.events import AppraisalRecorded, NominationWithdrawn
from domain.values import Personal
from store import codec
from store.codec import MalformedPayload
from tests.store.shapes import COMMAND_CLASSES, EVENT_CLASSES, values_of
from tlog import canonical, disclosure
from tlog.canonical import Value

SALT = "AAECAwQFBgcICQoLDA0ODw"
STORED: dict[str, Any] = {**EVENT_CLASSES, **COMMAND_CLASSES}
FEW = settings(max_examples=6, deadline=None)
"""Every class has its own run, so few examples each are many."""
NOTHING: tuple[Any, ...] = (None, True, False, 0, -1, 1.5, float("nan"), "", "x", [], {}, [[]], {"x": 1})
MISFITS: tuple[Any, ...] = (
    *NOTHING,
    {"digest": 5},
    {"digest": None},
    {"digest": "d", "more": 1},
    "20231106",
    "2023-W45-1",
    "2023-11-6",
    "2023-11-31",
    "2023-11-06T02:00:00",
    "2023-11-06T02:00:00Z",
    "2023-11-06T02:00:00.000000+00:00",
    "2023-11-06T25:00:00.000000Z",
    b"x",
    ("a",),
    "\ud800",
    "granted",
    [1, 2, 3],
    ["a"],
    2**70,
)


class Desk:
    """Commits to personal fields and keeps what opens them."""

    def __init__(self) -> None:
        self.disclosed: dict[str, str] = {}

    def commit(self, pointer: str, value: str) -> dict[str, str]:
        """Commit with the one salt of the tests."""
        self.disclosed[pointer] = value
        return disclosure.commit(pointer, value, SALT)[0]


def encoded(value: object) -> tuple[dict[str, Any], dict[str, str]]:
    desk = Desk()
    return codec.encode(value, desk.commit), desk.disclosed


def committed_again(payload: dict[str, Any]) -> codec.Commit:
    """Commit as that payload did, for its values are not known."""
    digests = dict(disclosure.pointers(payload))
    return lambda pointer, _value: {"digest": digests.get(pointer, "")}


# There and back


@pytest.mark.parametrize("name", EVENT_CLASSES)
@FEW
@given(data=st.data())
def test_event_comes_back_from_its_payload_with_what_is_disclosed(name: str, data: st.DataObject) -> None:
    cls = EVENT_CLASSES[name]
    event = data.draw(values_of(cls))
    payload, disclosed = encoded(event)
    assert codec.decode(cls, payload, disclosed) == event
    assert canonical.decode(canonical.encode(payload)) == payload
    assert {pointer for pointer, _digest in disclosure.pointers(payload)} == disclosed.keys()


@pytest.mark.parametrize("name", COMMAND_CLASSES)
@FEW
@given(data=st.data())
def test_command_comes_back_from_what_travels(name: str, data: st.DataObject) -> None:
    cls = COMMAND_CLASSES[name]
    command = data.draw(values_of(cls))
    travelling = codec.encode(command)
    assert codec.decode(cls, travelling) == command
    assert canonical.decode(canonical.encode(travelling)) == travelling


@FEW
@given(data=st.data())
def test_what_is_not_disclosed_comes_back_without_value_and_changes_nothing_else(data: st.DataObject) -> None:
    event = data.draw(values_of(AppraisalRecorded))
    payload, disclosed = encoded(event)
    blind = codec.decode(AppraisalRecorded, payload)
    assert blind.reason == Personal(None)
    assert {answer.reason for answer in blind.answers} <= {Personal(None)}
    assert codec.encode(blind, committed_again(payload)) == payload
    partly = codec.decode(AppraisalRecorded, payload, {"/reason": disclosed["/reason"]})
    assert (partly.reason, partly.answers) == (event.reason, blind.answers)


def test_payload_of_an_event_is_spelt_like_this() -> None:
    claims = Claims(Rating.GOOD, service_months=12)
    payload, disclosed = encoded(NominationWithdrawn(Personal("Đơn vị rút")))
    assert disclosed == {"/reason": "Đơn vị rút"}
    assert payload == {"reason": disclosure.commit("/reason", "Đơn vị rút", SALT)[0]}
    assert codec.encode(claims) == {
        "rating": "good",
        "service_months": 12,
        "position": "staff",
        "initiative": None,
        "titles": [],
        "targets_percent": None,
        "achievement": "",
    }
    assert codec.encode(SubmitDossier()) == {}


def test_personal_field_outside_an_event_is_refused() -> None:
    with pytest.raises(MalformedPayload, match=r"^/reason: "):
        codec.encode(NominationWithdrawn(Personal("Đơn vị rút")))


# What is no payload


def places(payload: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: ANN401 - any JSON
    """Every place in a payload, as a path and as a pointer."""
    entries = (
        payload.items()
        if isinstance(payload, dict)
        else enumerate(payload)
        if isinstance(payload, list)
        else ()
    )
    for key, member in entries:
        yield (key,), f"/{key}"
        yield from (((key, *path), f"/{key}{pointer}") for path, pointer in places(member))


def replaced(payload: Any, path: tuple[str | int, ...], value: object) -> Any:  # noqa: ANN401 - any JSON
    """The payload with another value at that place."""
    if not path:
        return value
    copy: Any = dict(payload) if isinstance(payload, dict) else list(payload)
    copy[path[0]] = replaced(payload[path[0]], path[1:], value)
    return copy


def same(one: object, other: object) -> bool:
    """Equality that tells true from 1 and a tuple from a list."""
    return repr(one) == repr(other)


def assert_taken_whole_or_refused(cls: Any, payload: Any, pointer: str) -> None:  # noqa: ANN401 - any JSON
    """Whatever decodes is spelt in the one way that encodes; all else is malformed, near that place."""
    try:
        value: object = codec.decode(cls, payload)
    except MalformedPayload as error:
        told = str(error).partition(":")[0]
        assert pointer.startswith(told.rstrip("/")) or told.startswith(pointer)
        return
    assert same(codec.encode(value, committed_again(payload)), payload)


@pytest.mark.parametrize("name", STORED)
@FEW
@given(data=st.data())
def test_payload_changed_anywhere_is_taken_whole_or_refused_with_its_place(
    name: str, data: st.DataObject
) -> None:
    cls = STORED[name]
    payload, _disclosed = encoded(data.draw(values_of(cls)))
    path, pointer = data.draw(st.sampled_from([((), ""), *places(payload)]))
    misfit = data.draw(st.sampled_from(MISFITS))
    assert_taken_whole_or_refused(cls, replaced(payload, path, misfit), pointer)


@pytest.mark.parametrize("name", STORED)
def test_what_is_not_an_object_of_the_members_is_refused_at_the_root(name: str) -> None:
    cls = STORED[name]
    for misfit in NOTHING:
        if misfit == {} and not cls.__dataclass_fields__:
            continue
        with pytest.raises(MalformedPayload, match=f"^/: not the members of {cls.__name__}$"):
            codec.decode(cls, misfit)


@pytest.mark.parametrize("name", STORED)
@FEW
@given(data=st.data())
def test_member_too_few_or_too_many_is_refused(name: str, data: st.DataObject) -> None:
    cls = STORED[name]
    payload, _disclosed = encoded(data.draw(values_of(cls)))
    changed = [{**payload, "more": None}]
    changed += [{key: value for key, value in payload.items() if key != dropped} for dropped in payload]
    for wrong in changed:
        with pytest.raises(MalformedPayload, match=r"^/: "):
            codec.decode(cls, wrong)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"lines": [{}]}, "/lines/0"),
        ({"lines": {}}, "/lines"),
        ({"letter_date": "20231106"}, "/letter_date"),
        ({"letter_date": 20231106}, "/letter_date"),
        ({"route": "sea"}, "/route"),
        ({"year": True}, "/year"),
        ({"year": "2023"}, "/year"),
        ({"title": None}, "/title"),
    ],
    ids=str,
)
def test_malformed_payload_names_the_field(change: dict[str, Any], pointer: str) -> None:
    draft = {
        "unit": "VKS-H",
        "handled_by": "VKS-X",
        "route": "civil",
        "year": 2023,
        "title": "Hồ sơ",
        "letter_number": "12/TTr",
        "letter_date": "2023-11-06",
        "lines": [],
    }
    assert codec.decode(DraftDossier, draft).letter_date == date(2023, 11, 6)
    with pytest.raises(MalformedPayload, match=f"^{pointer}: "):
        codec.decode(DraftDossier, {**draft, **change})


# Values that leave the shell


class Colour(StrEnum):
    """An enumeration of one."""

    RED = "red"


@dataclass(frozen=True)
class Sample:
    """A value of every sort that the catalogue itself leaves out."""

    pair: tuple[str, int]
    at: datetime
    colour: Colour | None


SAMPLE = Sample(("a", 1), datetime(2023, 11, 6, 2, tzinfo=UTC), Colour.RED)


def test_fixed_tuples_instants_and_enumerations_have_one_spelling() -> None:
    payload: Value = {"pair": ["a", 1], "at": "2023-11-06T02:00:00.000000Z", "colour": "red"}
    assert codec.encode(SAMPLE) == payload
    assert codec.decode(Sample, payload) == SAMPLE


@pytest.mark.parametrize("pair", [[], ["a"], ["a", 1, 2], ["a", "b"], [1, "a"]], ids=repr)
def test_fixed_tuple_of_another_shape_is_refused(pair: list[object]) -> None:
    payload = {**codec.encode(SAMPLE), "pair": pair}
    with pytest.raises(MalformedPayload, match=r"^/pair"):
        codec.decode(Sample, payload)


def test_instant_without_a_zone_cannot_be_stored() -> None:
    naive = partial(codec.encode, Sample(("a", 1), datetime(2023, 11, 6), None))  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="without a zone"):
        naive()


@pytest.mark.parametrize("hint", [int | str, float, dict[str, str], list[str], object], ids=str)
def test_class_that_could_not_be_read_back_is_refused_at_once(hint: object) -> None:
    with pytest.raises(TypeError):
        codec._codec(hint)
