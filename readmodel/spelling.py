"""Text as it is searched: without marks and case, so that `nguyen van duc` finds Nguyễn Văn Đức."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

MOST_WORDS: Final = 8
"""How many words of a question count; the rest says nothing more."""
_LONGEST: Final = 40
_STROKE: Final = str.maketrans("đĐ", "dD")
"""The one letter of Vietnamese whose mark is no combining character."""
_WORD: Final = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The text in lower case without diacritics, whichever way they were typed."""
    bare = (mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return "".join(bare).translate(_STROKE).casefold()


def words(*texts: str) -> list[str]:
    """The words of these texts, folded, each once and in order."""
    return sorted({word[:_LONGEST] for text in texts for word in _WORD.findall(folded(text))})


def unit_mark(unit: str) -> str:
    """How a row says among its words which unit it concerns; no word that a person types looks like it."""
    return f"@{unit.casefold()}"


def question(text: str) -> str:
    """The text as a `tsquery`, empty where nothing is asked: the last word may still be being typed.

    It need only begin a word of what is found; the others are whole, for a beginning as common as a family name
    makes the index merge thousands of words.
    """
    asked = [f"'{word[:_LONGEST]}'" for word in _WORD.findall(folded(text))[:MOST_WORDS]]
    return " & ".join(asked) + ":*" if asked else ""


def of_units(asked: str, units: Iterable[str]) -> str:
    """The question, put only to rows that concern one of these units; empty where nothing can be found."""
    marks = " | ".join(f"'{_quoted(unit_mark(unit))}'" for unit in sorted(set(units)))
    return f"{asked} & ({marks})" if asked and marks else ""


def _quoted(lexeme: str) -> str:
    return lexeme.replace("\\", "\\\\").replace("'", "''")
