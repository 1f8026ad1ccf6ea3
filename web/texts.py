"""Text as it may enter: composed the same way, visible, of bounded length. Markup and SQL in it are just text."""

import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

LONG, SHORT = 2_000, 200
"""Characters of a free text, and of a name or a number."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINES = frozenset("\n\t")
_INVISIBLE = {"Cf", "Cs", "Co", "Zl", "Zp"}

_KEY = "[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?"


def visible(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """The text in NFC; raises for a character that a reader could not see or that reorders what they see."""
    composed = unicodedata.normalize("NFC", text)
    for character in composed:
        if character in allowed or character.isalnum():
            continue
        if character in _BIDI:
            raise PydanticCustomError("text_bidi_override", "bidirectional control")
        category = unicodedata.category(character)
        if category == "Cc":
            raise PydanticCustomError("text_control_character", "control character")
        if category in _INVISIBLE:
            raise PydanticCustomError("text_invisible_character", "invisible character")
    return composed


def _paragraphs(text: str) -> str:
    return visible(text.replace("\r\n", "\n"), _LINES)


def _between(least: int, most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > most:
            raise PydanticCustomError("text_too_long", "too long", {"max_length": most})
        if len(text.strip()) < least:
            raise PydanticCustomError("text_empty", "empty")
        return text

    return check


def _bounded(clean: Callable[[str], str], least: int, most: int) -> object:
    """A length both before and after NFC, which may shorten or lengthen; documented in the schema."""
    return Annotated[
        str,
        AfterValidator(clean),
        AfterValidator(_between(least, most)),
        Field(json_schema_extra={"minLength": least, "maxLength": most}),
    ]


Prose = _bounded(_paragraphs, 0, LONG)
Name = _bounded(visible, 1, SHORT)
OptionalName = _bounded(visible, 0, SHORT)
PersonId = Annotated[str, StringConstraints(pattern=f"^{_KEY}$", max_length=80)]
UnitCode = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,78}[A-Za-z0-9])?$")]
OptionalUnitCode = Annotated[
    str, StringConstraints(pattern="^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,78}[A-Za-z0-9])?)?$")
]
Code = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
OptionalCode = Annotated[str, StringConstraints(pattern="^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,79})?$")]
AwardCode = Annotated[str, StringConstraints(pattern="^[A-Z][A-Z0-9_]{0,39}$")]
OptionalAwardCode = Annotated[str, StringConstraints(pattern="^(?:[A-Z][A-Z0-9_]{0,39})?$")]
Criterion = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,59}$")]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
OptionalNominationId = Annotated[str, StringConstraints(pattern=f"^(?:nomination-{_KEY})?$", max_length=91)]
NominationId = Annotated[str, StringConstraints(pattern=f"^nomination-{_KEY}$", max_length=91)]
OptionalPersonId = Annotated[str, StringConstraints(pattern=f"^(?:{_KEY})?$", max_length=80)]
CouncilId = Annotated[str, StringConstraints(pattern=f"^council-{_KEY}$", max_length=88)]
OptionalCouncilId = Annotated[str, StringConstraints(pattern=f"^(?:council-{_KEY})?$", max_length=88)]
OptionalSessionId = Annotated[str, StringConstraints(pattern=f"^(?:session-{_KEY})?$", max_length=88)]
