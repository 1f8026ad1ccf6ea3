"""Old payloads in the present class: step by step, or refused by name."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain.catalogue import EVENTS
from store import codec
from store.upcasters import UPCASTERS, UnknownEvent, Upcaster, upcast


@dataclass(frozen=True)
class Greeted:
    """Version 1 had `who`; version 2 called it `name`; version 3 added `language`."""

    name: str
    language: str


PRESENT: dict[str, tuple[type, int]] = {"greeting.greeted": (Greeted, 3)}


def _rename(payload: dict[str, Any]) -> dict[str, Any]:
    return {"name": payload["who"]}


def _add_language(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "language": "vi"}


CHAIN: dict[tuple[str, int], Upcaster] = {
    ("greeting.greeted", 1): _rename,
    ("greeting.greeted", 2): _add_language,
}


@pytest.mark.parametrize(
    ("schema", "payload", "expected"),
    [
        (1, {"who": "Tâm"}, Greeted("Tâm", "vi")),
        (2, {"name": "Tâm"}, Greeted("Tâm", "vi")),
        (3, {"name": "Tâm", "language": "en"}, Greeted("Tâm", "en")),
    ],
)
def test_payload_of_every_age_comes_to_the_present_class(
    schema: int, payload: dict[str, Any], expected: Greeted
) -> None:
    cls, present = upcast("greeting.greeted", schema, payload, CHAIN, PRESENT)
    assert codec.decode(cls, present) == expected


def test_payload_handed_in_is_not_changed() -> None:
    payload = {"who": "Tâm"}
    upcast("greeting.greeted", 1, payload, CHAIN, PRESENT)
    assert payload == {"who": "Tâm"}


@pytest.mark.parametrize(
    ("name", "schema", "told"),
    [
        ("greeting.waved", 1, "greeting.waved is not in the catalogue"),
        ("", 1, " is not in the catalogue"),
        ("greeting.greeted", 4, "greeting.greeted has schema 4, newer than 3"),
        ("greeting.greeted", 0, "greeting.greeted has no upcaster from schema 0"),
        ("greeting.greeted", -1, "greeting.greeted has no upcaster from schema -1"),
    ],
)
def test_event_that_this_release_does_not_know_is_refused_by_name(name: str, schema: int, told: str) -> None:
    with pytest.raises(UnknownEvent, match=f"^{told}$"):
        upcast(name, schema, {}, CHAIN, PRESENT)


def test_missing_step_is_refused_by_name() -> None:
    chain = {key: step for key, step in CHAIN.items() if key[1] != 2}
    with pytest.raises(UnknownEvent, match="no upcaster from schema 2"):
        upcast("greeting.greeted", 1, {"who": "Tâm"}, chain, PRESENT)


TITLE = {"award": "LDTT", "year": 2022, "decision": "99/QĐ"}
OF_MERIT = {**TITLE, "track": "merit", "achievement": ""}
CLAIMS = {
    "rating": "good",
    "service_months": 12,
    "position": "staff",
    "initiative": None,
    "titles": [TITLE],
    "targets_percent": None,
}


@pytest.mark.parametrize("name", ["nomination.drafted", "nomination.supplemented"])
def test_claims_of_before_tracks_are_of_merit(name: str) -> None:
    _cls, present = upcast(name, 1, {"claims": CLAIMS})
    assert present == {"claims": {**CLAIMS, "titles": [OF_MERIT], "achievement": ""}}


def test_supplement_without_claims_stays_without() -> None:
    assert upcast("nomination.supplemented", 1, {"claims": None})[1] == {"claims": None}


def test_title_of_before_tracks_is_of_merit() -> None:
    assert upcast("person.title_recorded", 1, {"title": TITLE})[1] == {"title": OF_MERIT}


def test_appraisal_of_before_facts_were_kept_says_so() -> None:
    finding = {"criterion": "c", "verdict": "met", "source": "s", "status": "verified", "question": "q"}
    old = {"findings": [finding], "register_titles": [TITLE], "depends_on": []}
    assert upcast("nomination.appraisal_recorded", 1, old)[1] == {
        "findings": [{**finding, "kind": "", "instrument": "", "article": "", "used": [], "question_en": ""}],
        "depends_on": [],
        "pack": "",
        "pack_hash": "",
        "facts": None,
    }


def test_every_schema_before_the_present_one_has_its_upcaster() -> None:
    steps = {(name, schema) for name, (_cls, present) in EVENTS.items() for schema in range(1, present)}
    assert UPCASTERS.keys() == steps
