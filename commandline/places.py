"""Where in a dossier a fault lies, in words: JSON pointers count from 0, and people from 1."""

from typing import Final, NamedTuple


class Words(NamedTuple):
    """What a line of a dossier, a field, and the place in another list are called."""

    line: str
    field: str
    nth: str


VIETNAMESE: Final = Words("dòng", "mục", "thứ")
ENGLISH: Final = Words("line", "field", "no.")


def place(pointer: str, words: Words = VIETNAMESE) -> str:
    """`/lines/3/claims/titles/0/award` -> `dòng 4, mục claims.titles, thứ 1, mục award` (RFC 6901)."""
    said: list[str] = []
    names: list[str] = []
    for part in pointer.split("/")[1:]:
        if not part.isdecimal():
            names.append(part.replace("~1", "/").replace("~0", "~"))
            continue
        number = int(part) + 1
        lines = names == ["lines"]
        said += [f"{words.line} {number}"] if lines else [*_field(names, words), f"{words.nth} {number}"]
        names = []
    return ", ".join([*said, *_field(names, words)])


def _field(names: list[str], words: Words) -> list[str]:
    return [f"{words.field} {'.'.join(names)}"] if names else []
