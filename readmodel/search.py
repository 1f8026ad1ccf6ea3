"""Find lines and dossiers by words: a name leads only those to a line who may read the name there.

Each way of finding is a short list of its own, read off an index and cut, so that neither a hit nor a count, nor how
long the answer takes, tells of a name to those who may not read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    and_,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from domain.nomination.state import Step
from readmodel.aside import is_seen
from readmodel.spelling import of_units, question
from readmodel.tables import DOSSIER, NOMINATION, NOMINEE

Row = Mapping[str, Any]

_INTERNAL: Final = (Step.DRAFT, Step.WITHDRAWN)
_PUBLIC: Final[ColumnElement[bool]] = literal_column(
    "nomination.step IN ('published', 'archived') AND nomination.outcome = 'granted'"
)
"""Whose names anybody may read; spelled as the index spells it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who searches: for which units they act, or whether they see all."""

    person: str
    units: tuple[str, ...]
    sees_all: bool = False


def search_lines(engine: Engine, text: str, reader: Reader, *, after: str = "", limit: int = 50) -> list[Row]:
    """Lines by id, as `queries.nominations` gives them; every word of `text` begins a word of what is found."""
    asked = question(text)
    if not asked:
        return []
    ways = [
        select(
            way.where(_visible(reader), NOMINATION.c.id > after)
            .order_by(NOMINATION.c.id)
            .limit(limit)
            .subquery()
        )
        for way in _ways(asked, reader)
    ]
    found = union(*ways).subquery()
    query = (
        select(NOMINATION, NOMINEE.c.name)
        .join(found, found.c.id == NOMINATION.c.id)
        .outerjoin(NOMINEE, NOMINEE.c.nomination == NOMINATION.c.id)
        .order_by(NOMINATION.c.id)
        .limit(limit)
    )
    return _all(engine, query)


def search_dossiers(engine: Engine, text: str, reader: Reader, *, limit: int = 10) -> list[Row]:
    """Dossiers by title, key, unit or year, newest year first."""
    asked = question(text)
    if not asked:
        return []
    columns = [column for column in DOSSIER.c if column.name != "words"]
    mine = or_(DOSSIER.c.unit.in_(reader.units), DOSSIER.c.handled_by.in_(reader.units))
    query = select(*columns).where(_holds(DOSSIER.c.words, asked))
    if not reader.sees_all:
        query = query.where(or_(DOSSIER.c.step.not_in(_INTERNAL), mine))
    return _all(engine, query.order_by(DOSSIER.c.year.desc(), DOSSIER.c.id).limit(limit))


def _ways(asked: str, reader: Reader) -> Iterator[Select[Any]]:
    """By codes anywhere; by name where the reader acts for the unit, and where the name was published."""
    lines = select(NOMINATION.c.id).join(NOMINEE, NOMINEE.c.nomination == NOMINATION.c.id)
    yield lines.where(_holds(NOMINEE.c.codes, asked))
    if reader.sees_all:
        yield lines.where(_holds(NOMINEE.c.words, asked))
        return
    yield lines.where(_holds(NOMINEE.c.words, asked), _PUBLIC)
    if reader.units:
        yield lines.where(_holds(NOMINEE.c.words, of_units(asked, reader.units)))


def _visible(reader: Reader) -> ColumnElement[bool]:
    """Nobody sees another unit's draft, nor a line from which they stepped aside until it is published."""
    units = reader.units
    mine = or_(NOMINATION.c.unit.in_(units), NOMINATION.c.handled_by.in_(units))
    submitted = NOMINATION.c.step != Step.DRAFT
    return and_(is_seen(NOMINATION.c.id, reader.person), or_(submitted, mine, literal(reader.sees_all)))


def _holds(column: Any, asked: str) -> ColumnElement[bool]:  # noqa: ANN401 - an array of words
    return func.array_to_tsvector(column).op("@@", is_comparison=True)(cast(asked, TSQUERY))


def _all(engine: Engine, query: Select[Any]) -> list[Row]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
