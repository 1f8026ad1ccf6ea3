"""What lies in real logs stays readable: every stored event has a sample of each of its schema versions."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import EVENTS
from store import codec
from store.codec import MalformedPayload
from store.upcasters import UnknownEvent, upcast
from tlog import canonical, disclosure
from tlog.canonical import NotCanonical

FOLDER = Path(__file__).resolve().parents[1] / "samples" / "events"
SAMPLES = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
"""File name -> bytes: one canonical payload and a newline."""

_FILE = re.compile(r"(?P<name>[a-z]+\.[a-z_]+)\.v(?P<schema>[1-9][0-9]*)\.json")
_SCRIPT = "run scripts/make_event_samples.py and commit what it writes"

Catalogue = Mapping[str, tuple[type, int]]


def complaint(file: str, data: bytes, present: Catalogue = EVENTS) -> str | None:
    """What is wrong with a sample under the present code, as a sentence; None when nothing is."""
    match = _FILE.fullmatch(file)
    if match is None:
        return f"{file} is not named <stored name>.v<schema>.json."
    name, schema = match["name"], int(match["schema"])
    try:
        payload: Any = canonical.decode(data.removesuffix(b"\n"))
        cls, upcasted = upcast(name, schema, payload, present=present)
        event: object = codec.decode(cls, upcasted)
    except NotCanonical as error:
        return f"{file} is not canonical JSON: {error}."
    except UnknownEvent as error:
        return f"{file} can no longer be read, and logs that hold it neither: {error}."
    except MalformedPayload as error:
        return (
            f"The payload of {name} changed its shape ({error}), but logs hold schema {schema} for ever: "
            "give the event a new schema version and an upcaster."
        )
    if schema == present[name][1] and codec.encode(event, _as_in(payload)) != payload:
        return f"The payload of {name} is no longer written as schema {schema}: give it a new schema version."
    return None


def missing(files: Mapping[str, bytes], present: Catalogue = EVENTS) -> list[str]:
    """A sentence for every schema version without a sample."""
    wanted = [f"{name}.v{n}.json" for name, (_cls, schema) in present.items() for n in range(1, schema + 1)]
    return [f"{file} is missing: {_SCRIPT}." for file in wanted if file not in files]


def _as_in(payload: Any) -> codec.Commit:  # noqa: ANN401 - any JSON
    """Commit as that payload did, for its values are not known."""
    digests = dict(disclosure.pointers(payload))
    return lambda pointer, _value: {"digest": digests[pointer]}


def test_every_event_of_the_catalogue_has_its_samples() -> None:
    assert missing(SAMPLES) == []


@pytest.mark.parametrize("file", SAMPLES)
def test_stored_sample_is_read_and_written_as_it_stands(file: str) -> None:
    assert complaint(file, SAMPLES[file]) is None


def test_names_of_stored_events_begin_with_their_kind_of_stream() -> None:
    kinds = {name.partition(".")[0] for name in EVENTS}
    assert kinds == {
        "nomination",
        "dossier",
        "session",
        "decision",
        "person",
        "unit",
        "roll",
        "council",
        "comment",
        "delegation",
    }


# The rule itself can fail

HELD = "nomination.held.v1.json"


def changed(**others: object) -> bytes:
    """The sample of a hold, with other members."""
    return canonical.encode(json.loads(SAMPLES[HELD]) | others)


@pytest.mark.parametrize(
    ("file", "data", "sentence"),
    [
        ("held.json", b"{}", "held.json is not named"),
        (HELD, b'{"b":1,"a":2}', "is not canonical JSON"),
        (HELD, b'{"document":"QD"}', "give the event a new schema version and an upcaster"),
        (HELD, changed(more=1), "The payload of nomination.held changed its shape"),
        (HELD, changed(ground="envy"), "/ground: not one of"),
        (HELD, changed(reason="in clear"), "/reason: not a committed field"),
        ("nomination.forgotten.v1.json", b"{}", "can no longer be read"),
        ("nomination.held.v2.json", changed(), "newer than 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sample_that_no_longer_fits_fails_with_a_sentence(file: str, data: bytes, sentence: str) -> None:
    found = complaint(file, data)
    assert found is not None
    assert sentence in found


def test_event_without_a_sample_fails_with_a_sentence() -> None:
    others = {file: data for file, data in SAMPLES.items() if file != HELD}
    assert missing(others) == [f"{HELD} is missing: {_SCRIPT}."]


def test_new_schema_version_asks_for_its_own_sample_and_an_upcaster() -> None:
    cls, _schema = EVENTS["nomination.held"]
    present = {**EVENTS, "nomination.held": (cls, 2)}
    assert missing(SAMPLES, present) == [f"nomination.held.v2.json is missing: {_SCRIPT}."]
    found = complaint(HELD, SAMPLES[HELD], present)
    assert found is not None
    assert "no upcaster from schema 1" in found
