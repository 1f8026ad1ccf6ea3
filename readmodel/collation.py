"""The order of the Vietnamese alphabet, in Python: the PostgreSQL that comes along knows no ICU collation.

Letters count first (a ă â b c d đ e ê …), tones only between words of the same letters, in the order of dictionaries:
none, huyền, hỏi, ngã, sắc, nặng. A word has one tone, wherever it is written: Hòa and Hoà are one.
"""

import unicodedata
from typing import Final, TypeAlias

Key: TypeAlias = tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]

_LETTERS: Final = {
    letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=ord("a"))
}
_TONES: Final = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}


def alphabetical(text: str) -> Key:
    """What to sort any text by."""
    words = unicodedata.normalize("NFC", text).casefold().split()
    pairs = [[_letter(mark) for mark in word] for word in words]
    letters = tuple(tuple(letter for letter, _tone in word) for word in pairs)
    return letters, tuple(max(tone for _letter, tone in word) for word in pairs)


def by_name(name: str) -> tuple[Key, Key]:
    """What to sort people by, as lists here are: by given name, which stands last, then by the whole name."""
    return alphabetical(name.rpartition(" ")[2]), alphabetical(name)


def _letter(mark: str) -> tuple[int, int]:
    """The place of a letter, and of the tone on it."""
    parts = unicodedata.normalize("NFD", mark)
    tone = next((part for part in parts if part in _TONES), "")
    bare = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else mark
    return _LETTERS.get(bare, ord(bare[0])), _TONES.get(tone, 0)
