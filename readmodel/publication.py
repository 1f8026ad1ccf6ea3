"""The public register: decisions to award that were published, and the lines of them that publication lets be named."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_AWARDED: Final = """
    nomination.outcome = 'granted' AND nomination.step IN ('published', 'archived') AND nomination.hold = ''
"""
"""Granted, published, and nothing since then against it."""

_REGISTER: Final = f"""
    FROM decision
    JOIN LATERAL (
        SELECT position, convert_from(bytes, 'UTF8')::jsonb -> 'payload' AS payload FROM leaf
        WHERE leaf.stream = decision.id AND leaf.name = 'decision.published' ORDER BY version DESC LIMIT 1
    ) AS publication ON true
    WHERE decision.instrument = 'decision' AND decision.stage IN ('published', 'archived')
      AND (CAST(:id AS text) IS NULL OR decision.id = :id)
      AND (CAST(:year AS int) IS NULL OR extract(year FROM decision.signed_on) = :year)
      AND (CAST(:unit AS text) IS NULL OR decision.unit = :unit)
      AND (CAST(:number AS text) IS NULL OR translate(lower(decision.number), :marked, :plain) LIKE :number)
      AND (CAST(:award AS text) IS NULL OR EXISTS (
          SELECT FROM nomination
          WHERE nomination.decision = decision.id AND nomination.award = :award AND {_AWARDED}))
"""  # noqa: S608 - constants of ours
_PAGE = text(f"""
    SELECT decision.id, decision.unit, decision.number, decision.signed_on, decision.lines,
           publication.position, publication.payload ->> 'published_on' AS published_on,
           publication.payload ->> 'reference' AS reference
    {_REGISTER}
    ORDER BY decision.signed_on DESC, decision.id DESC LIMIT :limit OFFSET :offset
""")
_COUNT = text(f"SELECT count(*) {_REGISTER}")
_LINES = text(f"""
    SELECT nomination.id, nomination.award, nomination.pack, nomination.year, nomination.unit, nominee.name
    FROM nomination LEFT JOIN nominee ON nominee.nomination = nomination.id
    WHERE nomination.decision = :id AND {_AWARDED}
      AND (CAST(:award AS text) IS NULL OR nomination.award = :award)
    ORDER BY nomination.id LIMIT :limit OFFSET :offset
""")  # noqa: S608 - as above
_AWARDS = text(f"""
    SELECT decision, award, count(*) AS number FROM nomination
    WHERE decision = ANY(CAST(:ids AS text[])) AND {_AWARDED} GROUP BY decision, award
""")  # noqa: S608 - as above
_CHOICES = text(f"""
    SELECT DISTINCT extract(year FROM decision.signed_on)::int AS year, decision.unit, nomination.award
    FROM decision LEFT JOIN nomination ON nomination.decision = decision.id AND {_AWARDED}
    WHERE decision.instrument = 'decision' AND decision.stage IN ('published', 'archived')
""")  # noqa: S608 - as above
_NAMES = text("""
    SELECT DISTINCT ON (stream) convert_from(bytes, 'UTF8')::jsonb #>> '{payload,name}' AS name,
           substring(stream FROM 6) AS code
    FROM leaf WHERE stream = ANY(CAST(:streams AS text[])) AND version = 1
""")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for on the register; None leaves a side open. `number` is any part of the instrument's number."""

    year: int | None = None
    unit: str | None = None
    award: str | None = None
    number: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register can be narrowed to."""

    years: tuple[int, ...]
    units: tuple[str, ...]
    awards: tuple[str, ...]


def published_decisions(engine: Engine, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """A page of the register, newest first, each with what it granted by award (code to count)."""
    with engine.connect() as connection:
        parameters = {**_parameters(wanted), "limit": limit, "offset": offset}
        rows = [dict(row) for row in connection.execute(_PAGE, parameters).mappings()]
        counted = connection.execute(_AWARDS, {"ids": [row["id"] for row in rows]}).all()
    granted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for entry in counted:
        granted[entry.decision][entry.award] = entry.number
    return [{**row, "granted": granted[row["id"]]} for row in rows]


def count_published(engine: Engine, wanted: Wanted) -> int:
    """How many decisions of the register fit."""
    with engine.connect() as connection:
        return int(connection.scalar(_COUNT, _parameters(wanted)) or 0)


def public_lines(engine: Engine, decision: str, award: str | None, *, limit: int, offset: int) -> list[Row]:
    """The lines of a published decision that may be named, in order."""
    parameters = {"id": decision, "award": award, "limit": limit, "offset": offset}
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_LINES, parameters).mappings()]


def choices(engine: Engine) -> Choices:
    """The years, units and awards that the register holds."""
    with engine.connect() as connection:
        rows = connection.execute(_CHOICES).all()
    return Choices(
        tuple(sorted({row.year for row in rows}, reverse=True)),
        tuple(sorted({row.unit for row in rows})),
        tuple(sorted({row.award for row in rows if row.award})),
    )


def names_of_units(engine: Engine, codes: tuple[str, ...]) -> dict[str, str]:
    """The names of these units, as far as the register of units knows them."""
    wanted = {code.lower(): code for code in codes}
    with engine.connect() as connection:
        rows = connection.execute(_NAMES, {"streams": [f"unit-{code}" for code in wanted]}).all()
    return {wanted[row.code]: row.name for row in rows}


def _parameters(wanted: Wanted) -> dict[str, object]:
    return {
        "id": wanted.id,
        "year": wanted.year,
        "unit": wanted.unit,
        "award": wanted.award,
        "marked": _MARKED,
        "plain": plain(_MARKED),
        "number": f"%{_literal(wanted.number)}%" if wanted.number else None,
    }


def plain(text: str) -> str:
    """The text in lower case and without diacritics, as people type it in a hurry: `QĐ` -> `qd`."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


_MARKED: Final = "".join(
    letter
    for letter in map(chr, range(0x00E0, 0x1EFA))
    if letter.islower() and plain(letter) in set("adeiouy")
)
"""The letters with marks that Vietnamese may write, for the database to do as `plain` does."""


def _literal(number: str) -> str:
    """The plain text as LIKE takes it letter by letter."""
    return plain(number).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
