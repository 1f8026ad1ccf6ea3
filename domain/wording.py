"""The same thing in Vietnamese and in English, and how to tell whether English is English."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]
"""The same thing in Vietnamese and in English."""

_DOCUMENT: Final = re.compile(r"\d+(/\d+)*/[A-ZĐ]+\d*(-[A-ZĐ]+)*")
"""The number of a document, `152/2025/NĐ-CP`: a proper name in any language."""
_BARRED: Final = frozenset("đĐ")
"""The letter that no decomposition takes apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that is told in words: what a code or a question says in each language."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi


def told(*pairs: Pair, between: str = "; ") -> Told:
    """Several things as one."""
    vi, en = (between.join(pair[language] for pair in pairs) for language in (0, 1))
    return Told(vi, en)


def vietnamese_letters(text: str) -> str:
    """The letters that English does not have, in order; numbers of documents are left out."""
    rest = unicodedata.normalize("NFC", _DOCUMENT.sub("", text))
    return "".join(letter for letter in rest if letter in _BARRED or _has_mark(letter))


def _has_mark(letter: str) -> bool:
    return any(unicodedata.combining(part) for part in unicodedata.normalize("NFD", letter))
