"""What people read for the facts of a refusal or a finding, by the name of the fact: no code is left in a sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from domain.rules.library import packs
from domain.vocabulary import (
    ABSENCES,
    AUTHORITIES,
    BALLOTS,
    DENOMINATORS,
    FIELDS,
    GRADES,
    GROUNDS,
    INSTRUMENTS,
    KINDS,
    OUTCOMES,
    POSITIONS,
    RATINGS,
    ROLES,
    ROUTES,
    SCOPES,
    STEPS,
    Words,
)
from domain.wording import Pair, Told


@cache
def _award_names() -> Words:
    return MappingProxyType(
        {
            code: (award.name, award.name_en)
            for pack in packs().values()
            for code, award in pack.awards.items()
        }
    )


def award_name(code: str) -> Pair:
    """The name of an award in the newest pack that knows it; of one that none knows the code."""
    return _award_names().get(code, (code, code))


def _among(words: Words) -> Callable[[str], Pair]:
    return lambda code: words.get(code, (code, code))


_step = _among({**OUTCOMES, **STEPS})

_BY_FACT: Mapping[str, Callable[[str], Pair]] = MappingProxyType(
    {
        **dict.fromkeys(("award", "awards", "detail", "held", "other", "sought"), award_name),
        "ballot": _among(BALLOTS),
        "denominator": _among(DENOMINATORS),
        "excepted": _among(ABSENCES),
        **dict.fromkeys(("expected", "given"), _among(AUTHORITIES)),
        "field": _among(FIELDS),
        "grade": _among(GRADES),
        "ground": _among(GROUNDS),
        "instrument": _among(INSTRUMENTS),
        "kind": _among(KINDS),
        "needed": lambda code: SCOPES.get(code) or award_name(code),
        "outcome": _among(OUTCOMES),
        "position": _among(POSITIONS),
        "rating": _among(RATINGS),
        "role": _among(ROLES),
        "route": _among(ROUTES),
        "scope": _among(SCOPES),
        "step": _step,
    }
)


def in_words(name: str, value: object) -> Pair:
    """What people read for a fact of that name: words for codes, days as they write them, the rest as it stands."""
    if isinstance(value, Told):
        return value.vi, value.en
    if isinstance(value, date):
        return (f"{value:%d/%m/%Y}",) * 2
    word = _BY_FACT.get(name, _day)
    vi, en = zip(*(word(part) for part in str(value).split(", ")), strict=True)
    return ", ".join(vi), ", ".join(en)


def _day(text: str) -> Pair:
    """A day as people write it; anything else as it stands."""
    try:
        written = f"{date.fromisoformat(text):%d/%m/%Y}" if text.count("-") == 2 else text  # noqa: PLR2004 - ISO
    except ValueError:
        written = text
    return written, written
