"""What the registrar's pages ask: people and units of the register, found by name, code or unit."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, text

from domain.ids import key_of

Row = Mapping[str, Any]

MOST_FOUND = 200

# Names are compared without marks and case, so that `nguyen van duc` finds Nguyễn Văn Đức.
_PEOPLE = text(r"""
    SELECT found.stream, found.unit, found.name
    FROM (
        SELECT leaf.stream, disclosure.value AS name,
               convert_from(leaf.bytes, 'UTF8')\:\:jsonb -> 'payload' ->> 'unit' AS unit,
               replace(regexp_replace(normalize(lower(coalesce(disclosure.value, '')), NFD),
                                      '[\u0300-\u036f]', '', 'g'), 'đ', 'd') AS folded
        FROM leaf LEFT JOIN disclosure
            ON disclosure.position = leaf.position AND disclosure.pointer = '/name'
        WHERE leaf.name = 'person.registered'
    ) AS found
    WHERE (:unit = '' OR lower(found.unit) = lower(:unit))
      AND (:words = '' OR found.stream = 'person-' || :words OR position(:words IN found.folded) > 0)
    ORDER BY found.folded, found.stream LIMIT :limit
""")
_UNITS = text("SELECT stream, bytes FROM leaf WHERE name = 'unit.registered' ORDER BY stream")
_NAME = text("""
    SELECT disclosure.value FROM leaf JOIN disclosure
        ON disclosure.position = leaf.position AND disclosure.pointer = '/name'
    WHERE leaf.stream = :stream AND leaf.name = 'person.registered'
""")


def find_people(engine: Engine, words: str, unit: str) -> list[Row]:
    """People whose name holds these words, or whose id they are, of that unit or of any: id, name, unit."""
    asked = {"words": _folded(words), "unit": unit.strip(), "limit": MOST_FOUND}
    with engine.connect() as connection:
        rows = connection.execute(_PEOPLE, asked).all()
    return [{"id": key_of(row.stream), "name": row.name or "", "unit": row.unit} for row in rows]


def _folded(text: str) -> str:
    """Without marks and case, the words one blank apart."""
    plain = unicodedata.normalize("NFD", " ".join(text.split()).lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("đ", "d")


def person_name(engine: Engine, stream: str) -> str:
    """The name in the register, or nothing where it was erased or never entered."""
    with engine.connect() as connection:
        found = connection.scalar(_NAME, {"stream": stream})
    return found or ""


def units(engine: Engine) -> list[Row]:
    """Every unit of the register: its key, name, level and route."""
    with engine.connect() as connection:
        rows = connection.execute(_UNITS).all()
    return [{"id": key_of(row.stream), **json.loads(row.bytes)["payload"]} for row in rows]
