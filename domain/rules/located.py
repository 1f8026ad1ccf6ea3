"""JSON whose objects know the line they begin on, so that a mistake in a file can be shown in the file."""

import json
from json import decoder, scanner
from typing import Any

Pairs = list[tuple[str, Any]]


class Located(dict[str, Any]):
    """A JSON object that began on `line` (1-based) of its file; `twice` names members given more than once."""

    __slots__ = ("line", "twice")

    def __init__(self, pairs: Pairs, line: int) -> None:
        super().__init__(pairs)
        self.line = line
        names = [name for name, _value in pairs]
        self.twice = sorted({name for name in names if names.count(name) > 1})


class _Decoder(json.JSONDecoder):
    """The standard decoder on its pure-Python scanner, which lets an object see its place in the text."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_object = _object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined] # not in the stubs


def loads(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Read the text; its objects are `Located`. Raises `json.JSONDecodeError`, which has a line of its own."""
    return _Decoder().decode(text)


def _object(state: tuple[str, int], strict: bool, scan: Any, _hook: Any, _pairs: Any, memo: Any) -> Any:  # noqa: ANN401, FBT001 - the scanner's own signature
    text, start = state
    pairs, end = decoder.JSONObject(state, strict, scan, None, lambda found: found, memo)  # type: ignore[attr-defined]
    return Located(pairs, text.count("\n", 0, start) + 1), end
